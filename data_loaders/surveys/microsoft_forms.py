"""Microsoft Forms: id, start and completion time, mail, name, then the questions (csv, xlsx)."""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, form

_ID, _START = ("id",), ("start time", "開始時刻")
_DONE = ("completion time", "完了時刻")
_MAIL = ("email", "メール", "メール アドレス")
_NAME = ("name", "名前", "last modified time", "最終変更時刻", "language", "言語", "total points")
_NOBODY = {"anonymous", "匿名", ""}


def _lay_out(sheet: Sheet) -> Layout | None:
    keys = {matching_key(name): name for name in reversed(sheet.header)}
    marks = [
        next((keys[key] for key in names if key in keys), "") for names in (_ID, _START, _DONE)
    ]
    if not all(marks):
        return None
    number, start, done = marks
    mail = next((keys[key] for key in _MAIL if key in keys), "")
    known = mail and not set(sheet.cells[mail].map(matching_key)) & _NOBODY
    meta = {start, mail, *(keys[key] for key in _NAME if key in keys)}
    respondent = mail if known else ""
    return Layout(
        sheet.cells, number, respondent, answered=done, meta=frozenset(meta - {respondent, ""})
    )


FORMAT = form("microsoft_forms", _lay_out)
