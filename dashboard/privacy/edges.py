"""Which ties between departments may be shown, beside the sums that other figures tell of them.

A department's index of ties (E-I) and its share of outside contact tell how many of its ties lead
outside: a *margin* of the edge table. A hidden edge that is the only one of its margin is what the
shown edges leave of it. So hidden edges are the atoms, margins the cells of the row-space rule, and
while some combination of margins comes down to fewer than k people, the least shown edge of it is
hidden as well.

Two edges at one department may be the same people's. What an edge adds to a set of edges is counted
as the smaller of its two sides, which edges of a tree or a ring do not share, by the factor that
makes it true of every set of so few people: v departments have v(v − 1)/2 edges at most.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.privacy.row_space import Flags, Floats, Lattice, leak

EDGE_SIDE = 2


def shown_edges(edges: pd.DataFrame, threshold: int) -> pd.Series:
    """Say which edges of a window may be shown.

    ``edges`` has from_department, to_department, ties, from_people, to_people, people and headcount
    (of the smaller department). An edge needs ``threshold`` people in all and two on each side.
    That two departments have no tie is shown too, unless one of them is under the threshold: of so
    few it says something about each. Where a department has no other edge left to hide, its margin
    tells the hidden one, and it is the margin that must not be shown.
    """
    sides = edges[["from_people", "to_people"]].min(axis=1)
    enough = (edges["people"] >= threshold) & (sides >= EDGE_SIDE)
    shown = (edges["headcount"] >= threshold) & ((edges["ties"] == 0) | enough)
    margins = _margins(edges, threshold)
    # One person's ties to nine others tell of one, and those of a department of three of three.
    few = (edges["headcount"] < threshold) | (sides < EDGE_SIDE)
    people = edges["people"].where(~few, sides).to_numpy(float)
    weight = sides.to_numpy(float) * _factor(threshold)
    told = shown.to_numpy(bool, copy=True)
    past = np.zeros(len(margins), bool)
    while (used := _telling(margins, past, people, weight, told, threshold=threshold)) is not None:
        among = np.flatnonzero(margins[used].any(axis=0) & told & (people > 0))
        if len(among):
            told[among[np.argmin(people[among])]] = False
        else:
            past |= used
    return pd.Series(told, edges.index)


def _margins(edges: pd.DataFrame, threshold: int) -> Flags:
    """Give margins x edges: the ties that lead outside each department that is told of, and all."""
    ends = edges[["from_department", "to_department"]].to_numpy(str)
    outside = ends[:, 0] != ends[:, 1]
    small = edges.loc[~outside & (edges["headcount"] < threshold), "from_department"]
    told = np.setdiff1d(np.unique(ends), small.to_numpy(str))
    own = [(ends == one).any(axis=1) & outside for one in told]
    return np.array([*own, outside])


def _telling(
    margins: Flags,
    past: Flags,
    people: Floats,
    weight: Floats,
    shown: Flags,
    *,
    threshold: int,
) -> Flags | None:
    """Give the margins that together tell of a few people, if any do; past ones are given up."""
    hidden = ~shown & (people > 0)
    rows = np.ones(len(margins))
    lattice = Lattice(
        member=margins[:, hidden],
        people=people[hidden],
        rank=np.ones(len(margins), np.intp),
        worth=rows,
        told=past,
        weight=weight[hidden],
    )
    return leak(lattice, rows > 0, threshold) if hidden.any() else None


def _factor(threshold: int) -> float:
    most = (threshold - 1) * (threshold - 2) / 2
    return min(1.0, 0.99 * threshold / most) if most else 1.0
