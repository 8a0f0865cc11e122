"""A declared row, written in any encoding under any of its names, is read back as declared."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa
import pytest

from data_loaders import TABLES, load

TEXT = {
    "person": "0012",
    "response": "0007",
    "text": "①髙橋さん",
    "date": "2025-04-01",
    "time": "2025-04-01 09:30",
    "number": "3",
    "score": "4",
    "count": "6",
}
VALUE = {
    "date": pd.Timestamp(2025, 4, 1),
    "time": pd.Timestamp(2025, 4, 1, 9, 30),
    "number": 3.0,
    "score": 4.0,
    "count": 6,
    "flag": True,
}
ENCODED: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "utf-16 little endian": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16 big endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "cp932": lambda text: text.encode("cp932"),
    "gzip": lambda text: gzip.compress(text.encode()),
}


def _japanese(words: tuple[str, ...]) -> str:
    return next(word for word in words if not word.isascii())


def _written(name: str, column: pa.Column, language: str) -> str:
    """Give a cell that declares a valid value of this column."""
    kind, values = column.metadata["kind"], column.metadata["values"]
    if values:
        value, also = next(iter(values.items()))
        return value if language == "en" else _japanese(also)
    if kind == "flag":
        return "yes" if language == "en" else "はい"
    return TEXT.get(kind, f"0{name}")


def _expected(name: str, column: pa.Column) -> object:
    kind, values = column.metadata["kind"], column.metadata["values"]
    return next(iter(values)) if values else VALUE.get(kind, TEXT.get(kind, f"0{name}"))


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("table", TABLES)
def test_a_declared_row_is_read_back(table: str, language: str, encoding: str) -> None:
    columns = TABLES[table].columns
    header = {
        name: name if language == "en" else _japanese(column.metadata["names"])
        for name, column in columns.items()
    }
    cells = [_written(name, column, language) for name, column in columns.items()]
    text = f"{','.join(header.values())}\r\n{','.join(cells)}\r\n"

    found = load(ENCODED[encoding](text), "a file.csv")

    expected = {name: [_expected(name, column)] for name, column in columns.items()}
    pd.testing.assert_frame_equal(found.frame, pd.DataFrame(expected, index=[2]), check_dtype=False)
    assert found.table == table
    assert found.columns == header


@pytest.mark.parametrize("table", TABLES)
def test_needed_columns_alone_are_enough(table: str) -> None:
    needed = {
        name: column
        for name, column in TABLES[table].columns.items()
        if column.metadata["instead"] or not column.metadata["optional"]
    }
    cells = [_written(name, column, "en") for name, column in needed.items()]
    content = f"{','.join(needed)}\n{','.join(cells)}\n".encode()

    frame = load(content, "a file.csv", table=table).frame

    assert list(frame.columns) == list(TABLES[table].columns)
    for name, column in needed.items():
        assert frame[name].tolist() == [_expected(name, column)]
