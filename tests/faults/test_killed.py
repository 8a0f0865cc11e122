"""A load that is killed leaves the tables as they were, or as they were to be; never between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import store
from dashboard.backups import verify
from data_loaders import TABLES

POINTS = 20
PEOPLE = [f"p{i}" for i in range(60)]
# Stores without releasing: what is tried is the storing, and a release has tests of its own.
LOAD = """
import sys
from pathlib import Path
from dashboard import store
print("begun", flush=True)
with store.opened(Path(sys.argv[1])) as workspace:
    list(workspace.add_files([Path(sys.argv[2])]))
"""


def roster(folder: Path) -> Path:
    path = folder / "people.csv"
    rows = [f"{one},2024-01-01,d{i % 5}" for i, one in enumerate(PEOPLE)]
    path.write_text("\n".join(["person,valid_from,department", *rows]), "utf-8")
    return path


def log(folder: Path) -> Path:
    """Write a log large enough to be streamed, so that a kill may meet every stage."""
    path = folder / "log.csv"
    pairs = [(i, PEOPLE[i % 60], PEOPLE[(i * 7 + 1) % 60]) for i in range(60_000)]
    rows = [
        f"2025-{i % 12 + 1:02d}-{i % 28 + 1:02d}T09:00:00,{one},{other},mail"
        for i, one, other in pairs
        if one != other
    ]
    path.write_text("\n".join(["occurred_at,sender,recipient,channel", *rows]), "utf-8")
    return path


def begun(workspace: Path, file: Path) -> subprocess.Popen[str]:
    """Start storing a file in a process of its own; gives it once its imports are done."""
    child = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(workspace), str(file)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout as said:
        assert said.readline() == "begun\n"
    return child


def stored(workspace: Path) -> dict[str, pd.DataFrame]:
    with duckdb.connect(workspace / store.DATABASE) as connection:
        tables = {name: f"FROM loaded.{name} ORDER BY ALL" for name in TABLES}
        tables |= {"ties": "FROM ties ORDER BY ALL"}
        tables |= {"uploads": "SELECT * EXCLUDE (stored_at) FROM uploads ORDER BY ALL"}
        return {name: connection.sql(query).df() for name, query in tables.items()}


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return all(frame.equals(other[name]) for name, frame in one.items())


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds a roster."""
    folder = tmp_path_factory.mktemp("before")
    child = begun(folder / "workspace", roster(folder))
    assert child.wait() == 0
    return folder / "workspace"


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by signal")
def test_a_load_killed_at_twenty_points_is_whole_or_not_there(before: Path, tmp_path: Path) -> None:
    file = log(tmp_path)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    child, start = begun(whole, file), time.monotonic()
    assert child.wait() == 0
    seconds = time.monotonic() - start
    states = {"before": stored(before), "after": stored(whole)}
    assert len(states["after"]["interactions"]) > 50_000
    met = []
    for point in range(POINTS):
        workspace = tmp_path / f"killed{point}"
        shutil.copytree(before, workspace)
        child = begun(workspace, file)
        time.sleep(seconds * point / (POINTS - 1))
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert not verify(workspace)
        now = stored(workspace)
        met += [name for name, state in states.items() if same(now, state)]
        assert len(met) == point + 1, f"neither before nor after, at point {point}"
        again = begun(workspace, file)
        assert again.wait() == 0
        assert same(stored(workspace), states["after"])
        shutil.rmtree(workspace)
    assert "before" in met
