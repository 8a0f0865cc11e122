"""How many of those who join a project raised their hand for it.

Each time somebody joins counts once, on the day of joining. When taking part becomes attractive,
more people come forward by themselves and fewer have to be sent.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows, with_department
from dashboard.metrics.teams import by_project
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department", "project")


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a member of a project of whom it is known: x = raised their hand, y = 1."""
    known = tables["participations"].filter(
        (nw.col("role") != "observer") & ~nw.col("volunteered").is_null()
    )
    raised = nw.when(nw.col("volunteered")).then(1).otherwise(0)
    # Who changes role within a project has two rows of one participation.
    once = (
        known.with_columns(x=raised)
        .group_by("project", "person")
        .agg(nw.col("x").max(), nw.col("joined_on").min())
    )
    counted = with_department(once, tables["people"], "joined_on").with_columns(
        cluster=nw.col("person"), y=nw.lit(1)
    )
    placed = in_windows(counted, windows, "joined_on")
    return nw.concat(
        [by_cuts(placed, tables, windows, _CUTS[:2]), by_project(placed, _CUTS[2:])],
        how="vertical",
    )


METRIC = Metric(
    id="volunteered",
    label=N_("Raised their hand to join"),
    short=N_("Raised their hand"),
    question=N_("Do people join of their own accord?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=_CUTS,
    better="higher",
    unit="share",
    period="event",
    order=34,
    promise="return",
    formula=N_(
        "participations by people who raised their hand ÷ participations of which it is known"
    ),
    limits=N_(
        "It is what was written down when they joined; a raised hand may have been asked for. "
        "Participations without that note do not count."
    ),
)
