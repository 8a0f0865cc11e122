"""A workspace that is written to by processes of their own, and what is stored in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard import store
from data_loaders import TABLES

PEOPLE = [f"p{i}" for i in range(60)]
# Stores without releasing: what is tried is the storing, and a release has tests of its own.
LOAD = """
import sys
from pathlib import Path
from dashboard import store
from data_loaders import LoadError
print("begun", flush=True)
try:
    with store.opened(Path(sys.argv[1])) as workspace:
        for outcome in workspace.add_files([Path(sys.argv[2])]):
            if isinstance(outcome, LoadError):
                raise outcome
except LoadError as error:
    sys.exit(str(error))
"""


def roster(folder: Path) -> Path:
    path = folder / "people.csv"
    rows = [f"{one},2024-01-01,d{i % 5}" for i, one in enumerate(PEOPLE)]
    path.write_text("\n".join(["person,valid_from,department", *rows]), "utf-8")
    return path


def log(folder: Path, *, year: int = 2025, rows: int = 60_000) -> Path:
    """Write a log large enough to be streamed, so that a fault may meet every stage."""
    path = folder / f"log{year}.csv"
    pairs = [(i, PEOPLE[i % 60], PEOPLE[(i * 7 + 1) % 60]) for i in range(rows)]
    lines = [
        f"{year}-{i % 12 + 1:02d}-{i % 28 + 1:02d}T09:00:00,{one},{other},mail"
        for i, one, other in pairs
        if one != other
    ]
    path.write_text("\n".join(["occurred_at,sender,recipient,channel", *lines]), "utf-8")
    return path


def begun(workspace: Path, file: Path, before: str = "", **process: Any) -> subprocess.Popen[str]:
    """Start storing a file in a process of its own; gives it once its imports are done.

    ``before`` is run there before anything is stored.
    """
    code = LOAD.replace('print("begun"', f'{before}\nprint("begun"')
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(workspace), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **process,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def said_by(child: subprocess.Popen[str]) -> str:
    """Wait for a process and give what it said in the end; nothing when all went well."""
    _, told = child.communicate()
    assert bool(told) == bool(child.returncode)
    return told


def stored(workspace: Path) -> dict[str, pd.DataFrame]:
    with duckdb.connect(workspace / store.DATABASE) as connection:
        tables = {name: f"FROM loaded.{name} ORDER BY ALL" for name in TABLES}
        tables |= {"ties": "FROM ties ORDER BY ALL"}
        tables |= {"uploads": "SELECT * EXCLUDE (stored_at) FROM uploads ORDER BY ALL"}
        return {name: connection.sql(query).df() for name, query in tables.items()}


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return all(frame.equals(other[name]) for name, frame in one.items())
