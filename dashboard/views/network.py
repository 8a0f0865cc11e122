"""The parts of the network page: the department graph and the table of pairs, before and after."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.network import department_graph, pair_matrix
from dashboard.text import Translator
from dashboard.views import parts
from dashboard.views.reading import Reading

_SIDES = ("before", "after")
_PAIRS = 100


def ties(read: Reading) -> pd.DataFrame:
    """Give the comparison's ties between departments: both names, side, density, status, band.

    Pairs come in the order departments are shown in, each with before above after.
    """
    names = read.names("department")
    sides = {f"{read.comparison_id}:{side}": side for side in _SIDES}
    table = read.release.table("department_ties")
    ends = table[["from_department", "to_department"]]
    apart = ends["from_department"] != ends["to_department"]
    mine = table[table["window"].isin(sides) & ends.isin(list(names)).all(axis=1) & apart]
    places = mine[list(ends)].map(list(names).index)
    first, second = places.min(axis=1), places.max(axis=1)
    called = pd.Series(list(names.values()), dtype="str")
    side = pd.Categorical(mine["window"].map(sides), _SIDES, ordered=True)
    rows = mine.assign(side=side, first=first, second=second).sort_values(
        ["first", "second", "side"], ignore_index=True
    )
    return rows.assign(a=rows["first"].map(called), b=rows["second"].map(called))


def largest_gain(rows: pd.DataFrame) -> pd.Series | None:
    """Give the pair of departments whose ties grew most, if any is shown on both sides."""
    pairs = _both_sides(rows)
    grown = pairs[pairs["after"] > pairs["before"]]
    if grown.empty:
        return None
    gains = grown["after"] - grown["before"]
    a, b = gains.idxmax()
    return pd.Series({"a": a, "b": b, **grown.loc[(a, b)]})


def _both_sides(rows: pd.DataFrame) -> pd.DataFrame:
    """Put each pair's density before and after side by side, where both are shown."""
    pairs = rows.pivot_table("density", ["a", "b"], "side")
    return pairs.reindex(columns=list(_SIDES)).dropna()


def graphs(read: Reading) -> None:
    """Show who works with whom before and after, on the same ring and scale."""
    t, rows = read.t, ties(read)
    pairs, largest = _both_sides(rows), rows["density"].max()
    finding = t(
        "{n} of {m} pairs of departments have more ties than before",
        n=int((pairs["after"] > pairs["before"]).sum()),
        m=len(pairs),
    )

    def draw(side: str) -> go.Figure:
        graph = _graph(read, rows, side)
        return department_graph(graph, theme=read.theme, side=side, largest=largest)

    sentences = [
        t("Line: people of two departments with a tie, per 100 pairs; thicker is more."),
        _tie_rule(read),
        t("Circle: number of people. Both pictures have the same places and scale."),
        t("No one is shown by name."),
    ]
    _side_by_side(read, finding, draw, rows=rows, sentences=sentences, name="department-graph")


def matrices(read: Reading) -> None:
    """Show every pair of departments before and after, on the same scale."""
    t, rows = read.t, ties(read)
    largest, names = rows["density"].max(), read.names("department")
    texts = rows["density"].map(_per_hundred)
    told = rows.assign(text=texts, hover=rows["a"] + " · " + rows["b"] + "<br>" + texts)

    def draw(side: str) -> go.Figure:
        mine = told[told["side"] == side]
        return pair_matrix(mine, names, theme=read.theme, side=side, largest=largest)

    sentences = [
        t("Ties of two departments per 100 possible pairs, read like a road atlas."),
        _tie_rule(read),
        t("Both tables have the same scale."),
    ]
    finding = _gained(t, rows)
    _side_by_side(read, finding, draw, rows=rows, sentences=sentences, name="department-pairs")


def _gained(t: Translator, rows: pd.DataFrame) -> str:
    gain = largest_gain(rows)
    if gain is None:
        return t("No pair of departments came closer")
    densities = {side: _per_hundred(gain[side]) for side in _SIDES}
    places = {"a": gain["a"], "b": gain["b"], **densities}
    return t("{a} and {b}: from {before} to {after} per 100 pairs", **places)


def _side_by_side(
    read: Reading,
    finding: str,
    draw: Callable[[str], go.Figure],
    *,
    rows: pd.DataFrame,
    sentences: list[str],
    name: str,
) -> None:
    """Show one figure a side under a finding, then what both mean and the table behind them."""
    t = read.t
    parts.heading(finding)
    for column, side in zip(st.columns(2, gap="medium"), _SIDES, strict=True):
        with column:
            _side_title(read, side)
            parts.chart(draw(side), f"{_side_name(t, side)}. {finding}", f"{name}-{side}")
    caption = t.joined([*sentences, parts.withheld(t)])
    parts.under(caption=caption, table=_table(t, rows), name=name, t=t)


def _tie_rule(read: Reading) -> str:
    return read.t("A tie is {n} or more contacts in the period.", n=read.comparison["tie_min"])


def _side_name(t: Translator, side: str) -> str:
    return t("Before") if side == "before" else t("After")


def _side_title(read: Reading, side: str) -> None:
    colour = "gray" if side == "before" else "blue"
    months = read.t.period(read.comparison[f"{side}_from"], read.comparison[f"{side}_to"])
    st.markdown(f"**:{colour}[{_side_name(read.t, side)}]**\u2003:gray[{months}]")


def _graph(read: Reading, rows: pd.DataFrame, side: str) -> nx.Graph:
    """Build one side's graph for drawing; hidden ties and pairs without any are left out."""
    names = read.names("department")
    places = read.release.table("departments")
    graph = nx.Graph()
    for node in places[places["window"] == f"{read.comparison_id}:{side}"].itertuples():
        label = names.get(node.department, node.department)
        hover = f"{label}<br>{read.t.people_band(node.people_band)}"
        graph.add_node(
            node.department, x=node.x, y=node.y, label=label, band=node.people_band, hover=hover
        )
    for tie in rows[(rows["side"] == side) & (rows["density"] > 0)].itertuples():
        hover = f"{tie.a} · {tie.b}<br>{_per_hundred(tie.density)}"
        graph.add_edge(tie.from_department, tie.to_department, density=tie.density, hover=hover)
    return graph


def _per_hundred(density: float) -> str:
    return "–" if density != density else f"{density * _PAIRS:.1f}"  # noqa: PLR0124 - not a number


def _table(t: Translator, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Department"): rows["a"],
            t("With"): rows["b"],
            t("Period"): [_side_name(t, side) for side in rows["side"]],
            t("Ties per 100 pairs"): rows["density"].map(_per_hundred),
            t("People"): rows["people_band"].map(t.people_band),
        }
    )
