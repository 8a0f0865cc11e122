"""A company without project records types them: checked, stored, shown, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import store
from tests.browser.conftest import serving

WAIT = 30_000
A_MOMENT = 400


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "workspace") as address:
        yield address


def fill(page: Page, *cells: str) -> None:
    """Type a line into the row below the last one, from its first cell on."""
    canvas = page.get_by_test_id("stDataFrame").locator("canvas").first
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + 80, box["y"] + box["height"] - 18)
    page.wait_for_timeout(A_MOMENT)
    for cell in cells:
        if cell:
            page.keyboard.type(cell, delay=60)
            page.wait_for_timeout(A_MOMENT)
        page.keyboard.press("Tab")
        page.wait_for_timeout(2 * A_MOMENT)


def test_a_project_is_typed_in_and_taken_back(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    context = chromium.new_context(locale="en-US", viewport={"width": 1440, "height": 2200})
    page = context.new_page()
    page.goto(f"{address}/data?lang=en")
    save = page.get_by_role("button", name="Save the diary")
    save.wait_for(timeout=WAIT)
    page.wait_for_timeout(5 * A_MOMENT)
    fill(page, "P1", "Bottle", "", "04012026")
    save.click()
    # Nothing is lost: the line stays, and the cell that is missing is named.
    expect(page.get_by_text("line 1 · kind: A value is missing.")).to_be_visible(timeout=WAIT)
    with store.opened(tmp_path / "workspace") as workspace:
        assert not workspace.uploads()

    page.reload()
    save.wait_for(timeout=WAIT)
    page.wait_for_timeout(5 * A_MOMENT)
    fill(page, "P1", "Bottle", "co creation", "04012026")
    save.click()
    expect(page.get_by_text("diary is in: 1 rows.")).to_be_visible(timeout=WAIT)
    with store.opened(tmp_path / "workspace") as workspace:
        (project,) = workspace.frame("projects").to_dict("records")
    assert (project["project"], project["name"], project["kind"]) == ("P1", "Bottle", "co_creation")
    assert f"{project['proposed_on']:%Y-%m-%d}" == "2026-04-01"

    page.locator(".st-key-undo button").click(timeout=WAIT)
    expect(page.get_by_text("diary was taken back, 1 rows.")).to_be_visible(timeout=WAIT)
    with store.opened(tmp_path / "workspace") as workspace:
        assert workspace.frame("projects").empty
    context.close()
