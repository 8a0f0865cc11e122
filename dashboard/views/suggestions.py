"""What cannot be measured yet, and what to load for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.text import Translator, escape
from dashboard.text.tables import TABLE_WORDS
from dashboard.views import parts
from dashboard.views.reading import Reading

_DERIVED = {"ties": "interactions"}
_MOST = 4


def rows(t: Translator, missing: pd.DataFrame) -> pd.DataFrame:
    """Give what cannot be measured yet, by what has to be loaded for it."""
    found = [
        (t.listed([t(label) for label in mine["label"]]), to_load(t, needs))
        for needs, mine in missing.groupby("needs", sort=False)
    ]
    return pd.DataFrame(found, columns=[t("Measure"), t("What to load")])


def to_load(t: Translator, needs: str) -> str:
    """Name the tables a measure needs, given as a list with commas."""
    if not needs:
        return t("A survey that asks for it")
    tables = dict.fromkeys(_DERIVED.get(name, name) for name in needs.split(","))
    return t.listed([t(TABLE_WORDS[name]) for name in tables])


def next_to_load(read: Reading) -> None:
    """Offer what would open most of what is not measured yet; nothing when all tables are there."""
    t, missing = read.t, read.release.table("lacking")
    missing = missing[missing["needs"] != ""]
    if missing.empty or read.release.facts.sample:
        return
    st.space("medium")
    parts.heading(t("What to load next"))
    shown = []
    amounts = missing["needs"].value_counts()
    for needs in amounts.index[:_MOST]:
        labels = [t(label) for label in missing.loc[missing["needs"] == needs, "label"]]
        few = [*labels[:_MOST], *([t("{n} more", n=len(labels) - _MOST)] if labels[_MOST:] else [])]
        shown.append((to_load(t, needs), t.listed(few)))
    table = pd.DataFrame(shown, columns=[t("What to load"), t("Then you see")])
    st.table(table.map(escape), border="horizontal", hide_index=True)
    parts.lead_on("data", t("Load data"))
