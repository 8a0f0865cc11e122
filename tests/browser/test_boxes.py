"""The finder of texts that cannot be read finds each kind of them, and nothing on a good page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.boxes import faults

STYLE = "<style>* {margin: 0; font: 16px/1.2 sans-serif} svg {display: block}</style>"
LONG = "a name that is longer than its place"
CUT = "width: 90px; overflow: hidden; white-space: nowrap"


def svg(*texts: str) -> str:
    return f'<svg width="200" height="60" font-size="16">{"".join(texts)}</svg>'


def at(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y}">{text}</text>'


GOOD = {
    "plain": "<h1>A title</h1><p>A text with <b>bold</b> words,<br>in two lines</p>",
    "a heading broken between words": '<h2 style="width: 64px; word-break: keep-all">商品\u200b'
    "企画部と、営業部</h2><h3 style='width: 64px'>two words</h3>",
    "two lines close": svg(at(5, 20, "名前と名前"), at(5, 37, "名前と名前")),
    "side by side": svg(at(5, 20, "left"), at(60, 20, "right")),
    "lines of one text": svg(
        '<text><tspan x="5" y="20">1</tspan><tspan x="5" y="24">2</tspan></text>'
    ),
    "a wide table that scrolls": f'<div style="width: 90px; overflow-x: auto; height: 40px">'
    f'<table style="white-space: nowrap"><tr><td>{LONG}</table></div><p>below it</p>',
    "scrolled out": '<div style="height: 20px; overflow: auto"><p>one<p>two</div><p>under it',
    "put away": f"<details><summary>more</summary>{LONG}</details>"
    f'<p style="position: absolute; top: 0; opacity: 0">{LONG}</p>',
    "a field that holds its text": '<input value="short">',
}
BAD = {
    "a heading broken in a word": (
        '<h2 style="width: 64px">商品企画部</h2>',
        ["broken: 商品企画部: 画 / 部"],
    ),
    "cut by a box": (
        f'<p style="{CUT}">{LONG}</p>',
        [f"clipped: {LONG}"],
    ),
    "shortened with dots": (
        f'<p style="{CUT}; text-overflow: ellipsis"><b>{LONG}</b></p>',
        [f"clipped: {LONG}"],
    ),
    "lines hidden": (
        f'<div style="width: 90px; height: 30px; overflow: hidden">{LONG}</div>',
        [f"clipped: {LONG}"],
    ),
    "over the side of the page": (
        '<p style="position: absolute; left: -20px; white-space: nowrap">cut</p>',
        ["clipped: cut"],
    ),
    "over a picture's edge": (svg(at(170, 20, "too far")), ["clipped: too far"]),
    "over a picture's foot": (svg(at(5, 64, "too low")), ["clipped: too low"]),
    "a long field": (f'<input style="width: 90px" value="{LONG}">', [f"clipped: {LONG}"]),
    "on each other": (
        '<p>first</p><p style="margin-top: -10px">second</p>',
        ["overlapping: first / second"],
    ),
    "on each other in a picture": (
        svg(at(5, 20, "name"), at(20, 24, "−13 pts")),
        ["overlapping: name / −13 pts"],
    ),
    "a picture's on a page's": (
        f'{svg(at(5, 20, "name"))}<p style="position: absolute; top: 5px">word</p>',
        ["overlapping: name / word"],
    ),
}


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_page()
    yield made
    made.close()


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in GOOD.items()])
def test_finds_nothing_in_what_can_be_read(page: Page, html: str) -> None:
    page.set_content(STYLE + html)
    assert faults(page) == []


@pytest.mark.parametrize(
    ("html", "named"), [pytest.param(*told, id=name) for name, told in BAD.items()]
)
def test_names_what_cannot_be_read(page: Page, html: str, named: list[str]) -> None:
    page.set_content(STYLE + html)
    assert faults(page) == named
