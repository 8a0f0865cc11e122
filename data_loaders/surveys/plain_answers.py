"""A table of one's own with one row a respondent and a column for each question."""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import names_of
from data_loaders.tables import TABLES
from data_loaders.wide import TABLE, Layout, form


def _lay_out(sheet: Sheet) -> Layout | None:
    long = names_of("question", TABLES[TABLE].columns["question"])
    if any(matching_key(name) in long for name in sheet.header):
        return None
    return Layout(sheet.cells)


FORMAT = form("plain_answers", _lay_out, by_questions=True)
