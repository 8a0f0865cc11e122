"""Ties between departments as a release holds them, and what their pictures share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import pandas as pd
import streamlit as st

from dashboard.text import N_, Translator
from dashboard.text.sentences import CLEAR, VERDICTS
from dashboard.views.reading import FOLLOWED, Reading

DENSITY = "department_density"
_ENDS = ["from_department", "to_department"]
SIDES = ("before", "after")
PAIRS = 100
"""Ties are told per so many possible pairs of people."""


@dataclass(frozen=True)
class Drawn:
    """What pictures of ties are made of: departments, or groups of them where these are many.

    ``names`` are in the order to show them, on the ring that is their own where they are ``some``
    of many. ``followed`` is the one that stands out, "" for none. ``pressed`` is the choice in the
    address that pressing one makes.
    """

    names: Mapping[str, str]
    followed: str = ""
    some: bool = False
    pressed: str = FOLLOWED
    units: str = N_("departments")

    def of_the_followed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep the pairs of the one that is followed, all where none is."""
        return rows[rows[_ENDS].eq(self.followed).any(axis=1)] if self.followed else rows


def departments(read: Reading) -> Drawn:
    """Give every department to draw: those that people are in."""
    peopled = set(read.release.table("departments")["department"])
    names = {one: name for one, name in read.names("department").items() if one in peopled}
    return Drawn(names, read.followed if read.followed in names else "")


def within(read: Reading) -> Mapping[str, str]:
    """Give each department's group, where departments are too many to be seen at once."""
    if not read.names("group"):
        return {}
    graph = read.release.table("departments").dropna(subset="within")
    return dict(zip(graph["department"], graph["within"], strict=True))


def between(read: Reading, windows: Iterable[str], drawn: Drawn) -> pd.DataFrame:
    """Give the shown and hidden ties of every two: both names, window, density, band.

    Pairs come in the order of their names, each window in the order given.
    """
    names, order = drawn.names, list(windows)
    table = read.release.table("department_ties")
    ends = table[_ENDS]
    apart = ends["from_department"] != ends["to_department"]
    mine = table[table["window"].isin(order) & ends.isin(list(names)).all(axis=1) & apart]
    places = mine[_ENDS].map(list(names).index)
    first, second = places.min(axis=1), places.max(axis=1)
    called = pd.Series(list(names.values()), dtype="str")
    placed = mine.assign(
        window=pd.Categorical(mine["window"], order, ordered=True),
        group=mine["from_department"] + "~" + mine["to_department"],
        first=first,
        second=second,
    )
    rows = placed.sort_values(["first", "second", "window"], ignore_index=True)
    return rows.assign(a=rows["first"].map(called), b=rows["second"].map(called))


def compared(read: Reading, drawn: Drawn) -> pd.DataFrame:
    """Give the ties of the comparison's two sides, each with its side."""
    sides = {f"{read.comparison_id}:{side}": side for side in SIDES}
    rows = between(read, sides, drawn)
    return rows.assign(side=rows["window"].astype("str").map(sides))


def pair_changes(read: Reading, drawn: Drawn) -> pd.DataFrame:
    """Give how far each two came closer: names, change, interval, verdict."""
    pairs = compared(read, drawn)[["group", *_ENDS, "a", "b"]]
    changes = read.changes(DENSITY, cut="department_pair").drop(columns="name")
    return pairs.drop_duplicates("group").merge(changes, on="group")


def closest(changes: pd.DataFrame) -> pd.Series | None:
    """Give the pair of departments that clearly came closest, if any did."""
    gains = changes[changes["verdict"].isin(CLEAR) & (changes["change"] > 0)]
    return None if gains.empty else gains.loc[gains["change"].idxmax()]


def nodes(read: Reading, window: str, drawn: Drawn) -> nx.Graph:
    """Place what is drawn of a window on the ring; some of many are spread over it anew."""
    places, names = read.release.table("departments"), drawn.names
    mine = places[(places["window"] == window) & places["department"].isin(list(names))]
    if drawn.some:
        turn = mine["department"].map(list(names).index) * (2 * math.pi / len(names))
        mine = mine.assign(x=turn.map(math.sin), y=turn.map(math.cos))
    graph = nx.Graph()
    for node in mine.itertuples():
        label = names[node.department]
        hover = f"{label}<br>{read.t.people_band(node.people_band)}"
        told = {"label": label, "band": node.people_band, "hover": hover}
        graph.add_node(node.department, x=node.x, y=node.y, **told)
    return graph


def with_ties(graph: nx.Graph, rows: pd.DataFrame) -> nx.Graph:
    """Add a window's ties; hidden ones and pairs without any are left out."""
    for tie in rows[rows["density"] > 0].itertuples():
        hover = f"{tie.a} · {tie.b}<br>{per_hundred(tie.density)}"
        graph.add_edge(tie.from_department, tie.to_department, density=tie.density, hover=hover)
    return graph


def told(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Say each pair's ties, and on hover their interval, which single months have none of."""
    ends = read.sides(DENSITY)[["window", "group", "low", "high"]]
    placed = rows.assign(window=rows["window"].astype("str"))
    told = placed.merge(ends, on=["window", "group"], how="left")
    texts = told["density"].map(per_hundred)
    intervals = [
        f"<br>{read.t('95% {low} to {high}', low=per_hundred(low), high=per_hundred(high))}"
        if low == low  # noqa: PLR0124 - not a number
        else ""
        for low, high in zip(told["low"], told["high"], strict=True)
    ]
    return told.assign(text=texts, hover=told["a"] + " · " + told["b"] + "<br>" + texts + intervals)


def per_hundred(density: float, *, sign: bool = False) -> str:
    """Write ties per possible pair as ties per 100 pairs; "–" where they are hidden."""
    if density != density:  # noqa: PLR0124 - not a number
        return "–"
    return f"{density * PAIRS:{'+' if sign else ''}.1f}".replace("-", "−")


def pairs_table(read: Reading, rows: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give each pair's ties before and after with the change, its interval and its word."""
    t = read.t
    sides = rows.pivot_table("density", "group", "side").reindex(columns=list(SIDES))
    told = changes.set_index("group")
    known = told.reindex(rows["group"].drop_duplicates())

    def written(values: Iterable[float], *, sign: bool = False) -> list[str]:
        return [per_hundred(value, sign=sign) for value in values]

    named = rows.drop_duplicates("group").set_index("group")
    verdicts = [VERDICTS[one] if isinstance(one, str) else "–" for one in known["verdict"]]
    signed: Callable[[str], list[str]] = lambda name: written(known[name], sign=True)  # noqa: E731
    return pd.DataFrame(
        {
            t("Department"): named["a"].tolist(),
            t("With"): named["b"].tolist(),
            t("Before"): written(sides["before"].reindex(named.index)),
            t("After"): written(sides["after"].reindex(named.index)),
            t("Change"): signed("change"),
            t("95% from"): signed("low"),
            t("95% to"): signed("high"),
            t("Unit"): t("ties per 100 pairs"),
            t("People"): [t.people_band(one) for one in known["people_band"]],
            t("In words"): [t(one) for one in verdicts],
        }
    )


def tie_rule(read: Reading) -> str:
    """Say how much contact makes a tie in this comparison."""
    return read.t("A tie is {n} or more contacts in the period.", n=read.comparison["tie_min"])


def side_name(t: Translator, side: str) -> str:
    """Name a side of the comparison."""
    return t("Before") if side == "before" else t("After")


def side_title(read: Reading, side: str, *, framed: bool = False) -> None:
    """Head a side's picture with its name and months, and say what a frame means."""
    colour = "gray" if side == "before" else "blue"
    t = read.t
    months = t.period(read.comparison[f"{side}_from"], read.comparison[f"{side}_to"])
    title = f"**:{colour}[{side_name(t, side)}]**\u2003:gray[{months}]"
    frame = f"\u2003:green[☐]\u00a0{t('clearly more')}" if framed else ""
    st.markdown(title + frame)
