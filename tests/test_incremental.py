"""A release made of the one before is, to the byte, the release made from nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.metrics import metrics
from dashboard.release import memory, read
from dashboard.release.build import build
from dashboard.release.read import releases_of
from data_loaders import load
from tests.test_release import EVERYBODY, PLANNING, SALES, story

OCTOBER = "\n".join(
    ["occurred_at,sender,recipient,channel"]
    + [
        f"2025-10-{day:02d},{a},{b},mail"
        for day, (a, b) in enumerate(zip(PLANNING, SALES * 2, strict=False), 1)
    ]
)
NOVEMBER = OCTOBER.replace("2025-10", "2025-11")
A_WAVE = "\n".join(
    ["wave,response,respondent,department,question,score"]
    + [
        f"2025-08,2025-08-{one},{one},{name},not_our_department,{i % 2}"
        for name, people in EVERYBODY.items()
        for i, one in enumerate(people)
    ]
)
MOVED = "person,valid_from,department\np0,2025-03-01,sales"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incremental") / "workspace"
    with store.opened(folder) as workspace:
        for table, text in story().items():
            workspace.add(load(text.encode(), f"{table}.csv", table=table))
        build(workspace)
    return folder


@pytest.fixture
def own(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "own"))


def measured_anew(workspace: store.Workspace) -> tuple[read.Release, set[str]]:
    said: list[str] = []
    release = build(workspace, progress=lambda what, _share: said.append(what))
    return release, set(said)


def from_nothing(workspace: store.Workspace) -> read.Release:
    (releases_of(workspace.folder) / memory.LEDGER).unlink()
    return build(workspace)


OF_PROJECTS = {one.label for one in metrics([]) if one.period in ("closing", "event")}
TIES = {one.label for one in metrics([]) if "ties" in one.needs and not one.heard_in} - OF_PROJECTS
TIES |= {"Departments and their ties"}


@pytest.mark.parametrize(
    ("table", "text", "anew"),
    [
        # October is no part of any comparison: six months round April end with September.
        ("interactions", OCTOBER, {"Departments and their ties", "Contact across departments"}),
        ("answers", A_WAVE, {"Told “not our department”"}),
        ("people", MOVED, TIES),
    ],
)
def test_only_what_an_upload_touches_is_measured_anew(
    own: Path, table: str, text: str, anew: set[str]
) -> None:
    with store.opened(own) as workspace:
        workspace.add(load(text.encode(), "new.csv", table=table))
        release, said = measured_anew(workspace)
        # The months records span moved, so what followed on projects is counted again.
        assert said - OF_PROJECTS == anew
        assert from_nothing(workspace).id == release.id
        again, said = measured_anew(workspace)
        assert (again.id, said) == (release.id, set())


def test_taking_back_gives_the_release_before(own: Path) -> None:
    before = read.current(own).id
    with store.opened(own) as workspace:
        upload = workspace.add(load(NOVEMBER.encode(), "log.csv", table="interactions"))
        assert build(workspace).id != before
        workspace.undo(upload.upload)
        assert build(workspace).id == before


def test_a_declared_comparison_measures_itself_alone(own: Path) -> None:
    days = [date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30)]
    with store.opened(own) as workspace:
        workspace.declare(store.Comparison("c", "c", None, *days))
        release, _ = measured_anew(workspace)
        before = read.Release(releases_of(own) / read.current(own).id).table("changes")
        assert set(before["comparison"]) == {"organisation", "project-P1", "c"}
        assert from_nothing(workspace).id == release.id
        # The same days with other contacts that make a tie are another comparison.
        workspace.declare(store.Comparison("c", "c", None, *days, tie_min=1))
        stricter, said = measured_anew(workspace)
        assert said >= TIES
        assert from_nothing(workspace).id == stricter.id


def test_a_release_that_is_gone_or_another_ones_ledger_is_not_trusted(own: Path) -> None:
    folder = releases_of(own)
    with store.opened(own) as workspace:
        released = build(workspace)
        shutil.rmtree(released.folder)
        anew, said = measured_anew(workspace)
        assert (anew.id, bool(said)) == (released.id, True)
        ledger = folder / memory.LEDGER
        ledger.write_text(ledger.read_text("utf-8").replace(released.id, "0" * 12), "utf-8")
        anew, said = measured_anew(workspace)
        assert (anew.id, bool(said)) == (released.id, True)


def test_other_code_measures_everything_anew(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.opened(own) as workspace:
        monkeypatch.setattr(memory, "_code", lambda: "another version")
        _, said = measured_anew(workspace)
    assert said >= TIES


def test_a_ledger_says_nothing_of_the_log(own: Path) -> None:
    told = pd.read_json(releases_of(own) / memory.LEDGER)["parts"]
    assert told.str.fullmatch("[0-9a-f]{16}").all()
