"""Which ties between departments may be shown, beside the sums that other figures tell of them.

A department's index of ties (E-I) and its share of outside contact tell how many of its ties lead
outside: a *margin* of the edge table. The ties of two groups of departments are another. A hidden
edge that is the only one of its margin is what the shown edges leave of it. So hidden edges are the
atoms, margins the cells of the row-space rule, and while some combination of margins comes down to
fewer than k people, one more edge of it is hidden, or one of its margins.

Two edges at one department may be the same people's. What an edge adds to a set of edges is counted
as the smaller of its two sides, which edges of a tree or a ring do not share, by the factor that
makes it true of every set of so few people: v departments have v(v − 1)/2 edges at most.

Where all hidden edges of a margin have no ties, their sum is nothing and tells of each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.privacy.row_space import Flags, Lattice, TooFineError, leak

EDGE_SIDE = 2
_FIGURES_OF_A_MARGIN = 3


class Shown(NamedTuple):
    """What may be shown of a window: its ``edges``, and which ``margins``.

    "planning" is what leads out of a department, "g~h" what two groups have, "" all together.
    """

    edges: pd.Series
    margins: frozenset[str]


def shown_edges(
    edges: pd.DataFrame, threshold: int, groups: Mapping[str, str] = MappingProxyType({})
) -> Shown:
    """Say which edges and margins of a window may be shown.

    ``edges`` has from_department, to_department, ties, from_people, to_people, people and headcount
    (of the smaller department). An edge needs ``threshold`` people in all and two on each side.
    That two departments have no tie is shown too, unless one of them is under the threshold: of so
    few it says something about each. Where margins together tell of a few, an edge more or a margin
    is hidden: of these two ways the one that leaves more to see. ``groups`` are those of the
    departments whose ties are told too.
    """
    sides = edges[["from_people", "to_people"]].min(axis=1)
    enough = (edges["people"] >= threshold) & (sides >= EDGE_SIDE)
    shown = (edges["headcount"] >= threshold) & ((edges["ties"] == 0) | enough)
    names, member = _margins(edges, threshold, groups)
    small = edges["headcount"] < threshold
    # One person's ties to nine others tell of one, and those of a department of three of three.
    few = small | (sides < EDGE_SIDE)
    # Of so few people it says something of each that they have none.
    sides = sides.mask(small & (edges["ties"] == 0), edges["headcount"])
    lattice = Lattice(
        member=member,
        people=edges["people"].where(~few, sides).to_numpy(float),
        rank=np.ones(len(member), np.intp),
        worth=np.ones(len(member)),
        told=np.zeros(len(member), bool),
        weight=sides.to_numpy(float) * _factor(threshold),
    )
    silent = (edges["ties"] == 0).to_numpy()
    ways = [
        _closed(lattice, shown.to_numpy(bool), silent, threshold, first)
        for first in ("edge", "margin")
    ]
    told, margins = max(ways, key=lambda way: way[0].sum() + _FIGURES_OF_A_MARGIN * way[1].sum())
    return Shown(pd.Series(told, edges.index), frozenset(names[margins]))


def _closed(
    lattice: Lattice,
    shown: Flags,
    silent: Flags,
    threshold: int,
    first: Literal["edge", "margin"],
) -> tuple[Flags, Flags]:
    """Hide edges (``first``), or margins, until the margins left tell of nobody; give both.

    ``silent`` are the edges without a tie.
    What is too fine to be looked at hides an edge of many people more in each margin, which then
    tells less of the few; else it loses a quarter of its margins at a time, the smallest first.
    """
    told, margins = shown.copy(), np.ones(len(lattice.member), bool)
    while True:
        try:
            used = _silent(lattice, margins, ~told, silent)
            if used is None:
                used = _telling(lattice, margins, ~told, threshold)
        except TooFineError:
            more = _one_of_many(lattice, margins, told, threshold) if first == "edge" else []
            if more:
                told[more] = False
                continue
            own = np.flatnonzero(margins[:-1])
            smallest = np.argsort(lattice.member[own] @ lattice.people, kind="stable")
            margins[own[smallest[: -(-len(own) // 4)]]] = False
            margins[-1] &= len(own) > 0
            continue
        if used is None:
            return told, margins
        among = np.flatnonzero(lattice.member[used].any(axis=0) & told & (lattice.people > 0))
        own = np.flatnonzero(used[:-1])
        if len(among) and (first == "edge" or not len(own)):
            told[among[np.argmin(lattice.people[among])]] = False
        elif len(own):
            margins[own[np.argmin(lattice.member[own] @ lattice.people)]] = False
        else:
            told[:], margins[:] = False, False


def _one_of_many(lattice: Lattice, margins: Flags, told: Flags, threshold: int) -> list[int]:
    """Give the smallest shown edge of every margin that has no hidden one of many people."""
    many = lattice.people >= threshold
    found = set()
    for member in lattice.member[:-1][margins[:-1]]:
        shown = np.flatnonzero(member & told & many)
        if len(shown) and not (member & ~told & many).any():
            found.add(int(shown[np.argmin(lattice.people[shown])]))
    return sorted(found)


def _silent(lattice: Lattice, margins: Flags, hidden: Flags, silent: Flags) -> Flags | None:
    """Give the first margin whose hidden edges all have no tie, if any has."""
    mine = lattice.member & hidden
    found = margins & mine.any(axis=1) & ~(mine & ~silent).any(axis=1)
    first = np.arange(len(margins)) == found.argmax()
    return first if found.any() else None


def _telling(lattice: Lattice, margins: Flags, hidden: Flags, threshold: int) -> Flags | None:
    """Give margins that together tell of a few people by the hidden edges, if any do."""
    left = hidden & (lattice.people > 0)
    if not left.any():
        return None
    parts = {name: getattr(lattice, name)[left] for name in ("people", "weight")}
    return leak(replace(lattice, member=lattice.member[:, left], **parts), margins, threshold)


def _margins(
    edges: pd.DataFrame, threshold: int, groups: Mapping[str, str]
) -> tuple[NDArray[np.str_], Flags]:
    """Give which margins are told, and margins x edges: all ("") stand last."""
    ends = edges[["from_department", "to_department"]].to_numpy(str)
    outside = ends[:, 0] != ends[:, 1]
    small = edges.loc[~outside & (edges["headcount"] < threshold), "from_department"]
    told = np.setdiff1d(np.unique(ends), small.to_numpy(str))
    own = [(ends == one).any(axis=1) & outside for one in told]
    between = _between_groups(edges, threshold, groups) if groups else {}
    names = np.array([*told, *between, ""])
    return names, np.array([*own, *between.values(), outside])


def _between_groups(
    edges: pd.DataFrame, threshold: int, groups: Mapping[str, str]
) -> dict[str, Flags]:
    """Give the edges between each two groups that are not under the threshold themselves."""
    of = edges[["from_department", "to_department"]].apply(lambda end: end.map(groups))
    own = edges["from_department"] == edges["to_department"]
    people = edges[own].groupby(of.loc[own, "from_department"])["headcount"].sum()
    large = of.isin(people.index[people >= threshold]).all(axis=1)
    apart = large & (of["from_department"] != of["to_department"])
    named = of.min(axis=1) + "~" + of.max(axis=1)
    return {pair: (apart & (named == pair)).to_numpy() for pair in sorted(set(named[apart]))}


def _factor(threshold: int) -> float:
    most = (threshold - 1) * (threshold - 2) / 2
    return min(1.0, 0.99 * threshold / most) if most else 1.0
