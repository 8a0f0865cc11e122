"""Every pair of departments before and after, and any two of them in one look."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts.network import pair_matrix
from dashboard.choices import one_of
from dashboard.text import Translator, escape
from dashboard.text.sentences import CLEAR, MAY_BE_CHANCE, VERDICTS
from dashboard.views import parts, ties
from dashboard.views.reading import Reading


def matrices(read: Reading, drawn: ties.Drawn) -> None:
    """Show every two before and after, on the same scale, clear changes framed."""
    t, rows, changes = read.t, ties.compared(read, drawn), ties.pair_changes(read, drawn)
    finding = _came_closest(t, drawn.of_the_followed(changes), drawn.units)
    parts.heading(finding)
    told, largest = ties.told(read, rows), rows["density"].max()
    clear = {
        frozenset((one.from_department, one.to_department)): one.verdict
        for one in changes[changes["verdict"].isin(CLEAR)].itertuples()
    }
    for column, side in zip(st.columns(2, gap="medium"), ties.SIDES, strict=True):
        with column:
            ties.side_title(read, side, framed=side == "after" and bool(clear))
            picture = pair_matrix(
                told[told["side"] == side],
                drawn.names,
                theme=read.theme,
                side=side,
                largest=largest,
                clear=clear if side == "after" else {},
                followed=drawn.followed,
            )
            parts.chart(
                picture, f"{ties.side_name(t, side)}. {finding}", f"department-pairs-{side}"
            )
    sentences = [
        t(
            "Ties of two {units} per 100 possible pairs, read like a road atlas.",
            units=t(drawn.units),
        ),
        ties.tie_rule(read),
        t("Both tables have the same scale."),
        parts.withheld(t),
    ]
    table = ties.pairs_table(read, rows, changes)
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name="department-pairs",
        t=t,
        about=read.about(ties.DENSITY),
    )


def _came_closest(t: Translator, changes: pd.DataFrame, units: str) -> str:
    gain = ties.closest(changes)
    if gain is None:
        return t("No pair of {units} has clearly come closer", units=t(units))
    densities = {side: ties.per_hundred(gain[side]) for side in ties.SIDES}
    places = {"a": gain["a"], "b": gain["b"], **densities}
    return t("{a} and {b}: from {before} to {after} per 100 pairs", **places)


def one_pair(read: Reading) -> None:
    """Let the reader ask about two departments, and answer with the change and its interval."""
    t, every = read.t, ties.departments(read)
    names, changes = every.names, ties.pair_changes(read, every)
    known = changes.dropna(subset="change")
    if known.empty:
        return
    parts.heading(t("Two departments in one look"))
    mine = every.of_the_followed(known)
    first = ties.closest(mine)
    usual = pd.concat([mine, known]).iloc[0] if first is None else first
    ids = [one for one in names if one in {*known["from_department"], *known["to_department"]}]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        a = one_of("a", t("Department"), ids, names, default=usual["from_department"], width=240)
        b = one_of("b", t("With"), ids, names, default=usual["to_department"], width=240)
    ends = known[["from_department", "to_department"]].apply(frozenset, axis=1)
    found = known[ends == frozenset((a, b))]
    if found.empty:
        same = t("Choose two different departments.")
        st.markdown(same if a == b else parts.withheld(t))
        return
    one = found.iloc[0]
    with st.container(border=True):
        before, after = ties.per_hundred(one["before"]), ties.per_hundred(one["after"])
        clear = one["verdict"] in CLEAR
        st.metric(
            f"{escape(names[a])} · {escape(names[b])}",
            f":gray[{before} →] {after} :small[{t('ties per 100 pairs')}]",
            f"{t(VERDICTS[one['verdict']])} {ties.per_hundred(one['change'], sign=True)}",
            delta_color=parts.COLOURS.get(one["verdict"], "gray"),
            delta_arrow=("up" if one["change"] > 0 else "down") if clear else "off",
        )
        low, high = (ties.per_hundred(one[end], sign=True) for end in ("low", "high"))
        interval = t("95% {low} to {high}", low=low, high=high)
        st.caption(f"{interval} · {t.people_band(one['people_band'])} · {ties.tie_rule(read)}")
        if not clear and (one["low"] > 0 or one["high"] < 0):
            st.caption(t(MAY_BE_CHANCE))
