"""Whether co-creation breeds co-creation: how many later projects come from each finished one.

A later project comes from a finished co-creation project when it is said to have grown out of it,
or when at least two who were in the finished one are in it. Above 1 it grows by itself; below 1 it
has to be started anew each time.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project, teams
from data_loaders.tables import N_

_FEWEST_ALUMNI = 2


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a finished co-creation project: x = the later projects it led to, y = 1."""
    finished = _finished(tables, windows)
    later = tables["projects"].select(
        "grew_out_of", later=nw.col("project"), began_on=nw.col("kicked_off_on")
    )
    led_to = nw.concat([_grown(finished, later), _joined(finished, later, tables)], how="vertical")
    counted = led_to.unique().group_by("project").agg(x=nw.len())
    rows = finished.join(counted, on="project", how="left").with_columns(
        cluster=nw.col("project"), x=nw.col("x").fill_null(0), y=nw.lit(1)
    )
    return by_project(in_windows(rows, windows, "closed_on"))


def _finished(tables: Tables, windows: Rows) -> Rows:
    """Co-creation projects that closed within the records: project, kicked_off_on, closed_on."""
    closed = tables["projects"].filter(
        (nw.col("kind") == "co_creation") & ~nw.col("closed_on").is_null()
    )
    ends = windows.select("records_end").unique()
    known = closed.join(ends, how="cross").filter(nw.col("closed_on") <= nw.col("records_end"))
    return known.select("project", "kicked_off_on", "closed_on")


def _grown(finished: Rows, later: Rows) -> Rows:
    """Projects said to have grown out of a finished one, perhaps before it closed."""
    said = later.filter(~nw.col("grew_out_of").is_null()).select(
        "later", "began_on", project=nw.col("grew_out_of")
    )
    grown = finished.join(said, on="project", how="inner")
    return grown.filter(nw.col("began_on") > nw.col("kicked_off_on")).select("project", "later")


def _joined(finished: Rows, later: Rows, tables: Tables) -> Rows:
    """Projects kicked off after a finished one closed, with enough of its people."""
    team = teams(tables)
    alumni = finished.join(team, on="project", how="inner")
    again = alumni.join(
        team.select("person", later=nw.col("project")), on="person", how="inner"
    ).join(later.select("later", "began_on"), on="later", how="inner")
    met = again.filter(nw.col("began_on") > nw.col("closed_on"))
    counted = met.group_by("project", "later").agg(alumni=nw.len())
    return counted.filter(nw.col("alumni") >= _FEWEST_ALUMNI).select("project", "later")


METRIC = Metric(
    id="cocreation_offspring",
    label=N_("Later projects from each co-creation project"),
    short=N_("Offspring of co-creation"),
    question=N_("Does co-creation breed co-creation?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="number",
    period="closing",
    order=36,
    promise="return",
    formula=N_(
        "later projects with two or more of its people, or said to have grown out of it ÷ "
        "finished co-creation projects"
    ),
    limits=N_(
        "With two of its people a project counts when it kicked off after the closing; one said to "
        "have grown out of it, when it kicked off after the kick-off. A project with several "
        "origins counts for each. Those closed lately have had less time, so they may still gain."
    ),
    counts="projects",
)
