"""Workspaces of versions before this one open, with all they held, and a copy of what they were."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard import pseudonyms, store
from dashboard.backups import verify
from dashboard.erasure import erase
from data_loaders import load

WRITTEN = Path(__file__).parent / "data"
VERSIONS = sorted(int(one.name.rpartition("_")[2]) for one in WRITTEN.glob("workspace_*"))


def workspace_of(version: int, folder: Path) -> Path:
    """Unpack a workspace that an earlier version wrote."""
    folder.mkdir()
    kept = WRITTEN / f"workspace_{version}"
    (folder / store.DATABASE).write_bytes(
        gzip.decompress((kept / "workspace.duckdb.gz").read_bytes())
    )
    shutil.copy(kept / "key", folder / pseudonyms.KEY)
    return folder


def version_of(path: Path) -> int:
    with duckdb.connect(path) as connection:
        found = connection.execute("SELECT max(schema_version) FROM meta").fetchone()
    return found[0] if found else 0


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_workspace_opens_with_all_it_held(version: int, tmp_path: Path) -> None:
    folder = workspace_of(version, tmp_path / "workspace")
    assert version_of(folder / store.DATABASE) == version
    with store.opened(folder) as workspace:
        assert [one.table for one in workspace.uploads() if not one.undone_at] == [
            "departments",
            "people",
            "projects",
            "participations",
            "project_events",
            "interactions",
        ]
        assert workspace.frame("projects")["project"].tolist() == ["p1"]
        assert len(workspace.frame("participations")) == 2
        assert workspace.frame("project_events")["activity"].tolist() == ["launched"]
        # The same file is known again, though its table has a column more.
        again = load(b"project,name,kind,proposed_on\np1,One,co_creation,2025-01-10\n", "again.csv")
        assert workspace.add(again).repeated
        groups = (
            b"month,from_department,to_department,amount,unit\n2025-01-01,sales,planning,2,hours\n"
        )
        assert workspace.add(load(groups, "groups.csv")).table == "group_interactions"
    assert version_of(folder / store.DATABASE) == store.SCHEMA_VERSION
    assert not verify(folder)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_it_was_lies_beside_it(version: int, tmp_path: Path) -> None:
    folder = workspace_of(version, tmp_path / "workspace")
    with store.opened(folder):
        pass
    copy = folder / f"{store.DATABASE}.version-{version}"
    assert version_of(copy) == version
    assert copy.stat().st_mode & 0o777 == 0o600


def test_who_is_erased_is_gone_from_the_copy_too(tmp_path: Path) -> None:
    folder = workspace_of(2, tmp_path / "workspace")
    with store.opened(folder):
        pass
    assert store.earlier_copies(folder)
    erased = erase(folder, "a")
    assert erased.rows
    assert not erased.left
    assert not store.earlier_copies(folder)


def test_what_was_altered_before_is_still_told(tmp_path: Path) -> None:
    folder = workspace_of(2, tmp_path / "workspace")
    with duckdb.connect(folder / store.DATABASE) as connection:
        connection.execute("UPDATE loaded.projects SET name = 'Other'")
    assert [problem.file for problem in verify(folder)] == ["projects.csv"]


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace_of(2, tmp_path / "workspace")
    asked = store.sql
    broken = "ALTER TABLE loaded.projects ADD COLUMN removed BOOLEAN; SELECT error('no');"
    monkeypatch.setattr(store, "sql", lambda name: broken if name == "to_3" else asked(name))
    with pytest.raises(duckdb.Error, match="no"), store.opened(folder):
        pass
    monkeypatch.undo()
    assert version_of(folder / store.DATABASE) == 2
    with store.opened(folder) as workspace:
        assert len(workspace.frame("projects")) == 1


def test_versions_since_the_first_one_that_left_our_hands_are_kept() -> None:
    assert list(range(1, store.SCHEMA_VERSION)) == VERSIONS


def test_what_was_flagged_before_is_counted_now(tmp_path: Path) -> None:
    folder = workspace_of(3, tmp_path / "workspace")
    with duckdb.connect(folder / store.DATABASE) as connection:
        connection.execute("UPDATE loaded.interactions SET deflects = true")
    with store.opened(folder) as workspace:
        ties = workspace.frame("ties")
    assert len(ties)
    assert ties["n_read"].tolist() == ties["n_deflecting"].tolist() == ties["n"].tolist()
