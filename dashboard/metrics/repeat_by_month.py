"""Do people come back within a year, young projects counted as far as they go.

Everybody who was a member of a finished project is followed from its closing until they join
another one. Who has not done so when the records end, or has left the company, counts for as long
as they could be watched; the figure is the share who joined again within a year.

So projects that closed lately speak too, and nobody looks as if they had stayed away who has not
had the time.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project, teams
from dashboard.metrics.waiting import watched
from data_loaders.tables import N_

_KEYS = ["person", "project"]


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a member of a finished project: x = days watched, y = joined another.

    The cluster is the person, each of whose projects is a wait of its own.
    """
    closed = tables["projects"].filter(~nw.col("closed_on").is_null())
    days = closed.select("project", "closed_on", began_on=nw.col("closed_on"))
    finished = teams(tables).join(days, on="project", how="inner")
    known = finished.join(_joined(finished, tables), on=_KEYS, how="left").join(
        _left(finished, tables), on=_KEYS, how="left"
    )
    placed = in_windows(known, windows, "closed_on")
    gone = ~nw.col("left_on").is_null() & (nw.col("left_on") < nw.col("records_end"))
    ends = nw.when(gone).then(nw.col("left_on")).otherwise(nw.col("records_end"))
    rows = watched(placed.with_columns(records_end=ends)).with_columns(
        cluster=nw.col("person"), cluster2=nw.col("project")
    )
    return by_project(rows)


def _joined(finished: Rows, tables: Tables) -> Rows:
    """Give the first day each joined another project after the closing: person, project."""
    joined = tables["participations"].filter(nw.col("role") != "observer")
    others = joined.select("person", "joined_on", other=nw.col("project"))
    met = finished.join(others, on="person", how="inner")
    later = met.filter(
        (nw.col("joined_on") > nw.col("closed_on")) & (nw.col("other") != nw.col("project"))
    )
    return later.group_by(_KEYS).agg(ended_on=nw.col("joined_on").min())


def _left(finished: Rows, tables: Tables) -> Rows:
    """Give the day each left the company after the closing: person, project, left_on."""
    gone = tables["people"].filter(nw.col("department").is_null())
    away = finished.join(gone.select("person", "valid_from"), on="person", how="inner")
    later = away.filter(nw.col("valid_from") > nw.col("closed_on"))
    return later.group_by(_KEYS).agg(left_on=nw.col("valid_from").min())


METRIC = Metric(
    id="repeat_by_month",
    label=N_("Joined another project within a year, all projects"),
    short=N_("Back within a year"),
    question=N_("Do people come back, as far as is known today?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="share",
    period="closing",
    order=31,
    promise="return",
    formula=N_("1 − share who have not joined another project a year after closing (Kaplan-Meier)"),
    limits=N_(
        "It takes it that those watched for a short time only would have come back like the "
        "others. Whether there was another project to join is not asked; the figure of those who "
        "could have joined asks it."
    ),
    source="Kaplan & Meier 1958, JASA 53:457",
    estimator="survival",
)
