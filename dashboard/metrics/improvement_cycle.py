"""How long one round of trying, mending and agreeing takes.

The median of the days from a test to the next agreement in the same project. Tests that nobody has
agreed on yet count with the days since.

Short rounds mean that those who test and those who have to agree sit at one table.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.records import happened
from dashboard.metrics.waiting import CUTS, waits
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a test: x = days until the next agreement, or so far, y = whether there is one."""
    tests = happened(tables, "tested").select(
        "project", wait=nw.col("event"), began_on=nw.col("occurred_on")
    )
    agreed = happened(tables, "agreed").select("project", ended_on=nw.col("occurred_on"))
    later = tests.join(agreed, on="project", how="inner").filter(
        nw.col("ended_on") >= nw.col("began_on")
    )
    first = later.group_by("wait").agg(nw.col("ended_on").min())
    return waits(tests.join(first, on="wait", how="left"), tables, windows)


METRIC = Metric(
    id="improvement_cycle",
    label=N_("Days from a test to the next agreement"),
    short=N_("Improvement cycle"),
    question=N_("Are rounds of improvement shorter?"),
    contributions=contributions,
    needs=("projects", "project_events"),
    cuts=CUTS,
    better="lower",
    unit="days",
    period="event",
    order=42,
    promise="speed",
    formula=N_("median days from a test to the next agreement (Kaplan-Meier)"),
    limits=N_(
        "Two tests before one agreement are two rounds that end on the same day. What was "
        "agreed without a note is not seen, so such a round looks longer."
    ),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982, Biometrics 38:29",
    counts="projects",
    estimator="survival",
)
