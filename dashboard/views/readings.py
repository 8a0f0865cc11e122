"""Whether a change holds when it is looked at in another way, and who answered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.text import N_
from dashboard.views.reading import Reading

_READINGS = {
    "panel": N_("Only people who were there both times"),
    "before_mix": N_("Departments weighted as before"),
    "before_departments": N_("Everybody in the department they were in before"),
    "lead": N_("Members against the others, one period earlier"),
}
_PLAIN = N_("As shown above")
_MEANING = {
    "panel": N_("Who joined or left cannot have made a change that is here too."),
    "before_mix": N_("Who answers cannot have made a change that is here too."),
    "before_departments": N_("New departments cannot have made a change that is here too."),
    "lead": N_(
        "Groups that moved apart before anything began would have gone on: a clear figure here "
        "makes the difference shown above doubtful. An unclear one proves nothing."
    ),
}
MOST_POINTS = 0.10


def otherwise(read: Reading, metric: str) -> None:
    """Tell the change of everybody in the other ways it can be read, if there are any."""
    t, unit = read.t, read.metrics.loc[metric, "unit"]
    table = read.release.table("readings")
    mine = table[(table["metric"] == metric) & (table["comparison"] == read.comparison_id)]
    if mine.empty:
        return
    known = [name for name in _READINGS if name in set(mine["reading"])]
    ordered = mine.set_index("reading").loc[known]
    plain = read.changes(metric).set_index(pd.Index([_PLAIN]))
    rows = pd.concat([plain, ordered])
    with st.expander(t("Does it hold when looked at differently?")):
        shown = {
            t("Read as"): [t(one) for one in (_PLAIN, *(_READINGS[name] for name in known))],
            t("Before → after"): [
                "–"
                if name == "lead"
                else f"{t.value(row.before, unit)} → {t.value(row.after, unit)}"
                for name, row in zip(rows.index, rows.itertuples(), strict=True)
            ],
            t("Change"): [
                f"{t.points(row.change, unit)} ({t.interval(row.low, row.high, unit, sign=True)})"
                for row in rows.itertuples()
            ],
        }
        st.table(pd.DataFrame(shown), border="horizontal", hide_index=True)
        st.caption(t.joined([t(_MEANING[name]) for name in known]))


def turnout(read: Reading) -> None:
    """Say how many of the invited answered, and warn when it differs by more than ten points."""
    if not read.has("response_rate"):
        return
    t, found = read.t, read.change("response_rate")
    if found.verdict in ("no_data", "too_few"):
        return
    words = t(
        "Answered: {before} of the invited before, {after} after.",
        before=t.value(found.before, "share"),
        after=t.value(found.after, "share"),
    )
    if abs(found.change) > MOST_POINTS:
        doubt = t("So different a turnout can make a change by itself: others answered.")
        st.warning(t.joined([words, doubt]), icon=":material/group:")
    else:
        st.caption(words)
