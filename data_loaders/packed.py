"""Zip files: what is inside, and that it is no more than can be meant."""

from __future__ import annotations

import io
import zipfile
import zlib
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


def require_bounded(content: bytes, file: str, *, largest: int = LARGEST) -> None:
    """Count the bytes a zip unpacks to while they come, since its own headers may lie.

    Raises LoadError for more than can be meant, and for what is damaged or locked.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > MOST_MEMBERS:
                raise LoadError(Problem(_TOO_MANY, {"limit": f"{MOST_MEMBERS:,}"}, file))
            for member in packed.infolist():
                with packed.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        total += len(chunk)
                        if total > largest:
                            limit = largest // 1024**3
                            raise LoadError(Problem(_TOO_LARGE, {"limit": limit}, file))
    except BROKEN as error:
        raise LoadError(Problem(_DAMAGED, file=file)) from error


def folder(path: Path) -> bytes:
    """Pack a folder, so that an export somebody unpacked is read as it came; links are left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in sorted(path.rglob("*")):
            if one.is_file() and not one.is_symlink():
                archive.write(one, one.relative_to(path).as_posix())
    return packed.getvalue()
