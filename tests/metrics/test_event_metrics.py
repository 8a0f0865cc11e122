"""The figures of what projects wrote down, worked out by hand, on pandas and on DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from dashboard.release.projects import project_facts
from tests.metrics.test_team_metrics import Engine, engine
from tests.test_every_metric import departments, events, members, people, projects, windows

__all__ = ["engine"]
WHOLE = windows(("whole", "2024-01-01", "2025-12-31"))
HALVES = windows(("h1", "2024-01-01", "2024-06-30"), ("h2", "2024-07-01", "2024-12-31"))


def told(*rows: tuple[str, str, str], refers: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Give events named e1, e2, …: project, day, activity; ``refers`` says what they refer to."""
    known = refers or {}
    listed = [
        (f"e{i}", project, day, activity, None, None, known.get(f"e{i}"))
        for i, (project, day, activity) in enumerate(rows, start=1)
    ]
    return events(*listed)


# Rework


def test_rework_for_each_agreement_by_its_own_day(engine: Engine) -> None:
    table = told(
        ("P1", "2024-02-01", "agreed"),
        ("P1", "2024-03-01", "agreed"),
        ("P1", "2024-03-05", "reworked"),
        ("P1", "2024-08-01", "reworked"),
        ("P2", "2024-02-01", "agreed"),
        ("P2", "2024-02-02", "tested"),
    )
    found = engine.cells("rework", {"project_events": table}, HALVES)
    assert found["h1", "all", "all"] == (1, 3)
    assert found["h1", "project", "P1"] == (1, 2)
    # Nothing was agreed: no ratio.
    assert found["h2", "all", "all"] == (1, 0)


# In parallel


def test_what_was_aligned_before_the_last_session(engine: Engine) -> None:
    table = told(
        ("P1", "2024-02-01", "session"),
        ("P1", "2024-02-10", "agreed"),
        ("P1", "2024-03-01", "session"),
        ("P1", "2024-03-01", "decided"),  # on the last session's day: not before it
        ("P1", "2024-03-10", "tested"),
        ("P1", "2024-04-01", "launched"),
        ("P1", "2024-04-01", "decided"),  # on the launch's day: not before it
        ("P1", "2024-04-02", "agreed"),  # after the launch
        # Without a launch all count; without a session none does.
        ("P2", "2024-05-01", "tested"),
        ("P2", "2024-05-02", "session"),
        ("P3", "2024-05-01", "tested"),
    )
    found = engine.cells("alignment_in_parallel", {"project_events": table}, WHOLE)
    assert found == {
        ("whole", "all", "all"): (2, 4),
        ("whole", "project", "P1"): (1, 3),
        ("whole", "project", "P2"): (1, 1),
    }


def test_a_session_after_the_launch_is_the_last_too(engine: Engine) -> None:
    table = told(
        ("P1", "2024-02-01", "session"),
        ("P1", "2024-03-10", "tested"),  # before the launch, and before the session in May
        ("P1", "2024-04-01", "launched"),
        ("P1", "2024-05-01", "session"),
    )
    found = engine.cells("alignment_in_parallel", {"project_events": table}, WHOLE)
    assert found["whole", "project", "P1"] == (1, 1)


# Voices


def test_voices_that_something_later_refers_to(engine: Engine) -> None:
    table = told(
        ("P1", "2024-02-01", "voice_collected"),  # e1, used twice
        ("P1", "2024-02-01", "voice_collected"),  # e2, never
        ("P1", "2024-02-09", "voice_collected"),  # e3, "used" before it was heard
        ("P1", "2024-02-05", "voice_used"),
        ("P1", "2024-03-05", "voice_used"),
        ("P1", "2024-02-05", "voice_used"),
        ("P1", "2024-04-05", "voice_used"),  # refers to nothing
        ("P2", "2024-07-01", "voice_collected"),  # e8, another project's use does not count
        ("P1", "2024-08-05", "voice_used"),
        refers={"e4": "e1", "e5": "e1", "e6": "e3", "e9": "e8"},
    )
    found = engine.cells("voice_used", {"project_events": table}, HALVES)
    assert found["h1", "project", "P1"] == (1, 3)
    assert found["h2", "project", "P2"] == (0, 1)


# Experience


def test_finished_projects_whose_experience_was_passed_on(engine: Engine) -> None:
    tables = {
        "projects": projects(
            ("P1", "co_creation", "2024-01-10", "2024-03-31"),
            ("P2", "co_creation", "2024-01-10", "2024-03-31"),
            ("P3", "co_creation", "2024-01-10", "2024-03-31"),
            ("P4", "co_creation", "2024-05-10", None),
            ("P5", "co_creation", "2024-01-10", "2026-03-31"),
            ("P6", "co_creation", "2024-06-10", "2024-12-31"),
        ),
        "project_events": told(
            ("P1", "2024-02-01", "session"),
            ("P4", "2024-06-01", "experience_reused"),  # P1's session
            ("P2", "2024-04-01", "retrospective"),
            ("P2", "2024-04-01", "handed_over"),
            ("P3", "2024-03-01", "handed_over"),  # before anybody looked back
            ("P3", "2024-04-01", "retrospective"),
            ("P3", "2024-05-01", "experience_reused"),  # its own
            ("P6", "2024-07-01", "session"),
            ("P4", "2024-08-01", "experience_reused"),  # P6's, but P4 began before it
            ("P6", "2024-08-01", "experience_reused"),  # refers to nothing
            refers={"e2": "e1", "e7": "e5", "e9": "e8"},
        ),
    }
    found = engine.cells("experience_reused", tables, WHOLE)
    assert found == {
        ("whole", "all", "all"): (2, 4),
        ("whole", "project", "P1"): (1, 1),
        ("whole", "project", "P2"): (1, 1),
        ("whole", "project", "P3"): (0, 1),
        ("whole", "project", "P6"): (0, 1),
    }


# Who was at the table


def staff(first: int, department: str, count: int = 5) -> list[tuple[int, str, str | None]]:
    return [(first + i, "2023-01-01", department) for i in range(count)]


TABLE = {
    "people": people(
        *staff(10, "plan"),
        *staff(20, "west"),
        *staff(30, "lab"),
        *staff(40, "plant"),
        *staff(50, "trucks"),
        *staff(60, "desk", 4),
    ),
    "departments": departments(
        plan="planning",
        west="sales",
        lab="development",
        plant="manufacturing",
        trucks="logistics",
        desk="support",
    ).assign(position=range(6)),
    "projects": projects(
        ("P1", "co_creation", "2024-02-01", "2024-09-30"),
        ("P2", "conventional", "2024-03-01", None),
    ).assign(theme="a", theme_en="a"),
    "participations": members(
        ("P1", 10, "2024-01-15", "lead"),
        ("P1", 20, "2024-02-15", "member"),
        ("P1", 30, "2024-01-20", "observer"),
        ("P1", 60, "2024-01-20", "member"),  # of a department of four
        ("P2", 11, "2024-03-01", "lead"),
    ),
    "project_events": events(
        ("a", "P1", "2024-03-01", "plan_fixed", None, None, None),
        ("b", "P1", "2024-02-01", "session", "plant", None, None),
        ("c", "P1", "2024-01-25", "tested", None, 50, None),
        ("d", "P1", "2024-05-01", "reworked", None, 31, None),
        ("e", "P2", "2024-06-01", "explained", "plant", None, None),
        ("f", "P2", "2024-06-02", "explained", None, 20, None),
        ("g", "P1", "2024-06-02", "explained", "west", None, None),
    ),
}


def test_departments_that_came_late_or_were_only_told(engine: Engine) -> None:
    found = engine.cells("late_involvement", TABLE, WHOLE)
    # P1: plan, west, plant and trucks before the plan; lab, whose person only looked on before,
    # acted in May. P2: plan in time, plant only told; who was told is nobody's department.
    assert found == {
        ("whole", "all", "all"): (2, 7),
        ("whole", "project", "P1"): (1, 5),
        ("whole", "project", "P2"): (1, 2),
    }


def test_departments_stand_on_the_day_of_the_plan_or_the_kick_off(engine: Engine) -> None:
    # P1's plan was fixed in March, though it kicked off in February and lab came in May; P2 has no
    # plan and kicked off in March, though plant was told in June.
    months = windows(
        ("feb", "2024-02-01", "2024-02-29"),
        ("mar", "2024-03-01", "2024-03-01"),
        ("later", "2024-03-02", "2024-12-31"),
    )
    found = engine.cells("late_involvement", TABLE, months)
    assert found == {
        ("mar", "all", "all"): (2, 7),
        ("mar", "project", "P1"): (1, 5),
        ("mar", "project", "P2"): (1, 2),
    }
    # Neither plan nor kick-off: it has no day yet.
    waiting = TABLE["projects"].assign(kicked_off_on=pd.NaT).astype(TABLE["projects"].dtypes)
    found = engine.cells("late_involvement", {**TABLE, "projects": waiting}, months)
    assert found == {("mar", "all", "all"): (1, 5), ("mar", "project", "P1"): (1, 5)}


def test_it_agrees_with_the_facts_of_the_project(engine: Engine) -> None:
    seats = project_facts(TABLE, until=date(2025, 1, 1), threshold=5)["project_departments"]
    late = seats["standing"] != "before_plan"
    by_hand = {one: (mine.sum(), len(mine)) for one, mine in late.groupby(seats["project"])}
    found = engine.cells("late_involvement", TABLE, WHOLE)
    assert {one: found["whole", "project", one] for one in by_hand} == by_hand


def test_without_a_roster_every_department_is_told(engine: Engine) -> None:
    empty = {**TABLE, "people": TABLE["people"].head(0)}
    found = engine.cells("late_involvement", empty, WHOLE)
    # What events name: plant in P1 and P2, west in P1, which is only told.
    assert found["whole", "all", "all"] == (2, 3)


def test_perspectives_there_by_the_kick_off(engine: Engine) -> None:
    found = engine.cells("perspectives", TABLE, WHOLE)
    # P1: planning, and manufacturing with logistics once; sales came two weeks later.
    assert found == {("whole", "project", "P1"): (2, 5), ("whole", "project", "P2"): (1, 5)}


# Selling


@pytest.mark.parametrize(
    ("metric", "activity"), [("own_pitch_rate", "own_pitch"), ("story_rate", "story_shared")]
)
def test_members_who_did_it_in_time(engine: Engine, metric: str, activity: str) -> None:
    done = events(
        ("a", "P1", "2024-02-20", activity, None, 10, None),
        ("b", "P1", "2024-05-20", activity, None, 10, None),
        ("c", "P1", "2025-03-30", activity, None, 20, None),  # six months after the closing
        ("d", "P1", "2025-04-01", activity, None, 60, None),  # too late
        ("e", "P1", "2024-02-20", activity, None, 30, None),  # only looked on
        ("f", "P2", "2024-04-20", activity, None, 60, None),  # for another project
        ("g", "P1", "2024-04-20", activity, "west", None, None),  # nobody's
    )
    tables = {**TABLE, "project_events": done}
    found = engine.cells(metric, tables, WHOLE)
    # Members of P1: 10, 20 and 60; P2 has not closed.
    assert found == {
        ("whole", "all", "all"): (2, 3),
        ("whole", "project", "P1"): (2, 3),
        ("whole", "department", "plan"): (1, 1),
        ("whole", "department", "west"): (1, 1),
        ("whole", "department", "desk"): (0, 1),
    }
    # Six months after 30 September are over on 30 March.
    short = WHOLE.assign(records_end=pd.Timestamp(2025, 3, 29))
    assert engine.cells(metric, tables, short) == {}
