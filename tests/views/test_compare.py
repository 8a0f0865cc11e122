"""Projects side by side: facts as released, answers only where ten or more gave them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.theme import LIGHT
from dashboard.menu import FOLDER
from dashboard.release.read import sample
from dashboard.text import Translator
from dashboard.views import compare, compare_people
from dashboard.views.reading import Reading


@pytest.fixture
def read() -> Reading:
    return Reading(sample(), Translator("en"), LIGHT, "organisation")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    app = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=30)
    app.query_params["lang"] = "en"
    app.query_params["project"] = ["P07", "P04"]
    return app.run().switch_page("app_pages/70_compare.py").run()


def test_a_link_names_its_projects(opened: AppTest) -> None:
    heads = [one.value for one in opened.subheader]
    assert heads == ["New toothbrush line", "Quiet floor cleaning"]
    assert opened.button_group(key="choice:project").value == ["P04", "P07"]
    # Of P07's 18 voices 13 were used, of P04's nine none.
    assert opened.title[0].value == "“Quiet floor cleaning” used most of what consumers said: 72%."
    assert "Sales West and Customer Support were only told" in " ".join(
        one.value for one in opened.markdown
    )


def test_a_change_of_language_keeps_the_projects(opened: AppTest) -> None:
    opened.button_group(key="choice:lang").set_value("ja").run()
    heads = [one.value.replace("\u200b", "") for one in opened.subheader]
    assert heads == ["歯ブラシ新シリーズ", "音のしない床そうじ"]
    assert opened.query_params["project"] == ["P07", "P04"]


def test_another_project_joins_them(opened: AppTest) -> None:
    opened.button_group(key="choice:project").set_value(["P04", "P07", "P12"]).run()
    assert len(opened.subheader) == 3
    assert opened.query_params["project"] == ["P04", "P07", "P12"]
    assert "still running" in " ".join(one.value for one in opened.markdown)


def test_answers_of_fewer_than_ten_are_not_shown_as_a_change(read: Reading) -> None:
    table = sample().table("estimates").query("metric == 'not_our_department' and cut == 'project'")
    seen = {True: 0, False: 0}
    for project in read.names("project"):
        sides = table[
            (table["group"] == project)
            & table["window"].isin([f"project-{project}:before", f"project-{project}:after"])
        ]
        many = set(sides["people_band"]) <= {"10-19", "20-49", "50+"}
        enough = len(sides) == 2 and many and set(sides["status"]) == {"shown"}
        moved = compare_people._moved(read, project, narrow=False)  # noqa: SLF001
        shown = len(moved) > 0 and "not_our_department" in set(moved["metric"])
        assert shown == enough
        seen[enough] += 1
    assert all(seen.values()), "the story should hold projects of both sizes"


def test_every_project_has_the_same_departments_in_the_same_order(read: Reading) -> None:
    rows = compare.projects(read)
    seats = compare._seats(read, rows[rows["project"].isin(["P04", "P07"])])  # noqa: SLF001
    lists = seats.groupby("project")["department"].agg(list)
    assert lists["P04"] == lists["P07"]
    absent = seats[seats["standing"] == "absent"]
    assert absent["joined"].isna().all()
    assert set(absent["word"]) == {"not there"}


def test_first_come_projects_of_which_all_is_known_of_both_kinds(read: Reading) -> None:
    rows = compare.projects(read).set_index("project")
    chosen = compare._latest(read, compare.projects(read))  # noqa: SLF001
    assert len(chosen) == 3
    assert set(rows.loc[chosen, "kind"]) == {"co_creation", "conventional"}
    assert rows.loc[chosen, "launched_on"].notna().all()
