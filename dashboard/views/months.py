"""The network month by month, by hand or like a film."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts.network import department_graph, pair_matrix
from dashboard.choices import one_of
from dashboard.text import N_, Translator
from dashboard.views import film, network, parts, ties
from dashboard.views.reading import Reading

_MONTHLY_TIE = 2


def by_month(read: Reading, drawn: ties.Drawn) -> None:
    """Let the reader go through the months, or let them pass like a film."""
    t = read.t
    windows = read.release.table("windows")
    months = windows[windows["kind"] == "month"].set_index("window")["starts_on"]
    rows = ties.between(read, months.index, drawn)
    seen = rows.loc[rows["density"] > 0, "window"]
    if seen.empty:
        st.markdown(t("No month has ties that may be shown."))
        return
    mine = months[(months.index >= seen.min()) & (months.index <= seen.max())]
    words = {str(month): f"{day:%Y/%m}" for month, day in mine.items()}
    picture = partial(_month, read, drawn, mine, rows)
    if film.button(t, "month", list(words)):
        film.run("month", words, picture)
    else:
        ids = list(words)
        picture(one_of("month", t("Month"), ids, words, widget="select_slider", default=ids[-1]))


def _month(
    read: Reading, drawn: ties.Drawn, months: pd.Series, rows: pd.DataFrame, month: str
) -> None:
    """Show one month's graph and table, on the scale of all."""
    t = read.t
    mine, largest = rows[rows["window"] == month], rows["density"].max()
    side = "after" if months[month] >= read.comparison["after_from"] else "before"
    finding = _strongest(t, mine, t.month(months[month]))
    parts.heading(finding)
    left, right = st.columns(2, gap="medium")
    with left:
        graph = ties.with_ties(ties.nodes(read, month, drawn), mine)
        picture = department_graph(
            graph, theme=read.theme, side=side, largest=largest, followed=drawn.followed
        )
        parts.chart(picture, finding, "month-graph", pressed=drawn.pressed)
    with right:
        picture = pair_matrix(
            ties.told(read, mine),
            drawn.names,
            theme=read.theme,
            side=side,
            largest=largest,
            followed=drawn.followed,
        )
        parts.chart(picture, finding, "month-pairs")
    network.widths(read, largest)
    sentences = [
        t("A tie is {n} or more contacts in the month.", n=_MONTHLY_TIE),
        t("Every month has the same places and scale. Grey: before; blue: after."),
        t("One month has fewer ties than six: do not compare it with the other view."),
        parts.withheld(t),
    ]
    table = _ties_table(t, mine, t.month(months[month]))
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name=f"month-{month}",
        t=t,
        about=read.about(ties.DENSITY),
    )


def _strongest(t: Translator, rows: pd.DataFrame, month: str) -> str:
    known = rows.dropna(subset="density")
    if known.empty:
        return t("{month}: nothing may be shown", month=month)
    top = known.loc[known["density"].idxmax()]
    size = ties.per_hundred(top["density"])
    message = N_("{month}: {a} and {b} are closest, {size} per 100 pairs")
    return t(message, month=month, a=top["a"], b=top["b"], size=size)


def _ties_table(t: Translator, rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Department"): rows["a"],
            t("With"): rows["b"],
            t("Month"): month,
            t("Ties per 100 pairs"): rows["density"].map(ties.per_hundred),
            t("People"): rows["people_band"].map(t.people_band),
        }
    )
