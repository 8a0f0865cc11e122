"""A company of sixty departments: its network reads at a glance, and leads to each department."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.text import LANGUAGES
from tests.browser.conftest import serving
from tests.browser.test_every_page import DESKTOP, PHONE, inaccessible, unreadable
from tests.browser.visit import WAIT, Visit, address, settle
from tests.many import released

VIEWS = [
    "network",
    "network?drawn=parent:hq_sales",
    "network?drawn=chosen",
    "network?followed=planning_2",
    "network?view=monthly",
]
NAMES = """texts => texts.map(text => {
  const lines = [...text.querySelectorAll('tspan.line')].map(line => line.textContent);
  return lines.join(' ') || text.textContent;
})"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("many") / "workspace"
    released(folder, sections=10, people=5)
    with serving(folder) as served:
        yield served


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_many_departments_can_be_read(
    chromium: Browser, home: str, view: str, language: str
) -> None:
    page = chromium.new_page(viewport=DESKTOP)
    visit = Visit(page, home)
    page.goto(address(home, view, language))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        settle(page)
        assert unreadable(page) == []
    assert inaccessible(page) == []
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
    page.close()


def test_a_group_leads_to_its_departments_and_one_of_them_is_followed(
    chromium: Browser, home: str
) -> None:
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(address(home, "network", "en"))
    settle(page)
    expect(page.locator("h2").first).to_have_text("1 of 15 pairs of groups came closer")
    press(page, "Sales Division")
    expect(page).to_have_url(re.compile("drawn=parent(:|%3A)hq_sales"), timeout=WAIT)
    expect(page.locator("h2").first).to_contain_text("of departments", timeout=WAIT)
    settle(page)
    assert sorted(names(page)) == sorted(f"Sales {n}" for n in range(1, 11))
    press(page, "Sales 7")
    expect(page).to_have_url(re.compile("followed=sales_7"), timeout=WAIT)
    expect(page.locator("h2").first).to_contain_text("Sales 7:", timeout=WAIT)
    page.go_back()
    page.go_back()
    expect(page.locator("h2").first).to_have_text(
        "1 of 15 pairs of groups came closer", timeout=WAIT
    )
    page.close()


def names(page: Page) -> list[str]:
    """Give what the picture of after calls its points, in their order."""
    graph = page.get_by_test_id("stPlotlyChart").nth(1)
    return graph.locator(".textpoint text").evaluate_all(NAMES)


def press(page: Page, name: str) -> None:
    graph = page.get_by_test_id("stPlotlyChart").nth(1)
    told = names(page)
    point = graph.locator(".trace").last.locator("path.point").nth(told.index(name))
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
