"""A file on disk: read whole, or seen to be a big log that is streamed when its turn comes.

A folder is an export that somebody unpacked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_loaders import Loaded, load, logs, packed
from data_loaders.collaboration import slack_export

STREAMED_FROM_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Log:
    """A big log in UTF-8: it is streamed and checked while it is stored."""

    path: Path
    header: list[str]
    mapping: Mapping[str, str]
    table: str = logs.TABLE


def is_export(path: Path) -> bool:
    """Whether a folder is one export that somebody unpacked, and not several files."""
    return path.is_dir() and any((path / name).is_file() for name in slack_export.PEOPLE)


def read_file(
    path: Path, table: str | None = None, mapping: Mapping[str, str] | None = None
) -> Loaded | Log:
    """Read a file whole, or see that it is a big log to be streamed.

    Raises LoadError listing every problem of a file that is read whole.
    """
    mapping = mapping or {}
    if path.is_dir():
        return load(packed.folder(path), path.name, table=table, mapping=mapping)
    if table in (None, logs.TABLE) and path.stat().st_size > STREAMED_FROM_BYTES:
        header = logs.header_of(path, mapping)
        if header:
            return Log(path, header, mapping)
    return load(path.read_bytes(), path.name, table=table, mapping=mapping)
