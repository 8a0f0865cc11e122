"""Viva Glint: each question with its comment, the comment's topics and a flag beside it.

Its days are written day-month-year. What the id of a respondent is called varies.
"""

from __future__ import annotations

import re

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, form

_DAY = "survey cycle completion date"
_MARK = " sensitive comment flag"
_BESIDE = (_MARK, " comment topics")
_ID = re.compile(r"\b(employee|person|user|respondent) ?id\b|^id$")
_WRITTEN = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})")


def _lay_out(sheet: Sheet) -> Layout | None:
    keys = {matching_key(name): name for name in reversed(sheet.header)}
    if _DAY not in keys or not any(key.endswith(_MARK) for key in keys):
        return None
    day = keys[_DAY]
    cells = sheet.cells.assign(
        **{day: sheet.cells[day].str.replace(_WRITTEN, r"\3-\2-\1", regex=True)}
    )
    person = next((name for key, name in keys.items() if _ID.search(key)), "")
    meta = frozenset(name for key, name in keys.items() if key.endswith(_BESIDE))
    return Layout(cells, respondent=person, answered=day, meta=meta)


FORMAT = form("viva_glint", _lay_out)
