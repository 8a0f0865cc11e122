"""Writing tables so that the same seed gives the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pandas as pd

_SUFFIX_ZIPPED = ".gz"
_BEST = 9


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for bytes, packed when its name says so, without the time in its header."""
    with path.open("wb") as raw:
        if path.suffix != _SUFFIX_ZIPPED:
            yield raw
            return
        with gzip.GzipFile("", "wb", _BEST, raw, mtime=0) as packed:
            yield cast("BinaryIO", packed)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV with plain line ends."""
    with opened(path) as stream:
        table.to_csv(stream, index=False, lineterminator="\n")
