"""HR reads comments through, raises the smallest group, and sees why figures are withheld."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.menu import FOLDER
from dashboard.release import read
from dashboard.release.build import build
from dashboard.settings import settings_of
from data_loaders import load

KANA = "あいうえおかきくけこさしすせ"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two waves of planning (nine), sales (eleven) and works (three); fourteen wrote."""
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    sizes = {"planning": 9, "sales": 11, "works": 3}
    people = [(f"{name}{i}", name) for name, many in sizes.items() for i in range(many)]
    lines = ["wave,response,department,question,score,text"]
    for wave in ("2025-02", "2025-05"):
        lines += [
            f"{wave},{one},{of},not_our_department,{int(i % 3 == 0)},"
            for i, (one, of) in enumerate(people)
        ]
        lines += [
            f"{wave},{one},{of},why,,佐藤さんの{KANA[i]}の話"
            for i, (one, of) in enumerate(people[: len(KANA)])
        ]
    questions = "question,construct,kind\nwhy,open,text"
    with store.opened(tmp_path) as opened:
        opened.add(load(questions.encode(), "questions.csv", table="questions"))
        opened.add(load("\n".join(lines).encode(), "answers.csv", table="answers"))
        build(opened)
    return tmp_path


def page(path: str) -> AppTest:
    app = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=60)
    app.query_params["lang"] = "en"
    return app.run().switch_page(f"app_pages/{path}").run()


def told(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.text, *app.markdown, *app.caption])


def test_comments_appear_to_readers_only_after_hr_ticked_them(workspace: Path) -> None:
    data = page("80_data.py")
    assert "●●さん" in told(data)
    assert "佐藤" not in told(data)
    assert "What people wrote" not in [one.value for one in page("20_not_our_department.py").header]

    show = next(one for one in data.button if one.label == "Show them to readers")
    assert show.disabled
    next(one for one in data.checkbox if "nobody is recognisable" in one.label).check().run()
    next(one for one in data.button if one.label == "Show them to readers").click().run()
    assert not data.exception
    assert set(settings_of(workspace).read) == {"2025-05"}

    readers = page("20_not_our_department.py")
    assert sum("●●さん" in one.value for one in readers.text) == len(KANA)
    readers.text_input(key="written-sought").set_value("あの話").run()
    assert not readers.text
    assert "Fewer than 10 comments contain it" in told(readers)

    next(one for one in data.button if one.label == "Hide them").click().run()
    assert read.current(workspace).table("comments").empty


def test_the_smallest_group_is_raised_and_never_lowered(workspace: Path) -> None:
    data = page("80_data.py")
    data.number_input(key="people").set_value(10)
    next(one for one in data.button if one.label == "Change it").click().run()
    assert read.current(workspace).facts.threshold == 10
    data.number_input(key="people").set_value(5)
    next(one for one in data.button if one.label == "Change it").click().run()
    assert any("At least 10 people" in one.value for one in data.error)
    assert settings_of(workspace).people == 10


def test_hr_sees_which_rule_hides_what(workspace: Path) -> None:
    data = page("80_data.py")
    why = next(one.value for one in data.table if "Why" in one.value)
    assert set(why["Why"]) == {
        "too few people",
        "with other figures it would tell of a few people",
        # Nothing is heard in any comment, which for a small group is as good as told.
        "other figures would leave too little doubt about a group",
    }
    every = next(one.value for one in data.dataframe if "Why" in one.value)
    works = every[(every["Group"] == "works") & (every["Measure"] == "Told “not our department”")]
    assert set(works["Why"]) == {"too few people"}
    assert (workspace / "releases" / "withheld.parquet").stat().st_mode & 0o777 == 0o600
