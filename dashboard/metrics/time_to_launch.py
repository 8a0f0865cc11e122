"""How long it takes from the start of a project to its launch.

The median of the days from kick-off to launch. Projects that have not launched yet count with the
days since their kick-off.

Speed is worth something beside quality only: look at rework and at the voices used too.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.records import first_day
from dashboard.metrics.waiting import CUTS, waits
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a project that kicked off: x = days until launch, or so far, y = whether it was."""
    started = tables["projects"].select(
        "project", wait=nw.col("project"), began_on=nw.col("kicked_off_on")
    )
    launches = first_day(tables, "launched", "ended_on")
    return waits(started.join(launches, on="project", how="left"), tables, windows)


METRIC = Metric(
    id="time_to_launch",
    label=N_("Days from kick-off to launch"),
    short=N_("Until launch"),
    question=N_("Do products reach the market faster?"),
    contributions=contributions,
    needs=("projects", "project_events"),
    cuts=CUTS,
    better="lower",
    unit="days",
    period="event",
    order=43,
    promise="speed",
    formula=N_("median days from kick-off to launch (Kaplan-Meier)"),
    limits=N_(
        "Large and small products count alike. A project that was given up without a note "
        "looks as if it were still under way."
    ),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982, Biometrics 38:29",
    counts="projects",
    estimator="survival",
)
