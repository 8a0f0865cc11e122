"""The parts of the network page: who works with whom before and after, and what changed."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.network import department_graph, difference_graph, width_key
from dashboard.charts.scale import ticks
from dashboard.choices import one_of, some_of
from dashboard.text import N_, Translator
from dashboard.text.sentences import CLEAR
from dashboard.views import parts, ties
from dashboard.views.reading import ENTIRE, Reading

COMPARED, MONTHLY = "compared", "monthly"
_VIEWS = {COMPARED: N_("Before and after"), MONTHLY: N_("Month by month")}
MOST = 20


def view(read: Reading) -> str:
    """Let the reader choose between the comparison and single months."""
    t = read.t
    return one_of(
        "view",
        t("Show"),
        list(_VIEWS),
        {one: t(words) for one, words in _VIEWS.items()},
        widget="segmented_control",
        hide_label=True,
    )


def drawn_departments(read: Reading) -> dict[str, str]:
    """Give the departments that pictures show, with their names.

    All of them, or of many those the reader chose: at first the ones most tied, where one is
    followed those most tied with it.
    """
    t, names = read.t, read.names("department")
    if len(names) <= MOST:
        return names
    rows = ties.with_the_followed(read, ties.compared(read))
    amounts = [rows.groupby(end)["density"].sum() for end in ("from_department", "to_department")]
    tied = amounts[0].add(amounts[1], fill_value=0.0).sort_values(ascending=False)
    label = t("Departments to draw (at most {n})", n=MOST)
    usual = list(dict.fromkeys([*tied.index, *names]))[:MOST]
    with st.expander(t("{n} of {all} departments are drawn", n=MOST, all=len(names))):
        ids = some_of("department", label, list(names), names, default=usual, most=MOST)
    return {one: names[one] for one in ids}


def graphs(read: Reading, shown: Mapping[str, str]) -> None:
    """Show who works with whom before and after, on the same ring and scale, and what changed."""
    t, rows, changes = read.t, ties.compared(read), ties.pair_changes(read)
    largest = rows["density"].max()
    finding = _moved(read, changes)
    parts.heading(finding)
    columns = st.columns(3, gap="small")
    for column, side in zip(columns, ties.SIDES, strict=False):
        with column:
            ties.side_title(read, side)
            nodes = ties.nodes(read, f"{read.comparison_id}:{side}", shown)
            graph = ties.with_ties(nodes, ties.among(rows[rows["side"] == side], shown))
            alt, name = f"{ties.side_name(t, side)}. {finding}", f"department-graph-{side}"
            parts.chart(graph_of(read, graph, side, largest), alt, name, pressed=True)
    with columns[2]:
        st.markdown(
            f"**{t('Difference')}**\u2002:green[━]\u00a0{t('clearly more')}"
            f"\u2002:orange[┅]\u00a0{t('clearly fewer')}"
        )
        drawn = _difference(read, ties.among(changes, shown), shown)
        alt = f"{t('Difference')}. {finding}"
        parts.chart(drawn, alt, "department-graph-difference", pressed=True)
    widths(read, largest)
    sentences = [
        t("Circle: number of people. All pictures have the same places."),
        t("Press a department to follow it."),
        ties.tie_rule(read),
        t("Difference: only pairs whose 95% interval leaves out 0, corrected for their number."),
        t("No one is shown by name."),
        parts.withheld(t),
    ]
    table = ties.pairs_table(read, rows, changes)
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name="department-graph",
        t=t,
        about=read.about(ties.DENSITY),
    )


def graph_of(read: Reading, graph: nx.Graph, side: str, largest: float) -> go.Figure:
    """Draw one window's graph; the department that is followed stands out."""
    followed = ties.followed(read)
    return department_graph(graph, theme=read.theme, side=side, largest=largest, followed=followed)


def _moved(read: Reading, changes: pd.DataFrame) -> str:
    """Say how many pairs of departments, or of the one followed, clearly moved."""
    t, said = read.t, _closer(read.t, ties.with_the_followed(read, changes))
    if read.followed == ENTIRE:
        return said
    return t("{where}: {said}", where=read.names("department")[read.followed], said=said)


def _closer(t: Translator, changes: pd.DataFrame) -> str:
    """Say how many pairs of departments clearly came closer or drifted apart."""
    shown = changes[changes["verdict"] != "too_few"]
    clear = shown[shown["verdict"].isin(CLEAR)]
    closer, apart = int((clear["change"] > 0).sum()), int((clear["change"] < 0).sum())
    if closer and apart:
        message = N_("{closer} of {n} pairs of departments came closer, {apart} drifted apart")
        return t(message, closer=closer, apart=apart, n=len(shown))
    if closer:
        return t("{closer} of {n} pairs of departments came closer", closer=closer, n=len(shown))
    if apart:
        return t("{apart} of {n} pairs of departments drifted apart", apart=apart, n=len(shown))
    return t("No pair of departments has clearly moved")


def _difference(read: Reading, changes: pd.DataFrame, shown: Mapping[str, str]) -> go.Figure:
    clear = changes[changes["verdict"].isin(CLEAR)]
    graph = ties.nodes(read, f"{read.comparison_id}:after", shown)
    for one in clear.itertuples():
        size = ties.per_hundred(one.change, sign=True)
        hover = f"{one.a} · {one.b}<br>{size}"
        ends = one.from_department, one.to_department
        graph.add_edge(*ends, change=one.change, verdict=one.verdict, hover=hover)
    largest = clear["change"].abs().max()
    return difference_graph(graph, theme=read.theme, largest=largest, followed=ties.followed(read))


def widths(read: Reading, largest: float) -> None:
    """Show what the widths of lines mean."""
    if not largest > 0:
        return
    values = [value for value in ticks(0, largest, 4) if value > 0]
    texts = [f"{value * ties.PAIRS:g}" for value in values]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = read.t("Line: ties per 100 pairs of people")
        st.caption(words, width="content")
        key = width_key(values, texts, largest=largest, theme=read.theme, side="after")
        parts.chart(key, f"{words}: {', '.join(texts)}", "line-widths", width=260)
