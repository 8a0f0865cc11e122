"""What people wrote: comments of a survey, where enough wrote, in no order and of nobody."""

from __future__ import annotations

import streamlit as st

from dashboard.views import parts
from dashboard.views.reading import Reading


def comments(read: Reading) -> None:
    """Show the comments of one survey, by department where enough wrote; search in them."""
    t, every = read.t, read.release.table("comments")
    if every.empty:
        return
    least = read.release.facts.comments_threshold
    parts.heading(t("What people wrote"))
    names, waves = read.names("department"), read.names("wave")
    order = [wave for wave in reversed(list(waves)) if (every["wave"] == wave).any()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wave = st.selectbox(
            t("Survey"), order, format_func=waves.__getitem__, width=240, key="written-wave"
        )
        mine = every[every["wave"] == wave]
        groups = {one: names.get(one, one) for one in sorted(mine["department"].unique()) if one}
        apart = len(groups) > 0
        if (mine["department"] == "").any():
            groups[""] = t("Other departments")
        chosen = None
        if apart:
            chosen = st.selectbox(
                t("Department"),
                [None, *groups],
                format_func=lambda one: t("Every department") if one is None else groups[one],
                width=240,
                key="written-department",
            )
        sought = st.text_input(t("Containing"), width=240, key="written-sought").strip()
    told = mine if chosen is None else mine[mine["department"] == chosen]
    if sought:
        told = told[told["text"].str.contains(sought, case=False, regex=False)]
        if len(told) < least:
            st.markdown(t("Fewer than {n} comments contain it; none is shown.", n=least))
            return
    parts.quotes(t, told, names)
    st.caption(
        t(
            "Only where {n} or more people wrote, in no order. Names, addresses and numbers are "
            "masked (●●).",
            n=least,
        )
    )
