"""Spreadsheets to cells: the first sheet that holds anything, as the text a person reads there."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from data_loaders.tables import N_, LoadError, Problem

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LARGEST = 2 * 1024**3
_MOST_MEMBERS = 10_000
_CHUNK = 1024 * 1024
Value = int | float | str | bool | time | date | datetime | timedelta

_NO_WORKBOOK = N_("This is no spreadsheet that can be read. Save it as .xlsx or as CSV UTF-8.")
_LOCKED = N_("The spreadsheet is protected by a password. Save it without one.")
_TOO_LARGE = N_("The file unpacks to more than {limit} GB; that is no spreadsheet.")


def rows_of(content: bytes, file: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """Give the name and the rows of the first sheet that is not empty, numbered as it shows them.

    Blank rows are passed over. Raises LoadError for what is no spreadsheet, is locked, or unpacks
    to more than can be meant.
    """
    if content.startswith(MARKS[0]):
        _require_bounded(content, file)
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


def _require_bounded(content: bytes, file: str) -> None:
    """Count the bytes a file unpacks to while they come; its own headers may lie."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > _MOST_MEMBERS:
                raise LoadError(Problem(_NO_WORKBOOK, file=file))
            for member in members:
                with packed.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        total += len(chunk)
                        if total > _LARGEST:
                            limit = _LARGEST // 1024**3
                            raise LoadError(Problem(_TOO_LARGE, {"limit": limit}, file))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise LoadError(Problem(_NO_WORKBOOK, file=file)) from error


def _text(value: Value) -> str:
    """Write a cell as a person reads it; whole numbers have no point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value).strip()
