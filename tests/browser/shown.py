"""What a page shows, read back from it: figures, tables behind pictures, texts in pictures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from playwright.sync_api import Locator, Page, expect

from dashboard.text import Translator
from tests.browser.visit import settle

HIDDEN = "–"
_FIGURE = re.compile(r"[+−]?\d+(?:\.\d+)?|–")
_ONE_LINE = 8
_TEXTS = """texts => texts.map(text => {
  const box = text.getBoundingClientRect(), lines = [...text.querySelectorAll('tspan.line')];
  const words = lines.map(line => line.textContent)
    .join(document.documentElement.lang === 'ja' ? '' : ' ');
  return [(box.top + box.bottom) / 2, box.left, words || text.textContent];
})"""


def figures(text: str) -> list[str]:
    """Give the figures of a text, and the sign that stands for a hidden one, in order."""
    return _FIGURE.findall(text)


def value(figure: str) -> float:
    """Give the number that a figure tells."""
    return float(figure.replace("−", "-"))


def wrong(shown: Sequence[str], released: Sequence[float]) -> list[tuple[str, float]]:
    """Give the figures that are not the released ones, rounded to the digits they show."""
    pairs = zip(shown, released, strict=True)
    return [pair for pair in pairs if not _tells(*pair)]


def wrong_lines(
    shown: Iterable[Sequence[str]], released: Sequence[Sequence[float]]
) -> list[list[tuple[str, float]]]:
    """Give the same for the lines of a table, one for each that was released."""
    return [found for one in zip(shown, released, strict=True) if (found := wrong(*one))]


def _tells(text: str, released: float) -> bool:
    (figure,) = figures(text)
    if figure == HIDDEN or math.isnan(released):
        return figure == HIDDEN and math.isnan(released)
    half = 0.5 * 10.0 ** -len(figure.partition(".")[2])
    return abs(value(figure) - released) <= half + 1e-9


_CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"


class Shown:
    """A page as its reader sees it; ``t`` gives words, never figures."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.t = page, Translator(language)
        self.main = page.get_by_test_id("stMain")

    def table(self, name: str) -> list[list[str]]:
        """Open the table behind a picture and give its rows, without the head."""
        under = self.page.locator(f".st-key-csv-{name}").locator("xpath=..")
        under.get_by_role("button", name=self.t("Show table")).click()
        opened = self.page.get_by_test_id("stPopoverBody")
        rows = _rows(opened.get_by_test_id("stTable"))
        self.page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        return rows

    def tables(self) -> list[list[list[str]]]:
        """Give the rows of every table that stands open on the page."""
        tables = self.main.get_by_test_id("stTable").filter(visible=True)
        return [_rows(one) for one in tables.all()]

    def texts(self, picture: str) -> list[str]:
        """Give the texts set into a picture, row by row and from left to right."""
        found = self.page.locator(f".st-key-picture-{picture} .annotation-text")
        rows: list[list[tuple[float, float, str]]] = []
        for one in sorted(map(tuple, found.evaluate_all(_TEXTS))):
            if not rows or one[0] - rows[-1][0][0] > _ONE_LINE:
                rows.append([])
            rows[-1].append(one)
        return [text for row in rows for _, _, text in sorted(row, key=lambda one: one[1])]

    def narrow(self) -> None:
        """Look at the page on a phone."""
        self.page.set_viewport_size({"width": 390, "height": 844})
        settle(self.page)

    def heading(self, name: str) -> str:
        """Give the heading above a picture or table."""
        part = self.page.locator(f".st-key-csv-{name}")
        return part.locator("xpath=preceding::h2[1]").inner_text()

    def answer(self) -> str:
        """Give the question, its answer and what the answer leaves out."""
        title = self.page.locator("h1").first
        return title.locator("xpath=ancestor::*[@data-testid='stVerticalBlock'][2]").inner_text()


def _rows(table: Locator) -> list[list[str]]:
    lines = table.locator("tbody tr")
    lines.first.wait_for()
    cells: list[list[str]] = lines.evaluate_all(_CELLS)
    return cells
