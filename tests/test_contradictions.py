"""Records that contradict each other are listed, counted, and spoil no figure."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dashboard import store
from dashboard.cli import main
from dashboard.release import read
from dashboard.release.build import build
from dashboard.text.contradictions import CONTRADICTIONS
from tests.conftest import Put

PROJECTS = """\
project,name,kind,proposed_on,kicked_off_on,closed_on
P1,香り,co_creation,2024-01-10,2024-02-10,2024-06-30
P2,色,co_creation,2024-03-01,2024-04-01,2024-09-30"""
EVENTS = """\
event,project,occurred_on,activity,refers_to
q1,P1,2024-03-01,decision_requested,
d1,P1,2024-03-11,decided,q1
v1,P1,2024-03-05,voice_collected,
v2,P1,2024-03-05,voice_collected,
u1,P1,2024-03-20,voice_used,v1
l1,P1,2024-05-10,launched,"""
PEOPLE = "\n".join(["person,valid_from,department", *(f"p{i},2023-01-01,sales" for i in range(8))])
TEAM = "\n".join(
    [
        "project,person,joined_on,left_on",
        *(f"P1,p{i},2024-02-10," for i in range(6)),
        *(f"P2,p{i},2024-04-01," for i in range(3)),
    ]
)
WAVES = "wave,opened_on,closed_on\nv,2024-01-01,2024-01-31\nw,2024-12-01,2024-12-31"
SOUND = {
    "waves": WAVES,
    "people": PEOPLE,
    "projects": PROJECTS,
    "participations": TEAM,
    "project_events": EVENTS,
}

# What is wrong, the table with it, the row that contradicts, what the list says, and the metric
# that the row would spoil.
ROWS = {
    "kicked_off_before_proposed": (
        "projects",
        "P9,音,co_creation,2024-05-01,2024-04-21,",
        ("P9", None, "2024-05-01", "2024-04-21"),
        "time_to_kickoff",
    ),
    "closed_before_kicked_off": (
        "projects",
        "P9,音,co_creation,2024-01-01,2024-05-01,2024-02-01",
        ("P9", None, "2024-05-01", "2024-02-01"),
        "cocreation_offspring",
    ),
    "left_before_joined": (
        "participations",
        "P2,p7,2024-05-01,2024-04-01",
        ("P2", None, "2024-05-01", "2024-04-01"),
        "incumbent_share",
    ),
    "launched_before_kicked_off": (
        "project_events",
        "l9,P2,2024-03-15,launched,",
        ("P2", "l9", "2024-04-01", "2024-03-15"),
        "time_to_launch",
    ),
    "decided_without_request": (
        "project_events",
        "d9,P2,2024-04-15,decided,",
        ("P2", "d9", None, "2024-04-15"),
        "decision_time",
    ),
    "decided_before_request": (
        "project_events",
        "q9,P2,2024-04-15,decision_requested,\nd9,P2,2024-04-05,decided,q9",
        ("P2", "d9", "2024-04-15", "2024-04-05"),
        "decision_time",
    ),
    "used_without_voice": (
        "project_events",
        "u9,P1,2024-03-25,voice_used,q1",
        ("P1", "u9", None, "2024-03-25"),
        "voice_used",
    ),
    "used_before_voice": (
        "project_events",
        "u9,P1,2024-03-01,voice_used,v2",
        ("P1", "u9", "2024-03-05", "2024-03-01"),
        "voice_used",
    ),
}


def loaded(put: Put, table: str = "", row: str = "") -> None:
    for name, text in SOUND.items():
        put(name, f"{text}\n{row}" if name == table else text)


def figures(release: read.Release, metric: str) -> pd.DataFrame:
    """Give a metric of everybody over everything on record."""
    table = release.table("estimates")
    chosen = (table["metric"] == metric) & (table["cut"] == "all") & (table["window"] == "whole")
    return table.loc[chosen, ["value", "status"]].reset_index(drop=True)


def test_every_kind_has_words_and_a_row_here() -> None:
    assert list(ROWS) == list(CONTRADICTIONS)


def test_sound_records_have_none(workspace: store.Workspace, put: Put) -> None:
    loaded(put)
    assert workspace.contradictions().empty


@pytest.mark.parametrize("kind", ROWS)
def test_a_contradiction_is_listed_with_its_days_and_file(
    workspace: store.Workspace, put: Put, kind: str
) -> None:
    table, row, told, _ = ROWS[kind]
    loaded(put, table, row)
    (found,) = workspace.contradictions().to_dict("records")
    assert (found["kind"], found["file"]) == (kind, f"{table}.csv")
    days = [
        f"{found[day]:%Y-%m-%d}" if pd.notna(found[day]) else None for day in ("day", "other_day")
    ]
    event = found["event"] if pd.notna(found["event"]) else None
    assert (found["project"], event, *days) == told
    assert not {"person", "respondent"} & set(found)


@pytest.mark.parametrize("half", [0, 1])
def test_a_contradiction_spoils_no_figure(workspace: store.Workspace, put: Put, half: int) -> None:
    """Half of them at a time, since some are about the same project or event."""
    loaded(put)
    sound = build(workspace)
    wrong = list(ROWS.values())[half::2]
    for table in {table for table, *_ in wrong}:
        put(table, "\n".join([SOUND[table], *(row for name, row, *_ in wrong if name == table)]))
    assert len(workspace.contradictions()) == len(wrong)
    release = build(workspace)
    for *_, metric in wrong:
        before = figures(sound, metric)
        assert len(before), metric
        pd.testing.assert_frame_equal(figures(release, metric), before)


def test_the_command_lists_them(
    workspace: store.Workspace, put: Put, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(put, *ROWS["left_before_joined"][:2])
    folder = workspace.folder
    workspace._sql.close()  # noqa: SLF001 - the command opens it itself
    assert main(["problems", "--workspace", str(folder), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["kind"] == "left_before_joined"
    assert main(["problems", "--workspace", str(folder)]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header == "kind,project,event,day,other_day,file"
    assert row == "left_before_joined,P2,,2024-05-01,2024-04-01,participations.csv"
