"""How many departments come in only when the plan is fixed, or are merely told.

A department comes in on the day one of its people joins or acts in the project, or something that
happened names it. It is late when that day is after the plan was fixed, and also when all it ever
got was an explanation.

Whoever is told afterwards can only say yes or no. A high share means that departments which have
to make, carry or sell the product had no part in what it became.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import first_day, seats
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a department of a project: x = came after the plan or was only told, y = 1.

    All departments of a project stand on one day, or a month would hold only those who came late.
    """
    plans = first_day(tables, "plan_fixed", "plan_fixed_on")
    starts = tables["projects"].select("project", "kicked_off_on")
    known = (
        seats(tables).join(plans, on="project", how="left").join(starts, on="project", how="left")
    )
    late = nw.col("joined_on").is_null() | (nw.col("joined_on") > nw.col("plan_fixed_on"))
    rows = known.with_columns(
        cluster=nw.col("project"),
        day=nw.coalesce("plan_fixed_on", "kicked_off_on"),
        x=nw.when(late).then(1).otherwise(0),
        y=nw.lit(1),
    )
    return by_project(in_windows(rows, windows, "day"))


METRIC = Metric(
    id="late_involvement",
    label=N_("Departments involved late"),
    short=N_("Involved late"),
    question=N_("Who is let in only when the plan is fixed?"),
    contributions=contributions,
    needs=("projects", "project_events", "departments"),
    cuts=OVERALL_AND_PROJECT,
    better="lower",
    unit="share",
    period="event",
    order=60,
    promise="health",
    formula=N_(
        "departments that came in after the plan was fixed, or were only explained to ÷ "
        "departments of the project"
    ),
    limits=N_(
        "It needs the day the plan was fixed; as long as a project has none, whoever came in "
        "is in time. Departments that were never even told are not seen, and people who only "
        "look on do not bring theirs in. All departments of a project count in the month in "
        "which its plan was fixed, or, without a plan, in that of its kick-off; those of fewer "
        "than five people are left out."
    ),
    counts="projects",
)
