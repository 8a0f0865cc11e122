"""Waits of projects, over or not: shared by the figures of speed."""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Rows, Tables
from dashboard.metrics.cuts import in_windows

CUTS: tuple[Cut, ...] = ("all", "kind", "project")
_KEYS = ("window", "cut", "group", "cluster", "cluster2", "x", "y")


def waits(rows: Rows, tables: Tables, windows: Rows) -> Rows:
    """Give waits their groups: x = days, y = whether it ended; the cluster is the project.

    ``rows`` has project, wait (an id within the project), began_on and ended_on, missing while the
    wait goes on. A wait belongs to the window it began in and is watched until the records end; one
    that ended before it began is left out.
    """
    kinds = tables["projects"].select("project", "kind")
    known = rows.filter(~nw.col("began_on").is_null()).join(kinds, on="project", how="inner")
    placed = watched(in_windows(known, windows, "began_on")).with_columns(
        cluster=nw.col("project"), cluster2=nw.col("wait")
    )
    groups = {"all": nw.lit("all"), "kind": nw.col("kind"), "project": nw.col("project")}
    parts = [
        placed.with_columns(cut=nw.lit(cut), group=group).select(_KEYS)
        for cut, group in groups.items()
    ]
    return nw.concat(parts, how="vertical")


def watched(rows: Rows) -> Rows:
    """Add x, the days from began_on to ended_on or the end of records, and y, whether it ended.

    What began after the records end, or ended before it began, is left out.
    """
    over = ~nw.col("ended_on").is_null() & (nw.col("ended_on") <= nw.col("records_end"))
    until = nw.when(over).then(nw.col("ended_on")).otherwise(nw.col("records_end"))
    told = rows.with_columns(until=until, y=nw.when(over).then(1).otherwise(0))
    days = (_day("until") - _day("began_on")).cast(nw.Float64)
    return told.with_columns(x=days).filter(nw.col("x") >= 0)


def _day(name: str) -> nw.Expr:
    """Give a day as a number, counted from the year 1: engines differ in subtracting dates."""
    year = nw.col(name).dt.year() - 1
    leap_days = year // 4 - year // 100 + year // 400
    return year * 365 + leap_days + nw.col(name).dt.ordinal_day()
