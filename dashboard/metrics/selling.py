"""Who of a finished project's members did something for it: shared by the figures of selling."""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows, with_department
from dashboard.metrics.records import happened
from dashboard.metrics.teams import by_project

CUTS: tuple[Cut, ...] = ("all", "department", "project")
_FOLLOW_UP = "6mo"
_KEYS = ["person", "project"]


def doers(tables: Tables, windows: Rows, activity: str) -> Rows:
    """One row a member of a finished project: x = did it in time, y = 1.

    In time is from joining until six months after the closing; projects that are not over for so
    long on record are left out. Observers are no members.
    """
    members = _finished_members(tables, windows)
    done = happened(tables, activity).filter(~nw.col("person").is_null())
    met = members.join(done.select(*_KEYS, "occurred_on"), on=_KEYS, how="inner")
    in_time = met.filter(
        (nw.col("occurred_on") >= nw.col("joined_on")) & (nw.col("occurred_on") <= nw.col("until"))
    )
    did = in_time.group_by(_KEYS).agg(times=nw.len()).with_columns(x=nw.lit(1))
    rows = members.join(did.select(*_KEYS, "x"), on=_KEYS, how="left").with_columns(
        cluster=nw.col("person"), x=nw.col("x").fill_null(0), y=nw.lit(1)
    )
    placed = in_windows(with_department(rows, tables["people"], "closed_on"), windows, "closed_on")
    parts = [by_cuts(placed, tables, windows, CUTS[:2]), by_project(placed, CUTS[2:])]
    return nw.concat(parts, how="vertical")


def _finished_members(tables: Tables, windows: Rows) -> Rows:
    """Give members of projects six months over: project, person, joined_on, closed_on, until."""
    closed = tables["projects"].filter(~nw.col("closed_on").is_null())
    until = closed.with_columns(until=nw.col("closed_on").dt.offset_by(_FOLLOW_UP))
    ends = windows.group_by("records_end").agg(rows=nw.len()).drop("rows")
    over = until.join(ends, how="cross").filter(nw.col("until") <= nw.col("records_end"))
    joined = tables["participations"].filter(nw.col("role") != "observer")
    first = joined.group_by(_KEYS).agg(nw.col("joined_on").min())
    return first.join(over.select("project", "closed_on", "until"), on="project", how="inner")
