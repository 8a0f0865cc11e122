"""HR reviews comments by keys, and the labels are there when the page is opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard import store
from data_loaders import load
from tests.browser.conftest import serving
from tests.views.test_reviewing import PRAISED, REFUSED

WAIT = 60_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    lines = ["wave,response,department,question,text"]
    lines += [
        f"2025-02,m{i},sales,why,{'とても' * (i + 1)}。{REFUSED if i % 2 else PRAISED}"
        for i in range(12)
    ]
    with store.opened(tmp_path / "workspace") as workspace:
        workspace.add(load(b"question,construct,kind\nwhy,open,text", "questions.csv"))
        workspace.add(load("\n".join(lines).encode(), "answers.csv"))
    with serving(tmp_path / "workspace") as address:
        yield address


def test_comments_are_judged_by_keys(chromium: Browser, address: str, tmp_path: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/review?lang=ja")
    heading = page.locator("h1").first
    expect(heading).to_contain_text("まだ誰も確かめていません", timeout=WAIT)
    expect(page.locator(".st-key-say-1 button")).to_be_enabled(timeout=WAIT)
    for n, key in enumerate("122", 1):
        page.keyboard.press(key)
        expect(heading).to_contain_text(f"確かめた{n}件", timeout=WAIT)
    page.keyboard.press("3")
    expect(heading).to_contain_text("確かめた2件", timeout=WAIT)
    assert page.get_by_test_id("stMain").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    page.goto(f"{address}/review?lang=en")
    expect(heading).to_contain_text("of 2 comments", timeout=WAIT)
    with store.opened(tmp_path / "workspace") as workspace:
        assert sorted(workspace.labels()["deflects"]) == [False, True]
    page.close()
