"""Known ways to go wrong, found in the projects of test_project_facts; a small start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import narwhals as nw
import pandas as pd
import pytest

from dashboard.estimate import Ratios, sums_by_cluster
from dashboard.metrics import metrics
from dashboard.release import read
from dashboard.release.anti_patterns import anti_patterns
from tests.test_project_facts import TABLES, told

UNTIL = date(2025, 8, 18)
SMALL_START = next(one for one in metrics([]) if one.id == "small_start")
WHOLE = pd.DataFrame(
    {
        "window": ["whole"],
        "starts_on": pd.to_datetime(["2024-01-01"]),
        "ends_on": pd.to_datetime(["2025-08-18"]),
        "records_end": pd.to_datetime(["2025-08-18"]),
    }
)


def found(until: date = UNTIL, **changed: pd.DataFrame) -> list[tuple[object, ...]]:
    tables = {**TABLES, **changed}
    facts = told(tables)
    rows = anti_patterns(*facts.values(), tables["projects"], tables["project_events"], until)
    return [
        (
            row.project,
            row.pattern,
            f"{row.occurred_on:%m-%d}",
            *(None if pd.isna(one) else one for one in (row.department, row.number)),
        )
        for row in rows.itertuples()
    ]


def test_each_is_found_with_its_day_and_departments() -> None:
    assert found() == [
        # One voice of February has been waiting; planning and support are two departments.
        ("P1", "buried_voices", "02-12", None, 1),
        ("P1", "few_at_start", "02-03", None, 2),
        # Closed on 30 June, 49 days before the records end.
        ("P1", "no_retrospective", "06-30", None, None),
        ("P1", "told_only", "03-10", "logistics", None),
        # The plan was fixed on 1 May; its voice of 20 May has had its ninety days only today.
        ("P2", "few_at_start", "05-12", None, 1),
        ("P2", "late_department", "05-12", "sales", None),
        ("P2", "late_department", "05-20", "planning", None),
        ("P2", "many_themes", "04-01", None, 3),
        ("P2", "no_session_before_plan", "05-01", None, None),
        ("P2", "told_only", "05-25", "support", None),
    ]


def test_a_day_later_a_voice_is_buried() -> None:
    later = found(date(2025, 8, 19))
    assert ("P2", "buried_voices", "05-20", None, 1) in later


def test_looking_back_within_a_month_is_no_mistake() -> None:
    patterns = [one[1] for one in found(date(2025, 7, 31))]
    assert "no_retrospective" not in patterns
    row = TABLES["project_events"].iloc[-1]
    looked = pd.DataFrame([row, row.replace({"14": "15"})]).iloc[[1]]
    looked = looked.assign(event="15", project="P1", activity="retrospective")
    events = pd.concat([TABLES["project_events"], looked])
    assert "no_retrospective" not in [one[1] for one in found(project_events=events)]


def test_no_projects_have_no_mistakes() -> None:
    empty = {name: rows.head(0) for name, rows in TABLES.items()}
    assert found(**empty) == []


def small_starts(tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    functions = tables["departments"].assign(function="other")
    lazy = {
        name: nw.from_native(rows).lazy()
        for name, rows in {**tables, "departments": functions}.items()
    }
    sums = sums_by_cluster(SMALL_START.contributions(lazy, nw.from_native(WHOLE).lazy()))
    table = Ratios(sums, "share").estimates
    return dict(zip(table["group"], table["value"], strict=True))


def test_a_small_start_by_hand() -> None:
    # P1: two departments (no), voices read before the plan (yes), one theme (yes). P2: none of
    # three. P3 has not started.
    assert small_starts(TABLES) == pytest.approx({"P1": 2 / 3, "P2": 0})


def test_what_records_cannot_tell_is_not_counted() -> None:
    events = TABLES["project_events"]
    quiet = events[~events["activity"].isin(["session", "plan_fixed"])]
    unnamed = TABLES["projects"].assign(theme=["\u3000", "、洗濯／ ", None])
    # Without a plan and a session only departments and themes can be told, of P1 departments alone.
    tables = {**TABLES, "project_events": quiet, "projects": unnamed}
    assert small_starts(tables) == pytest.approx({"P1": 0, "P2": 1 / 2})


def test_a_small_start_agrees_with_the_checklist_of_the_sample_story() -> None:
    release = read.sample()
    facts = release.table("project_facts").set_index("project")
    table = release.table("estimates")
    mine = table[(table["metric"] == "small_start") & (table["window"] == "whole")]
    points = pd.DataFrame(
        {
            "enough": (facts["at_kick_off"] >= 3).where(facts["at_kick_off"].notna()),
            "read": facts["session_before_plan"].astype("object"),
            "single": (facts["themes"] == 1).where(facts["themes"] > 0),
        }
    )
    expected = points.astype("Float64").mean(axis=1)
    assert len(mine) > 5
    values = dict(zip(mine["group"], mine["value"], strict=True))
    assert values == pytest.approx(expected[list(values)].to_dict())


def test_the_sample_story_has_its_planted_mistakes() -> None:
    rows = read.sample().table("anti_patterns")
    kinds = read.sample().table("projects").set_index("project")["kind"]
    together = rows["project"].map(kinds) == "co_creation"
    # Manufacturing is only told what the first two co-creation projects decided.
    mine = rows[together & (rows["pattern"] == "told_only")]
    assert set(mine["department"]) == {"manufacturing"}
    # Conventional projects fix the plan before others join.
    late = rows[rows["pattern"] == "late_department"]
    assert (late["project"].map(kinds) == "conventional").mean() > 0.8
    assert "pr" not in set(rows["department"].dropna())


def test_it_names_no_person(company_a: Path) -> None:
    assert list(read.TABLES["anti_patterns"]) == [
        "project",
        "pattern",
        "occurred_on",
        "department",
        "number",
    ]
    assert (
        read.current(company_a).table("anti_patterns").equals(read.sample().table("anti_patterns"))
    )
