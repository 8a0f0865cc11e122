"""How long it takes from an idea to the start of its project.

The median of the days from proposal to kick-off. Projects that have not started yet count with the
days they have waited so far, so that slow ones are not left out.

When departments know each other, less has to be cleared up before anybody may begin.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.waiting import CUTS, waits
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a project: x = days until it kicked off, or so far, y = whether it has."""
    rows = tables["projects"].select(
        "project",
        wait=nw.col("project"),
        began_on=nw.col("proposed_on"),
        ended_on=nw.col("kicked_off_on"),
    )
    return waits(rows, tables, windows)


METRIC = Metric(
    id="time_to_kickoff",
    label=N_("Days from proposal to kick-off"),
    short=N_("Until kick-off"),
    question=N_("Do projects get going faster?"),
    contributions=contributions,
    needs=("projects",),
    cuts=CUTS,
    better="lower",
    unit="days",
    period="event",
    order=40,
    promise="speed",
    headline=True,
    formula=N_("median days from proposal to kick-off (Kaplan-Meier)"),
    limits=N_(
        "A project that was dropped without a note looks as if it were still waiting. A kick-off "
        "dated before its proposal is left out."
    ),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982, Biometrics 38:29",
    counts="projects",
    estimator="survival",
)
