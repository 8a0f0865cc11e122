"""Viva Insights, what its queries have in common: which of their columns is the amount, and whose.

People outside every group ("Unclassified Collaborators", "Other_Collaborators") are no department.
The time is in minutes: as hours it would be more than a month has.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import found_by

TABLE = "group_interactions"
PRIMARY, SECONDARY, DATE = "primarycollaborator ", "secondarycollaborator ", "metricdate"
PERSON = "collaborator personid"
_WITHIN = "within group"
_NO_DEPARTMENT = {"unclassified collaborators", "other collaborators"}
# What may be read as the amount, what is preferred first: channel and unit.
_OF_GROUPS = {
    "collaboration time invested": ("", "hours"),
    "meeting time invested": ("meeting", "hours"),
    "email time invested": ("mail", "hours"),
    "chat time invested": ("chat", "hours"),
    "meeting count": ("meeting", "count"),
    "email sent count": ("mail", "count"),
    "chat sent count": ("chat", "count"),
    "mail count": ("mail", "count"),
    "email count": ("mail", "count"),
    "chat count": ("chat", "count"),
}
AMOUNTS = {f"group {key}": told for key, told in _OF_GROUPS.items()} | _OF_GROUPS
_MINUTES = {"hours": 60, "count": 1}
_PAIR = ["month", "from_department", "to_department"]


def first_found(
    header: list[str], places: Mapping[str, list[str]], mapping: Mapping[str, str]
) -> dict[str, str]:
    """Say which column each of ours is read from: the mapped one of the candidates, or the first.

    ``places`` gives the candidates by key, what is preferred first.
    """
    among = {
        ours: theirs
        for ours, theirs in mapping.items()
        if matching_key(theirs) in places.get(ours, ())
    }
    return found_by(header, places, among)


def amounts(
    sheet: Sheet, found: Mapping[str, str], mapping: Mapping[str, str], *, of_persons: bool = False
) -> pd.DataFrame:
    """Give a row a pair of departments and a date, in hours or counts.

    Rows ``of_persons`` are added up by their departments. What was given to people of no department
    is one row a date, whatever they are called.
    """
    channel, unit = AMOUNTS[matching_key(found["amount"])]
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    said = rows["to_department"].map(matching_key)
    department = rows["to_department"].mask(said == _WITHIN, rows["from_department"])
    rows = rows.assign(
        month=dates.in_order(rows["month"], mapping.get("dates", ""), sheet.file),
        to_department=department.mask(said.isin(_NO_DEPARTMENT), ""),
        channel=channel,
        unit=unit,
    )
    return _added(rows, rows["to_department"].eq("") | of_persons, _MINUTES[unit])


def _added(rows: pd.DataFrame, together: pd.Series, divisor: int) -> pd.DataFrame:
    """Divide the amounts, add up those that belong together; what is no number stays as it is."""
    number = pd.to_numeric(rows["amount"], errors="coerce")
    of = rows[together & number.notna()]
    totals = number[of.index].groupby([of[name] for name in _PAIR]).transform("sum")
    told = (number.mask(number.index.isin(totals.index), totals) / divisor).astype("str")
    told = told.where(number.notna(), rows["amount"])
    return rows.assign(amount=told).drop(of.index[of.duplicated(_PAIR)])
