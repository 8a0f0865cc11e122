"""The parts of the network page: the department graph and the table of pairs, before and after."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import streamlit as st

from dashboard.charts.network import department_graph, pair_matrix
from dashboard.text import Translator
from dashboard.views import parts
from dashboard.views.reading import Reading

_SIDES = ("before", "after")
_PAIRS = 100


def ties(read: Reading) -> pd.DataFrame:
    """Give the comparison's ties between departments: both names, side, density, status, band."""
    names = read.names("department")
    windows = {f"{read.comparison_id}:{side}": side for side in _SIDES}
    table = read.release.table("department_ties")
    mine = table[table["window"].isin(windows)]
    apart = mine[mine["from_department"] != mine["to_department"]]
    return apart.assign(
        side=apart["window"].map(windows),
        a=apart["from_department"].map(names),
        b=apart["to_department"].map(names),
    ).dropna(subset=["a", "b"])


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
    pairs = _both_sides(rows)
    finding = t(
        "{n} of {m} pairs of departments have more ties than before",
        n=int((pairs["after"] > pairs["before"]).sum()),
        m=len(pairs),
    )
    st.header(finding, anchor=False)
    largest = rows["density"].max()
    for column, side in zip(st.columns(2, gap="medium"), _SIDES, strict=True):
        with column:
            _side_title(read, side)
            st.plotly_chart(
                department_graph(
                    _graph(read, rows, side), theme=read.theme, side=side, largest=largest
                ),
                theme=None,
                config={"displayModeBar": False},
                alt=f"{_side_name(t, side)}. {finding}",
                key=f"picture:graph-{side}",
            )
    parts.under(
        caption=t.joined(
            [
                t("Line: people of two departments who had contact, per 100 possible pairs."),
                t("Circle: number of people. Both pictures have the same places and scale."),
                t("No one is shown by name."),
                parts.withheld(t),
            ]
        ),
        table=_table(t, rows),
        name="department-graph",
        t=t,
    )


def matrices(read: Reading) -> None:
    """Show every pair of departments before and after, on the same scale."""
    t, rows = read.t, ties(read)
    gain = largest_gain(rows)
    if gain is None:
        finding = t("No pair of departments came closer")
    else:
        finding = t(
            "{a} and {b}: from {before} to {after} per 100 pairs",
            a=gain["a"],
            b=gain["b"],
            before=_per_hundred(gain["before"]),
            after=_per_hundred(gain["after"]),
        )
    st.header(finding, anchor=False)
    largest = rows["density"].max()
    texts = rows["density"].map(_per_hundred)
    told = rows.assign(text=texts, hover=rows["a"] + " · " + rows["b"] + "<br>" + texts)
    for column, side in zip(st.columns(2, gap="medium"), _SIDES, strict=True):
        with column:
            _side_title(read, side)
            st.plotly_chart(
                pair_matrix(
                    told[told["side"] == side],
                    read.names("department"),
                    theme=read.theme,
                    side=side,
                    largest=largest,
                ),
                theme=None,
                config={"displayModeBar": False},
                alt=f"{_side_name(t, side)}. {finding}",
                key=f"picture:matrix-{side}",
            )
    parts.under(
        caption=t.joined(
            [
                t("Ties of two departments per 100 possible pairs, read like a road atlas."),
                t("Both tables have the same scale."),
                parts.withheld(t),
            ]
        ),
        table=_table(t, rows),
        name="department-pairs",
        t=t,
    )


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
