"""A load that is killed leaves the tables as they were, or as they were to be; never between."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from dashboard.backups import verify
from tests.faults.children import begun, log, roster, said_by, same, stored

POINTS = 20


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds a roster."""
    folder = tmp_path_factory.mktemp("before")
    assert not said_by(begun(folder / "workspace", roster(folder)))
    return folder / "workspace"


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by signal")
def test_a_load_killed_at_twenty_points_is_whole_or_not_there(before: Path, tmp_path: Path) -> None:
    file = log(tmp_path)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    child, start = begun(whole, file), time.monotonic()
    assert not said_by(child)
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
        child.communicate()
        assert not verify(workspace)
        now = stored(workspace)
        met += [name for name, state in states.items() if same(now, state)]
        assert len(met) == point + 1, f"neither before nor after, at point {point}"
        assert not said_by(begun(workspace, file))
        assert same(stored(workspace), states["after"])
        shutil.rmtree(workspace)
    assert "before" in met
