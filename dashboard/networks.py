"""Ties in, department graphs out: who works with whom, never by name.

A tie joins two people who had enough interactions in a window; its departments are those of its
latest interaction. Departments stand on a ring in their declared order, so a position depends on
the department alone and is the same in every window.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

import narwhals as nw
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = nw.LazyFrame[Any]
Codes = NDArray[np.intp]
PERMUTATIONS, FEWER_PERMUTATIONS, MANY_TIES = 4_999, 499, 100_000
MANY = 20
"""More departments than these are not told apart in one picture."""
_AT_ONCE = 20_000_000
_DATE_LENGTH = len("20250401")
_ROUNDING = 1e-12
_COUNTS = ("interactions", "ties", "from_people", "to_people", "people")


def pairs_between(ties: Rows, windows: Rows) -> Rows:
    """Pair the people in contact in each window, whoever of the two comes first.

    Gives window, tie_min, person_a, person_b, a_department, b_department (of their latest contact),
    n (contacts), a_wrote and b_wrote (those each of them started; a meeting is started by neither)
    and last_on. ``ties`` are monthly (``month``, sender, recipient, their departments, channel, n,
    last_on); ``windows`` has window, starts_on, ends_on and tie_min. Pairs with an unknown
    department are left out.
    """
    inside = (nw.col("month") >= nw.col("starts_on")) & (nw.col("month") <= nw.col("ends_on"))
    months = (
        ties.group_by("month")
        .agg(rows=nw.len())
        .drop("rows")
        .join(windows, how="cross")
        .filter(inside)
    )
    swapped = nw.col("sender") > nw.col("recipient")
    low, high = ("recipient", "sender"), ("sender", "recipient")
    written = nw.when(nw.col("channel") == "meeting").then(0).otherwise(nw.col("n"))
    rows = (
        ties.join(months, on="month", how="inner")
        .with_columns(written=written)
        .select(
            "window",
            "tie_min",
            "n",
            "last_on",
            person_a=chosen(swapped, *low),
            person_b=chosen(swapped, *high),
            a_department=_dated(chosen(swapped, *(f"{end}_department" for end in low))),
            b_department=_dated(chosen(swapped, *(f"{end}_department" for end in high))),
            a_wrote=nw.when(swapped).then(0).otherwise(nw.col("written")),
            b_wrote=nw.when(swapped).then(nw.col("written")).otherwise(0),
        )
    )
    totals = rows.group_by("window", "person_a", "person_b").agg(
        nw.col("n", "a_wrote", "b_wrote").sum(),
        nw.col("tie_min", "a_department", "b_department", "last_on").max(),
    )
    named = totals.with_columns(nw.col("a_department", "b_department").str.slice(_DATE_LENGTH))
    return named.filter((nw.col("a_department") != "") & (nw.col("b_department") != ""))


def fetched(rows: Rows) -> pd.DataFrame:
    """Fetch rows through Arrow: DuckDB's own way to pandas takes ten times as long."""
    return pd.DataFrame(rows.collect("pyarrow").to_native().to_pandas())


def ties_of(pairs: Rows) -> Rows:
    """Give the pairs with contacts enough for a tie, from those of ``pairs_between``."""
    return pairs.filter(nw.col("n") >= nw.col("tie_min"))


def chosen(swapped: nw.Expr, first: str, second: str) -> nw.Expr:
    """Give one column where a pair is swapped, else the other."""
    return nw.when(swapped).then(nw.col(first)).otherwise(nw.col(second))


def _dated(department: nw.Expr) -> nw.Expr:
    """Put the day before a department's name: the greatest is the latest, and needs no join."""
    return nw.concat_str(nw.col("last_on").dt.to_string("%Y%m%d"), department.fill_null(""))


def pair_group(one: str, other: str) -> nw.Expr:
    """Name a pair of departments whichever comes first: "planning~sales"."""
    forward = nw.col(one) <= nw.col(other)
    first = nw.when(forward).then(nw.col(one)).otherwise(nw.col(other))
    second = nw.when(forward).then(nw.col(other)).otherwise(nw.col(one))
    return nw.concat_str(first, second, separator="~")


def department_ties(pairs: Rows) -> pd.DataFrame:
    """Count ties by pair of departments, each pair once, its departments in order of name.

    Gives window, from_department, to_department, interactions, ties, from_people, to_people and
    people (distinct on each side and in all); within a department all stand on both sides.
    """
    forward = nw.col("a_department") <= nw.col("b_department")
    rows = pairs.select(
        "window",
        "n",
        from_department=nw.when(forward)
        .then(nw.col("a_department"))
        .otherwise(nw.col("b_department")),
        to_department=nw.when(forward)
        .then(nw.col("b_department"))
        .otherwise(nw.col("a_department")),
        from_person=nw.when(forward).then(nw.col("person_a")).otherwise(nw.col("person_b")),
        to_person=nw.when(forward).then(nw.col("person_b")).otherwise(nw.col("person_a")),
    )
    edge = ["window", "from_department", "to_department"]
    counted = rows.group_by(edge).agg(
        interactions=nw.col("n").sum(),
        ties=nw.col("n").count(),
        from_people=nw.col("from_person").n_unique(),
        to_people=nw.col("to_person").n_unique(),
    )
    ends = nw.concat(
        [rows.select(*edge, person=nw.col(f"{side}_person")) for side in ("from", "to")],
        how="vertical",
    )
    people = ends.group_by(edge).agg(people=nw.col("person").n_unique())
    joined = counted.join(people, on=edge, how="inner").collect("pandas").to_native()
    found = pd.DataFrame(joined).sort_values(edge, ignore_index=True)
    within = found["from_department"] == found["to_department"]
    for side in ("from_people", "to_people"):
        found[side] = found[side].where(~within, found["people"])
    return found


def ei_by_chance(ties: pd.DataFrame) -> pd.DataFrame:
    """Say what the E-I index of each window would be if departments were dealt at random.

    ``ties`` comes from ``ties_of``. The people with a tie keep their ties; their departments
    (of each, the one most of their ties were made in) are permuted. Gives window, cut (all,
    department), group, expected (the mean over all permutations, from the sizes alone) and p: the
    share of 4,999 permutations (499 above 100,000 ties) whose index is as low as the one found, the
    found one among them (Krackhardt & Stern 1988; the share as in Phipson & Smyth 2010).
    """
    columns = ["window", "cut", "group", "expected", "p"]
    found = [
        _dealt_anew(mine).assign(window=window)
        for window, mine in ties.groupby("window", observed=True)
    ]
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)


def _dealt_anew(ties: pd.DataFrame) -> pd.DataFrame:
    mostly = _department_of_most_ties(ties)
    names, label = np.unique(mostly.to_numpy(str), return_inverse=True)
    a, b = (mostly.index.get_indexer(ties[f"person_{end}"]) for end in ("a", "b"))
    observed = _indices(label[:, None], a, b, len(names))
    rounds = FEWER_PERMUTATIONS if len(ties) > MANY_TIES else PERMUTATIONS
    random, at_once = np.random.default_rng(0), max(1, _AT_ONCE // len(ties))
    hits = np.zeros(len(observed))
    for start in range(0, rounds, at_once):
        labels = np.tile(label.astype("uint16"), (min(at_once, rounds - start), 1))
        dealt = np.ascontiguousarray(random.permuted(labels, axis=1).T)
        hits += (_indices(dealt, a, b, len(names)) <= observed + _ROUNDING).sum(axis=1)
    return pd.DataFrame(
        {
            "cut": ["all", *["department"] * len(names)],
            "group": ["all", *names],
            "expected": _expected(np.bincount(label)),
            "p": (1 + hits) / (1 + rounds),
        }
    )


def _department_of_most_ties(ties: pd.DataFrame) -> pd.Series:
    """Give each person with a tie one department: the one most of their ties were made in."""
    ends = [
        ties[[f"person_{end}", f"{end}_department"]].set_axis(["person", "department"], axis=1)
        for end in ("a", "b")
    ]
    counted = pd.concat(ends).groupby(["person", "department"]).size().rename("n").reset_index()
    ordered = counted.sort_values(["person", "n", "department"])
    return ordered.groupby("person")["department"].last()


def _indices(labels: NDArray[Any], a: Codes, b: Codes, groups: int) -> NDArray[np.float64]:
    """Give the E-I index of all and of each group, once a dealing: (1 + groups) x dealings.

    ``labels`` holds people x dealings, ``a`` and ``b`` the two people of each tie.
    """
    people, dealings = labels.shape
    degree = np.bincount(np.concatenate([a, b]), minlength=people).astype(float)
    tie, dealing = np.nonzero(labels[a] == labels[b])
    within = _counted(labels[a[tie], dealing], dealing, groups, dealings)
    every = np.tile(np.arange(dealings), people)
    degrees = _counted(labels.ravel(), every, groups, dealings, np.repeat(degree, dealings))
    inside = np.vstack([within.sum(axis=0), within])
    ties = np.vstack([np.full(dealings, float(len(a))), degrees - within])
    index: NDArray[np.float64] = np.divide(
        ties - 2 * inside, ties, out=np.full(ties.shape, np.nan), where=ties > 0
    )
    return index


def _counted(
    group: NDArray[Any],
    dealing: Codes,
    groups: int,
    dealings: int,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    place = group.astype(np.intp) * dealings + dealing
    return np.bincount(place, weights, groups * dealings).reshape(groups, dealings).astype(float)


def _expected(sizes: Codes) -> NDArray[np.float64]:
    """Give the index of ties that fall on any two people alike: of all, then of each group."""
    everyone = sizes.sum()
    within = sizes * (sizes - 1) / 2
    outside = sizes * (everyone - sizes)
    pairs = np.array([everyone * (everyone - 1) / 2, *(within + outside)])
    inside = np.array([within.sum(), *within])
    expected: NDArray[np.float64] = (pairs - 2 * inside) / pairs
    return expected


def department_graph(edges: pd.DataFrame, headcount: pd.Series) -> nx.Graph:
    """Build one window's graph: every pair of departments, tied or not, and each with itself.

    ``edges`` comes from ``department_ties``; ``headcount`` is indexed by department. An edge's
    ``density`` is its ties per possible pair of people, n(n − 1)/2 of them within a department;
    ``headcount`` is the smaller department's.
    """
    graph = nx.Graph()
    graph.add_nodes_from((name, {"people": int(n)}) for name, n in headcount.items())
    graph.add_edges_from(combinations_with_replacement(graph, 2), **dict.fromkeys(_COUNTS, 0))
    known = edges[edges["from_department"].isin(graph) & edges["to_department"].isin(graph)]
    for edge in known.to_dict("records"):
        ends = edge["from_department"], edge["to_department"]
        graph.edges[ends].update({name: edge[name] for name in _COUNTS})
    for a, b, told in graph.edges(data=True):
        n_a, n_b = graph.nodes[a]["people"], graph.nodes[b]["people"]
        told["headcount"] = min(n_a, n_b)
        possible = n_a * (n_a - 1) / 2 if a == b else n_a * n_b
        told["density"] = told["ties"] / possible if possible else float("nan")
    return graph


def groups(departments: pd.DataFrame) -> pd.Series:
    """Give each department's group, where there are too many departments to be seen at once.

    A group is the department that stands above them all ("parent:hq"); where that gives one group
    or too many, their function ("function:sales"). Nothing is given where no grouping helps.
    ``departments`` has department, function and parent.
    """
    rows = departments.set_index("department")
    if len(rows) > MANY:
        for kind, of in (("parent", _on_top(rows["parent"])), ("function", rows["function"])):
            if 1 < of.nunique() <= MANY:
                return f"{kind}:" + of
    return pd.Series(dtype="str")


def _on_top(parents: pd.Series) -> pd.Series:
    top = pd.Series(parents.index, parents.index, dtype="str")
    for _ in range(len(parents)):
        above = top.map(parents)
        if above.isna().all():
            break
        top = above.fillna(top)
    return top


def grouped(pairs: Rows, lent: Rows) -> Rows:
    """Give pairs of people with the groups of their departments in the place of these.

    ``lent`` are ``groups`` as rows: department, group.
    """
    for end in ("a", "b"):
        department = f"{end}_department"
        of = lent.select(nw.col("department").alias(department), nw.col("group").alias(f"{end}_of"))
        pairs = pairs.join(of, on=department, how="inner")
    apart = pairs.filter(nw.col("a_of") != nw.col("b_of"))
    return apart.with_columns(a_department=nw.col("a_of"), b_department=nw.col("b_of"))


def between_groups(sums: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Add the sums of two groups to those of the pairs of departments they are made of.

    ``sums`` has a row a cell and cluster, as ``sums_by_cluster`` gives them.
    """
    keys = [name for name in sums if name not in ("x", "y")]
    ends = (
        sums["group"].astype("str").str.split("~", expand=True).apply(lambda one: one.map(groups))
    )
    apart = (sums["cut"] == "department_pair") & (ends[0] != ends[1])
    first, second = ends.min(axis=1), ends.max(axis=1)
    added = sums.assign(group=first + "~" + second)[apart].groupby(
        keys, observed=True, as_index=False, dropna=False
    )
    both = pd.concat([sums.astype({"group": "str"}), added[["x", "y"]].sum()])
    return both.astype({"group": "category"})


def positions(departments: list[str]) -> pd.DataFrame:
    """Place departments on a ring, the first at the top, going clockwise: department, x, y."""
    ring = nx.circular_layout(nx.path_graph(len(departments)))
    places = [(name, float(ring[i][1]), float(ring[i][0])) for i, name in enumerate(departments)]
    return pd.DataFrame(places, columns=["department", "x", "y"])
