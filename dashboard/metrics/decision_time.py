"""How long a decision takes once it is asked for.

The median of the days from a request for a decision to the decision that refers to it. Requests
that are still open count with the days they have waited so far.

Slow decisions are the first thing people name when work across departments fails; those who decide
together with whoever is affected have less to ask back.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.records import happened
from dashboard.metrics.waiting import CUTS, waits
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a request: x = days until it was decided, or so far, y = whether it was."""
    answers = happened(tables, "decided").filter(~nw.col("refers_to").is_null())
    decided = answers.group_by("refers_to").agg(ended_on=nw.col("occurred_on").min())
    asked = happened(tables, "decision_requested").select(
        "project", wait=nw.col("event"), began_on=nw.col("occurred_on")
    )
    known = decided.select("ended_on", wait=nw.col("refers_to"))
    return waits(asked.join(known, on="wait", how="left"), tables, windows)


METRIC = Metric(
    id="decision_time",
    label=N_("Days from asking to deciding"),
    short=N_("Until decided"),
    question=N_("Are decisions made faster?"),
    contributions=contributions,
    needs=("projects", "project_events"),
    cuts=CUTS,
    better="lower",
    unit="days",
    period="event",
    order=41,
    promise="speed",
    headline=True,
    formula=N_("median days from a request to its decision (Kaplan-Meier)"),
    limits=N_(
        "Only decisions that say which request they answer are seen; a request answered "
        "without a note looks open. Large and small decisions count alike."
    ),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982, Biometrics 38:29",
    counts="projects",
    estimator="survival",
)
