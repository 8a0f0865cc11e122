"""Viva Insights, person-to-group query: how much of one person's contact went to which group.

Both sides have to be told by the same attribute to be departments: the column
``PrimaryCollaborator_Organization`` beside ``SecondaryCollaborator_Organization``, or whatever the
mapping ``from_department=COLUMN`` says. Rows are added up by department, so nobody is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.decode import HEADER_ROW, Sheet, matching_key
from data_loaders.formats import Format
from data_loaders.tables import N_, LoadError, Problem
from data_loaders.viva import AMOUNTS, DATE, PERSON, PRIMARY, SECONDARY, TABLE, amounts, first_found

_NO_ATTRIBUTES = {SECONDARY + "groupsize", SECONDARY + "personid"}


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See persons on one side, groups on the other, their date, and something they gave."""
    found = names(sheet.header, TABLE, mapping)
    keys = set(map(matching_key, sheet.header))
    persons = PRIMARY + "personid" in keys and SECONDARY + "personid" not in keys
    return TABLE if persons and {"month", "to_department", "amount"} <= found.keys() else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    keys = [matching_key(name) for name in header]
    groups = [key for key in keys if key.startswith(SECONDARY) and key not in _NO_ATTRIBUTES]
    places = {"month": [DATE], "to_department": groups, "amount": list(AMOUNTS)}
    found = first_found(header, places, mapping)
    if "to_department" in found:
        same = PRIMARY + matching_key(found["to_department"]).removeprefix(SECONDARY)
        given = [matching_key(mapping.get("from_department", same))]
        found |= first_found(header, {"from_department": given}, {})
    return found


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a pair of departments and a date, and how many people of the first it is of.

    Raises LoadError where nothing tells the departments of the persons.
    """
    found = names(sheet.header, table, mapping)
    if "from_department" not in found:
        raise LoadError(_nowhere(sheet))
    person = next(name for name in sheet.header if matching_key(name).endswith(PERSON))
    rows = amounts(sheet, found, mapping, of_persons=True)
    of = [sheet.cells[found[one]] for one in ("month", "from_department")]
    people = sheet.cells[person].groupby(of).transform("nunique")
    return rows.assign(people=people.astype("str"))


def _nowhere(sheet: Sheet) -> Problem:
    message = N_(
        "The file tells the department of the second collaborator only. Say which column tells "
        "that of the first, from_department=COLUMN, or query it too. Found: {found}."
    )
    return Problem(message, {"found": ", ".join(sheet.header)}, sheet.file, HEADER_ROW)


FORMAT = Format("viva_person_to_group", recognise, read, names)
