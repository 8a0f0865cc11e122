"""Spreadsheets to cells: the first sheet that holds anything, as the text a person reads there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import cast

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from data_loaders.packed import MARK, require_bounded
from data_loaders.tables import N_, LoadError, Problem

MARKS = (MARK, b"\xd0\xcf\x11\xe0")
_LARGEST = 2 * 1024**3
Value = int | float | str | bool | time | date | datetime | timedelta

_NO_WORKBOOK = N_("This is no spreadsheet that can be read. Save it as .xlsx or as CSV UTF-8.")
_LOCKED = N_("The spreadsheet is protected by a password. Save it without one.")


def cells_of(content: bytes, file: str) -> tuple[str, pd.DataFrame]:
    """Give the name and the cells of the first sheet that holds any, rows numbered as it does.

    Raises LoadError for what is no spreadsheet, is locked, or unpacks to more than can be meant.
    """
    if content.startswith(MARK):
        require_bounded(content, file, largest=_LARGEST)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells = pd.DataFrame(
                dict(enumerate(map(_texts, zip(*table, strict=True)))), dtype="str"
            )
            if (cells != "").any(axis=None):
                told = f"{file} › {name}" if len(book.sheet_names) > 1 else file
                return told, cells.set_axis(range(1, len(cells) + 1))
    except PasswordError as error:
        raise LoadError(Problem(_LOCKED, file=file)) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise LoadError(Problem(_NO_WORKBOOK, file=file)) from error
    return file, pd.DataFrame()


def _texts(column: Sequence[Value]) -> list[str]:
    """Write a column's cells; one that holds text alone, as most do, in one go."""
    if set(map(type, column)) == {str}:
        return list(map(str.strip, cast("Sequence[str]", column)))
    return list(map(_text, column))


def _text(value: Value) -> str:
    """Write a cell as a person reads it; whole numbers have no point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value).strip()
