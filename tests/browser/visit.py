"""One reader's visit to a page: what it asked for, what went wrong, and when it stands still."""

from __future__ import annotations

import re
from urllib.parse import urlparse

from playwright.sync_api import ConsoleMessage, Page, Request, Response

WAIT = 30_000
# Streamlit looks for its health and host configuration below a deep link first.
HARMLESS = re.compile(r"/_stcore/(health|host-config)$")
# The script has run, every picture fills its place, and nothing has moved since the last look.
STILL = """() => {
  const all = words => [...document.querySelectorAll(words)];
  const width = one => one?.getBoundingClientRect().width ?? 0;
  const now = JSON.stringify(all('h1, h2, text, button').map(one => one.getBoundingClientRect()));
  const moved = now !== window.allStoodAt;
  window.allStoodAt = now;
  return !moved && document.querySelector('h1') && document.fonts.status === 'loaded'
    && document.querySelector('.stApp').dataset.testScriptState === 'notRunning'
    && !all('[data-testid=stSkeleton]').length
    && all('.stPlotlyChart').every(
      one => Math.abs(width(one) - width(one.querySelector('.main-svg'))) < 1);
}"""


def address(home: str, view: str, language: str) -> str:
    """Give the address of a page, with what it is asked to show, in a language."""
    page, _, query = view.partition("?")
    return f"{home}/{page}?lang={language}&{query}"


def settle(page: Page) -> None:
    """Wait until Streamlit has finished a page and all its pictures are drawn."""
    page.wait_for_function(STILL, polling=100, timeout=WAIT)


class Visit:
    """A page with what it asked for and what it complained about."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, urlparse(home).netloc
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
