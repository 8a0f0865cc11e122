"""Viva Insights, group-to-group query: how much time one group of people gave to another.

A row is a pair of groups and a date. "Within Group" is the primary group itself. Of several
measures in a file the time of all collaboration is read, unless ``amount`` is mapped to another.

Such files may write 01/04/2023 without a word on which of the two is the month. Nothing is
guessed: the mapping ``dates`` says "day/month" or "month/day".
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import Format
from data_loaders.viva import AMOUNTS, DATE, PERSON, PRIMARY, SECONDARY, TABLE, amounts, first_found

_SIZE = "primarycollaborator groupsize"


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See that a sheet holds groups on both sides, their date, and something they gave."""
    wanted = {"month", "from_department", "to_department", "amount"}
    return TABLE if wanted <= names(sheet.header, TABLE, mapping).keys() else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from; of persons' columns, none.

    The departments are the first attribute that stands on both sides, unless mapped to another.
    """
    keys = {matching_key(name): name for name in header}
    if any(key.endswith(PERSON) for key in keys):
        return {}
    places = {
        "month": [DATE],
        "from_department": [one for one in keys if _other_side(one) in keys and one != _SIZE],
        "amount": list(AMOUNTS),
        "people": [_SIZE],
    }
    found = first_found(header, places, mapping)
    if "from_department" in found:
        found["to_department"] = keys[_other_side(matching_key(found["from_department"]))]
    return found


def _other_side(key: str) -> str:
    """Name the column of the other group, or nothing when the column is none of the first."""
    return SECONDARY + key.removeprefix(PRIMARY) if key.startswith(PRIMARY) else ""


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a pair of groups and a date."""
    return amounts(sheet, names(sheet.header, table, mapping), mapping)


FORMAT = Format("viva_group_to_group", recognise, read, names)
