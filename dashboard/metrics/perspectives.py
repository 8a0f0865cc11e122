"""How many different perspectives are at the table when a project starts.

Five are counted: planning, sales, development, manufacturing or logistics, and support. A
perspective is there when a department of that kind has taken part by the day of kick-off. At 60%
three of the five are there.

What nobody at the table knows is found out late. With all five there, what can be made, delivered,
sold and answered for is asked from the first day.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import seats
from dashboard.metrics.teams import by_project
from data_loaders.tables import N_

_FUNCTIONS = ("planning", "sales", "development", "manufacturing", "logistics", "support")
_PERSPECTIVES = 5  # making and moving the product are one


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a project that kicked off: x = perspectives there by then, y = 5."""
    started = tables["projects"].filter(~nw.col("kicked_off_on").is_null())
    days = started.select("project", "kicked_off_on")
    there = (
        seats(tables)
        .join(days, on="project", how="inner")
        .filter(
            (nw.col("joined_on") <= nw.col("kicked_off_on")) & nw.col("function").is_in(_FUNCTIONS)
        )
    )
    moved = nw.when(nw.col("function") == "logistics").then(nw.lit("manufacturing"))
    views = there.with_columns(view=moved.otherwise(nw.col("function")))
    counted = views.group_by("project").agg(x=nw.col("view").n_unique())
    rows = days.join(counted, on="project", how="left").with_columns(
        cluster=nw.col("project"), x=nw.col("x").fill_null(0), y=nw.lit(_PERSPECTIVES)
    )
    return by_project(in_windows(rows, windows, "kicked_off_on"), ("project",))


METRIC = Metric(
    id="perspectives",
    label=N_("Perspectives at kick-off"),
    short=N_("Perspectives"),
    question=N_("Who is at the table from the start?"),
    contributions=contributions,
    needs=("projects", "project_events", "departments"),
    cuts=("project",),
    better="higher",
    unit="share",
    period="event",
    order=61,
    promise="health",
    formula=N_(
        "perspectives there by the day of kick-off ÷ the five there can be (planning, sales, "
        "development, manufacturing or logistics, support)"
    ),
    limits=N_(
        "It needs the function of each department. Being there is not being heard, and one "
        "person is enough; whoever only looks on or was only explained to does not count. "
        "Departments of fewer than five people are left out, so a small one may be there unseen."
    ),
    counts="projects",
)
