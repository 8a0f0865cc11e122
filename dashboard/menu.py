"""The pages there are: found in ``app_pages``, in the order of the number before their name.

A page is one script ``NN_name.py``. Its name is its URL, its docstring the question it answers,
and two marked constants say what the menu calls it and under which heading: ``TITLE``, ``GROUP``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "app_pages"


@dataclass(frozen=True)
class Entry:
    """One page of the menu; ``title``, ``group`` and ``question`` are message ids."""

    path: Path
    title: str
    group: str
    question: str

    @property
    def id(self) -> str:
        """The page's name without its number, and so its URL."""
        return self.path.stem.partition("_")[2]


@cache
def entries() -> tuple[Entry, ...]:
    """Give every page, in the order of the menu."""
    return tuple(_entry(path) for path in sorted(FOLDER.glob("[0-9]*_*.py")))


def entry(page: str) -> Entry:
    """Give the page of a name."""
    return next(one for one in entries() if one.id == page)


def _entry(path: Path) -> Entry:
    script = ast.parse(path.read_text("utf-8"))
    marked = {
        target.id: ast.literal_eval(node.value.args[0])
        for node in script.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in ("TITLE", "GROUP")
    }
    return Entry(path, marked["TITLE"], marked["GROUP"], ast.get_docstring(script) or "")
