"""Files in, checked canonical tables out: recognise, decode, read, check.

``load`` gives a table that may be stored, or raises one ``LoadError`` that lists every problem
by file, row and column. Nothing is guessed and nothing is clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_dtype

from data_loaders import dates, scales
from data_loaders.decode import HEADER_ROW, Sheet, matching_key, require_names_once, sheet
from data_loaders.formats import (
    Columns,
    Format,
    Raw,
    formats,
    lacking,
    matched,
    plain,
    raw_formats,
)
from data_loaders.schemas import SchemaErrors, pa
from data_loaders.tables import N_, TABLES, LoadError, Problem

__all__ = ["TABLES", "Columns", "LoadError", "Loaded", "Problem", "check", "columns_of", "load"]

_NOT_A_VALUE = N_("“{found}” is none of: {wanted}.")
_MISSING_VALUE = N_("A value is missing.")
_NOTHING = N_("It was understood ({format}), but there is nothing in it that can be used.")
_TOO_SMALL = N_("“{found}” is too small.")
_CONVERT: dict[str, Callable[[pd.Series], tuple[pd.Series, str]]] = {
    "date": dates.to_dates,
    "time": dates.to_times,
    "number": scales.to_numbers,
    "score": scales.to_scores,
    "count": scales.to_counts,
    "flag": scales.to_flags,
}


@dataclass(frozen=True)
class Loaded:
    """A checked table read from a file, indexed by the file's rows; nothing is stored yet.

    ``columns`` says how the file calls ours, ``notes`` what else to know of how it was read.
    """

    file: str
    table: str
    format: str
    encoding: str
    frame: pd.DataFrame
    columns: Mapping[str, str]
    notes: tuple[Problem, ...] = ()


def load(
    content: bytes, file: str, *, table: str | None = None, mapping: Mapping[str, str] | None = None
) -> Loaded:
    """Read one file into a canonical table.

    ``table`` says which one when the header does not; ``mapping`` is our column = theirs.
    Raises LoadError for anything wrong, listing all of it.
    """
    if table and table not in TABLES:
        raise LoadError(_no_such_table(table, file))
    mapping = mapping or {}
    for raw in raw_formats():
        if raw.recognise(content):
            return _read_raw(raw, content, file, mapping)
    cells = sheet(content, file)
    for form in formats():
        found = form.recognise(cells, mapping)
        if found and table in (None, found):
            return _read(form, cells, found, mapping)
    if table:
        return _read(plain(), cells, table, mapping)
    require_names_once(cells)
    raise LoadError(_unrecognised(cells, mapping))


def _read_raw(form: Raw, content: bytes, file: str, mapping: Mapping[str, str]) -> Loaded:
    frame = check(_used(form, form.read(content, file, mapping), file), form.table, file)
    heads = {column: column for column in frame if frame[column].notna().any()}
    return Loaded(file, form.table, form.id, "–", frame, heads)


def _read(form: Format, cells: Sheet, table: str, mapping: Mapping[str, str]) -> Loaded:
    if not form.own_header:
        require_names_once(cells)
    heads = form.names(cells.header, table, mapping)
    frame = check(
        _used(form, form.read(cells, table, mapping), cells.file), table, cells.file, heads
    )
    if form.columns:
        told = {ours: name for ours, name in heads.items() if frame[ours].notna().any()}
        heads = told | {
            ours: name for ours, name in form.columns(cells, mapping).found.items() if ours in told
        }
    notes = tuple(form.notes(cells, mapping))
    return Loaded(cells.file, table, form.id, cells.encoding, frame, heads, notes)


def _used(form: Format | Raw, text: pd.DataFrame, file: str) -> pd.DataFrame:
    """Raise LoadError when a file was recognised and gives no row."""
    if text.empty:
        raise LoadError(Problem(_NOTHING, {"format": form.id}, file))
    return text


def columns_of(
    content: bytes, file: str, *, table: str | None = None, mapping: Mapping[str, str] | None = None
) -> Columns:
    """Give a file's columns, and which of ours each would be read as; for a person to correct.

    A file that is no sheet has none. Raises LoadError for a sheet without cells.
    """
    if any(raw.recognise(content) for raw in raw_formats()):
        return Columns([], {})
    cells, mapping = sheet(content, file), mapping or {}
    for form in formats():
        if form.columns and table in (None, "answers") and form.recognise(cells, mapping):
            return form.columns(cells, mapping)
    nearest = table or _nearest(cells, mapping)
    return Columns(cells.header, matched(cells.header, nearest, mapping))


def _no_such_table(table: str, file: str) -> Problem:
    message = N_("There is no table “{found}”. The tables are: {wanted}.")
    return Problem(message, {"found": table, "wanted": ", ".join(TABLES)}, file)


def _nearest(cells: Sheet, mapping: Mapping[str, str]) -> str:
    return max(TABLES, key=lambda name: len(matched(cells.header, name, mapping)))


def _unrecognised(cells: Sheet, mapping: Mapping[str, str]) -> Problem:
    """Say which table comes nearest and which columns it still wants."""
    nearest = _nearest(cells, mapping)
    missing = lacking(matched(cells.header, nearest, mapping), nearest)
    return Problem(
        N_(
            "The columns fit no table. Nearest is “{table}”, which also needs: {wanted}. "
            "Found: {found}."
        ),
        {"table": nearest, "wanted": ", ".join(missing), "found": ", ".join(cells.header)},
        file=cells.file,
        row=HEADER_ROW,
    )


def check(
    text: pd.DataFrame, table: str, file: str, heads: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Turn a table's text columns into values and check them against its declaration.

    ``heads`` tells how the file calls each column. Raises LoadError with every value that cannot
    be read, is missing, is not allowed or stands twice, by the file's own row and column names.
    """
    schema, heads = TABLES[table], heads or {}
    problems: list[Problem] = []
    columns: dict[str, pd.Series] = {}
    for column, declared in schema.columns.items():
        if column in text:
            values, found = _converted(text[column], declared)
        else:
            values, found = _absent(column, declared, text)
        columns[column] = values
        problems += [replace(one, column=column) for one in found]
    frame = pd.DataFrame(columns, index=text.index)
    problems += _broken_rules(frame, schema, problems)
    if problems:
        order = {column: place for place, column in enumerate(["", *schema.columns])}
        problems.sort(key=lambda one: (one.row or 0, order[one.column]))
        raise LoadError(
            *(replace(one, file=file, column=heads.get(one.column, one.column)) for one in problems)
        )
    return frame


def _converted(text: pd.Series, declared: pa.Column) -> tuple[pd.Series, list[Problem]]:
    """Turn one column's text into values of its kind; blank cells become missing."""
    kind, words = declared.metadata["kind"], declared.metadata["values"]
    if kind == "time" and is_datetime64_dtype(text):  # a source that counts seconds wrote no text
        return text, []
    text = text.mask(text == "")
    if kind in _CONVERT:
        values, message = _CONVERT[kind](text)
        facts: dict[str, object] = {}
    elif words:
        known = {
            matching_key(word): value for value, also in words.items() for word in (value, *also)
        }
        said = {one: known.get(matching_key(one)) for one in text.dropna().unique()}
        values = text.map(said)
        values, message, facts = values.astype("str"), _NOT_A_VALUE, {"wanted": ", ".join(words)}
    else:
        values, message, facts = text, "", {}
    bad = text.notna() & values.isna()
    if declared.metadata["default"] is not None:
        values = values.fillna(declared.metadata["default"])
    return values, [
        Problem(message, {"found": text.loc[row], **facts}, row=int(row)) for row in text.index[bad]
    ]


def _absent(
    column: str, declared: pa.Column, text: pd.DataFrame
) -> tuple[pd.Series, list[Problem]]:
    """Stand in for a column the file lacks: its default, another column, or nothing."""
    metadata = declared.metadata
    if metadata["instead"] in text:
        return text[metadata["instead"]].mask(text[metadata["instead"]] == ""), []
    missing = (
        []
        if metadata["optional"] and not metadata["instead"]
        else [
            Problem(
                N_("The column “{wanted}” is missing ({also})."),
                {"wanted": column, "also": ", ".join(metadata["names"])},
                row=HEADER_ROW,
            )
        ]
    )
    return pd.Series(metadata["default"], index=text.index, dtype=declared.dtype.type), missing


def _broken_rules(
    frame: pd.DataFrame, schema: pa.DataFrameSchema, already: Sequence[Problem]
) -> list[Problem]:
    """List what pandera finds wrong in cells that could be read, and rows that stand twice."""
    try:
        # A row of a file may be several of the table: places tell them apart.
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    unread = {(one.row, one.column) for one in already}
    absent = {column for row, column in unread if row == HEADER_ROW}
    cells: list[Problem] = []
    twice: dict[int, Problem] = {}
    for case in cases[cases["index"].notna()].itertuples():
        row, problem = int(frame.index[int(case.index)]), _rule(case, schema)
        if not problem.column:
            twice[row] = replace(problem, row=row)
        elif problem.column not in absent and (row, problem.column) not in unread:
            cells.append(replace(problem, row=row))
    wrong = {one.row for one in (*already, *cells)}
    return cells + [one for row, one in twice.items() if row not in wrong and not absent]


def _rule(case: Any, schema: pa.DataFrameSchema) -> Problem:  # noqa: ANN401 - a row of a frame
    if case.check == "multiple_fields_uniqueness":
        keys = ", ".join(schema.unique or [])
        return Problem(N_("The row stands twice: same {keys}."), {"keys": keys})
    if case.check == "not_nullable":
        return Problem(_MISSING_VALUE, column=case.column)
    return Problem(_TOO_SMALL, {"found": case.failure_case}, column=case.column)
