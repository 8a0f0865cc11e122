"""An attacker subtracts the shown ties of a department from all that lead out of it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations_with_replacement
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from dashboard.privacy.edges import EDGE_SIDE, Shown, shown_edges

K = 5


def edges(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """List edges: the two departments and the people on either side."""
    frame = pd.DataFrame(
        rows, columns=["from_department", "to_department", "from_people", "to_people"]
    )
    people = frame["from_people"] + frame["to_people"]
    return frame.assign(people=people, ties=people, headcount=20)


def left_open(
    listed: pd.DataFrame, told: Shown, groups: Mapping[str, str] = MappingProxyType({})
) -> list[bool]:
    """Say of each edge of few people whether its number of ties stays open."""
    apart = listed["from_department"] != listed["to_department"]
    hidden = listed[~told.edges & apart & ((listed["people"] > 0) | (listed["headcount"] < K))]
    ends = hidden[["from_department", "to_department"]].to_numpy()
    margins = [_margin(name, ends, groups) for name in sorted(told.margins)]
    known = np.array(margins, float).reshape(len(margins), len(hidden))
    rank = np.linalg.matrix_rank(known) if known.size else 0
    each = np.eye(len(hidden))
    sides = hidden[["from_people", "to_people"]].min(axis=1)
    few = (hidden["people"] < K) | (sides < EDGE_SIDE) | (hidden["headcount"] < K)
    return [
        bool(np.linalg.matrix_rank(np.vstack([known, one])) == rank + 1)
        for one in each[few.to_numpy()]
    ]


def _margin(name: str, ends: NDArray[np.str_], groups: Mapping[str, str]) -> list[bool]:
    """Say which edges a margin is the sum of."""
    if "~" not in name:
        return [not name or name in pair for pair in ends]
    return [sorted(groups[end] for end in pair) == name.split("~") for pair in ends]


def test_a_hidden_edge_does_not_follow_from_the_margins() -> None:
    """Planning's ties to support are three people's.

    Hiding one more edge at each of the two is not enough: with planning~works and support~works,
    planning's margin and support's less that of works are twice what was to be hidden. Only a ring
    of four leaves it open, or a margin less.
    """
    listed = edges(
        ("planning", "sales", 9, 9),
        ("planning", "works", 4, 4),
        ("planning", "support", 1, 2),
        ("sales", "works", 8, 8),
        ("sales", "support", 7, 7),
        ("support", "works", 6, 6),
    )
    assert left_open(listed, shown_edges(listed, K)) == [True]


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_edge_follows_in_companies_of_any_shape(seed: int) -> None:
    random = np.random.default_rng(seed)
    names = [f"d{i}" for i in range(random.integers(2, 7))]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    sides = random.poisson(random.choice([1, 3, 8]), (len(pairs), 2))
    sides[(sides == 0).any(axis=1)] = 0
    rows = [(*pair, int(a), int(b)) for pair, (a, b) in zip(pairs, sides, strict=True)]
    listed = edges(*rows)
    assert all(left_open(listed, shown_edges(listed, K)))


def grouped(seed: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """Draw a company of departments in two to four groups, of which some have few people."""
    random = np.random.default_rng(seed)
    people = {f"d{i}": int(random.choice([2, 3, 6, 12])) for i in range(random.integers(4, 9))}
    groups = {name: f"g{random.integers(0, 4)}" for name in people}
    rows = []
    for a, b in combinations_with_replacement(people, 2):
        sides = [min(int(random.poisson(2)), people[end]) for end in (a, b)]
        rows.append((a, b, *(sides if min(sides) else (0, 0))))
    listed = edges(*rows)
    heads = listed[["from_department", "to_department"]].map(people.__getitem__).min(axis=1)
    return listed.assign(headcount=heads), groups


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_edge_follows_from_the_sums_of_groups(seed: int) -> None:
    """Nor does any sum say that all its hidden edges have no tie."""
    listed, groups = grouped(seed)
    told = shown_edges(listed, K, groups)
    assert all(left_open(listed, told, groups))
    hidden = listed[~told.edges & (listed["from_department"] != listed["to_department"])]
    ends = hidden[["from_department", "to_department"]].to_numpy()
    for name in told.margins:
        ties = hidden.loc[_margin(name, ends, groups), "ties"]
        assert ties.empty or ties.sum() > 0


def test_that_a_few_have_no_tie_does_not_follow_either() -> None:
    """Support's three have no tie to sales: all of sales' ties would lead to planning and works."""
    listed = edges(
        ("planning", "sales", 9, 9),
        ("sales", "works", 8, 8),
        ("planning", "works", 8, 8),
        ("sales", "support", 0, 0),
        ("planning", "support", 3, 3),
        ("support", "works", 2, 3),
    )
    listed["headcount"] = [20, 20, 20, 3, 3, 3]
    assert left_open(listed, shown_edges(listed, K)) == [True, True, True]


def test_a_department_whose_only_ties_are_hidden_is_not_told_of_in_all() -> None:
    listed = edges(("planning", "support", 1, 2), ("sales", "works", 8, 8))
    told = shown_edges(listed, K)
    assert not {"planning", "support"} & told.margins
    assert not ("" in told.margins and told.edges[1])


def test_where_nothing_is_hidden_nothing_else_is() -> None:
    listed = edges(("planning", "sales", 3, 3), ("planning", "works", 4, 4))
    assert shown_edges(listed, K).edges.all()


def test_what_is_too_fine_to_be_looked_at_loses_margins_and_still_ends() -> None:
    """Sixty departments of ten, nearly all of whose ties are few people's."""
    random = np.random.default_rng(3)
    names = [f"d{i:02}" for i in range(60)]
    listed = edges(
        *(
            (a, b, int(random.integers(0, 4)), int(random.integers(0, 4)))
            for i, a in enumerate(names)
            for b in names[i + 1 :]
            if random.random() < 0.3
        )
    )
    told = shown_edges(listed, K)
    assert told.edges.any()
    assert len(told.margins) < len(names)
    assert all(left_open(listed, told))
