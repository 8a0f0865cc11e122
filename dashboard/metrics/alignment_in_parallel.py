"""Whether agreeing inside the company goes on while consumers are still being listened to.

Of the agreements, tests and decisions of a project before its launch, the share made before its
last session with consumers. At 100% all of them were; at 0% the company began to align only when
the sessions were over.

When both go on at the same time, what consumers say can still change a decision, and nobody has to
be won over afterwards.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import first_day, happened
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row an agreement, test or decision: x = before the last session, y = 1."""
    sessions = happened(tables, "session").group_by("project")
    last = sessions.agg(last_session=nw.col("occurred_on").max())
    launch = first_day(tables, "launched", "launched_on")
    aligned = happened(tables, "agreed", "tested", "decided").join(last, on="project", how="inner")
    known = aligned.join(launch, on="project", how="left")
    before = nw.col("launched_on").is_null() | (nw.col("occurred_on") < nw.col("launched_on"))
    in_time = nw.col("occurred_on") < nw.col("last_session")
    rows = known.filter(before).with_columns(
        cluster=nw.col("project"), x=nw.when(in_time).then(1).otherwise(0), y=nw.lit(1)
    )
    return by_project(in_windows(rows, windows, "occurred_on"))


METRIC = Metric(
    id="alignment_in_parallel",
    label=N_("Aligned while consumers are heard"),
    short=N_("Aligned in parallel"),
    question=N_("Do listening and aligning go on together?"),
    contributions=contributions,
    needs=("project_events",),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="share",
    period="event",
    order=46,
    promise="speed",
    formula=N_(
        "agreements, tests and decisions dated before the last session with consumers ÷ all "
        "of them before launch"
    ),
    limits=N_(
        "Projects without a session do not count. Until its launch a project may hold another "
        "session, so its figure may still rise; one session late in the project is enough to "
        "make it high, even one held after the launch. What happened on the day of the last "
        "session or of the launch counts as after it."
    ),
    counts="projects",
)
