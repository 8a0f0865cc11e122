"""Big interaction logs in UTF-8, streamed and checked by DuckDB with the declared columns.

The same declaration that ``load`` follows row by row is turned into one SQL statement here, so
a log of any length takes bounded memory. A log in another encoding, or with other dates than
ISO 8601, goes the ordinary way.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

import duckdb

from data_loaders.decode import GZIP_MARK, HEADER_ROW, matching_key, separator_of
from data_loaders.formats import lacking, matched
from data_loaders.tables import N_, TABLES, LoadError, Problem

TABLE = "interactions"
STAGED = "staged_log"
_HEAD_BYTES = 64 * 1024
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:\d{2})?)?)?$")
_SHOWN_PROBLEMS = 1_000
_TYPES = {"time": "TIMESTAMP", "count": "INTEGER", "flag": "BOOLEAN"}


def header_of(path: Path, mapping: Mapping[str, str]) -> list[str] | None:
    """Give the header of a log that can be streamed, or nothing when it cannot."""
    with _opened(path) as stream:
        head = stream.read(_HEAD_BYTES).rsplit(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf")
    try:
        first, *rest = head.decode("utf-8").splitlines()
    except (UnicodeDecodeError, ValueError):
        return None
    separator = separator_of(first)
    header = [name.strip().strip('"') for name in first.split(separator)]
    found = matched(header, TABLE, mapping)
    if lacking(found, TABLE) or len(set(header)) < len(header) or not rest:
        return None
    place = header.index(found["occurred_at"])
    times = [line.split(separator)[place : place + 1] for line in rest]
    simple = all(time and _ISO.match(time[0].strip('"')) for time in times)
    return header if simple else None


def stage(
    connection: duckdb.DuckDBPyConnection, path: Path, header: list[str], mapping: Mapping[str, str]
) -> None:
    """Stream a log into the temporary table ``staged_log``: the declared columns, typed.

    People are still text. Raises LoadError for the first thousand rows that cannot be used, and
    for a file that is no table at all; nothing is staged then.
    """
    columns = matched(header, TABLE, mapping)
    declared = TABLES[TABLE].columns
    source = _reader(path, header)
    typed = ", ".join(f"{_value(name, columns)} AS {name}" for name in declared)
    connection.execute(f"DROP TABLE IF EXISTS {STAGED}")
    try:
        connection.execute(f"CREATE TEMP TABLE {STAGED} AS SELECT {typed} FROM {source}")
    except duckdb.ConversionException:
        raise LoadError(*_problems(connection, source, columns, path.name)) from None
    except duckdb.InvalidInputException as error:
        raise LoadError(_unreadable(str(error), path.name)) from error
    broken = " OR ".join(_broken(name, name) for name in declared)
    if connection.execute(f"SELECT 1 FROM {STAGED} WHERE {broken} LIMIT 1").fetchall():
        raise LoadError(*_problems(connection, source, columns, path.name))


def _reader(path: Path, header: list[str]) -> str:
    """Tell DuckDB everything about the file: left to guess it would drop or merge columns."""
    names = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in header)
    with _opened(path) as stream:
        separator = separator_of(stream.readline().decode("utf-8-sig"))
    packing = "gzip" if _zipped(path) else "none"
    return (
        f"read_csv({_quoted(str(path))}, columns={{{names}}}, auto_detect=false, strict_mode=true, "
        f"null_padding=false, header=true, delim={_quoted(separator)}, quote='\"', escape='\"', "
        f"compression='{packing}')"
    )


def _zipped(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == GZIP_MARK


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if _zipped(path) else path.open("rb")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(column: str, columns: Mapping[str, str]) -> str:
    name = columns[column].replace('"', '""')
    return f"nullif(trim(\"{name}\"), '')"


def _value(column: str, columns: Mapping[str, str], conversion: str = "CAST") -> str:
    """Write one column's conversion, as its declaration says, in SQL."""
    metadata = TABLES[TABLE].columns[column].metadata
    kind = _TYPES.get(metadata["kind"], "VARCHAR")
    if column not in columns:
        default = metadata["default"]
        return f"CAST({'NULL' if default is None else default} AS {kind})"
    text = _text(column, columns)
    words = {
        matching_key(word): value
        for value, also in metadata["values"].items()
        for word in (value, *also)
    }
    if words:
        pairs = " ".join(f"WHEN {_quoted(word)} THEN '{value}'" for word, value in words.items())
        return f"CASE lower({text}) {pairs} END"
    value = text if kind == "VARCHAR" else f"{conversion}({text} AS {kind})"
    return value if metadata["default"] is None else f"coalesce({value}, {metadata['default']})"


def _broken(column: str, value: str) -> str:
    """Write the condition under which a converted value breaks its declaration."""
    declared = TABLES[TABLE].columns[column]
    rules = [] if declared.nullable else [f"{value} IS NULL"]
    rules += [
        f"{value} < {check.statistics['min_value']}"
        for check in declared.checks
        if check.name == "greater_than_or_equal_to"
    ]
    return "(" + (" OR ".join(rules) or "false") + ")"


def _problems(
    connection: duckdb.DuckDBPyConnection, source: str, columns: Mapping[str, str], file: str
) -> list[Problem]:
    """Read the file again, slowly, to say which rows and columns are wrong."""
    found: list[Problem] = []
    for column, theirs in columns.items():
        value, text = _value(column, columns, "TRY_CAST"), _text(column, columns)
        unread = f"({text} IS NOT NULL AND {value} IS NULL)"
        rows = connection.execute(
            f"SELECT at, found FROM (SELECT row_number() OVER () + {HEADER_ROW} AS at, "
            f"{text} AS found, {unread} OR {_broken(column, value)} AS bad FROM {source}) "
            f"WHERE bad ORDER BY at LIMIT {_SHOWN_PROBLEMS}"
        ).fetchall()
        found += [
            Problem(
                N_("A value is missing.") if text is None else N_("“{found}” cannot be used here."),
                {"found": text},
                file,
                row,
                theirs,
            )
            for row, text in rows
        ]
    return sorted(found, key=lambda one: one.row or 0)[:_SHOWN_PROBLEMS]


def _unreadable(message: str, file: str) -> Problem:
    """Turn DuckDB's words on a row it cannot split into ours."""
    line = re.search(r"[Ll]ine:? (\d+)", message)
    return Problem(
        N_("The row cannot be split into the header's columns, or is no valid UTF-8."),
        file=file,
        row=int(line[1]) if line else None,
    )
