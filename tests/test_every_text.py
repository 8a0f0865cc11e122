"""Every sentence of the code has its Japanese, with the same places, and none is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from dashboard.metrics import metrics
from dashboard.metrics.constructs import STANDARD

ROOT = Path(__file__).parents[1]
PARTS = ("dashboard", "data_loaders")
MARKS = ("t", "N_")


def _messages(source: str) -> Iterator[str]:
    """Give the sentences a source hands to the translator or marks for it."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        message = node.args[0]
        if called in MARKS and isinstance(message, ast.Constant) and isinstance(message.value, str):
            yield message.value


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


WORDED = {
    message
    for part in PARTS
    for path in sorted((ROOT / part).rglob("*.py"))
    for message in _messages(path.read_text("utf-8"))
}
# What a metric means is its docstring; the Definitions page shows it.
WORDED |= {paragraph for metric in metrics(STANDARD) for paragraph in metric.meaning}
with (ROOT / "dashboard/text/ja.po").open("rb") as _file:
    JAPANESE = {str(one.id): str(one.string) for one in read_po(_file) if one.id}


@pytest.mark.parametrize("message", sorted(WORDED))
def test_a_sentence_has_its_japanese_with_the_same_places(message: str) -> None:
    assert JAPANESE.get(message), "ja.po has no words for this"
    assert _places(JAPANESE[message]) == _places(message)


def test_no_japanese_is_left_over() -> None:
    assert set(JAPANESE) - WORDED == set()


def test_a_sentence_is_found_wherever_it_stands() -> None:
    source = 't("One {n}", n=1)\nread.t("Two")\nX = N_("Three")\nt(name)\nother("Four")'
    assert list(_messages(source)) == ["One {n}", "Two", "Three"]
