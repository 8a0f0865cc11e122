"""Company A holds what its story says, and the same seed tells the same story."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.tables import TABLES
from sample_data import story
from sample_data.make import COMPANY_A, make

BEFORE, AFTER = ("2024-04", "2024-09"), ("2024-10", "2025-03")
MOST_PEOPLE_COUNTED = 20
MEGABYTE = 2**20
NO_FILE = {"group_interactions"}  # its log names persons, so it needs no figures of groups
SMALL = {"seed": 5, "people": 100, "months": 24, "interactions": 4_000}


@cache
def read(table: str) -> pd.DataFrame:
    (path,) = COMPANY_A.glob(f"{table}.csv*")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def renamed(departments: pd.Series) -> pd.Series:
    names = read("department_names")
    return departments.replace(dict(zip(names["name"], names["department"], strict=True)))


def answers(question: str) -> pd.DataFrame:
    """Give one question's answers with current department names and the side they fall on."""
    every = read("answers")
    found = every[every["question"] == question]
    month = found["wave"]
    side = np.select([month.between(*BEFORE), month.between(*AFTER)], ["before", "after"], "")
    department, score = renamed(found["department"]), found["score"].astype(int)
    return found.assign(department=department, score=score, side=side)


@cache
def ends() -> pd.DataFrame:
    """Give both ends of each counted interaction with their departments of that month."""
    log = read("interactions").astype({"group_size": int})
    log = log.query("group_size <= @MOST_PEOPLE_COUNTED").assign(
        month=lambda rows: rows["occurred_at"].str[:7]
    )
    people = read("people")
    homes = people.assign(department=renamed(people["department"])).assign(
        month=people["valid_from"].str[:7]
    )
    months = sorted(log["month"].unique())
    roster = homes.pivot_table(index="person", columns="month", values="department", aggfunc="last")
    lookup = (
        roster.reindex(columns=months)
        .ffill(axis=1)
        .melt(ignore_index=False)
        .set_index("month", append=True)["value"]
    )
    for end in ("sender", "recipient"):
        at = pd.MultiIndex.from_frame(log[[end, "month"]])
        log[f"{end}_department"] = lookup.reindex(at).to_numpy()
    log["weight"] = 1 / (log["group_size"] - 1)
    log["cross"] = log["weight"] * (log["sender_department"] != log["recipient_department"])
    sides = [
        log.rename(columns={f"{end}_department": "department"}) for end in ("sender", "recipient")
    ]
    return pd.concat([one[["month", "department", "weight", "cross"]] for one in sides])


def cross_share(window: tuple[str, str], department: str = "") -> float:
    rows = ends()[ends()["month"].between(*window)]
    if department:
        rows = rows[rows["department"] == department]
    return float(rows["cross"].sum() / rows["weight"].sum())


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "one", **SMALL)
    make(tmp_path / "two", **SMALL)
    first, second = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [one.name for one in first] == [one.name for one in second]
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]


def test_another_seed_tells_another_story(tmp_path: Path) -> None:
    make(tmp_path / "one", **SMALL)
    make(tmp_path / "two", **{**SMALL, "seed": 6})
    assert unpacked(tmp_path / "one/people.csv") != unpacked(tmp_path / "two/people.csv")


def test_the_committed_files_are_what_make_draws(tmp_path: Path) -> None:
    make(tmp_path)
    drawn = sorted(one.name for one in tmp_path.iterdir())
    assert drawn == sorted(one.name for one in COMPANY_A.iterdir())
    for name in drawn:
        assert unpacked(tmp_path / name) == unpacked(COMPANY_A / name), name


def test_logs_alone_come_unpacked_when_long(tmp_path: Path) -> None:
    make(tmp_path, people=100, months=1, interactions=1_000_001, logs_only=True)
    names = sorted(one.name for one in tmp_path.iterdir())
    assert names == ["department_names.csv", "departments.csv", "interactions.csv", "people.csv"]


def test_too_few_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few"):
        make(tmp_path, people=10)


def test_too_few_months_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no survey"):
        make(tmp_path, months=2)


@pytest.mark.parametrize("table", sorted(TABLES.keys() - NO_FILE))
def test_files_have_the_declared_columns(table: str) -> None:
    declared = TABLES[table].columns
    found = list(read(table).columns)
    needed = [name for name, column in declared.items() if not column.metadata["optional"]]
    assert set(found) <= set(declared)
    assert set(needed) <= set(found)


def test_the_files_are_small() -> None:
    assert sum(one.stat().st_size for one in COMPANY_A.iterdir()) < 4 * MEGABYTE


def test_nobody_works_on_weekends_or_at_new_year() -> None:
    days = pd.to_datetime(read("interactions")["occurred_at"].str[:10].drop_duplicates())
    assert (days.dt.day_of_week < 5).all()
    assert not days.dt.strftime("%m-%d").isin(["01-01", "05-03", "12-31"]).any()


def test_everybody_who_acts_is_in_the_roster() -> None:
    people = set(read("people")["person"])
    assert set(read("participations")["person"]) <= people
    assert set(read("project_events")["person"]) <= people | {""}
    assert set(read("answers")["respondent"]) <= people | {""}
    log = read("interactions")
    assert set(log["sender"]) | set(log["recipient"]) <= people


def test_only_staff_is_in_contact() -> None:
    assert ends()["department"].isin(story.DEPARTMENT_IDS).all()


def test_the_tiny_department_stays_too_small_to_show() -> None:
    invited = read("invitations").query("department == @story.TINY")["invited"].astype(int)
    assert len(invited) == 14
    assert invited.max() < 5


def test_references_lead_to_earlier_events() -> None:
    events = read("project_events").set_index("event")
    referring = events.query("refers_to != ''")
    earlier = events.loc[referring["refers_to"]]
    assert (earlier["occurred_on"].to_numpy() <= referring["occurred_on"].to_numpy()).all()
    wanted = {
        "voice_used": "voice_collected",
        "decided": "decision_requested",
        "experience_reused": "retrospective",
    }
    assert (referring["activity"].map(wanted).to_numpy() == earlier["activity"].to_numpy()).all()


def test_the_renamed_department_bears_its_old_names_only_early() -> None:
    early = read("people").query("department == @story.OLD_ID")["valid_from"]
    assert len(early)
    assert early.max() < story.RENAMED_ON.isoformat()
    asked = read("invitations").query("department == @story.OLD_NAME")["wave"]
    assert set(asked) == {"2023-06", "2023-09", "2023-12", "2024-03"}


def test_refusals_fall_after_the_first_kick_off() -> None:
    share = answers(story.REFUSAL).groupby("side")["score"].mean()
    assert share["before"] == pytest.approx(0.38, abs=0.03)
    assert share["after"] == pytest.approx(0.24, abs=0.03)


@pytest.mark.parametrize(
    "home", [one for one in story.DEPARTMENTS if one.id != story.TINY], ids=lambda one: one.id
)
def test_refusals_follow_each_department_s_course(home: story.Department) -> None:
    asked = answers(story.REFUSAL).query("department == @home.id")
    share = asked.groupby("side")["score"].mean()
    assert share["before"] == pytest.approx(home.refusals.before, abs=0.10)
    assert share["after"] == pytest.approx(home.refusals.after, abs=0.10)


def test_refusals_fall_furthest_among_members() -> None:
    asked = answers(story.REFUSAL).query("wave > '2025-03' and respondent != ''")
    share = asked.groupby("took_part")["score"].mean()
    assert share["true"] < share["false"] - 0.05


def test_consultation_rises() -> None:
    asked = answers("consultation").assign(good=lambda rows: rows["score"] >= 4)
    share = asked.groupby("side")["good"].mean()
    assert share["after"] - share["before"] == pytest.approx(0.10, abs=0.05)


def test_sales_catch_up_with_the_temperature_of_planning() -> None:
    asked = answers("temperature").assign(good=lambda rows: rows["score"] >= 4)
    planning, sales = asked["department"] == "planning", asked["department"].isin(story.SALES)
    early, late = asked["wave"] < "2024-10", asked["wave"] > "2025-09"
    gaps = [
        asked["good"][planning & when].mean() - asked["good"][sales & when].mean()
        for when in (early, late)
    ]
    assert gaps == pytest.approx([0.30, 0.12], abs=0.07)


def test_contacts_across_departments_rise_and_were_level_before() -> None:
    level = [cross_share(window) for window in (("2023-04", "2023-09"), ("2023-10", "2024-03"))]
    assert level == pytest.approx([cross_share(BEFORE)] * 2, abs=0.02)
    assert cross_share(BEFORE) == pytest.approx(0.22, abs=0.02)
    assert cross_share(AFTER) == pytest.approx(0.30, abs=0.02)


@pytest.mark.parametrize(
    ("department", "least", "most"),
    [
        ("planning", 0.12, 0.30),
        ("support", 0.12, 0.30),
        ("sales_metro", 0.10, 0.25),
        ("logistics", 0.10, 0.25),
        ("corporate", -0.03, 0.03),
        ("engineering", -0.03, 0.03),
    ],
)
def test_contacts_open_most_where_co_creation_went(
    department: str, least: float, most: float
) -> None:
    assert least < cross_share(AFTER, department) - cross_share(BEFORE, department) < most


@pytest.mark.parametrize("kind", list(story.REPEAT))
def test_people_come_back_at_the_planted_rate(kind: str) -> None:
    projects, parts = read("projects"), read("participations")
    closed = projects["closed_on"].between("1", "2025-09-30") & (projects["kind"] == kind)
    came_back = []
    for project, closed_on in projects.loc[closed, ["project", "closed_on"]].to_numpy():
        until = (pd.Timestamp(closed_on) + pd.DateOffset(years=1)).strftime("%Y-%m-%d")
        again = (parts["joined_on"] > closed_on) & (parts["joined_on"] <= until)
        team = parts["person"][parts["project"] == project]
        came_back += team.isin(parts["person"][again]).tolist()
    assert np.mean(came_back) == pytest.approx(story.REPEAT[kind], abs=0.05)


def test_teams_are_of_a_size_that_can_work() -> None:
    assert read("participations").groupby("project").size().between(12, 20).all()


def test_comments_vary_and_tell_no_numbers() -> None:
    texts = read("answers").query("question == 'comment'")["text"]
    assert texts.nunique() >= 150
    assert not texts.str.contains(r"[@＠0-9０-９]").any()
