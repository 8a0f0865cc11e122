"""Published results of a survey: organisation, period, measure, value (a share), perhaps n.

A share without the number of people behind it has no interval, so n is wanted. With it every share
is told again as so many answers, yes and no, to the question of the measure's name, which has to be
declared with a scale from 0 to 1. Of one organisation and period, answers to one measure and to
another are taken to come from the same people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from data_loaders.decode import HEADER_ROW, Sheet
from data_loaders.formats import Format, found_by
from data_loaders.tables import N_, LoadError, Problem

TABLE = "answers"
_PLACES = {
    "department": ("organisation", "organization", "unit", "組織"),
    "wave": ("year", "period", "wave", "年", "年度", "回"),
    "question": ("measure", "指標"),
    "value": ("value", "share", "値"),
    "n": ("n", "r", "respondents", "responses", "回答者数"),
}
_YEAR = re.compile(r"(?:19|20)\d\d$")
_MOST_ANSWERS = 2_000_000
_WITHOUT_N = N_(
    "These are results without the number of people behind them, which an interval needs. Say "
    "which column counts them, n=COLUMN. Found: {found}."
)
_NO_PLACE = N_("Which column tells the {wanted}? Say {wanted}=COLUMN. Found: {found}.")
_NO_SHARE = N_("“{found}” is no share between 0 and 1.")
_NO_NUMBER = N_("“{found}” is no number of people.")
_TOO_MANY = N_("These are {found} answers in all; at most {wanted} are read from results.")


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See measures and their values, in one column or in one a year, and no respondents."""
    found = found_by(sheet.header, _PLACES, mapping)
    years = [name for name in sheet.header if _YEAR.match(name)]
    return TABLE if "question" in found and ("value" in found or len(years) > 1) else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    found = found_by(header, _PLACES, mapping)
    return {("score" if place == "value" else place): name for place, name in found.items()}


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row an answer: of n people, as many yes as the share says, to the nearest person.

    Raises LoadError where people are not counted, for values that are no share, and for more
    answers than can be meant.
    """
    found = found_by(sheet.header, _PLACES, mapping)
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    if "wave" not in rows and mapping.get("wave"):
        rows = rows.assign(wave=mapping["wave"])
    _require(rows, sheet)
    share, people = _numbers(rows, found, sheet)
    total = int(people.sum())
    if total > _MOST_ANSWERS:
        facts = {"found": f"{total:,}", "wanted": f"{_MOST_ANSWERS:,}"}
        raise LoadError(Problem(_TOO_MANY, facts, sheet.file))
    told = rows[["wave", "department", "question"]].loc[rows.index.repeat(people)]
    nth = told.groupby(level=0).cumcount()
    yes = (share * people).round().loc[told.index]
    return told.assign(
        response=told["wave"] + "/" + told["department"] + "/" + nth.astype("str"),
        score=(nth < yes).map({True: "1", False: "0"}),
    )


def _require(rows: pd.DataFrame, sheet: Sheet) -> None:
    listed = ", ".join(sheet.header)
    if not {"n", "value"} <= set(rows):
        raise LoadError(Problem(_WITHOUT_N, {"found": listed}, sheet.file, HEADER_ROW))
    problems = [
        Problem(_NO_PLACE, {"wanted": one, "found": listed}, sheet.file, HEADER_ROW)
        for one in ("department", "wave")
        if one not in rows
    ]
    if problems:
        raise LoadError(*problems)


def _numbers(
    rows: pd.DataFrame, found: Mapping[str, str], sheet: Sheet
) -> tuple[pd.Series, pd.Series]:
    """Give shares, and people in whole numbers."""
    share = pd.to_numeric(rows["value"], errors="coerce")
    people = pd.to_numeric(rows["n"], errors="coerce")
    problems = [
        Problem(message, {"found": rows.loc[row, place]}, sheet.file, int(row), found[place])
        for place, message, good in (
            ("value", _NO_SHARE, share.between(0, 1)),
            ("n", _NO_NUMBER, people.between(0, _MOST_ANSWERS) & (people % 1 == 0)),
        )
        for row in rows.index[~good]
    ]
    if problems:
        raise LoadError(*problems)
    return share, people.astype("int64")


FORMAT = Format("aggregated_results", recognise, read, names)
