"""HR reviews comments on a page: one at a time, taken back, counted, and used."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.menu import FOLDER
from dashboard.release.build import build
from data_loaders import load

REFUSED = "この件はうちの部署の範囲外だと断られました。"
PRAISED = "みんなで作れて楽しかった。"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve wrote, each something else; half of them of a refusal."""
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    lines = ["wave,response,department,question,text"]
    lines += [
        f"2025-02,m{i},sales,why,{'とても' * (i + 1)}。{REFUSED if i % 2 else PRAISED}"
        for i in range(12)
    ]
    with store.opened(tmp_path) as opened:
        opened.add(load(b"question,construct,kind\nwhy,open,text", "questions.csv"))
        opened.add(load("\n".join(lines).encode(), "answers.csv"))
        build(opened)
    return tmp_path


def page() -> AppTest:
    app = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=60)
    app.query_params["lang"] = "en"
    return app.run().switch_page("app_pages/85_review.py").run()


def labels(workspace: Path) -> list[bool]:
    with store.opened(workspace) as opened:
        return [bool(one) for one in opened.labels()["deflects"]]


def test_a_comment_is_judged_and_taken_back(workspace: Path) -> None:
    app = page()
    assert app.title[0].value == "Nobody has checked yet."
    first = app.text[0].value
    app.button(key="say-1").click().run()
    assert labels(workspace) == [True]
    assert app.text[0].value != first
    assert "100%" in app.title[0].value
    assert any("you said a refusal, the detector a refusal" in one.value for one in app.text)
    app.button(key="say-2").click().run()
    assert sorted(labels(workspace)) == [False, True]
    app.button(key="back").click().run()
    app.button(key="back").click().run()
    assert labels(workspace) == []
    assert app.text[0].value == first
    assert app.button(key="back").disabled


def test_the_last_comment_is_followed_by_nothing(workspace: Path) -> None:
    app = page()
    for _ in range(12):
        app.button(key="say-2").click().run()
    assert app.button(key="say-1").disabled
    assert any("Every comment in this language is reviewed." in one.value for one in app.markdown)
    assert "In 50% of 12 comments it is." in app.title[0].value
    assert labels(workspace) == [False] * 12


def test_a_company_adds_words_of_its_own(workspace: Path) -> None:
    app = page()
    app.text_area(key="phrases-made").set_value("楽しかった\n\n 青い件 ")
    app.button[-1].click().run()
    with store.opened(workspace) as opened:
        assert opened.own_phrases() == {"楽しかった": True, "青い件": True}
    assert any("2 phrases of your own" in one.value for one in app.markdown)
    assert "12" in app.table[0].value.iloc[0, 1]


def test_without_comments_it_says_what_to_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    app = page()
    assert app.title[0].value == "There are no comments to review yet."
    assert any("10 or more" in one.value for one in app.markdown)
