"""Plain CSV: one of our tables, with Japanese or English column names, one row a record."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.decode import Sheet
from data_loaders.formats import Format, lacking, matched
from data_loaders.tables import TABLES


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """Name the table that most columns match, unless it lacks a column it needs.

    Of tables that match as many columns, the one with the fewest others fits best.
    """
    found = {name: matched(sheet.header, name, mapping) for name in TABLES}
    complete = {name: not lacking(columns, name) for name, columns in found.items()}
    best = max(
        TABLES, key=lambda name: (len(found[name]), complete[name], -len(TABLES[name].columns))
    )
    return best if complete[best] else None


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give the columns that match, under our names; what else the file holds is left out."""
    found = matched(sheet.header, table, mapping)
    return sheet.cells[list(found.values())].set_axis(list(found), axis="columns")


FORMAT = Format("plain_csv", recognise, read)
