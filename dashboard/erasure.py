"""Forgets a person: every record of theirs goes, and the files are searched for what is left.

Deleting rows leaves their bytes in a database file until the space is used again, so the file is
written anew; copies of the workspace as an earlier version wrote it are deleted. Figures released
before stay: they rest on five people or more and say nothing of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard import store
from dashboard.release import disclosure
from dashboard.release.comments import written
from dashboard.release.read import releases_of

_QUOTE = "'"


@dataclass(frozen=True)
class Erased:
    """How many rows went, how many files were searched, and in which something was left."""

    rows: int
    files: int
    left: tuple[Path, ...]


def erase(workspace: Path, person: str) -> Erased:
    """Erase a person, by the number that rosters and logs call them.

    Raises LoadError when nothing of them is stored, or while something else is being stored.
    """
    with store.opened(workspace) as opened:
        code = opened.code_of(person)
        rows = opened.forget(code)
        opened.keep_labels(written(opened.tables())["code"])
    rewrite(workspace / store.DATABASE)
    for copy in store.earlier_copies(workspace):
        copy.unlink()
    disclosure.forget(releases_of(workspace), code)
    files = [path for path in workspace.rglob("*") if path.is_file()]
    return Erased(rows, len(files), tuple(path for path in files if holds(path, code)))


def rewrite(database: Path) -> None:
    """Write a database file anew, with what its tables hold and no more."""
    fresh = database.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    old, new = (str(path).replace(_QUOTE, _QUOTE * 2) for path in (database, fresh))
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{old}' AS old (READ_ONLY)")
        connection.execute(f"ATTACH '{new}' AS new")
        connection.execute("COPY FROM DATABASE old TO new")
    fresh.chmod(database.stat().st_mode & 0o777)
    fresh.replace(database)
    database.with_name(f"{database.name}.wal").unlink(missing_ok=True)


def holds(path: Path, code: int) -> bool:
    """Whether a file holds a person's code, in either order of its bytes or in digits."""
    content = path.read_bytes()
    written = [code.to_bytes(8, order, signed=True) for order in ("little", "big")]
    return any(one in content for one in (*written, str(code).encode()))
