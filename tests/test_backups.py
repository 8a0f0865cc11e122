"""A workspace goes into one file and comes back the same; what is damaged is noticed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import store
from dashboard.backups import verify
from dashboard.cli import BAD_DATA, DONE, main
from dashboard.release import read
from data_loaders import TABLES
from tests.test_settings import survey


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    assert main(["load", str(survey(tmp_path)), "--workspace", str(folder)]) == DONE
    return folder


@pytest.fixture
def backup(workspace: Path, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    assert main(["backup", str(file), "--workspace", str(workspace)]) == DONE
    return file


def stored(workspace: Path) -> dict[str, pd.DataFrame]:
    with duckdb.connect(workspace / store.DATABASE, read_only=True) as connection:
        return {
            name: connection.sql(f"FROM loaded.{name} ORDER BY ALL").df() for name in TABLES
        } | {"uploads": connection.sql("FROM uploads ORDER BY ALL").df()}


def test_what_is_restored_is_what_was(workspace: Path, backup: Path, tmp_path: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    again = tmp_path / "again"
    assert main(["restore", str(backup), "--workspace", str(again)]) == DONE
    before, after = stored(workspace), stored(again)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name])
    assert read.current(again).id == read.current(workspace).id
    assert (again / "workspace.key").read_bytes() == (workspace / "workspace.key").read_bytes()
    assert {one.stat().st_mode & 0o077 for one in again.rglob("*") if one.is_file()} == {0}
    # It goes on: the same file is known, and another is stored.
    assert main(["load", str(tmp_path / "answers.csv"), "--workspace", str(again)]) == DONE
    with store.opened(again) as opened:
        assert len(opened.uploads()) == 1


def test_a_workspace_is_never_written_over(
    workspace: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (workspace / store.DATABASE).read_bytes()
    assert main(["restore", str(backup), "--workspace", str(workspace)]) == BAD_DATA
    assert "already" in capsys.readouterr().err
    assert (workspace / store.DATABASE).read_bytes() == content


def broken(backup: Path, kind: str) -> Path:
    """Make a backup that is none: cut off, of another thing, or leading out of its folder."""
    file = backup.with_name(f"{kind}.zip")
    if kind == "cut off":
        file.write_bytes(backup.read_bytes()[:-200])
        return file
    with zipfile.ZipFile(backup) as packed, zipfile.ZipFile(file, "w") as made:
        for name in packed.namelist():
            if kind != "another" or name != store.DATABASE:
                made.writestr(name, packed.read(name))
        if kind == "outside":
            made.writestr("releases/../../outside.txt", "x")
    return file


@pytest.mark.parametrize("kind", ["cut off", "another", "outside"])
def test_what_is_no_backup_leaves_nothing(
    backup: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again"
    assert main(["restore", str(broken(backup, kind)), "--workspace", str(again)]) == BAD_DATA
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(again.iterdir())
    assert not (tmp_path / "outside.txt").exists()


def test_a_row_that_changed_is_noticed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--workspace", str(workspace)]) == DONE
    assert "Every upload is what was loaded." in capsys.readouterr().err
    with duckdb.connect(workspace / store.DATABASE) as connection:
        connection.execute(
            "UPDATE loaded.answers SET score = 1 - score WHERE response IN "
            "(SELECT min(response) FROM loaded.answers)"
        )
    assert main(["verify", "--workspace", str(workspace)]) == BAD_DATA
    assert "answers.csv: Upload 1 is not what was loaded." in capsys.readouterr().err


def test_a_database_that_is_damaged_or_a_release_that_is_gone_is_noticed(workspace: Path) -> None:
    current = read.current(workspace).folder
    current.rename(current.with_name("elsewhere"))
    (problem,) = verify(workspace)
    assert "current release is missing" in str(problem)
    (workspace / store.DATABASE).write_bytes(b"\0" * 4096)
    assert len(verify(workspace)) == 2
