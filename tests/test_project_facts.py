"""Facts of projects, on a table worked by hand: one project in time, one too late, one waiting."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.release.projects import project_facts

DEPARTMENTS = ["planning", "sales", "support", "logistics", "pr"]
NOBODY = [f"n{i}" for i in range(5)]


def frame(columns: str, *rows: tuple[object, ...], days: tuple[str, ...] = ()) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    return made.assign(**{day: pd.to_datetime(made[day]) for day in days})


def people(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["person", "valid_from", "valid_to", "department"])
    for day in ("valid_from", "valid_to"):
        made[day] = pd.to_datetime(made[day])
    return made.astype({"department": "str"})


EVER = ("2024-01-01", "2099-12-31")
ROSTER = people(
    *((f"{name}{i}", *EVER, name) for name in DEPARTMENTS[:4] for i in range(5)),
    *((f"pr{i}", *EVER, "pr") for i in range(4)),
    ("mover", "2024-01-01", "2025-04-01", "support"),
    ("mover", "2025-04-01", "2099-12-31", "sales"),
)
EVENTS = frame(
    "event project occurred_on activity department person refers_to",
    ("1", "P1", "2025-01-06", "proposed", "planning", None, None),
    ("2", "P1", "2025-02-10", "voice_collected", None, "sales1", None),
    ("3", "P1", "2025-02-12", "voice_collected", None, "pr1", None),
    ("4", "P1", "2025-02-20", "session", None, None, None),
    ("5", "P1", "2025-03-03", "plan_fixed", "planning", None, None),
    ("6", "P1", "2025-03-10", "explained", "logistics", None, None),
    ("7", "P1", "2025-03-12", "voice_used", None, None, "2"),
    ("8", "P1", "2025-03-20", "voice_used", None, None, "2"),
    ("9", "P1", "2025-06-01", "launched", None, None, None),
    ("10", "P2", "2025-05-01", "plan_fixed", None, None, None),
    ("11", "P2", "2025-05-20", "session", None, None, None),
    ("12", "P2", "2025-05-20", "voice_collected", None, None, None),
    ("13", "P2", "2025-05-25", "explained", "support", None, None),
    ("14", "P2", "2025-06-25", "explained", "support", None, None),
    days=("occurred_on",),
)
TABLES = {
    "projects": frame(
        "project theme theme_en proposed_on kicked_off_on closed_on",
        ("P1", "詰め替え", "Refills", "2025-01-06", "2025-02-03", "2025-06-30"),
        ("P2", "洗濯、掃除／台所", None, "2025-04-01", "2025-05-12", None),
        ("P3", None, None, "2025-06-01", None, None),
        days=("proposed_on", "kicked_off_on", "closed_on"),
    ),
    "participations": frame(
        "project person joined_on role",
        ("P1", "planning1", "2025-02-03", "lead"),
        ("P1", "mover", "2025-02-03", "member"),
        ("P1", "pr1", "2025-02-03", "member"),
        ("P1", "logistics1", "2025-02-03", "observer"),
        ("P1", "sales1", "2025-03-04", "member"),
        ("P2", "mover", "2025-05-12", "member"),
        ("P2", "planning1", "2025-05-20", "member"),
        ("P2", "stranger", "2025-05-12", "member"),
        days=("joined_on",),
    ),
    "project_events": EVENTS,
    "people": ROSTER,
    "departments": pd.DataFrame({"department": DEPARTMENTS, "position": range(5)}),
}


def told(tables: dict[str, pd.DataFrame] = TABLES) -> dict[str, pd.DataFrame]:
    return project_facts(tables, until=date(2025, 8, 18), threshold=5)


def seats(tables: dict[str, pd.DataFrame] = TABLES) -> list[tuple[str, str, str, str]]:
    rows = told(tables)["project_departments"]
    days = rows["joined_on"].dt.strftime("%m-%d")
    columns = [rows["project"], rows["department"], days, rows["standing"]]
    return list(zip(*columns, strict=True))


def test_who_was_at_the_table_and_since_when() -> None:
    assert seats() == [
        # Planning proposed; sales' first sign is a voice, before its seat; whoever moves counts
        # for the department of the day; logistics only looked on and was told.
        ("P1", "planning", "01-06", "before_plan"),
        ("P1", "sales", "02-10", "before_plan"),
        ("P1", "support", "02-03", "before_plan"),
        ("P1", "logistics", "03-10", "told"),
        ("P2", "planning", "05-20", "after_plan"),
        ("P2", "sales", "05-12", "after_plan"),
        ("P2", "support", "05-25", "told"),
    ]


def test_public_relations_of_four_is_nowhere() -> None:
    assert "pr" not in {department for _, department, _, _ in seats()}
    # Without a roster nobody knows how large a department is; events still name some.
    unknown = {**TABLES, "people": ROSTER.head(0)}
    assert [row[1] for row in seats(unknown) if row[0] == "P1"] == ["planning", "logistics"]


def test_facts_of_each_project() -> None:
    facts = told()["project_facts"].set_index("project")
    one, two, three = (facts.loc[name] for name in ("P1", "P2", "P3"))
    # On 3 February: planning and support; sales came a week later.
    assert (one["at_kick_off"], two["at_kick_off"]) == (2, 1)
    assert pd.isna(three["at_kick_off"])
    assert (one["themes"], two["themes"], three["themes"]) == (1, 3, 0)
    assert one["ends_on"] == pd.Timestamp(2025, 6, 1)
    assert two["ends_on"] == three["ends_on"] == pd.Timestamp(2025, 8, 18)
    # Read together on 20 February, the plan fixed on 3 March; P2's plan was fixed before.
    assert (one["session_before_plan"], two["session_before_plan"]) == (True, False)
    assert pd.isna(three["session_before_plan"])


def test_what_became_of_the_voices() -> None:
    facts = told()["project_facts"].set_index("project")
    counts = ["voices", "voices_used", "voices_waiting", "voices_buried"]
    # P1: one used after 30 days (the second use does not count), one never. P2's voice of
    # 20 May is exactly 90 days old at the end of records: it may still be used.
    assert facts.loc["P1", counts].tolist() == [2, 1, 0, 1]
    assert facts.loc["P1", "days_until_used"] == 30
    assert facts.loc["P2", counts].tolist() == [1, 0, 1, 0]
    assert facts.loc["P3", counts].tolist() == [0, 0, 0, 0]


def test_a_later_last_day_buries_a_voice() -> None:
    found = project_facts(TABLES, until=date(2025, 8, 19), threshold=5)["project_facts"]
    assert found["voices_buried"].tolist() == [1, 1, 0]


def test_before_the_plan_is_fixed_a_session_counts_and_its_absence_is_not_known() -> None:
    open_plan = EVENTS[EVENTS["activity"] != "plan_fixed"]
    found = told({**TABLES, "project_events": open_plan})
    assert found["project_facts"]["session_before_plan"].tolist()[:2] == [True, True]
    assert set(found["project_departments"]["standing"]) == {"before_plan", "told"}


@pytest.mark.parametrize("empty", ["project_events", "participations", "people", "projects"])
def test_any_table_may_be_empty(empty: str) -> None:
    found = told({**TABLES, empty: TABLES[empty].head(0)})
    assert len(found["project_facts"]) == (0 if empty == "projects" else 3)
