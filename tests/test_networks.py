"""Ties between people, and departments' graphs of them, against tables worked by hand."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import narwhals as nw
import networkx as nx
import numpy as np
import pandas as pd
import pytest

from dashboard import networks

NAMES = ["month", "sender", "recipient", "sender_department", "recipient_department", "n"]


def monthly(*rows: tuple[str, int, int, str | None, str | None, int, str]) -> pd.DataFrame:
    """Give ties by month: NAMES, last_on and channel."""
    frame = pd.DataFrame(rows, columns=[*NAMES, "last_on"])
    text = frame[NAMES[3:5]].astype("str")
    days = {name: pd.to_datetime(frame[name]) for name in ("month", "last_on")}
    return frame.assign(**text, **days, channel="chat")


def spans(tie_min: int = 2, **months: tuple[str, str]) -> pd.DataFrame:
    rows = [(window, *days, tie_min) for window, days in months.items()]
    frame = pd.DataFrame(rows, columns=["window", "starts_on", "ends_on", "tie_min"])
    days = {name: pd.to_datetime(frame[name]) for name in ("starts_on", "ends_on")}
    return frame.assign(**days)


def tied(ties: pd.DataFrame, windows: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Give window, the two people, their departments and n of every tie."""
    lazy = [nw.from_native(frame).lazy() for frame in (ties, windows)]
    found = networks.ties_of(networks.pairs_between(*lazy)).collect("pandas").to_native()
    columns = ["window", "person_a", "person_b", "a_department", "b_department", "n"]
    return sorted(found[columns].itertuples(index=False, name=None))


SPRING = spans(spring=("2025-01-01", "2025-03-31"))
TIES = monthly(
    ("2025-01-01", 1, 2, "planning", "sales", 1, "2025-01-09"),
    ("2025-02-01", 2, 1, "planning", "planning", 1, "2025-02-09"),
    ("2025-02-01", 1, 3, "planning", "sales", 1, "2025-02-20"),
    ("2025-03-01", 3, 4, "sales", "support", 5, "2025-03-01"),
    ("2025-04-01", 1, 3, "planning", "sales", 9, "2025-04-20"),
)


def test_a_tie_needs_enough_interactions_whoever_wrote() -> None:
    # 1–2 once each way; 1–3 once only; 3–4 five times.
    assert tied(TIES, SPRING) == [
        ("spring", 1, 2, "planning", "planning", 2),
        ("spring", 3, 4, "sales", "support", 5),
    ]


@pytest.mark.parametrize(("tie_min", "pairs"), [(1, 3), (2, 2), (3, 1), (5, 1), (6, 0)])
def test_the_fewest_interactions_of_a_tie_belong_to_the_window(tie_min: int, pairs: int) -> None:
    windows = SPRING.assign(tie_min=tie_min)
    assert len(tied(TIES, windows)) == pairs


def test_a_tie_has_the_departments_of_its_latest_interaction() -> None:
    swapped = monthly(
        ("2025-02-01", 2, 1, "planning", "support", 1, "2025-02-09"),
        ("2025-01-01", 1, 2, "planning", "sales", 4, "2025-01-09"),
    )
    assert tied(swapped, SPRING) == [("spring", 1, 2, "support", "planning", 5)]


def test_two_windows_of_one_file_do_not_double() -> None:
    windows = pd.concat(
        [
            SPRING,
            spans(april=("2025-04-01", "2025-04-30")),
            spans(june=("2025-06-01", "2025-06-30")),
        ]
    )
    assert [row for row in tied(TIES, windows) if row[0] == "spring"] == tied(TIES, SPRING)
    assert [row for row in tied(TIES, windows) if row[0] != "spring"] == [
        ("april", 1, 3, "planning", "sales", 9)
    ]


def test_who_wrote_is_counted_each_way_and_a_meeting_by_nobody() -> None:
    log = monthly(
        ("2025-01-01", 2, 1, "planning", "sales", 3, "2025-01-09"),
        ("2025-02-01", 1, 2, "sales", "planning", 1, "2025-02-09"),
        ("2025-03-01", 1, 2, "sales", "planning", 4, "2025-03-09"),
    ).assign(channel=["chat", "mail", "meeting"])
    lazy = [nw.from_native(frame).lazy() for frame in (log, SPRING)]
    found = networks.pairs_between(*lazy).collect("pandas").to_native()
    (pair,) = found.to_dict("records")
    assert (pair["n"], pair["a_wrote"], pair["b_wrote"]) == (8, 1, 3)
    assert pair["last_on"] == pd.Timestamp(2025, 3, 9)


def test_a_tie_with_an_unknown_department_is_left_out() -> None:
    unknown = monthly(("2025-01-01", 1, 2, "planning", None, 3, "2025-01-09"))
    assert tied(unknown, SPRING) == []


def test_duckdb_gives_the_same_ties() -> None:
    with duckdb.connect() as connection:
        tables = []
        for name, frame in (("ties", TIES), ("windows", SPRING)):
            connection.register("frame", frame)
            connection.execute(f"CREATE TABLE {name} AS FROM frame")
            tables.append(nw.from_native(connection.table(name)))
        pairs = networks.ties_of(networks.pairs_between(*tables))
        counted = networks.department_ties(pairs)
    lazy = [nw.from_native(frame).lazy() for frame in (TIES, SPRING)]
    on_pandas = networks.department_ties(networks.ties_of(networks.pairs_between(*lazy)))
    pd.testing.assert_frame_equal(counted, on_pandas, check_dtype=False)


def pairs_of(*rows: tuple[int, int, str, str, int]) -> nw.LazyFrame[Any]:
    columns = ["person_a", "person_b", "a_department", "b_department", "n"]
    return nw.from_native(pd.DataFrame(rows, columns=columns).assign(window="w")).lazy()


def test_department_ties_count_each_pair_of_departments_once() -> None:
    found = networks.department_ties(
        pairs_of(
            (1, 11, "sales", "planning", 2),
            (1, 12, "sales", "planning", 3),
            (13, 20, "planning", "sales", 4),
        )
    )
    # Planning's 11, 12 and 13 with sales' 1 and 20.
    assert found.to_dict("records") == [
        {
            "window": "w",
            "from_department": "planning",
            "to_department": "sales",
            "interactions": 9,
            "ties": 3,
            "from_people": 3,
            "to_people": 2,
            "people": 5,
        }
    ]


@pytest.mark.parametrize("hub", [1, 9])
def test_within_a_department_both_sides_are_its_people(hub: int) -> None:
    # Five people round one: who has the lower code must not decide what may be shown.
    star = [tuple(sorted((hub, other))) for other in (2, 3, 4, 5, 6)]
    found = networks.department_ties(pairs_of(*((a, b, "sales", "sales", 2) for a, b in star)))
    assert found[["from_people", "to_people", "people"]].to_numpy().tolist() == [[6, 6, 6]]


def test_a_graph_holds_every_pair_of_departments() -> None:
    graph = networks.department_graph(
        networks.department_ties(
            pairs_of(
                (1, 2, "planning", "sales", 2),
                (1, 3, "planning", "planning", 2),
                (5, 6, "unheard", "sales", 2),
            )
        ),
        pd.Series({"planning": 3, "sales": 4, "support": 1}),
    )
    density = {frozenset(ends): told for *ends, told in graph.edges(data="density")}
    assert density[frozenset({"planning", "sales"})] == 1 / 12
    assert density[frozenset({"planning"})] == 1 / 3
    assert density[frozenset({"planning", "support"})] == 0
    assert math.isnan(density[frozenset({"support"})])
    assert len(density) == 6


def test_zacharys_karate_club() -> None:
    club = nx.karate_club_graph()
    of = club.nodes(data="club")
    ties = monthly(*(("2025-01-01", a, b, of[a], of[b], 1, "2025-01-01") for a, b in club.edges))
    lazy = [nw.from_native(frame).lazy() for frame in (ties, SPRING.assign(tie_min=1))]
    counted = networks.department_ties(networks.ties_of(networks.pairs_between(*lazy)))
    people = pd.Series(dict(of)).value_counts()
    graph = networks.department_graph(counted, people)

    told = {tuple(sorted({a, b})): (n, round(density, 6)) for a, b, n, density in _edges(graph)}
    # 67 ties inside, 11 across; each club has 17 members.
    assert told == {
        ("Mr. Hi",): (35, 0.257353),
        ("Officer",): (32, 0.235294),
        ("Mr. Hi", "Officer"): (11, 0.038062),
    }


def _edges(graph: nx.Graph) -> list[tuple[str, str, int, float]]:
    return [(a, b, told["ties"], told["density"]) for a, b, told in graph.edges(data=True)]


def test_departments_stand_on_a_ring_clockwise_from_the_top() -> None:
    found = networks.positions(["n", "e", "s", "w"])
    assert found["department"].tolist() == ["n", "e", "s", "w"]
    expected = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    for place, (x, y) in zip(found.itertuples(), expected, strict=True):
        assert (place.x, place.y) == pytest.approx((x, y), abs=1e-7)


def test_places_depend_on_the_list_alone() -> None:
    names = [f"d{i}" for i in range(11)]
    first, again = networks.positions(names), networks.positions(list(names))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    assert len(first[["x", "y"]].round(6).drop_duplicates()) == 11


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_departments_have_a_place_too(count: int) -> None:
    assert len(networks.positions([f"d{i}" for i in range(count)])) == count


def test_a_permutation_by_hand() -> None:
    """Two departments of two, one tie in each: of the six dealings two keep both ties inside."""
    pairs = pd.DataFrame(
        [("w", 1, 2, "planning", "planning"), ("w", 3, 4, "sales", "sales")],
        columns=["window", "person_a", "person_b", "a_department", "b_department"],
    )
    found = networks.ei_by_chance(pairs).set_index("group")
    # Of the six pairs of people two are within a department: (4 − 2)/6.
    assert found.loc["all", "expected"] == pytest.approx(1 / 3)
    assert found.loc["all", "p"] == pytest.approx(2 / 6, abs=0.025)
    assert found.loc["planning", "expected"] == pytest.approx((4 - 1) / 5)


def test_a_shuffled_company_is_as_chance_would_have_it() -> None:
    draw = np.random.default_rng(4)
    department = draw.permutation(np.repeat(["a", "b", "c"], [30, 20, 10]))
    ends = draw.integers(0, 60, (400, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    pairs = pd.DataFrame({"window": "w", "person_a": ends[:, 0], "person_b": ends[:, 1]})
    labelled = pairs.assign(
        a_department=department[ends[:, 0]], b_department=department[ends[:, 1]]
    )
    found = networks.ei_by_chance(labelled)
    assert (found["p"] > 0.01).all()
    assert found.loc[0, "expected"] == pytest.approx((1770 - 2 * (435 + 190 + 45)) / 1770)


def test_no_ties_no_chance() -> None:
    empty = pd.DataFrame(columns=["window", "person_a", "person_b", "a_department", "b_department"])
    assert networks.ei_by_chance(empty).empty
