"""A file on disk: read whole, or seen to be a big log that is streamed when its turn comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_loaders import Loaded, load, logs

STREAMED_FROM_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Log:
    """A big log in UTF-8: it is streamed and checked while it is stored."""

    path: Path
    header: list[str]
    mapping: Mapping[str, str]
    table: str = logs.TABLE


def read_file(
    path: Path, table: str | None = None, mapping: Mapping[str, str] | None = None
) -> Loaded | Log:
    """Read a file whole, or see that it is a big log to be streamed.

    Raises LoadError listing every problem of a file that is read whole.
    """
    mapping = mapping or {}
    if table in (None, logs.TABLE) and path.stat().st_size > STREAMED_FROM_BYTES:
        header = logs.header_of(path, mapping)
        if header:
            return Log(path, header, mapping)
    return load(path.read_bytes(), path.name, table=table, mapping=mapping)
