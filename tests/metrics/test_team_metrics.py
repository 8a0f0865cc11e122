"""The figures of teams, worked out by hand, on pandas and on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pytest

from tests.test_every_metric import by_id, measured, members, people, projects, windows

Frames = Mapping[str, pd.DataFrame]
Cells = dict[tuple[str, str, str], tuple[float, float]]


class Engine:
    """Computes on one engine."""

    def __init__(self, connection: duckdb.DuckDBPyConnection | None) -> None:
        self._connection = connection

    def sums(self, metric: str, tables: Frames, spans: pd.DataFrame) -> pd.DataFrame:
        lent = {name: self._lend(name, one) for name, one in {**tables, "windows": spans}.items()}
        return measured(by_id(metric), lent, lent.pop("windows"))

    def cells(self, metric: str, tables: Frames, spans: pd.DataFrame) -> Cells:
        """Give (Σx, Σy) by window, cut and group."""
        totals = self.sums(metric, tables, spans).groupby(["window", "cut", "group"])
        return {key: (one["x"].sum(), one["y"].sum()) for key, one in totals}

    def _lend(self, name: str, frame: pd.DataFrame) -> Any:
        if self._connection is None:
            return nw.from_native(frame).lazy()
        self._connection.register("frame", frame)
        dates = ", ".join(f"{one}::DATE AS {one}" for one in frame.select_dtypes("datetime"))
        replaced = f"REPLACE ({dates})" if dates else ""
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT * {replaced} FROM frame"  # noqa: S608
        )
        return nw.from_native(self._connection.table(name))


@pytest.fixture(params=["pandas", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "pandas":
        yield Engine(None)
        return
    with duckdb.connect() as connection:
        yield Engine(connection)


def team(project: str, joined_on: str, letters: str, role: str = "member") -> pd.DataFrame:
    return members(*((project, ord(one), joined_on, role) for one in letters))


def log(*rows: tuple[str, str, str, str | None, int]) -> pd.DataFrame:
    """Give monthly ties: month, two letters, their departments' letters, project, n."""
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime([month for month, *_ in rows]),
            "sender": [ord(pair[0]) for _, pair, *_ in rows],
            "recipient": [ord(pair[1]) for _, pair, *_ in rows],
            "sender_department": [sides[0] for _, _, sides, *_ in rows],
            "recipient_department": [sides[1] for _, _, sides, *_ in rows],
            "project": pd.Series([project for *_, project, _ in rows], dtype="str"),
            "n": [n for *_, n in rows],
        }
    )
    ends = ["sender_department", "recipient_department"]
    frame[ends] = frame[ends].astype("str").where(frame[ends] != "-")
    return frame.assign(weight=1.0, channel="chat", last_on=frame["month"])


WHOLE = windows(("whole", "2024-01-01", "2025-12-31"))

# P1 abcd, P2 abef, P3 abcg, P4 hief, kicked off in this order.
GOLDEN = {
    "projects": projects(
        ("P1", "co_creation", "2024-01-10", None),
        ("P2", "co_creation", "2024-03-10", None),
        ("P3", "conventional", "2024-05-10", None),
        ("P4", "co_creation", "2024-07-10", None),
        ("P5", "co_creation", None, None),
    ),
    "participations": pd.concat(
        [
            team("P1", "2024-01-10", "abcd"),
            team("P2", "2024-03-10", "abef"),
            team("P3", "2024-05-10", "abcg"),
            team("P4", "2024-07-10", "hief"),
            # None of these changes anything: they look on, come a second time, or their project
            # has not kicked off.
            team("P1", "2024-01-10", "h", "observer"),
            team("P4", "2024-07-10", "a", "observer"),
            team("P3", "2024-06-10", "a", "lead"),
            team("P5", "2024-01-01", "hi"),
        ],
        ignore_index=True,
    ),
}


# Incumbents


def test_places_filled_by_people_with_earlier_projects(engine: Engine) -> None:
    found = engine.cells("incumbent_share", GOLDEN, WHOLE)
    assert found == {
        ("whole", "project", "P1"): (0, 4),
        ("whole", "project", "P2"): (2, 4),  # a b
        ("whole", "project", "P3"): (3, 4),  # a b c
        ("whole", "project", "P4"): (2, 4),  # e f
        ("whole", "all", "all"): (7, 16),
    }


def test_a_place_belongs_to_the_month_of_the_kick_off_and_to_its_person(engine: Engine) -> None:
    spring = windows(("spring", "2024-03-01", "2024-05-31"))
    sums = engine.sums("incumbent_share", GOLDEN, spring)
    everybody = sums[sums["cut"] == "all"].set_index("cluster")
    assert sorted(everybody.index) == [ord(one) for one in "abcefg"]
    # a has a place in P2 and in P3, both after P1, which lies before the window.
    assert everybody.loc[ord("a"), ["x", "y"]].tolist() == [2, 2]
    assert everybody.loc[ord("g"), ["x", "y"]].tolist() == [0, 1]


def test_projects_kicked_off_on_one_day_are_not_earlier_than_each_other(engine: Engine) -> None:
    twins = {
        "projects": projects(
            ("P1", "co_creation", "2024-01-10", None), ("P2", "co_creation", "2024-01-10", None)
        ),
        "participations": pd.concat(
            [team("P1", "2024-01-10", "ab"), team("P2", "2024-01-10", "ab")], ignore_index=True
        ),
    }
    assert engine.cells("incumbent_share", twins, WHOLE)["whole", "all", "all"] == (0, 4)
    assert engine.cells("team_familiarity", twins, WHOLE)["whole", "all", "all"] == (0, 2)


# Team familiarity


def test_earlier_projects_pairs_had_shared(engine: Engine) -> None:
    found = engine.cells("team_familiarity", GOLDEN, WHOLE)
    assert found == {
        ("whole", "project", "P1"): (0, 6),
        ("whole", "project", "P2"): (1, 6),  # ab in P1
        ("whole", "project", "P3"): (4, 6),  # ab in P1 and in P2, ac and bc in P1
        ("whole", "project", "P4"): (1, 6),  # ef in P2
        ("whole", "all", "all"): (6, 24),
    }
    value = {group: round(x / y, 3) for (_, _, group), (x, y) in found.items()}
    assert (value["P2"], value["P3"], value["P4"]) == (0.167, 0.667, 0.167)


def test_both_ends_of_a_pair_count(engine: Engine) -> None:
    sums = engine.sums("team_familiarity", GOLDEN, WHOLE)
    third = sums[(sums["cut"] == "project") & (sums["group"] == "P3")]
    assert len(third) == 12
    mine = third.groupby("cluster")[["x", "y"]].sum()
    # a: ab twice and ac once, halved; three pairs, halved. g: nobody she knew.
    assert mine.loc[ord("a")].tolist() == [1.5, 1.5]
    assert mine.loc[ord("c")].tolist() == [1, 1.5]
    assert mine.loc[ord("g")].tolist() == [0, 1.5]


# Raised their hand

HANDS = {
    "people": people(
        (1, "2023-01-01", "planning"),
        (2, "2023-01-01", "sales"),
        (2, "2024-03-01", "planning"),
        (3, "2023-01-01", "sales"),
        (3, "2024-01-01", None),
    ),
    "projects": projects(
        ("P1", "co_creation", "2024-01-10", None), ("P2", "conventional", "2024-02-10", None)
    ),
    "participations": members(
        ("P1", 1, "2024-01-10", "lead"),
        ("P1", 2, "2024-02-29", "member"),
        ("P2", 2, "2024-03-01", "member"),
        ("P1", 3, "2024-01-10", "member"),
        ("P2", 4, "2024-02-10", "member"),
        ("P1", 5, "2024-01-10", "observer"),
        ("P2", 1, "2024-02-10", "member"),
        ("P1", 1, "2024-05-10", "member"),
    ).assign(
        volunteered=pd.array([True, True, False, False, True, True, None, False], "boolean"),
    ),
}


def test_hands_raised_of_the_participations_of_which_it_is_known(engine: Engine) -> None:
    found = engine.cells("volunteered", HANDS, WHOLE)
    # P1: 1 (once, though there twice) and 2 raised their hand, 3 did not, 5 only looked on.
    # P2: 4 did, 2 did not, of 1 it is not known.
    assert found["whole", "project", "P1"] == (2, 3)
    assert found["whole", "project", "P2"] == (1, 2)
    assert found["whole", "all", "all"] == (3, 5)


def test_the_department_is_that_of_the_day_of_joining(engine: Engine) -> None:
    found = engine.cells("volunteered", HANDS, WHOLE)
    # 2 joined P1 on the last day in sales and P2 on the first in planning; 3 had left; nobody
    # knows 4.
    cut = {group: one for (_, kind, group), one in found.items() if kind == "department"}
    assert cut == {"planning": (1, 2), "sales": (1, 1)}


def test_a_participation_belongs_to_the_month_of_joining(engine: Engine) -> None:
    months = windows(("feb", "2024-02-01", "2024-02-29"), ("may", "2024-05-01", "2024-05-31"))
    found = engine.cells("volunteered", HANDS, months)
    # February: 2 joins P1 and 4 joins P2. In May 1 only changes role.
    assert found["feb", "all", "all"] == (2, 2)
    assert {window for window, _, _ in found} == {"feb"}


# Offspring

FAMILY = {
    "projects": projects(
        ("P1", "co_creation", "2023-01-10", "2023-12-31"),
        ("P2", "co_creation", "2023-06-01", "2024-06-30"),
        ("P3", "conventional", "2024-01-01", "2024-08-31"),
        ("P4", "co_creation", "2023-12-31", None),
        ("P5", "co_creation", "2024-09-01", None),
        ("P6", "conventional", None, None),
        ("P7", "co_creation", "2023-01-10", "2026-01-01"),
        ("P8", "co_creation", "2023-01-10", "2024-07-31"),
    ).assign(grew_out_of=pd.Series(["P8", "P1", "P1", None, None, "P1", None, None], dtype="str")),
    "participations": pd.concat(
        [
            team("P1", "2023-01-10", "abcd"),
            team("P2", "2023-06-01", "xyz"),
            team("P3", "2024-01-01", "abx"),
            team("P3", "2024-02-01", "a", "lead"),
            team("P4", "2023-12-31", "ab"),
            team("P5", "2024-09-01", "cdx"),
            team("P5", "2024-09-01", "y", "observer"),
            team("P6", "2024-09-01", "ab"),
            team("P8", "2023-01-10", "z"),
        ],
        ignore_index=True,
    ),
}


def test_later_projects_of_each_finished_co_creation_project(engine: Engine) -> None:
    found = engine.cells("cocreation_offspring", FAMILY, WHOLE)
    by_project = {group: one for (_, cut, group), one in found.items() if cut == "project"}
    # Closed within 2024 and 2025: P2 and P8 (P3 is conventional, P1 closed earlier, P7 later).
    # P2 (x y z): P5 has x and, looking on, y: one is not enough. P8 has no later project: P1,
    # said to have grown out of it, kicked off on the same day.
    assert by_project == {"P2": (0, 1), "P8": (0, 1)}
    assert found["whole", "all", "all"] == (0, 2)


def test_a_later_project_counts_once_however_it_is_related(engine: Engine) -> None:
    closing = windows(("dec", "2023-12-01", "2023-12-31"))
    found = engine.cells("cocreation_offspring", FAMILY, closing)
    # P1 (a b c d): P2 is said to have grown out of it, before it closed; P3 is said so and has a
    # and b; P5 has c and d. P4 kicked off on the day P1 closed; P6 has not kicked off.
    assert found == {("dec", "all", "all"): (3, 1), ("dec", "project", "P1"): (3, 1)}


def test_offspring_rest_on_projects(engine: Engine) -> None:
    sums = engine.sums("cocreation_offspring", FAMILY, WHOLE)
    assert set(sums["cluster"]) == {"P2", "P8"}
    assert by_id("cocreation_offspring").counts == "projects"


# Ties carried over

CARRIED = {
    "projects": projects(
        ("P1", "co_creation", "2024-01-10", "2024-06-15"),
        ("P2", "conventional", "2024-01-10", "2024-10-15"),
    ),
    "participations": pd.concat(
        [
            team("P1", "2024-01-10", "abcde"),
            team("P1", "2024-01-10", "o", "observer"),
            team("P2", "2024-01-10", "ab"),
        ],
        ignore_index=True,
    ),
    # Departments: p planning, s sales, d development.
    "ties": log(
        # Made in P1, across: ab, ac, ad, bd. Not: de within sales, ao an observer, ax no member,
        # ce of unknown department, be only after the closing, bc not in the project.
        ("2024-02-01", "ab", "ps", "P1", 1),
        ("2024-03-01", "ba", "sp", "P1", 4),
        ("2024-02-01", "ca", "dp", "P1", 1),
        ("2024-06-01", "ad", "ps", "P1", 2),
        ("2024-02-01", "bd", "pd", "P1", 2),
        ("2024-02-01", "de", "ss", "P1", 2),
        ("2024-02-01", "ao", "ps", "P1", 2),
        ("2024-02-01", "ax", "ps", "P1", 2),
        ("2024-02-01", "ce", "-s", "P1", 2),
        ("2024-07-01", "be", "ps", "P1", 2),
        ("2024-02-01", "bc", "pd", None, 2),
        ("2024-02-01", "ab", "ps", "P2", 1),
        # Afterwards, July to September: ab (the other way round) and, within one department by
        # now, ad. Not: ac in June and October, bd in another project.
        ("2024-07-01", "ba", "sp", None, 1),
        ("2024-08-01", "ba", "sp", None, 1),
        ("2024-09-01", "ad", "pp", None, 1),
        ("2024-06-01", "ac", "pd", None, 5),
        ("2024-10-01", "ac", "pd", None, 5),
        ("2024-08-01", "bd", "pd", "P2", 5),
        ("2024-08-01", "be", "ps", None, 5),
    ),
}


def test_ties_still_active_outside_any_project(engine: Engine) -> None:
    june = windows(("june", "2024-06-01", "2024-06-30"))
    found = engine.cells("ties_carried_over", CARRIED, june)
    assert found == {("june", "all", "all"): (2, 4), ("june", "project", "P1"): (2, 4)}
    sums = engine.sums("ties_carried_over", CARRIED, june)
    mine = sums[sums["cut"] == "all"].groupby("cluster")[["x", "y"]].sum()
    # a has ab and ad, which live on, and ac, which does not.
    assert mine.loc[ord("a")].tolist() == [1, 1.5]
    assert mine.loc[ord("b")].tolist() == [0.5, 1]
    assert mine.loc[ord("c")].tolist() == [0, 0.5]


@pytest.mark.parametrize(
    ("records_end", "known"),
    [
        ("2024-09-22", set()),
        ("2024-09-23", {"P1"}),
        ("2025-01-23", {"P1"}),
        ("2025-01-24", {"P1", "P2"}),
    ],
)
def test_three_whole_months_must_be_on_record(
    engine: Engine, records_end: str, known: set[str]
) -> None:
    spans = windows(("whole", "2024-01-01", "2025-12-31"), records_end=records_end)
    found = engine.cells("ties_carried_over", CARRIED, spans)
    # A last month within a week of its end counts as whole: 23 September, 24 January.
    assert {group for _, cut, group in found if cut == "project"} == known


@pytest.mark.parametrize(
    ("closed_on", "month", "alive"),
    [
        ("2024-11-30", "2024-11-01", 0),
        ("2024-11-30", "2024-12-01", 1),
        ("2024-11-30", "2025-02-01", 1),
        ("2024-11-30", "2025-03-01", 0),
        ("2024-11-01", "2024-11-01", 0),
        ("2024-11-01", "2025-02-01", 1),
        ("2024-11-01", "2025-03-01", 0),
    ],
)
def test_the_three_months_follow_the_month_of_closing(
    engine: Engine, closed_on: str, month: str, alive: int
) -> None:
    tables = {
        **CARRIED,
        "projects": projects(("P1", "co_creation", "2024-01-10", closed_on)),
        "ties": log(("2024-02-01", "ab", "ps", "P1", 1), (month, "ab", "ps", None, 1)),
    }
    found = engine.cells("ties_carried_over", tables, WHOLE)
    assert found["whole", "all", "all"] == (alive, 1)


def test_a_log_without_projects_says_nothing(engine: Engine) -> None:
    ties = CARRIED["ties"].assign(project=pd.Series([None] * len(CARRIED["ties"]), dtype="str"))
    assert engine.cells("ties_carried_over", {**CARRIED, "ties": ties}, WHOLE) == {}
