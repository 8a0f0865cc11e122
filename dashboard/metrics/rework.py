"""How often work is done over for each agreement reached.

Every time something was reworked is counted against every time people agreed. At 0.3 there are
three rounds of rework for ten agreements; above 1 more is redone than agreed.

Some rework is how a product gets better. It becomes a burden when those who would have objected
were asked only after the work was done.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import happened
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a time something was reworked (x = 1) or agreed (y = 1)."""
    events = happened(tables, "reworked", "agreed").with_columns(
        cluster=nw.col("project"),
        x=nw.when(nw.col("activity") == "reworked").then(1).otherwise(0),
        y=nw.when(nw.col("activity") == "agreed").then(1).otherwise(0),
    )
    return by_project(in_windows(events, windows, "occurred_on"))


METRIC = Metric(
    id="rework",
    label=N_("Rework for each agreement"),
    short=N_("Rework"),
    question=N_("Is less done over?"),
    contributions=contributions,
    needs=("project_events",),
    cuts=OVERALL_AND_PROJECT,
    better="lower",
    unit="number",
    period="event",
    order=44,
    promise="speed",
    formula=N_("times work was done over ÷ agreements reached"),
    limits=N_(
        "It counts what was written down: a large rework weighs like a small one, and a "
        "project that notes only its agreements looks smooth. Rework and agreement are each "
        "counted on their own day, so a month may hold one without the other."
    ),
    counts="projects",
)
