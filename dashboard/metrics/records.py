"""What projects wrote down: their events, and which departments took part since when."""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Rows, Tables

# A department of fewer people is left out: that it took part would say so of somebody.
_FEWEST_PEOPLE = 5
_SEAT = ["project", "department"]
_EVENT = ("event", "project", "occurred_on", "activity", "person", "refers_to")


def happened(tables: Tables, *activities: str) -> Rows:
    """Give the events of some kinds: event, project, occurred_on, activity, person, refers_to."""
    chosen = tables["project_events"].filter(nw.col("activity").is_in(activities))
    return chosen.select(_EVENT)


def first_day(tables: Tables, activity: str, day: str) -> Rows:
    """Give the first day something happened in each project: project, and ``day``."""
    days = happened(tables, activity).group_by("project").agg(nw.col("occurred_on").min())
    return days.select("project", nw.col("occurred_on").alias(day))


def seats(tables: Tables) -> Rows:
    """Give each project's departments: project, department, function, joined_on, told_on.

    A department joins when one of its people does (who only looks on does not) or acts in an
    event, or when an event names it; ``joined_on`` is missing where it was only explained to.
    Departments of fewer than five people at the project's start are left out.
    """
    told = nw.col("activity") == "explained"
    events = tables["project_events"]
    named = events.filter(~nw.col("department").is_null())
    acted = events.filter(~told & ~nw.col("person").is_null())
    joined = tables["participations"].filter(nw.col("role") != "observer")
    came = [
        _seat(named.filter(~told), "occurred_on", told=0),
        _seat(_in_department(acted, tables, "occurred_on"), "occurred_on", told=0),
        _seat(_in_department(joined, tables, "joined_on"), "joined_on", told=0),
        _seat(named.filter(told), "occurred_on", told=1),
    ]
    days = nw.concat(came, how="vertical").with_columns(
        joined_on=nw.when(nw.col("told") == 0).then(nw.col("day")),
        told_on=nw.when(nw.col("told") == 1).then(nw.col("day")),
    )
    found = days.group_by(_SEAT).agg(nw.col("joined_on", "told_on").min())
    functions = tables["departments"].select("department", "function")
    placed = found.join(functions, on="department", how="inner")
    return placed.join(_large_enough(placed, tables), on=_SEAT, how="inner")


def _seat(rows: Rows, day: str, *, told: int) -> Rows:
    return rows.select(*_SEAT, day=nw.col(day), told=nw.lit(told))


def _in_department(rows: Rows, tables: Tables, day: str) -> Rows:
    """Add the department each row's person worked in on the day; the unknown are left out."""
    spells = tables["people"].filter(~nw.col("department").is_null())
    known = rows.select("project", "person", day).join(
        spells.select("person", "department", "valid_from", "valid_to"), on="person", how="inner"
    )
    return known.filter((nw.col("valid_from") <= nw.col(day)) & (nw.col(day) < nw.col("valid_to")))


def _large_enough(seats: Rows, tables: Tables) -> Rows:
    """Give the seats of departments with people enough at the start; all without a roster."""
    spells = tables["people"].filter(~nw.col("department").is_null())
    start = nw.coalesce("kicked_off_on", "proposed_on")
    starts = tables["projects"].select("project", day=start)
    listed = seats.select(_SEAT).join(starts, on="project", how="inner")
    there = listed.join(spells, on="department", how="inner").filter(
        (nw.col("valid_from") <= nw.col("day")) & (nw.col("day") < nw.col("valid_to"))
    )
    sizes = there.group_by(_SEAT).agg(people=nw.col("person").n_unique())
    roster = spells.select(roster=nw.len())
    known = listed.join(sizes, on=_SEAT, how="left").join(roster, how="cross")
    enough = (nw.col("people") >= _FEWEST_PEOPLE) | (nw.col("roster") == 0)
    return known.filter(enough).select(_SEAT)
