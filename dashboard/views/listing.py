"""Several measures in one table: before and after, the change with its interval, and a word."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.text.sentences import CLEAR, VERDICTS
from dashboard.views import parts
from dashboard.views.reading import Reading
from dashboard.views.tables import changes_table


def listing(read: Reading, metrics: Sequence[str], heading: str, name: str) -> None:
    """Show the organisation's change of several measures, those without any left out."""
    t = read.t
    there = [read.changes(one) for one in metrics if read.has(one)]
    rows = pd.concat([one for one in there if len(one)] or [pd.DataFrame()], ignore_index=True)
    if rows.empty:
        return
    parts.heading(heading)
    units = rows["metric"].map(read.metrics["unit"])
    pairs = list(zip(rows.itertuples(), units, strict=True))
    table = pd.DataFrame(
        {
            t("Measure"): rows["metric"].map(read.metrics["label"]).map(t),
            t("Before → after"): [
                f"{t.value(one.before, unit)} → {t.value(one.after, unit)}" for one, unit in pairs
            ],
            t("Change"): [
                f"{t.points(one.change, unit)} ({t.interval(one.low, one.high, unit, sign=True)})"
                if one.low == one.low
                else t.points(one.change, unit)
                for one, unit in pairs
            ],
            t("In words"): [_word(read, one.verdict) for one, _ in pairs],
        }
    )
    st.table(table, border="horizontal", hide_index=True)
    caption = t.joined([t("Everyone. Corrected for the many comparisons."), parts.withheld(t)])
    about = read.metrics.loc[rows["metric"]]
    parts.under(caption=caption, table=changes_table(read, rows), name=name, t=t, about=about)


def _word(read: Reading, verdict: str) -> str:
    word = read.t(VERDICTS[verdict])
    return f":{parts.COLOURS[verdict]}[**{word}**]" if verdict in CLEAR else word
