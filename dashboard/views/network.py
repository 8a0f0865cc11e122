"""The parts of the network page: who works with whom before and after, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.network import department_graph, difference_graph, width_key
from dashboard.charts.scale import ticks
from dashboard.choices import one_of, some_of
from dashboard.text import N_, Translator
from dashboard.text.sentences import CLEAR
from dashboard.views import parts, ties
from dashboard.views.reading import ENTIRE, FOLLOWED, Reading

COMPARED, MONTHLY = "compared", "monthly"
_VIEWS = {COMPARED: N_("Before and after"), MONTHLY: N_("Month by month")}
MOST = 20
_LEVEL, _GROUPS, _CHOSEN = "drawn", "groups", "chosen"
_PRESS = {
    FOLLOWED: N_("Press a department to follow it."),
    _LEVEL: N_("Press a group to see its departments."),
}


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


def drawn(read: Reading) -> ties.Drawn:
    """Give what pictures show: every department, or of many what the reader chose.

    At first their groups, from which a press leads to the departments of one; without groups the
    departments most tied, where one is followed those most tied with it.
    """
    every = ties.departments(read)
    if len(every.names) <= MOST:
        return every
    within = ties.within(read)
    seen = _level(read, within) if within else _CHOSEN
    if seen == _GROUPS:
        groups, followed = read.names("group"), within.get(every.followed, "")
        return ties.Drawn(groups, followed, pressed=_LEVEL, units=N_("groups"))
    rows = every.of_the_followed(ties.compared(read, every))
    amounts = [rows.groupby(end)["density"].sum() for end in ("from_department", "to_department")]
    tied = amounts[0].add(amounts[1], fill_value=0.0).sort_values(ascending=False)
    order = list(dict.fromkeys([*tied.index, *every.names]))
    if seen == _CHOSEN:
        ids = _chosen(read.t, every.names, order[:MOST])
    else:
        ids = [one for one in order if within.get(one) == seen][:MOST]
    names = {one: name for one, name in every.names.items() if one in ids}
    return ties.Drawn(names, every.followed if every.followed in ids else "", some=True)


def _level(read: Reading, within: Mapping[str, str]) -> str:
    """Let the reader look at groups, at the departments of one, or at those they choose."""
    t, groups, sizes = read.t, read.names("group"), Counter(within.values())
    words = {_GROUPS: t("All groups of departments")}
    words |= {one: f"{name} ({sizes[one]})" for one, name in groups.items()}
    words[_CHOSEN] = t("Departments I choose")
    usual = _GROUPS if read.followed == ENTIRE else _CHOSEN
    return one_of(_LEVEL, t("What to draw"), list(words), words, default=usual, width=320)


def _chosen(t: Translator, names: Mapping[str, str], usual: list[str]) -> list[str]:
    label = t("Departments to draw (at most {n})", n=MOST)
    with st.expander(t("{n} of {all} departments are drawn", n=MOST, all=len(names))):
        return some_of("department", label, list(names), names, default=usual, most=MOST)


def graphs(read: Reading, drawn: ties.Drawn) -> None:
    """Show who works with whom before and after, on the same ring and scale, and what changed."""
    t, rows, changes = read.t, ties.compared(read, drawn), ties.pair_changes(read, drawn)
    largest = rows["density"].max()
    finding = _moved(t, changes, drawn)
    parts.heading(finding)
    columns = st.columns(3, gap="small")
    for column, side in zip(columns, ties.SIDES, strict=False):
        with column:
            ties.side_title(read, side)
            nodes = ties.nodes(read, f"{read.comparison_id}:{side}", drawn)
            graph = ties.with_ties(nodes, rows[rows["side"] == side])
            alt, name = f"{ties.side_name(t, side)}. {finding}", f"department-graph-{side}"
            picture = department_graph(
                graph, theme=read.theme, side=side, largest=largest, followed=drawn.followed
            )
            parts.chart(picture, alt, name, pressed=drawn.pressed)
    with columns[2]:
        st.markdown(
            f"**{t('Difference')}**\u2002:green[━]\u00a0{t('clearly more')}"
            f"\u2002:orange[┅]\u00a0{t('clearly fewer')}"
        )
        alt, name = f"{t('Difference')}. {finding}", "department-graph-difference"
        parts.chart(_difference(read, changes, drawn), alt, name, pressed=drawn.pressed)
    widths(read, largest)
    sentences = [
        t("Circle: number of people. All pictures have the same places."),
        t(_PRESS[drawn.pressed]),
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


def _moved(t: Translator, changes: pd.DataFrame, drawn: ties.Drawn) -> str:
    """Say how many pairs, or pairs of the one followed, clearly moved."""
    said = _closer(t, drawn.of_the_followed(changes), t(drawn.units))
    if not drawn.followed:
        return said
    return t("{where}: {said}", where=drawn.names[drawn.followed], said=said)


def _closer(t: Translator, changes: pd.DataFrame, units: str) -> str:
    """Say how many pairs clearly came closer or drifted apart."""
    shown = changes[changes["verdict"] != "too_few"]
    clear = shown[shown["verdict"].isin(CLEAR)]
    closer, apart = int((clear["change"] > 0).sum()), int((clear["change"] < 0).sum())
    message = N_("No pair of {units} has clearly moved")
    if closer and apart:
        message = N_("{closer} of {n} pairs of {units} came closer, {apart} drifted apart")
    elif closer:
        message = N_("{closer} of {n} pairs of {units} came closer")
    elif apart:
        message = N_("{apart} of {n} pairs of {units} drifted apart")
    return t(message, closer=closer, apart=apart, n=len(shown), units=units)


def _difference(read: Reading, changes: pd.DataFrame, drawn: ties.Drawn) -> go.Figure:
    clear = changes[changes["verdict"].isin(CLEAR)]
    graph = ties.nodes(read, f"{read.comparison_id}:after", drawn)
    for one in clear.itertuples():
        size = ties.per_hundred(one.change, sign=True)
        hover = f"{one.a} · {one.b}<br>{size}"
        ends = one.from_department, one.to_department
        graph.add_edge(*ends, change=one.change, verdict=one.verdict, hover=hover)
    largest = clear["change"].abs().max()
    followed = drawn.followed
    return difference_graph(graph, theme=read.theme, largest=largest, followed=followed)


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
