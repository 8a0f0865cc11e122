"""Every page in both languages, both themes, on desktops and a phone, as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from dashboard.menu import entries
from dashboard.text import LANGUAGES, Translator
from tests.browser.boxes import faults
from tests.browser.visit import Visit, address, settle

PAGES = [entry.id for entry in entries()]
VIEWS = [
    *PAGES,
    "network?view=monthly&month=2025-02",
    "network?comparison=project-P12&a=planning&b=sales_west",
    "compare?project=P04&project=P05&project=P07&project=P12",
    "definitions?metric=ei_index",
]
DESKTOP: ViewportSize = {"width": 1440, "height": 1000}
WIDE: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Text inside Plotly's pictures is checked by the theme's measured contrasts, not by axe.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def readers(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Readers who have been here before: their browsers hold Streamlit's own files."""
    made = {
        "light": chromium.new_context(viewport=DESKTOP, color_scheme="light"),
        "dark": chromium.new_context(viewport=DESKTOP, color_scheme="dark"),
    }
    yield made
    for one in made.values():
        one.close()


# Pictures take a theme's colours while the page is made, so each theme needs a visit of its own.
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_opens_clean(
    readers: dict[str, BrowserContext], sample_address: str, view: str, language: str, scheme: str
) -> None:
    page = readers[scheme].new_page()
    visit = Visit(page, sample_address)
    page.goto(address(sample_address, view, language))
    settle(page)
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=15_000)
    assert page.get_by_test_id("stException").count() == 0
    title = next(entry.title for entry in entries() if entry.id == view.partition("?")[0])
    expect(page.get_by_test_id("stSidebar")).to_contain_text(Translator(language)(title))
    seen = {"desktop": (unreadable(page), inaccessible(page))}
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(size)
        settle(page)
        seen[name] = (unreadable(page), inaccessible(page) if name == "phone" else [])
    assert seen == dict.fromkeys(seen, ([], []))
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
    page.close()


def unreadable(page: Page) -> list[str]:
    """Name the texts that cannot be read as the page stands, and say if it scrolls sideways."""
    main = page.get_by_test_id("stMain")
    sideways = main.evaluate("one => one.scrollWidth - one.clientWidth")
    return [*faults(page), *([f"scrolls sideways by {sideways}"] if sideways > 0 else [])]


def inaccessible(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_language_is_changed_in_place(chromium: Browser, sample_address: str) -> None:
    page = chromium.new_page(viewport=DESKTOP, locale="en-US")
    page.goto(f"{sample_address}/not_our_department?comparison=year")
    settle(page)
    english = page.locator("h1").first.inner_text()
    page.get_by_text("日本語", exact=True).click()
    expect(page.locator("h1").first).not_to_have_text(english, timeout=15_000)
    expect(page).to_have_url(re.compile("comparison=year"))
    expect(page).to_have_url(re.compile("lang=ja"))
    page.close()


@pytest.mark.parametrize("view", ["not_our_department", "compare"])
def test_a_printed_page_has_nothing_to_press(
    readers: dict[str, BrowserContext], sample_address: str, view: str
) -> None:
    page = readers["light"].new_page()
    page.goto(address(sample_address, view, "ja"))
    settle(page)
    controls = page.get_by_text(re.compile("これは何か|^CSV$|^共有$")).filter(visible=True)
    expect(controls.first).to_be_visible(timeout=30_000)
    page.emulate_media(media="print")
    expect(controls).to_have_count(0)
    expect(page.locator("h1").first).to_be_visible()
    page.close()
