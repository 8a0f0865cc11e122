"""What the diary makes of lines that were added, changed and deleted."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import store
from dashboard.views.diary import _changed, _rows
from data_loaders import Loaded, check
from tests.conftest import Put

PROJECTS = """project,name,kind,proposed_on,kicked_off_on
P1,One,co_creation,2025-01-10,2025-02-01
P2,Two,conventional,2025-03-10,"""
EVENTS = """event,project,occurred_on,activity,person
e1,P1,2025-03-01,decision_requested,a
e2,P1,2025-03-05,decided,a"""


def edited(**changes: object) -> dict[str, object]:
    return {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **changes}


def saved(workspace: store.Workspace, table: str, **changes: object) -> store.Upload:
    """Save the diary as the page does."""
    rows = _changed(table, _rows(workspace, table), edited(**changes))
    heads = {name: name for name in rows}
    return workspace.add(Loaded("diary", table, "diary", "–", check(rows, table, ""), heads))


def test_only_what_changed_is_stored(workspace: store.Workspace, put: Put) -> None:
    put("projects", PROJECTS)
    # The newest stands first: line 0 is P2.
    upload = saved(workspace, "projects", edited_rows={0: {"kicked_off_on": "2025-04-01"}})
    assert upload.rows == 1
    kicked_off = workspace.frame("projects").set_index("project")["kicked_off_on"]
    assert kicked_off.dt.strftime("%Y-%m-%d").to_dict() == {"P1": "2025-02-01", "P2": "2025-04-01"}
    workspace.undo(upload.upload)
    assert workspace.frame("projects")["kicked_off_on"].isna().sum() == 1


def test_a_deleted_line_is_taken_back_and_comes_again(workspace: store.Workspace, put: Put) -> None:
    put("projects", PROJECTS)
    upload = saved(workspace, "projects", deleted_rows=[0])
    assert workspace.frame("projects")["project"].tolist() == ["P1"]
    workspace.undo(upload.upload)
    assert workspace.frame("projects")["project"].tolist() == ["P1", "P2"]


def test_who_it_was_stays_though_the_diary_cannot_show_it(
    workspace: store.Workspace, put: Put
) -> None:
    put("projects", PROJECTS)
    put("project_events", EVENTS)
    before = workspace.frame("project_events").set_index("event")["person"]
    shown = _rows(workspace, "project_events")
    assert set(shown["person"]) == {""}
    saved(workspace, "project_events", edited_rows={0: {"note": "in writing"}})
    after = workspace.frame("project_events").set_index("event")
    assert after.loc["e2", "note"] == "in writing"
    assert after["person"].to_dict() == before.to_dict()
    assert before.notna().all()


def test_new_events_get_a_number(workspace: store.Workspace, put: Put) -> None:
    put("projects", PROJECTS)
    line = {"project": "P1", "occurred_on": "2025-05-01", "activity": "launched"}
    upload = saved(workspace, "project_events", added_rows=[line, {}, {**line, "note": "again"}])
    assert upload.rows == 2
    assert workspace.frame("project_events")["event"].is_unique


def test_members_are_added_and_not_listed(workspace: store.Workspace, put: Put) -> None:
    put("projects", PROJECTS)
    line = {"project": "P1", "person": "0012", "joined_on": "2025-02-01"}
    saved(workspace, "participations", added_rows=[line])
    assert len(workspace.frame("participations")) == 1
    assert _rows(workspace, "participations").empty
    saved(workspace, "participations", added_rows=[{**line, "removed": True}])
    assert workspace.frame("participations").empty


@pytest.mark.parametrize("table", ["projects", "participations", "project_events"])
def test_nothing_typed_is_nothing_changed(workspace: store.Workspace, table: str) -> None:
    rows = _changed(table, _rows(workspace, table), edited(added_rows=[{}, {"removed": False}]))
    assert rows.empty
    assert isinstance(rows, pd.DataFrame)
