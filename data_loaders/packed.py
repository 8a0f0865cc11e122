"""Zip files: what is inside, and that it is no more than can be meant."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path

from data_loaders.tables import N_, LoadError, Problem

MARK = b"PK\x03\x04"
MOST_MEMBERS = 200_000
LARGEST = 4 * 1024**3
# What reading a damaged zip may raise.
BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error, LZMAError)
_CHUNK = 1024 * 1024
_DAMAGED = N_("The zip file is damaged, locked, or no zip file.")
_TOO_LARGE = N_("The file unpacks to more than {limit} GB.")
_TOO_MANY = N_("The zip file holds more than {limit} files.")


def members(content: bytes) -> list[str]:
    """Name the files in a zip; none when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return packed.namelist()
    except BROKEN:
        return []


class Packed:
    """The files in a zip, whose bytes are counted while they come, since its headers may lie.

    Raises LoadError for more than can be meant, and for what is damaged or locked.
    """

    def __init__(self, content: bytes, file: str, *, largest: int = LARGEST) -> None:
        self._file, self._left, self._largest = file, largest, largest
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise LoadError(Problem(_DAMAGED, file=file)) from error
        self.names = self._archive.namelist()
        if len(self.names) > MOST_MEMBERS:
            raise LoadError(Problem(_TOO_MANY, {"limit": f"{MOST_MEMBERS:,}"}, file))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give a file's bytes, some at a time."""
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        limit = self._largest // 1024**3
                        raise LoadError(Problem(_TOO_LARGE, {"limit": limit}, self._file))
                    yield chunk
        except BROKEN as error:
            raise LoadError(Problem(_DAMAGED, file=self._file)) from error

    def read(self, name: str) -> bytes:
        """Give a file's bytes."""
        return b"".join(self.chunks(name))


def require_bounded(content: bytes, file: str, *, largest: int = LARGEST) -> None:
    """Read through a zip for a reader that counts nothing itself. Raises LoadError as Packed."""
    packed = Packed(content, file, largest=largest)
    for name in packed.names:
        for _ in packed.chunks(name):
            pass


def folder(path: Path) -> bytes:
    """Pack a folder, so that an export somebody unpacked is read as it came; links are left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in sorted(path.rglob("*")):
            if one.is_file() and not one.is_symlink():
                archive.write(one, one.relative_to(path).as_posix())
    return packed.getvalue()
