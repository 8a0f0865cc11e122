"""Pairs of people and the departments at their two ends: shared by the figures of ties."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from dashboard.metrics import Cut, Rows, Tables
from dashboard.networks import ties_of

OVERALL_AND_DEPARTMENT: tuple[Cut, ...] = ("all", "department")
CROSSING = nw.col("a_department") != nw.col("b_department")
_KEYS = ("window", "cut", "group", "cluster", "cluster2", "x", "y")
_PAIR = ["person_a", "person_b"]


def by_ends(pairs: Rows, cuts: Sequence[Cut] = OVERALL_AND_DEPARTMENT) -> Rows:
    """Give two rows a pair with an x and a y, one an end, and their groups.

    Of everybody a pair counts once, half of it at each end. A department has a pair within it once
    and a pair that leads out whole: that one counts for both departments. The cluster is the pair
    of persons.
    """
    parts = []
    for cut in cuts:
        outside = 1.0 if cut == "department" else 0.5
        for own, other in (("a", "b"), ("b", "a")):
            share = nw.when(CROSSING).then(outside).otherwise(0.5)
            group = nw.col(f"{own}_department") if cut == "department" else nw.lit("all")
            ends = {"cluster": nw.col(f"person_{own}"), "cluster2": nw.col(f"person_{other}")}
            amounts = {"x": nw.col("x") * share, "y": nw.col("y") * share}
            end = pairs.select("window", cut=nw.lit(cut), group=group, **ends, **amounts)
            parts.append(end.select(_KEYS))
    return nw.concat(parts, how="vertical")


def single_ends(pairs: Rows) -> Rows:
    """Give each pair from both its ends: window, person, department, other (its department)."""
    ends = [
        pairs.select(
            "window",
            person=nw.col(f"person_{own}"),
            department=nw.col(f"{own}_department"),
            other=nw.col(f"{far}_department"),
        )
        for own, far in (("a", "b"), ("b", "a"))
    ]
    return nw.concat(ends, how="vertical")


def turnover(tables: Tables, windows: Rows) -> Rows:
    """Say what became of the ties across departments between the windows of a comparison.

    Gives window (the later one), the two people, their departments (of the later window where they
    have a tie there), was and now (1 where they have a tie before, or after). A tie that a move
    brought inside one department is left out, neither lost nor kept.
    """
    ties = ties_of(tables["pairs"])
    spans = windows.filter(~nw.col("comparison").is_null()).select(
        "window", "comparison", "starts_on"
    )
    earlier = spans.select("comparison", was=nw.col("window"), began_on=nw.col("starts_on"))
    sides = spans.join(earlier, on="comparison", how="inner").filter(
        nw.col("began_on") < nw.col("starts_on")
    )
    # The later window's departments win: "1" comes after "0".
    before = ties.rename({"window": "was"}).join(sides, on="was", how="inner")
    after = ties.join(sides.select("window"), on="window", how="inner")
    both = nw.concat([_marked(before, "0"), _marked(after, "1")], how="vertical")
    merged = both.group_by("window", *_PAIR).agg(
        nw.col("was", "now").sum(), nw.col("a_department", "b_department").max()
    )
    known = merged.with_columns(nw.col("a_department", "b_department").str.slice(1))
    return known.filter(CROSSING)


def _marked(ties: Rows, mark: str) -> Rows:
    return ties.select(
        "window",
        *_PAIR,
        nw.concat_str(nw.lit(mark), nw.col("a_department")).alias("a_department"),
        nw.concat_str(nw.lit(mark), nw.col("b_department")).alias("b_department"),
        was=nw.lit(1 if mark == "0" else 0),
        now=nw.lit(1 if mark == "1" else 0),
    )
