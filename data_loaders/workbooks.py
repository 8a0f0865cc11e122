"""Spreadsheets to cells: the first sheet that holds anything, as the text a person reads there."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from data_loaders.packed import MARK, require_bounded
from data_loaders.tables import N_, LoadError, Problem

MARKS = (MARK, b"\xd0\xcf\x11\xe0")
_LARGEST = 2 * 1024**3
Value = int | float | str | bool | time | date | datetime | timedelta

_NO_WORKBOOK = N_("This is no spreadsheet that can be read. Save it as .xlsx or as CSV UTF-8.")
_LOCKED = N_("The spreadsheet is protected by a password. Save it without one.")


def rows_of(content: bytes, file: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """Give the name and the rows of the first sheet that is not empty, numbered as it shows them.

    Blank rows are passed over. Raises LoadError for what is no spreadsheet, is locked, or unpacks
    to more than can be meant.
    """
    if content.startswith(MARK):
        require_bounded(content, file, largest=_LARGEST)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            texts = [(number, [_text(cell) for cell in row]) for number, row in enumerate(table, 1)]
            rows = [(number, row) for number, row in texts if any(row)]
            if rows:
                return (f"{file} › {name}" if len(book.sheet_names) > 1 else file), rows
    except PasswordError as error:
        raise LoadError(Problem(_LOCKED, file=file)) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise LoadError(Problem(_NO_WORKBOOK, file=file)) from error
    return file, []


def _text(value: Value) -> str:
    """Write a cell as a person reads it; whole numbers have no point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value).strip()
