"""Every page opens in both languages, for every comparison, with data and without."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.menu import FOLDER, Entry, entries
from dashboard.release.read import POINTER, TABLES, releases_of, sample
from dashboard.text import LANGUAGES, Translator

APP = FOLDER.parent / "app.py"
PAGES = [pytest.param(page, id=page.id) for page in entries()]
OWN = ("data", "review")  # they open the workspace, and say by themselves what is missing
READING = [pytest.param(page, id=page.id) for page in entries() if page.id not in OWN]
COMPARING = [
    pytest.param(page, id=page.id)
    for page in entries()
    if "before_and_after" in page.path.read_text("utf-8")
]
NAMES = {"Yotte", "CSV", "Upload", "English", "UTF", "Shift", "JIS"}


@pytest.fixture(autouse=True)
def own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without a release of its own: pages show the sample story."""
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    return tmp_path


def _opened(page: Entry, **query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != entries()[0]:
        app.switch_page(str(page.path.relative_to(APP.parent))).run()
    assert [one.value for one in app.exception] == []
    return app


def _words(app: AppTest) -> Iterator[str]:
    """Give what a reader sees of a page: texts, labels, figures."""
    for texts in (app.title, app.header, app.subheader, app.markdown, app.caption, app.metric):
        yield from (str(one.value) for one in texts)
    for labelled in (app.metric, app.selectbox, app.button):
        yield from (str(one.label) for one in labelled)
    yield from (str(one.delta) for one in app.metric)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_its_question_in_the_readers_language(page: Entry, language: str) -> None:
    seen = " ".join(_words(_opened(page, lang=language)))
    assert Translator(language)(page.question) in seen


@pytest.mark.parametrize("page", PAGES)
def test_no_english_is_left_on_a_japanese_page(page: Entry) -> None:
    for text in _words(_opened(page, lang="ja")):
        plain = re.sub(r":[a-z-]+\[|:material/\w+:", "", text)
        assert set(re.findall(r"[A-Za-z]{3,}", plain)) <= NAMES, text


@pytest.mark.parametrize("page", PAGES)
def test_no_japanese_is_left_on_an_english_page(page: Entry) -> None:
    for text in _words(_opened(page, lang="en")):
        assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", text), text


@pytest.mark.parametrize("page", COMPARING)
def test_a_page_opens_for_every_comparison(page: Entry) -> None:
    for comparison in sample().table("comparisons")["comparison"]:
        app = _opened(page, lang="en", comparison=comparison)
        assert app.selectbox(key="choice:comparison").value == comparison
        assert app.title[0].value


def test_the_menu_names_each_heading_once_and_each_address_once() -> None:
    headings = [group for group, _ in groupby(entries(), key=lambda page: page.group)]
    assert len(headings) == len(set(headings))
    assert len({page.id for page in entries()}) == len(entries())


def _empty_release(workspace: Path) -> None:
    folder = releases_of(workspace) / "empty"
    folder.mkdir(parents=True)
    for name in TABLES:
        sample().table(name).head(0).to_parquet(folder / f"{name}.parquet")
    facts = {"built_at": "2026-10-01T00:00:00+00:00", "until": None, "threshold": 5}
    told = json.dumps({**facts, "sample": False, "version": "0"})
    (folder / "release.json").write_text(told, "utf-8")
    (folder.parent / POINTER).write_text("empty", "utf-8")


@pytest.mark.parametrize("page", READING)
def test_without_data_a_page_says_what_it_needs(page: Entry, own_workspace: Path) -> None:
    _empty_release(own_workspace)
    app = _opened(page, lang="en")
    assert app.title[0].value == "We cannot answer this yet."
    assert "Sample" not in " ".join(_words(app))


def test_an_unknown_comparison_in_the_address_gives_the_first() -> None:
    app = _opened(entries()[0], comparison="gone")
    first = sample().table("comparisons")["comparison"].iloc[0]
    assert app.selectbox(key="choice:comparison").value == first


def test_a_change_of_language_keeps_the_comparison() -> None:
    chosen = sample().table("comparisons")["comparison"].iloc[1]
    app = _opened(entries()[0], lang="en", comparison=chosen)
    app.button_group[0].set_value("ja").run()
    assert app.query_params["lang"] == "ja"
    assert app.selectbox(key="choice:comparison").value == chosen
    assert app.title[0].value.endswith("。")


def test_a_chosen_comparison_goes_into_the_address() -> None:
    chosen = sample().table("comparisons")["comparison"].iloc[1]
    app = _opened(entries()[0])
    app.selectbox(key="choice:comparison").set_value(chosen).run()
    assert app.query_params["comparison"] == chosen
