"""LimeSurvey: id, day of submission, last page, language, then codes or questions.

Without a day of submission a response was not finished.
"""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, finished, form

_ID, _DAY = ("id", "response id", "回答id"), ("submitdate", "date submitted", "送信日時")
_MARKS = ("lastpage", "last page", "startlanguage", "start language", "最後のページ", "開始言語")
_META = (*_MARKS, "seed", "startdate", "datestamp", "ipaddr", "token", "refurl", "interviewtime")


def _lay_out(sheet: Sheet) -> Layout | None:
    keys = {matching_key(name): name for name in reversed(sheet.header)}
    number, day = (next((keys[k] for k in names if k in keys), "") for names in (_ID, _DAY))
    if not number or not day or not any(mark in keys for mark in _MARKS):
        return None
    meta = frozenset(keys[key] for key in _META if key in keys)
    layout = Layout(sheet.cells, response=number, answered=day, meta=meta)
    return finished(layout, sheet.cells[day] != "")


FORMAT = form("limesurvey", _lay_out)
