"""Every metric gives the same sums on every engine, and each one what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import duckdb
import narwhals as nw
import networkx as nx
import pandas as pd
import pytest
from pandas.api.types import is_numeric_dtype

from dashboard.estimate import BOUNDS, Ratios, sums_by_cluster
from dashboard.metrics import Metric, Rows, Tables, metrics
from dashboard.metrics.constructs import STANDARD
from dashboard.networks import pairs_between

NEVER = pd.Timestamp(9999, 12, 31)
Frames = Mapping[str, pd.DataFrame]
NAMES = ["month", "sender", "recipient", "sender_department", "recipient_department", "weight"]


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def people(*rows: tuple[int, str, str | None]) -> Any:
    """Give people: person, valid_from, department; a row ends where the person's next begins.

    The odd ones lead.
    """
    frame = pd.DataFrame(rows, columns=["person", "valid_from", "department"])
    frame["valid_from"] = pd.to_datetime(frame["valid_from"])
    ordered = frame.sort_values("valid_from")
    ends = ordered.groupby("person")["valid_from"].shift(-1)
    levels = (frame["person"] % 2).map({0: "staff", 1: "lead"})
    text = {"department": frame["department"].astype("str"), "level": levels.astype("str")}
    return frame.assign(valid_to=ends.fillna(NEVER), **text)


def projects(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    """Give projects: project, kind, kicked_off_on, closed_on."""
    frame = pd.DataFrame(rows, columns=["project", "kind", "kicked_off_on", "closed_on"])
    for name in ("kicked_off_on", "closed_on"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.assign(proposed_on=pd.Timestamp(2024, 1, 1), theme="香り")


def events(*rows: tuple[str, str, str, str, str | None, int | None, str | None]) -> pd.DataFrame:
    """Give events: event, project, occurred_on, activity, department, person, refers_to."""
    names = ["event", "project", "occurred_on", "activity", "department", "person", "refers_to"]
    frame = pd.DataFrame(rows, columns=names)
    text = {name: frame[name].astype("str") for name in ("department", "refers_to")}
    occurred_on = pd.to_datetime(frame["occurred_on"])
    return frame.assign(**text, occurred_on=occurred_on, person=frame["person"].astype("Int64"))


def departments(**functions: str) -> pd.DataFrame:
    return pd.DataFrame({"department": list(functions), "function": list(functions.values())})


def members(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    """Give participations: project, person, joined_on, role."""
    frame = pd.DataFrame(rows, columns=["project", "person", "joined_on", "role"])
    return frame.assign(joined_on=pd.to_datetime(frame["joined_on"]))


def ties(*rows: tuple[str, int, int, str | None, str | None, float]) -> pd.DataFrame:
    """Give ties: month, sender, recipient, their departments, weight; each other one deflects."""
    frame = pd.DataFrame(rows, columns=NAMES)
    text = frame[NAMES[3:5]].astype("str")
    month = pd.to_datetime(frame["month"])
    heard = {"n_read": 1, "n_deflecting": [place % 2 for place in range(len(frame))]}
    return frame.assign(**text, month=month, channel="chat", n=1, last_on=month, **heard)


def group_interactions(
    *rows: tuple[str, str, str | None, float, str, int | None],
) -> pd.DataFrame:
    """Give what departments gave each other: month, from, to, amount, unit, people."""
    names = ["month", "from_department", "to_department", "amount", "unit", "people"]
    frame = pd.DataFrame(rows, columns=names)
    to_department, people = frame["to_department"].astype("str"), frame["people"].astype("Int64")
    month = pd.to_datetime(frame["month"])
    return frame.assign(month=month, to_department=to_department, people=people)


def answers(
    *rows: tuple[str, int | None, str, bool | None, bool | None],
    constructs: tuple[str, ...] = ("not_our_department",),
) -> pd.DataFrame:
    """Give answers to each construct: wave, respondent, department, took_part, favourable.

    A favourable answer is a 5, any other a 2. With the first construct comes a comment, which tells
    of a refusal where the answer is not favourable.
    """
    names = ["wave", "respondent", "department", "took_part", "favourable"]
    frame = pd.DataFrame(rows, columns=names)
    response = pd.Series(range(1000, 1000 + len(frame)))
    told = frame.assign(
        score=frame["favourable"].map({True: 5.0, False: 2.0}),
        respondent=frame["respondent"].astype("Int64"),
        cluster=frame["respondent"].astype("Int64").fillna(response),
        took_part=frame["took_part"].astype("boolean"),
        favourable=frame["favourable"].astype("boolean"),
    )
    parts = [told.assign(construct=one, question=one, deflects=pd.NA) for one in constructs]
    parts[0]["deflects"] = ~told["favourable"]
    return pd.concat(parts, ignore_index=True).astype({"deflects": "boolean"})


def waves(**opened: str) -> pd.DataFrame:
    return pd.DataFrame({"wave": list(opened), "opened_on": pd.to_datetime(list(opened.values()))})


def windows(
    *rows: tuple[str, str, str], joined_by: str = "2025-12-31", records_end: str = "2025-12-31"
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["window", "starts_on", "ends_on"])
    frame = frame.assign(joined_by=joined_by, records_end=records_end, tie_min=2, comparison="c")
    days = ["starts_on", "ends_on", "joined_by", "records_end"]
    frame[days] = frame[days].apply(pd.to_datetime)
    return frame


# Four departments of one person each, all tied, in 2024 and in 2025.
RING = dict(
    zip((21, 22, 23, 24), ("logistics", "support", "development", "corporate"), strict=True)
)
STORY: Frames = {
    "people": people(
        *((person, "2024-01-01", department) for person, department in RING.items()),
        *((person, "2023-01-01", "factory") for person in range(31, 36)),
        (1, "2024-01-01", "planning"),
        (2, "2024-01-01", "sales"),
        (2, "2025-02-15", "planning"),
        (3, "2024-01-01", "sales"),
        (4, "2024-01-01", "sales"),
        (4, "2025-03-01", None),
    ),
    "projects": projects(
        ("P1", "co_creation", "2024-02-01", "2024-06-30"),
        ("P2", "conventional", "2025-04-01", None),
    ).assign(grew_out_of=pd.Series([None, "P1"], dtype="str")),
    "participations": members(
        ("P1", 1, "2024-02-01", "lead"),
        ("P1", 2, "2024-02-01", "member"),
        ("P1", 3, "2024-02-01", "observer"),
        ("P1", 4, "2024-03-01", "member"),
        ("P2", 2, "2025-04-01", "member"),
    ).assign(volunteered=pd.array([True, False, True, None, True], "boolean")),
    "departments": departments(
        planning="planning",
        sales="sales",
        factory="manufacturing",
        **dict.fromkeys(RING.values(), "other"),
    ),
    "project_events": events(
        ("E1", "P1", "2024-01-20", "session", None, 31, None),
        ("E2", "P1", "2024-02-20", "voice_collected", None, None, None),
        ("E3", "P1", "2024-03-01", "plan_fixed", None, None, None),
        ("E4", "P1", "2024-03-05", "agreed", None, None, None),
        ("E5", "P1", "2024-03-09", "session", None, None, None),
        ("E6", "P1", "2024-03-10", "reworked", None, None, None),
        ("E7", "P1", "2024-07-10", "own_pitch", None, 1, None),
        ("E8", "P1", "2024-07-11", "story_shared", None, 2, None),
        ("E9", "P2", "2025-05-10", "experience_reused", None, None, "E5"),
        ("EA", "P1", "2024-02-25", "tested", None, None, None),
        ("EB", "P1", "2024-02-26", "decision_requested", None, None, None),
        ("EC", "P1", "2024-03-02", "decided", None, None, "EB"),
    ),
    "ties": ties(
        ("2024-05-01", 1, 2, "planning", "sales", 1.0),
        ("2024-08-01", 2, 1, "sales", "planning", 1.0),
        ("2025-01-01", 1, 2, "planning", "sales", 2.0),
        ("2025-01-01", 2, 3, "sales", "sales", 0.5),
        ("2025-02-01", 1, 2, "planning", "planning", 1.25),
        ("2025-02-01", 4, 1, "sales", "planning", 1 / 19),
        ("2025-02-01", 9, 1, None, "planning", 8.0),
        *(
            (month, one, other, RING[one], RING[other], 1.0)
            for month in ("2024-11-01", "2024-12-01", "2025-11-01", "2025-12-01")
            for one, other in combinations(RING, 2)
        ),
    ).assign(project=lambda one: pd.Series(["P1", *[None] * (len(one) - 1)], dtype="str")),
    "answers": answers(
        ("w1", 1, "planning", None, True),
        ("w1", 2, "sales", True, False),
        ("w1", None, "sales", True, False),
        ("w1", None, "sales", False, False),
        ("w1", None, "sales", None, True),
        ("w2", 1, "planning", None, False),
        ("w2", 3, "sales", None, None),
        constructs=("not_our_department", *STANDARD),
    ),
    "questions": pd.DataFrame(
        {"question": list(STANDARD), "low": 1.0, "high": 5.0, "reversed": False}
    ),
    "waves": waves(w1="2025-01-10", w2="2025-02-10"),
    "invitations": pd.DataFrame(
        {
            "wave": ["w1", "w1", "w2"],
            "department": ["planning", "sales", "sales"],
            "invited": [2, 6, 4],
        }
    ),
    "group_interactions": group_interactions(
        ("2024-05-01", "planning", "sales", 3.0, "hours", 6),
        ("2024-05-01", "planning", "planning", 5.0, "hours", 6),
        ("2025-01-01", "planning", "sales", 4.0, "hours", 6),
        ("2025-01-01", "sales", "sales", 12.0, "hours", None),
    ),
}
WINDOWS = windows(("jan", "2025-01-01", "2025-01-31"), ("feb", "2025-02-01", "2025-02-28"))
WHOLE = windows(("whole", "2024-01-01", "2025-12-31"))
SIDES = windows(("before", "2024-01-01", "2024-12-31"), ("after", "2025-01-01", "2025-12-31"))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def sums(metric: Metric, tables: Frames, spans: pd.DataFrame) -> pd.DataFrame:
    """Give a metric's Σx and Σy by cell and cluster, on pandas."""
    lazy = {name: nw.from_native(frame).lazy() for name, frame in tables.items()}
    return measured(metric, lazy, nw.from_native(spans).lazy())


def measured(metric: Metric, tables: Tables, spans: Rows) -> pd.DataFrame:
    """Give a metric's Σx and Σy by cell and cluster, on the engine of the tables."""
    return sums_by_cluster(metric.contributions(with_pairs(tables, spans), spans))


def with_pairs(tables: Tables, spans: Rows) -> Tables:
    """Add the pairs of people in contact, as the release hands them to metrics."""
    if "ties" not in tables:
        return tables
    return {**tables, "pairs": pairs_between(tables["ties"], spans)}


def cells(metric: str, tables: Frames, spans: pd.DataFrame) -> dict[tuple[str, str, str], Any]:
    """Give a metric's (Σx, Σy) by window, cut and group."""
    found = sums(by_id(metric), tables, spans)
    totals = found.groupby(["window", "cut", "group"])[["x", "y"]].sum()
    return {key: (row.x, row.y) for key, row in zip(totals.index, totals.itertuples(), strict=True)}


def by_id(metric: str) -> Metric:
    return next(one for one in metrics(STANDARD) if one.id == metric)


# What holds for all


@pytest.mark.parametrize("metric", metrics(STANDARD), ids=lambda metric: metric.id)
@pytest.mark.parametrize("spans", [WINDOWS, WHOLE, SIDES], ids=["months", "whole", "sides"])
def test_every_engine_gives_the_same_sums(
    metric: Metric, spans: pd.DataFrame, connection: duckdb.DuckDBPyConnection
) -> None:
    tables = {}
    for name, frame in {**STORY, "windows": spans}.items():
        connection.register("frame", frame)
        dates = ", ".join(f"{one}::DATE AS {one}" for one in frame.select_dtypes("datetime"))
        replaced = f"REPLACE ({dates})" if dates else ""
        connection.execute(f"CREATE TABLE {name} AS SELECT * {replaced} FROM frame")  # noqa: S608
        tables[name] = nw.from_native(connection.table(name))
    on_duckdb = measured(metric, tables, tables.pop("windows"))
    on_pandas = sums(metric, STORY, spans)

    keys = [name for name in on_pandas if name not in ("x", "y")]
    numbers = {name: "int64" for name in ["cluster"] if is_numeric_dtype(on_pandas[name])}
    told = [
        frame.astype(numbers).sort_values(keys, ignore_index=True)[sorted(frame)]
        for frame in (on_duckdb, on_pandas)
    ]
    assert len(told[0]) or spans is not SIDES
    pd.testing.assert_frame_equal(*told, check_dtype=False, rtol=1e-12)


@pytest.mark.parametrize("metric", metrics(STANDARD), ids=lambda metric: metric.id)
def test_every_metric_keeps_its_word(metric: Metric) -> None:
    found = sums(metric, STORY, SIDES)
    assert set(metric.needs) <= STORY.keys()
    # Gaps are made of departments.
    made_of = ("department",) if metric.estimator == "gap" else metric.cuts
    assert set(found["cut"]) == set(made_of)
    assert (found["y"] >= 0).all()
    totals = found.groupby(["window", "cut", "group"])[["x", "y"]].sum()
    if metric.unit in BOUNDS and metric.estimator == "ratio":
        low, high = BOUNDS[metric.unit]
        assert totals["x"].between(low * totals["y"], high * totals["y"]).all()
    assert set(found.loc[found["cut"] == "all", "group"]) <= {"all"}
    assert set(found.loc[found["cut"] == "membership", "group"]) <= {"members", "others"}


@pytest.mark.parametrize("metric", metrics(STANDARD), ids=lambda metric: metric.id)
def test_a_metric_bears_its_modules_name_and_ids_are_used_once(metric: Metric) -> None:
    module = "constructs" if metric.id.removesuffix("_mean") in STANDARD else metric.id
    assert metric.contributions.__module__ == f"dashboard.metrics.{module}"
    assert [one.id for one in metrics(STANDARD)].count(metric.id) == 1
    assert [one.order for one in metrics(STANDARD)].count(metric.order) == 1


@pytest.mark.parametrize("metric", metrics(STANDARD), ids=lambda metric: metric.id)
def test_every_metric_is_explained(metric: Metric) -> None:
    assert len(metric.meaning[0]) > 30
    assert not any("\n" in paragraph for paragraph in metric.meaning)
    assert "÷" in metric.formula or metric.estimator != "ratio"
    assert metric.limits.endswith(".")
    assert metric.question.endswith("?")


# Refusals heard in what people write


def test_comments_that_tell_of_a_refusal() -> None:
    found = cells("deflection_in_comments", STORY, WINDOWS)
    # Of five comments in January three tell of one, all of them from sales; in February one of one,
    # and what is no comment counts for nothing.
    assert found["jan", "all", "all"] == (3, 5)
    assert found["jan", "department", "planning"] == (0, 1)
    assert found["jan", "department", "sales"] == (3, 4)
    assert found["feb", "all", "all"] == (1, 1)


def test_messages_to_another_department_that_refuse() -> None:
    story = {
        **STORY,
        "ties": ties(
            ("2025-01-01", 1, 2, "planning", "sales", 1.0),
            ("2025-01-01", 2, 1, "sales", "planning", 1.0),
            ("2025-01-01", 2, 3, "sales", "sales", 1.0),
            ("2025-01-01", 9, 1, None, "planning", 1.0),
            ("2025-02-01", 3, 1, "sales", "planning", 1.0),
        ).assign(n_read=[8, 5, 7, 3, 0], n_deflecting=[1, 2, 7, 3, 0]),
    }
    found = cells("deflection_in_messages", story, WINDOWS)
    # Inside sales, from nobody known, and what was not read: none of these.
    assert found["jan", "all", "all"] == (3, 13)
    # Whoever sends it, says it.
    assert found["jan", "department", "planning"] == (1, 8)
    assert found["jan", "department", "sales"] == (2, 5)
    assert not any(window == "feb" for window, *_ in found)


# Contact across departments


def test_each_end_of_an_interaction_counts_for_its_own_department() -> None:
    found = cells("cross_department_share", STORY, WINDOWS)
    # January: 1–2 crosses (weight 2), 2–3 does not (½).
    assert found["jan", "all", "all"] == (4.0, 5.0)
    assert found["jan", "department", "planning"] == (2.0, 2.0)
    assert found["jan", "department", "sales"] == (2.0, 3.0)
    # February: 1–2 are both in planning by then; the meeting of twenty weighs 1/19; the
    # interaction with somebody unknown is left out.
    assert found["feb", "all", "all"] == pytest.approx((2 / 19, 2.5 + 2 / 19))
    assert found["feb", "department", "sales"] == pytest.approx((1 / 19, 1 / 19))


def test_two_periods_in_one_file_do_not_double() -> None:
    one = cells("cross_department_share", STORY, WINDOWS[:1])
    both = cells("cross_department_share", STORY, WINDOWS)
    whole = cells("cross_department_share", STORY, windows(("whole", "2025-01-01", "2025-02-28")))
    assert {key: both[key] for key in one} == one
    total = both["jan", "all", "all"][1] + both["feb", "all", "all"][1]
    assert whole["whole", "all", "all"][1] == pytest.approx(total)


def test_an_interaction_counts_for_each_persons_projects_and_membership() -> None:
    found = cells("cross_department_share", STORY, WINDOWS)
    # Joined by the end of 2025: 1, 2 and 4 the co-creation P1 (3 only looked on), 2 also P2.
    assert found["jan", "project", "P1"] == (2.0 + 2.0, 2.0 + 2.5)
    assert found["jan", "project", "P2"] == (2.0, 2.5)
    assert found["jan", "membership", "members"] == (4.0, 4.5)
    assert found["jan", "membership", "others"] == (0.0, 0.5)


def test_a_share_does_not_rise_because_more_was_logged() -> None:
    busier = {**STORY, "ties": STORY["ties"].assign(weight=lambda one: one["weight"] * 3)}
    before, after = (cells("cross_department_share", one, WINDOWS) for one in (STORY, busier))
    for cell, (x, y) in before.items():
        assert after[cell] == pytest.approx((3 * x, 3 * y))


# The E-I index

CLUB = nx.karate_club_graph()
CLUB_OF = CLUB.nodes(data="club")
ZACHARY = {
    "people": people(*((one, "2024-01-01", club) for one, club in CLUB_OF)),
    "ties": ties(*(("2025-01-01", a, b, CLUB_OF[a], CLUB_OF[b], 1.0) for a, b in CLUB.edges)),
}
JANUARY = WINDOWS[:1].assign(tie_min=1)


def test_zacharys_karate_club() -> None:
    found = cells("ei_index", ZACHARY, JANUARY)
    # 67 ties inside, 11 across; each club is 17 of the 34.
    assert found["jan", "all", "all"] == (11 - 67, 78)
    index = {group: x / y for (_, _, group), (x, y) in found.items()}
    assert index["all"] == pytest.approx(-0.717949, abs=1e-6)
    assert index["Mr. Hi"] == pytest.approx(-0.521739, abs=1e-6)
    assert index["Officer"] == pytest.approx(-0.488372, abs=1e-6)
    lazy = {name: nw.from_native(frame).lazy() for name, frame in ZACHARY.items()}
    january = nw.from_native(JANUARY).lazy()
    by_chance = by_id("ei_index").by_chance
    assert by_chance
    chance = by_chance(with_pairs(lazy, january), january).set_index("group")
    assert chance.loc["all", "expected"] == pytest.approx(0.030303, abs=1e-6)
    # 17·17 pairs lead out of a club, 17·16/2 stay within.
    assert chance.loc["Officer", "expected"] == pytest.approx(153 / 425)
    assert chance.loc["all", "p"] == 0.0002


def test_a_tie_between_departments_counts_for_both_and_one_inside_once() -> None:
    story = {"ties": ties(*(STORY["ties"][NAMES].itertuples(index=False, name=None)))}
    spring = windows(("spring", "2025-01-01", "2025-02-28")).assign(tie_min=1)
    found = cells("ei_index", story, spring)
    # 1–2 are both in planning by their latest contact; 2–3 both in sales; 4–1 leads outside.
    assert found["spring", "all", "all"] == (-1, 3)
    assert found["spring", "department", "planning"] == (0, 2)
    assert found["spring", "department", "sales"] == (0, 2)


def test_the_minimum_of_a_tie_is_the_windows() -> None:
    found = cells("ei_index", STORY, windows(("spring", "2025-01-01", "2025-02-28")))
    # Only 1 and 2 met twice.
    assert found == {
        ("spring", "all", "all"): (-1, 1),
        ("spring", "department", "planning"): (-1, 1),
    }


# Ties of two departments


def test_ties_of_the_possible_pairs() -> None:
    found = cells("department_density", ZACHARY, JANUARY)
    shares = {group: x / y for (_, _, group), (x, y) in found.items()}
    assert shares == pytest.approx(
        {"Mr. Hi~Mr. Hi": 0.257353, "Officer~Officer": 0.235294, "Mr. Hi~Officer": 0.038062},
        abs=1e-6,
    )


def test_possible_pairs_are_of_the_people_there_on_the_last_day() -> None:
    found = cells("department_density", STORY, WINDOWS.assign(tie_min=1))
    # January: 1 in planning; 2, 3 and 4 in sales; ties 1–2 and 2–3.
    assert found["jan", "department_pair", "planning~sales"] == (1, 3)
    assert found["jan", "department_pair", "sales~sales"] == (1, 3)
    assert found["jan", "department_pair", "planning~planning"] == (0, 0)
    # February: 2 has moved to planning; ties 1–2 within it and 4–1 across.
    assert found["feb", "department_pair", "planning~planning"] == (1, 1)
    assert found["feb", "department_pair", "planning~sales"] == (1, 4)


def test_a_pairs_interval_knows_who_has_many_ties() -> None:
    found = Ratios(sums(by_id("department_density"), ZACHARY, JANUARY), "share").estimates
    across = found.set_index("group").loc["Mr. Hi~Officer"]
    degree = {one: sum(CLUB_OF[a] != CLUB_OF[one] for a in CLUB[one]) for one in CLUB}
    by_hand = sum(((n - 11 / 17) / 289) ** 2 for n in degree.values())
    assert across["variance"] == pytest.approx(by_hand)


# Came back

FINISHED = {
    "people": people(
        (1, "2023-01-01", "planning"),
        (2, "2023-01-01", "sales"),
        (3, "2023-01-01", "sales"),
        (3, "2024-07-15", None),
        (4, "2023-01-01", "sales"),
        (4, "2024-06-15", "planning"),
    ),
    "projects": projects(
        ("P1", "co_creation", "2024-01-10", "2024-06-30"),
        ("P2", "conventional", "2024-08-01", "2025-03-31"),
        ("P3", "co_creation", "2025-07-15", None),
    ),
    "participations": members(
        ("P1", 1, "2024-01-10", "lead"),
        ("P1", 2, "2024-01-10", "member"),
        ("P1", 3, "2024-01-10", "member"),
        ("P1", 4, "2024-01-10", "member"),
        ("P1", 5, "2024-01-10", "observer"),
        ("P2", 1, "2024-08-01", "member"),
        ("P2", 6, "2024-08-01", "member"),
        ("P3", 2, "2025-07-15", "member"),
    ),
}
CLOSING = windows(
    ("2024-06", "2024-06-01", "2024-06-30"),
    ("2025-03", "2025-03-01", "2025-03-31"),
    records_end="2025-12-31",
)


def test_who_came_back_of_those_who_could() -> None:
    found = cells("repeat_participation", FINISHED, CLOSING)
    # P1 closed on 30 June 2024; P2 started within twelve months. Person 1 joined it; 2 and 4
    # could have (2 joined P3, but more than a year later); 3 had left; 5 only looked on.
    assert found["2024-06", "all", "all"] == (1, 3)
    assert found["2024-06", "project", "P1"] == (1, 3)
    # By the department on the day of closing.
    assert found["2024-06", "department", "planning"] == (1, 2)
    assert found["2024-06", "department", "sales"] == (0, 1)


def test_a_project_closed_less_than_a_year_before_records_end_is_not_known_yet() -> None:
    assert {window for window, _, _ in cells("repeat_participation", FINISHED, CLOSING)} == {
        "2024-06"
    }
    later = CLOSING.assign(records_end=pd.Timestamp(2026, 3, 31))
    found = cells("repeat_participation", FINISHED, later)
    # P2 closed on 31 March 2025; P3 started on 15 July: 1 and 6 could have joined, neither did.
    assert found["2025-03", "all", "all"] == (0, 2)
    day_less = CLOSING.assign(records_end=pd.Timestamp(2026, 3, 30))
    assert ("2025-03", "all", "all") not in cells("repeat_participation", FINISHED, day_less)


@pytest.mark.parametrize(
    ("left", "at_risk"), [("2024-07-31", 2), ("2024-08-01", 2), ("2024-08-02", 3)]
)
def test_who_left_before_the_next_kick_off_could_not_come_back(left: str, at_risk: int) -> None:
    stays = FINISHED["people"][FINISHED["people"]["person"] != 2]
    roster = pd.concat([stays, people((2, "2023-01-01", "sales"), (2, left, None))])
    found = cells("repeat_participation", {**FINISHED, "people": roster}, CLOSING)
    assert found["2024-06", "all", "all"] == (1, at_risk)


def test_a_person_in_two_finished_projects_counts_for_each() -> None:
    tables = {
        **FINISHED,
        "projects": projects(
            ("P1", "co_creation", "2024-01-10", "2024-06-30"),
            ("P0", "conventional", "2024-01-10", "2024-06-15"),
            ("P2", "conventional", "2024-08-01", None),
        ),
        "participations": members(
            ("P0", 1, "2024-01-10", "member"),
            ("P1", 1, "2024-01-10", "member"),
            ("P1", 1, "2024-05-10", "lead"),
            ("P2", 1, "2024-08-01", "member"),
        ),
    }
    found = cells("repeat_participation", tables, CLOSING)
    assert found["2024-06", "project", "P0"] == (1, 1)
    assert found["2024-06", "project", "P1"] == (1, 1)
    assert found["2024-06", "all", "all"] == (2, 2)


def test_nobody_comes_back_to_the_project_that_closed() -> None:
    again = members(("P1", 1, "2024-01-10", "lead"), ("P1", 1, "2024-09-01", "lead"))
    found = cells("repeat_participation", {**FINISHED, "participations": again}, CLOSING)
    assert found["2024-06", "all", "all"] == (0, 1)


# Not our department


def test_refusals_of_those_asked() -> None:
    found = cells("not_our_department", STORY, WINDOWS)
    assert found["jan", "all", "all"] == (3, 5)
    assert found["jan", "department", "planning"] == (0, 1)
    assert found["jan", "department", "sales"] == (3, 4)
    # Who was asked and did not answer counts for nothing.
    assert found["feb", "all", "all"] == (1, 1)


def test_members_are_those_who_joined_or_anonymously_say_so() -> None:
    found = cells("not_our_department", STORY, WINDOWS)
    # Members: 1 and 2, who joined P1, and the form that said it took part. The form that said
    # it did not is one of the others; the one that did not say is neither.
    assert found["jan", "membership", "members"] == (2, 3)
    assert found["jan", "membership", "others"] == (1, 1)
    # Nobody who is not named belongs to a project.
    assert found["jan", "project", "P1"] == (1, 2)


def test_members_are_the_same_people_on_both_sides_of_a_comparison() -> None:
    story = {
        **STORY,
        "participations": members(("P1", 2, "2025-02-20", "member")),
        "answers": answers(
            ("w1", 1, "planning", None, True),
            ("w1", 2, "sales", None, False),
            ("w2", 1, "planning", None, False),
            ("w2", 2, "sales", None, True),
        ),
    }
    sides = WINDOWS.assign(joined_by=pd.Timestamp(2025, 2, 28))
    found = sums(by_id("not_our_department"), story, sides)
    cut = found[found["cut"] == "membership"]
    who = cut.groupby(["window", "group"])["cluster"].agg(lambda one: sorted(map(int, one)))
    assert who.to_dict() == {
        ("jan", "members"): [2],
        ("jan", "others"): [1],
        ("feb", "members"): [2],
        ("feb", "others"): [1],
    }
    by_month = WINDOWS.assign(joined_by=WINDOWS["ends_on"])
    months = cells("not_our_department", story, by_month)
    # Before they join they are not counted among the others, who are the same in every window.
    assert months["jan", "membership", "others"] == (0, 1)
    assert months["feb", "membership", "members"] == (0, 1)
