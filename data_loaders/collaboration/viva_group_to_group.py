"""Viva Insights, group-to-group query: how much time one group of people gave to another.

A row is a pair of groups and a date. "Within Group" is the primary group itself; people outside
every group ("Unclassified Collaborators", "Other_Collaborators") are no department, so theirs
stays empty. The time is in minutes: as hours it would be more than a month has. Of several
measures in a file the time of all collaboration is read, unless ``amount`` is mapped to another.

Such files may write 01/04/2023 without a word on which of the two is the month. Nothing is
guessed: the mapping ``dates`` says "day/month" or "month/day".
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import Format

_TABLE = "group_interactions"
_PRIMARY, _SECONDARY = "primarycollaborator ", "secondarycollaborator "
_DATE, _SIZE, _PERSON = "metricdate", "primarycollaborator groupsize", "collaborator personid"
_WITHIN = "within group"
_NO_DEPARTMENT = {"unclassified collaborators", "other collaborators"}
# What may be read as the amount, what is preferred first: channel and unit.
_AMOUNTS = {
    "group collaboration time invested": ("", "hours"),
    "group meeting time invested": ("meeting", "hours"),
    "group email time invested": ("mail", "hours"),
    "group chat time invested": ("chat", "hours"),
    "group meeting count": ("meeting", "count"),
    "group email sent count": ("mail", "count"),
    "group chat sent count": ("chat", "count"),
}
_MINUTES = {"hours": 60, "count": 1}
_PAIR = ["month", "from_department", "to_department"]


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See that a sheet holds groups on both sides, their date, and something they gave."""
    wanted = {"month", "from_department", "to_department", "amount"}
    return _TABLE if wanted <= names(sheet.header, _TABLE, mapping).keys() else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from; of persons' columns, none.

    The departments are the first attribute that stands on both sides, unless mapped to another.
    """
    keys = {matching_key(name): name for name in header}
    if any(key.endswith(_PERSON) for key in keys):
        return {}
    places = {
        "month": [_DATE],
        "from_department": [one for one in keys if _other_side(one) in keys and one != _SIZE],
        "amount": [key for key in _AMOUNTS if key in keys],
        "people": [_SIZE],
    }
    found = {}
    for ours, candidates in places.items():
        there = [keys[key] for key in candidates if key in keys]
        mapped = mapping.get(ours, "")
        if there:
            found[ours] = mapped if mapped in there else there[0]
    if "from_department" in found:
        found["to_department"] = keys[_other_side(matching_key(found["from_department"]))]
    return found


def _other_side(key: str) -> str:
    """Name the column of the other group, or nothing when the column is none of the first."""
    return _SECONDARY + key.removeprefix(_PRIMARY) if key.startswith(_PRIMARY) else ""


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a pair of groups and a date, in hours or counts.

    What a group gave to people of no department is one row a date, whatever they are called.
    """
    found = names(sheet.header, table, mapping)
    channel, unit = _AMOUNTS[matching_key(found["amount"])]
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    said = rows["to_department"].map(matching_key)
    department = rows["to_department"].mask(said == _WITHIN, rows["from_department"])
    rows = rows.assign(
        month=dates.in_order(rows["month"], mapping.get("dates", ""), sheet.file),
        to_department=department.mask(said.isin(_NO_DEPARTMENT), ""),
        channel=channel,
        unit=unit,
    )
    return _amounts(rows, _MINUTES[unit])


def _amounts(rows: pd.DataFrame, divisor: int) -> pd.DataFrame:
    """Divide the amounts and add up those to no department; what is no number stays as it is."""
    number = pd.to_numeric(rows["amount"], errors="coerce")
    nobody = rows[(rows["to_department"] == "") & number.notna()]
    totals = number[nobody.index].groupby([nobody[name] for name in _PAIR]).transform("sum")
    told = (number.mask(number.index.isin(totals.index), totals) / divisor).astype("str")
    told = told.where(number.notna(), rows["amount"])
    return rows.assign(amount=told).drop(nobody.index[nobody.duplicated(_PAIR)])


FORMAT = Format("viva_group_to_group", recognise, read, names)
