"""Faults of disks and processes while something is stored: nothing is lost, and it is said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dashboard import store
from dashboard.backups import verify
from tests.faults.children import begun, log, roster, said_by, same, stored

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits and signals are Unix's")
VERIFY = (sys.executable, "-m", "dashboard.cli", "verify", "--workspace")
# No file may grow beyond this, as when a disk is full; a write then fails instead of the process.
SMALL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
"""
# The one who may write everywhere gives that up.
NOBODY = """
import os
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace that holds a roster."""
    assert said_by(begun(tmp_path / "workspace", roster(tmp_path))) == ""
    return tmp_path / "workspace"


@pytest.mark.parametrize("room", [0, 50_000, 400_000, 1_500_000])
def test_a_full_disk_is_said_and_nothing_is_lost(
    room: int, workspace: Path, tmp_path: Path
) -> None:
    before, file = stored(workspace), log(tmp_path)
    limit = (workspace / store.DATABASE).stat().st_size + room
    told = said_by(begun(workspace, file, SMALL_DISK.format(limit=limit)))
    assert "Traceback" not in told
    assert same(stored(workspace), before)
    assert not verify(workspace)
    assert "Nothing was stored: the disk is full, or may not be written." in told
    # With room again, the next try works.
    assert said_by(begun(workspace, file)) == ""
    assert len(stored(workspace)["interactions"]) > 50_000


def test_a_folder_that_may_not_be_written(workspace: Path, tmp_path: Path) -> None:
    before, file = stored(workspace), log(tmp_path)
    for one in (tmp_path, *tmp_path.parents[:2]):
        one.chmod(one.stat().st_mode | 0o055)
    file.chmod(0o644)
    for one in workspace.iterdir():
        one.chmod(0o444)
    workspace.chmod(0o555)
    told = said_by(begun(workspace, file, NOBODY))
    assert "Traceback" not in told
    assert "cannot be opened" in told or "Nothing was stored" in told
    workspace.chmod(0o700)
    for one in workspace.iterdir():
        one.chmod(0o600)
    assert same(stored(workspace), before)
    assert said_by(begun(workspace, file)) == ""


def test_ended_by_the_system(workspace: Path, tmp_path: Path) -> None:
    before, file = stored(workspace), log(tmp_path)
    child = begun(workspace, file)
    time.sleep(0.2)
    child.send_signal(signal.SIGTERM)
    child.communicate()
    assert not verify(workspace)
    now = stored(workspace)
    assert same(now, before) or len(now["interactions"]) > 50_000
    assert said_by(begun(workspace, file)) == ""


@pytest.mark.parametrize("other_year", [2025, 2024], ids=["the same", "another"])
def test_two_uploads_at_once(other_year: int, workspace: Path, tmp_path: Path) -> None:
    files = [log(tmp_path), log(tmp_path, year=other_year)]
    children = [begun(workspace, file) for file in files]
    assert [said_by(child) for child in children] == ["", ""]
    assert not verify(workspace)
    uploads = stored(workspace)["uploads"].query("table_name == 'interactions'")
    assert len(uploads) == len({file.name for file in files})


def test_a_writer_that_takes_long_is_not_waited_for_forever(
    workspace: Path, tmp_path: Path
) -> None:
    file = log(tmp_path)
    with store.opened(workspace):
        told = said_by(begun(workspace, file))
    assert told.strip() == "Something else is being stored just now. Try again in a moment."
    assert said_by(begun(workspace, file)) == ""


def with_a_wal(workspace: Path, tmp_path: Path) -> Path:
    """Leave a workspace as a process does that is killed after it said it had stored something."""
    with duckdb.connect(workspace / store.DATABASE) as connection:
        connection.execute("SET checkpoint_threshold = '1GB'; SET wal_autocheckpoint = '1GB'")
        connection.execute("CREATE TABLE IF NOT EXISTS later (i INTEGER)")
        connection.execute("INSERT INTO later FROM range(1000)")
        copy = tmp_path / "copied"
        shutil.copytree(workspace, copy)
    assert (copy / f"{store.DATABASE}.wal").exists()
    return copy


def test_a_file_copied_without_its_wal_opens_as_it_was(workspace: Path, tmp_path: Path) -> None:
    before = stored(workspace)
    copy = with_a_wal(workspace, tmp_path)
    (copy / f"{store.DATABASE}.wal").unlink()
    assert not verify(copy)
    assert same(stored(copy), before)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_wal_that_breaks_off_loses_what_was_not_whole_at_most(
    share: float, workspace: Path, tmp_path: Path
) -> None:
    before = stored(workspace)
    copy = with_a_wal(workspace, tmp_path)
    wal = copy / f"{store.DATABASE}.wal"
    whole = wal.read_bytes()
    wal.write_bytes(whole[: int(len(whole) * share)])
    assert not verify(copy)
    assert same(stored(copy), before)
    assert said_by(begun(copy, log(tmp_path))) == ""


def test_bits_that_flipped_are_noticed(workspace: Path, tmp_path: Path) -> None:
    assert said_by(begun(workspace, log(tmp_path))) == ""
    database = workspace / store.DATABASE
    whole = database.read_bytes()
    noticed = 0
    places = [int(len(whole) * share) for share in (0.0, 0.2, 0.4, 0.6, 0.8)]
    for place in places:
        broken = bytearray(whole)
        broken[place : place + 64] = bytes(one ^ 255 for one in broken[place : place + 64])
        database.write_bytes(broken)
        # In a process of its own, which a broken file may take down, and not the tests.
        noticed += subprocess.run([*VERIFY, str(workspace)], check=False).returncode != 0
    database.write_bytes(whole)
    assert not verify(workspace)
    # Bytes of blocks that hold nothing any more may flip unnoticed.
    assert noticed >= 2
