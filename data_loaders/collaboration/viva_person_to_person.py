"""Viva Insights, person-to-person query: which two people worked with each other in a period.

A row is a pair and a date. Such a tie has no direction, so it is read as a meeting of the two is,
once a pair and date though both may stand first. People are the ids of the file.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import Format
from data_loaders.viva import DATE, PRIMARY, SECONDARY

TABLE = "interactions"
_PLACES = {
    "occurred_at": DATE,
    "sender": PRIMARY + "personid",
    "recipient": SECONDARY + "personid",
}


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See persons on both sides, and a date."""
    return TABLE if names(sheet.header, TABLE, mapping).keys() == _PLACES.keys() else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    keys = {matching_key(name): name for name in header}
    return {ours: keys[key] for ours, key in _PLACES.items() if key in keys}


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a pair of persons and a date."""
    found = names(sheet.header, table, mapping)
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    when = dates.in_order(rows["occurred_at"], mapping.get("dates", ""), sheet.file)
    swapped = rows["recipient"] < rows["sender"]
    first, second = rows["sender"], rows["recipient"]
    pairs = rows.assign(
        occurred_at=when,
        sender=first.mask(swapped, second),
        recipient=second.mask(swapped, first),
        channel="meeting",
    )
    return pairs.drop_duplicates(list(_PLACES))


FORMAT = Format("viva_person_to_person", recognise, read, names)
