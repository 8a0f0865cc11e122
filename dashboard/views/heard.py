"""Refusals that are heard in what people write: the answer, the trend, and how sure the ear is."""

from __future__ import annotations

import streamlit as st

from dashboard.choices import one_of
from dashboard.text.sentences import answer
from dashboard.views import measure, parts
from dashboard.views.reading import Reading

_METRICS = {"deflection_in_messages": "messages", "deflection_in_comments": "comments"}


def heard(read: Reading) -> None:
    """Show the share of messages or comments in which a refusal is heard, if any were read."""
    t = read.t
    there = [metric for metric in _METRICS if read.has(metric)]
    if not there:
        return
    words = {metric: t(read.metrics.loc[metric, "short"]) for metric in there}
    chosen = there[0]
    if len(there) > 1:
        label = t("Where people write it")
        chosen = one_of("written", label, there, words, widget="segmented_control")
    found = read.change(chosen)
    said = answer(t, found.verdict, found.before, found.after, found.unit)
    measure.trend(read, chosen, heading=t("{where}: {said}", where=words[chosen], said=said))
    _how_sure(read, chosen)


def _how_sure(read: Reading, metric: str) -> None:
    """Say how well it is heard, and when that is too badly to say anything."""
    t = read.t
    ears = read.release.table("detectors").set_index("what")
    ear = ears.loc[_METRICS[metric]]
    if not ear["labels"]:
        st.caption(t("The source itself says which of them refuse."))
        return
    st.caption(
        t(
            "A detector hears {sensitivity} of the refusals and takes {alarms} of all other texts "
            "for one, as {n} labelled texts show. The figures and their intervals allow for that.",
            sensitivity=t.value(ear["sensitivity"], "share"),
            alarms=t.value(ear["alarms"], "share"),
            n=f"{ear['labels']:,}",
        )
    )
    levels = read.sides(metric)
    mine = levels[(levels["cut"] == "all") & (levels["status"] == "shown")]
    if len(mine) and (mine["low"] <= 0).all():
        st.info(
            t("All that was heard may be false alarms, so nothing can be said of it yet."),
            icon=":material/hearing:",
        )
    parts.lead_on("review", t("Review what is heard"))
