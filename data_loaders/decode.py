"""Bytes to text, and text to a sheet of cells: by cascade, never by guessing."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
import zlib
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from data_loaders import parquet, workbooks
from data_loaders.tables import N_, LoadError, Problem

GZIP_MARK = b"\x1f\x8b"
_MARKED = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# What Python's cp932 makes of bytes that stand for nothing in any Japanese file.
_STRAY = re.compile("[\x80\uf8f0-\uf8f3]")
_FIRST_JAPANESE = "\u3000"
_CERTAINLY_UTF8 = 4
_SEPARATORS = ",\t;"
_LONGEST_CELL = 1_000_000
_LINE_END = re.compile("[\r\n]")
_WORKBOOK, _PARQUET = "xlsx", "parquet"
HEADER_ROW = 1
NUL = N_("There is a NUL character; this is no text file.")
DAMAGED = N_("The compressed file is damaged or cut off.")


@dataclass(frozen=True)
class Sheet:
    """A file's cells as text: the header's names, and rows indexed as a spreadsheet counts them."""

    file: str
    encoding: str
    cells: pd.DataFrame

    @property
    def header(self) -> list[str]:
        """The columns' names as they stand in the file."""
        return list(self.cells.columns)


def matching_key(name: str) -> str:
    """Fold what readers see as the same name into one key: width, kana, case, spaces."""
    return unicodedata.normalize("NFKC", name).casefold().replace("_", " ").strip()


def unpacked(content: bytes, file: str) -> bytes:
    """Give the bytes inside a gzip file, or the bytes themselves.

    Raises LoadError when the gzip is cut off or damaged.
    """
    if not content.startswith(GZIP_MARK):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise LoadError(Problem(DAMAGED, file=file)) from error


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """Give a file's text and its encoding: byte order mark, strict UTF-8, then cp932.

    Text that was Japanese in UTF-8 until a broken byte is never tried as cp932, which would read
    most such files as other characters. Raises LoadError naming the byte no encoding explains.
    """
    marked = next((name for mark, name in _MARKED.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp932"]:
        try:
            return _strictly(content, encoding), encoding
        except UnicodeDecodeError as error:
            broken = error
        start = broken.start + len(content) - len(broken.object)  # utf-8-sig takes its mark off
        before = content[:start].decode(encoding, "ignore")
        if sum(one >= _FIRST_JAPANESE for one in before) >= _CERTAINLY_UTF8:
            break
    raise LoadError(
        Problem(
            N_(
                "The text is neither UTF-8, UTF-16 nor Shift_JIS (cp932): "
                "byte {byte} at position {position} fits none. Save the file as “CSV UTF-8”."
            ),
            {"byte": f"0x{content[start]:02X}", "position": start + 1},
            file=file,
            row=before.count("\n") + 1,
        )
    ) from broken


def _strictly(content: bytes, encoding: str) -> str:
    text = content.decode(encoding)
    stray = _STRAY.search(text) if encoding == "cp932" else None
    if stray:
        start = len(text[: stray.start()].encode(encoding))
        raise UnicodeDecodeError(encoding, content, start, start + 1, "no character")
    return text


def sheet(content: bytes, file: str) -> Sheet:
    """Read separated text, a spreadsheet or Parquet into cells; rows have as many as the header.

    Raises LoadError for an empty file, a header without rows, ragged rows, an unclosed quotation
    mark, or NUL bytes.
    """
    if content.startswith(parquet.MARK):
        return Sheet(file, _PARQUET, parquet.cells_of(content, file))
    if content.startswith(workbooks.MARKS):
        file, cells = workbooks.cells_of(content, file)
        return Sheet(file, _WORKBOOK, _headed(cells, file))
    text, encoding = decoded(unpacked(content, file), file)
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise LoadError(Problem(NUL, file=file, row=row))
    plain = _plain_cells(text)
    cells = _rectangle(_rows(text, file), file) if plain is None else plain
    return Sheet(file, encoding, _headed(cells, file))


def _headed(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Put cells under the first row that holds any; blank rows are passed over.

    Raises LoadError where there is none, or none below it.
    """
    filled = cells[(cells != "").any(axis="columns")]
    if filled.empty:
        raise LoadError(Problem(N_("The file is empty."), file=file))
    if len(filled) == 1:
        raise LoadError(
            Problem(N_("There is a header but no row below it."), file=file, row=HEADER_ROW)
        )
    header = pd.Index(filled.iloc[0], dtype="str")
    return filled.iloc[1:].set_axis(header, axis="columns")


def _rectangle(rows: list[tuple[int, list[str]]], file: str) -> pd.DataFrame:
    """Give numbered rows as cells. Raises LoadError for rows of other lengths than the first."""
    if not rows:
        return pd.DataFrame()
    _require_rectangle(rows[0][1], rows[1:], file)
    numbers = [number for number, _ in rows]
    return pd.DataFrame([values for _, values in rows], index=numbers, dtype="str")


def _plain_cells(text: str) -> pd.DataFrame | None:
    """Split text in which nothing is quoted and no row is ragged; gives nothing for any other.

    It is what most exports are, and is many times faster than a row at a time.
    """
    if '"' in text:
        return None
    first = _LINE_END.split(text, maxsplit=1)[0]
    separator = separator_of(first)
    names = [f"f{place}" for place in range(first.count(separator) + 1)]
    try:
        table = arrow_csv.read_csv(
            # In one thread, of bytes: others would still read while an error is on its way.
            pa.BufferReader(text.encode()),
            arrow_csv.ReadOptions(autogenerate_column_names=True, use_threads=False),
            arrow_csv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    cells = table.to_pandas().astype("str")
    cells = cells.set_axis(range(HEADER_ROW, HEADER_ROW + len(cells)))
    for name in names:
        cells[name] = cells[name].str.strip()
        if cells[name].str.len().max() > _LONGEST_CELL:
            return None
    return cells


def separator_of(first_line: str) -> str:
    """Give the separator that stands most often in a file's first line."""
    return max(_SEPARATORS, key=first_line.count)


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Split text into rows with their spreadsheet numbers; blank rows are passed over."""
    csv.field_size_limit(_LONGEST_CELL)
    separator = separator_of(text.split("\n", 1)[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, row in enumerate(reader, HEADER_ROW):
            if any(cell.strip() for cell in row):
                rows.append((number, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise LoadError(
            Problem(
                N_("The row cannot be split into cells; look for an unclosed quotation mark."),
                file=file,
                row=number + 1,
            )
        ) from error
    return rows


def _require_rectangle(header: list[str], body: list[tuple[int, list[str]]], file: str) -> None:
    problems = [
        Problem(
            N_("The row has {found} cells; the header has {wanted}."),
            {"found": len(row), "wanted": len(header)},
            file=file,
            row=number,
        )
        for number, row in body
        if len(row) != len(header)
    ]
    if problems:
        raise LoadError(*problems)


def require_names_once(sheet: Sheet) -> None:
    """Raise LoadError where two columns of a sheet have one name."""
    header = sheet.header
    problems = [
        Problem(
            N_("Two columns are called “{name}”; rename one of them."),
            {"name": name},
            file=sheet.file,
            row=HEADER_ROW,
        )
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    if problems:
        raise LoadError(*problems)
