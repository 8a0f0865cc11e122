"""SurveyMonkey: two header rows; a blank name continues the question to its left."""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, form, with_header

_MARKS = {"respondent id", "collector id", "start date", "end date"}
_META = _MARKS | {"ip address", "email address", "first name", "last name"}
_CUSTOM = "custom data"
_ALONE = {"", "response", "open-ended response", "回答", "自由回答"}


def _lay_out(sheet: Sheet) -> Layout | None:
    keys = [matching_key(name) for name in sheet.header]
    if not set(keys) >= _MARKS:
        return None
    header, question = [], ""
    for name, answer in zip(sheet.header, sheet.cells.iloc[0], strict=True):
        question = name or question
        header.append(question if matching_key(answer) in _ALONE else f"{question} {answer}")
    place = dict(zip(keys, header, strict=True))
    meta = {name for key, name in place.items() if key in _META or key.startswith(_CUSTOM)}
    response, answered = place["respondent id"], place["end date"]
    return Layout(
        with_header(sheet, 1, header),
        response=response,
        answered=answered,
        meta=frozenset(meta - {response, answered}),
    )


FORMAT = form("surveymonkey", _lay_out)
