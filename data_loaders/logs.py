"""Big interaction logs in UTF-8, streamed and checked by DuckDB with the declared columns.

A log that is written plainly from end to end is one query (``plain``), as fast as DuckDB alone
and in bounded memory. One odd cell anywhere, and it is staged instead (``stage``): rows that are
not plain (full-width digits, a date in another style, a mistake) go through the same ``check`` as
every other table, some at a time. What is stored and what is refused is the same as if the file
had been read whole.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import duckdb
import pandas as pd

from data_loaders import check
from data_loaders.decode import DAMAGED, GZIP_MARK, HEADER_ROW, NUL, separator_of
from data_loaders.formats import lacking, matched
from data_loaders.schemas import pa
from data_loaders.tables import N_, TABLES, LoadError, Problem

TABLE = "interactions"
STAGED = "staged_log"
_TEXT = "staged_text"
_FIRST_ROW = HEADER_ROW + 1
_HEAD_BYTES = 64 * 1024
_BATCH = 100_000
_SHOWN_PROBLEMS = 1_000
_ISO = (
    r"\d{4}-\d{2}-\d{2}"
    r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?{zone})?"
)
_WITH_ZONE, _IN_UTC = (_ISO.replace("{zone}", zone) for zone in (r"(Z|[+-]\d{2}(:?\d{2})?)?", "Z?"))
_PLAIN = {"time": _IN_UTC, "count": r"\d{1,9}", "flag": "true|false|yes|no|1|0"}
_TYPES = {"time": "TIMESTAMP", "count": "INTEGER", "flag": "BOOLEAN"}
_CLOCK = re.compile(r"(?P<start>[T ])\d{2}:\d{2}(?P<seconds>:\d{2})?(?P<zone>Z|\+09:00|)")
_JAPAN = 9
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))


def header_of(path: Path, mapping: Mapping[str, str]) -> list[str] | None:
    """Give the header of a log that can be streamed, or nothing when it cannot."""
    try:
        first, *rest = _head(path)
    except (OSError, EOFError, zlib.error, ValueError, csv.Error):
        return None
    header = [name.strip() for name in first]
    found = matched(header, TABLE, mapping)
    if lacking(found, TABLE) or len(set(header)) < len(header) or not rest:
        return None
    place = header.index(found["occurred_at"])
    times = [cell.strip() for row in rest for cell in row[place : place + 1]]
    return header if all(re.fullmatch(_WITH_ZONE, time) for time in times) else None


def plain(path: Path, header: list[str], mapping: Mapping[str, str]) -> str:
    """Write the query that gives the declared columns of a plainly written log, typed.

    People are still text as it stands. Running it raises a ``duckdb.Error`` at the first cell
    that is not plain.
    """
    columns = matched(header, TABLE, mapping)
    places = {name: f"c{header.index(column)}" for name, column in columns.items()}
    row = _head(path)[1]
    when = _utc(places["occurred_at"], row[header.index(columns["occurred_at"])].strip())
    values = ", ".join(
        f"{when if name == 'occurred_at' else _strict(places.get(name, 'NULL'), one)} AS {name}"
        for name, one in TABLES[TABLE].columns.items()
    )
    return f"(SELECT {values} FROM {_reader(path, len(header))})"


class OddCellError(Exception):
    """A log that seemed plain is not."""


def stripped(ids: list[str]) -> list[str]:
    """Give people's ids without the space round them.

    Raises OddCellError when nothing is left of one, or when one holds a NUL.
    """
    bare = [one.strip() for one in ids]
    if not all(bare) or any("\0" in one for one in bare):
        raise OddCellError
    return bare


def _strict(place: str, declared: pa.Column) -> str:
    """Write a cell's conversion with the rules of its declaration; what breaks one is an error."""
    metadata, kind = declared.metadata, declared.metadata["kind"]
    if kind == "count":
        fewest = next(int(one.statistics["min_value"]) for one in declared.checks)
        number, default = f"CAST({place} AS DOUBLE)", metadata["default"]
        odd = f"{number} < {fewest} OR {number} <> floor({number})"
        return f"CASE WHEN {odd} THEN error('odd') ELSE coalesce({number}, {default})::INTEGER END"
    if kind == "flag":
        said = f"WHEN {place} IN ('true', '1') THEN true WHEN {place} IN ('false', '0') THEN false"
        return f"CASE {said} WHEN {place} IS NOT NULL THEN error('odd') END"
    if metadata["values"]:
        words = " ".join(f"WHEN '{word}' THEN '{word}'" for word in metadata["values"])
        return f"CASE {place} {words} ELSE error('odd') END"
    if declared.nullable:
        return f"CAST({place} AS VARCHAR)"
    return f"CASE WHEN {place} IS NULL THEN error('odd') ELSE {place} END"


def _utc(place: str, example: str) -> str:
    """Write a time as UTC, in the one style of the log's first row.

    A style and not a cast: DuckDB's casts drop an offset (TIMESTAMP) or read a time without one
    as the machine's own (TIMESTAMPTZ). Zones but UTC and Japan's are left to the ordinary way.
    """
    clock = _CLOCK.fullmatch(example[10:])
    if not clock:
        return "error('odd')"
    style = "%Y-%m-%d" + clock["start"] + ("%H:%M:%S" if clock["seconds"] else "%H:%M")
    behind = f" - INTERVAL {_JAPAN} HOUR" if clock["zone"].startswith("+") else ""
    time = f"strptime({place}, '{style}{clock['zone']}'){behind}"
    return f"CASE WHEN isfinite({time}) THEN {time} ELSE error('odd') END"


def stage(
    connection: duckdb.DuckDBPyConnection, path: Path, header: list[str], mapping: Mapping[str, str]
) -> None:
    """Stream a log into the temporary table ``staged_log``: the declared columns, typed.

    People are still text. Raises LoadError for the first thousand rows that cannot be used, and
    for a file that is no table at all; nothing is staged then.
    """
    columns = matched(header, TABLE, mapping)
    declared = TABLES[TABLE].columns
    _split(connection, path, header, columns)
    values = ", ".join(f"{_value(name, column)} AS {name}" for name, column in declared.items())
    plain = " AND ".join(_is_plain(name, column) for name, column in declared.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {STAGED} AS "
        f"SELECT {values} FROM {_TEXT} WHERE NOT blank AND {plain}"
    )
    for rows in _batches(connection, f"NOT blank AND NOT ({plain})"):
        connection.register("checked", _checked(rows, path.name, columns))
        connection.execute(f"INSERT INTO {STAGED} BY NAME FROM checked")
        connection.unregister("checked")


def drop(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what was staged."""
    connection.execute(f"DROP TABLE IF EXISTS {STAGED}; DROP TABLE IF EXISTS {_TEXT}")


def _split(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    header: list[str],
    columns: Mapping[str, str],
) -> None:
    """Split the file into trimmed text: the declared columns, and whether a row is blank."""
    cells = {name: f"nullif(trim(c{i}, {_quoted(_SPACES)}), '')" for i, name in enumerate(header)}
    texts = [f"{cells[columns[name]]} AS {name}" for name in columns]
    texts += [f"NULL::VARCHAR AS {name}" for name in TABLES[TABLE].columns if name not in columns]
    blank = f"coalesce({', '.join(cells.values())}) IS NULL AS blank"
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_TEXT} AS "
            f"SELECT {', '.join(texts)}, {blank} FROM {_reader(path, len(header))}"
        )
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise LoadError(_unreadable(str(error), path.name)) from error


def _head(path: Path) -> list[list[str]]:
    """Give the first rows as cells, the header first."""
    with _opened(path) as stream:
        head = stream.read(_HEAD_BYTES).rsplit(b"\n", 1)[0].decode("utf-8-sig")
    separator = separator_of(head.split("\n", 1)[0])
    return list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))


def _reader(path: Path, width: int) -> str:
    """Tell DuckDB everything about the file: left to guess it would drop or merge columns."""
    names = ", ".join(f"c{i}: 'VARCHAR'" for i in range(width))
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


def _value(name: str, declared: pa.Column) -> str:
    """Write the conversion of a plain cell in SQL; blank cells take the column's default."""
    metadata = declared.metadata
    value = _bare(name, declared)
    return value if metadata["default"] is None else f"coalesce({value}, {metadata['default']})"


def _bare(name: str, declared: pa.Column) -> str:
    metadata = declared.metadata
    words = {
        word.lower(): value for value, also in metadata["values"].items() for word in (value, *also)
    }
    if words:
        pairs = " ".join(f"WHEN {_quoted(word)} THEN '{value}'" for word, value in words.items())
        return f"CASE lower({name}) {pairs} END"
    kind = _TYPES.get(metadata["kind"])
    return f"TRY_CAST({name} AS {kind})" if kind else name


def _is_plain(name: str, declared: pa.Column) -> str:
    """Write the condition under which DuckDB reads a cell as ``check`` would; never NULL."""
    value, pattern = _bare(name, declared), _PLAIN.get(declared.metadata["kind"])
    rules = [f"{value} IS NOT NULL", f"NOT contains({name}, chr(0))"]
    rules += [f"regexp_full_match({name}, '{pattern}', 'i')"] if pattern else []
    rules += [
        f"{value} >= {one.statistics['min_value']}"
        for one in declared.checks
        if one.name == "greater_than_or_equal_to"
    ]
    blank = declared.nullable or declared.metadata["default"] is not None
    return f"coalesce({' AND '.join(rules)}, {str(blank).lower()} AND {name} IS NULL)"


def _batches(connection: duckdb.DuckDBPyConnection, condition: str) -> Iterator[pd.DataFrame]:
    """Give the rows of a condition as text by their number; the header is 1, empty lines none."""
    names = ", ".join(TABLES[TABLE].columns)
    last = -1
    while True:
        rows = connection.execute(
            f"SELECT rowid AS place, {names} FROM {_TEXT} WHERE rowid > ? AND {condition} "
            f"ORDER BY place LIMIT {_BATCH}",
            [last],
        ).df()
        if rows.empty:
            return
        last = int(rows["place"].iloc[-1])
        yield rows.set_index(rows.pop("place") + _FIRST_ROW).astype("str")


def _checked(rows: pd.DataFrame, file: str, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read rows the ordinary way. Raises LoadError for the first problems among them."""
    broken = rows.apply(lambda text: text.str.contains("\x00", regex=False)).eq(other=True)
    for row in rows.index[broken.any(axis=1)][:1]:
        raise LoadError(Problem(NUL, file=file, row=int(row)))
    try:
        return check(rows[list(columns)], TABLE, file, columns)
    except LoadError as error:
        raise LoadError(*error.problems[:_SHOWN_PROBLEMS]) from None


def _unreadable(message: str, file: str) -> Problem:
    """Turn DuckDB's words on a row it cannot split, or a file it cannot unpack, into ours."""
    line = re.search(r"[Ll]ine:? (\d+)", message)
    if not line:
        return Problem(DAMAGED, file=file)
    return Problem(
        N_("The row cannot be split into the header's columns, or is no valid UTF-8."),
        file=file,
        row=int(line[1]),
    )
