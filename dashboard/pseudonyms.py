"""One keyed hash a person, the same in every table; who it was cannot be read back.

HMAC-SHA-256 under a key that lies beside the database, never in it. The first 64 bits are kept:
the chance that any two of a million people share a code is 3 in 100 million.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

KEY = "workspace.key"
_BYTES = 32
_OWNER_ONLY = 0o600


def key_of(workspace: Path, *, may_draw: bool) -> bytes:
    """Give the workspace's secret key; only its owner may read the file.

    ``may_draw`` allows to draw a new one when there is none. Raises FileNotFoundError otherwise:
    under another key nobody would be recognised any more.
    """
    path = workspace / KEY
    if may_draw and not path.exists():
        draft = path.with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, _OWNER_ONLY), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        draft.replace(path)
    return path.read_bytes()


def codes(key: bytes, kind: str, ids: Iterable[str]) -> list[int]:
    """Give each id's pseudonym; the kind keeps people and forms with one number apart."""
    digests = (hmac.digest(key, f"{kind}\0{one}".encode(), hashlib.sha256) for one in ids)
    return [int.from_bytes(digest[:8], "big", signed=True) for digest in digests]
