"""What is chosen lives in the address: one id or several, and only ids there are."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    # AppTest runs the text of this function alone.
    import streamlit as st  # noqa: PLC0415

    from dashboard.choices import one_of, some_of  # noqa: PLC0415
    from dashboard.views.parts import link  # noqa: PLC0415

    ids = ["P1", "P2", "P3", "P4", "P5"]
    chosen = some_of("project", "Projects", ids, {one: one for one in ids}, default=["P2"], most=3)
    month = one_of("month", "Month", ids[:2], {"P1": "May", "P2": "June"}, widget="select_slider")
    st.text(" ".join([*chosen, month]))
    st.text(link())


def opened(**query: str | list[str]) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_several_choices_come_from_the_address_in_their_own_order() -> None:
    app = opened(project=["P4", "P1"], month="P2")
    assert app.text[0].value == "P1 P4 P2"
    assert app.text[1].value.endswith("?project=P4&project=P1&month=P2")


def test_unknown_ids_are_left_out_and_without_any_the_default_is_chosen() -> None:
    assert opened(project=["gone", "P3"]).text[0].value == "P3 P1"
    assert opened(project=["gone"]).text[0].value == "P2 P1"


def test_one_too_many_keeps_the_first() -> None:
    assert opened(project=["P5", "P4", "P3", "P2"]).text[0].value == "P2 P3 P4 P1"


def test_what_is_pressed_goes_into_the_address() -> None:
    app = opened()
    app.button_group[0].set_value(["P2", "P5"]).run()
    assert app.query_params["project"] == ["P2", "P5"]
    assert app.text[0].value == "P2 P5 P1"
    app.select_slider[0].set_value("P2").run()
    assert app.text[0].value == "P2 P5 P2"
