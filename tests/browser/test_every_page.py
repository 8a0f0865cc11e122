"""Every page in both languages, both themes, on a desktop and a phone, as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from dashboard.menu import entries
from dashboard.text import Translator

PAGES = [entry.id for entry in entries()]
VIEWS = [
    *PAGES,
    "network?view=monthly&month=2025-02",
    "network?comparison=project-P07&a=planning&b=sales_west",
    "compare?project=P04&project=P05&project=P07&project=P12",
    "definitions?metric=ei_index",
]
DESKTOP, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
# Streamlit looks for its health and host configuration below a deep link first.
HARMLESS = re.compile(r"/_stcore/(health|host-config)$")
# Text inside Plotly's pictures is checked by the theme's measured contrasts, not by axe.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


class Visit:
    """A page with what it asked for and what it complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.home = page, urlparse(address).netloc
        self.outside: list[str] = []
        self.failed: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)

    def _asked(self, request: Request) -> None:
        place = urlparse(request.url)
        if place.scheme in ("http", "https", "ws", "wss") and place.netloc != self.home:
            self.outside.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not HARMLESS.search(response.url):
            self.failed.append(response.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not HARMLESS.search(message.location.get("url", "")):
            self.errors.append(message.text)

    def settle(self) -> None:
        """Wait until Streamlit has finished the page."""
        expect(self.page.locator("h1").first).to_be_visible(timeout=30_000)
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)
        self.page.wait_for_timeout(300)


def _address(home: str, view: str, language: str) -> str:
    page, _, query = view.partition("?")
    return f"{home}/{page}?lang={language}&{query}"


@pytest.fixture(scope="module")
def readers(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Readers who have been here before: their browsers hold Streamlit's own files."""
    made = {
        "light": chromium.new_context(viewport=DESKTOP, color_scheme="light"),
        "dark": chromium.new_context(viewport=DESKTOP, color_scheme="dark"),
        "phone": chromium.new_context(viewport=PHONE),
    }
    yield made
    for one in made.values():
        one.close()


@pytest.mark.parametrize(("language", "scheme"), [("ja", "light"), ("en", "light"), ("ja", "dark")])
@pytest.mark.parametrize("view", VIEWS)
def test_opens_clean(
    readers: dict[str, BrowserContext], sample_address: str, view: str, language: str, scheme: str
) -> None:
    page = readers[scheme].new_page()
    visit = Visit(page, sample_address)
    page.goto(_address(sample_address, view, language))
    visit.settle()
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=15_000)
    assert page.get_by_test_id("stException").count() == 0
    title = next(entry.title for entry in entries() if entry.id == view.partition("?")[0])
    expect(page.get_by_test_id("stSidebar")).to_contain_text(Translator(language)(title))
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
    findings = Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in findings] == []
    page.close()


# English has the longer words; Japanese may break anywhere.
@pytest.mark.parametrize(
    ("view", "language"), [*((view, "en") for view in VIEWS), (PAGES[0], "ja"), ("compare", "ja")]
)
def test_fits_a_phone(
    readers: dict[str, BrowserContext], sample_address: str, view: str, language: str
) -> None:
    page = readers["phone"].new_page()
    visit = Visit(page, sample_address)
    page.goto(_address(sample_address, view, language))
    visit.settle()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    page.close()


def test_language_is_changed_in_place(chromium: Browser, sample_address: str) -> None:
    page = chromium.new_page(viewport=DESKTOP, locale="en-US")
    visit = Visit(page, sample_address)
    page.goto(f"{sample_address}/not_our_department?comparison=year")
    visit.settle()
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
    visit = Visit(page, sample_address)
    page.goto(_address(sample_address, view, "ja"))
    visit.settle()
    controls = page.get_by_text(re.compile("これは何か|^CSV$|^共有$")).filter(visible=True)
    expect(controls.first).to_be_visible(timeout=30_000)
    page.emulate_media(media="print")
    expect(controls).to_have_count(0)
    expect(page.locator("h1").first).to_be_visible()
    page.close()
