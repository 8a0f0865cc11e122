"""Whether what a finished project learnt reaches the next one.

A finished project counts as passed on when a later project notes that it used something from it, or
when its own retrospective was handed over to others.

Without that every project starts from nothing, and what was learnt leaves with the people who
learnt it.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import first_day, happened
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a finished project: x = its experience was passed on, y = 1."""
    ends = windows.group_by("records_end").agg(rows=nw.len()).drop("rows")
    closed = (
        tables["projects"].filter(~nw.col("closed_on").is_null()).select("project", "closed_on")
    )
    over = closed.join(ends, how="cross").filter(nw.col("closed_on") <= nw.col("records_end"))
    passed = nw.concat([_referred_to(tables), _handed_over(tables)], how="vertical")
    known = passed.group_by("project").agg(times=nw.len())
    rows = over.join(known, on="project", how="left").with_columns(
        cluster=nw.col("project"),
        x=nw.when(nw.col("times").is_null()).then(0).otherwise(1),
        y=nw.lit(1),
    )
    return by_project(in_windows(rows, windows, "closed_on"))


def _referred_to(tables: Tables) -> Rows:
    """Give the projects whose events one that began later says it used: project."""
    began = nw.coalesce("kicked_off_on", "proposed_on")
    starts = tables["projects"].select("project", began_on=began)
    known = tables["project_events"].join(starts, on="project", how="inner")
    sources = known.select("project", "began_on", refers_to=nw.col("event"))
    reused = known.filter(nw.col("activity") == "experience_reused")
    uses = reused.select("refers_to", reader_began_on=nw.col("began_on"))
    met = uses.filter(~nw.col("refers_to").is_null()).join(sources, on="refers_to", how="inner")
    return met.filter(nw.col("reader_began_on") > nw.col("began_on")).select("project")


def _handed_over(tables: Tables) -> Rows:
    """Give the projects whose retrospective was handed over, on its day or later: project."""
    looked_back = first_day(tables, "retrospective", "looked_back_on")
    handed = happened(tables, "handed_over").join(looked_back, on="project", how="inner")
    return handed.filter(nw.col("occurred_on") >= nw.col("looked_back_on")).select("project")


METRIC = Metric(
    id="experience_reused",
    label=N_("Finished projects whose experience was passed on"),
    short=N_("Experience passed on"),
    question=N_("Does experience reach the next project?"),
    contributions=contributions,
    needs=("projects", "project_events"),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="share",
    period="closing",
    order=64,
    promise="health",
    formula=N_(
        "finished projects that a later one refers to, or whose retrospective was handed over "
        "÷ finished projects"
    ),
    limits=N_(
        "Handing over is not yet being read. What people carry along in their heads is not "
        "seen, and projects closed lately have had less time to be referred to."
    ),
    counts="projects",
)
