"""Windows and cuts: which rows fall into a window, and to which groups they belong."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from dashboard.metrics import Cut, Rows, Tables

_KEYS = ("window", "cut", "group", "wave", "cluster", "cluster2", "x", "y", "points")


def in_windows(rows: Rows, windows: Rows, day: str) -> Rows:
    """Repeat each row for every window its day falls in; adds the window's columns.

    Only the distinct days meet the windows, so a log of any length joins on equality.
    """
    # Narwhals' unique() numbers every row on DuckDB.
    days = rows.group_by(day).agg(rows=nw.len()).drop("rows")
    inside = (nw.col(day) >= nw.col("starts_on")) & (nw.col(day) <= nw.col("ends_on"))
    return rows.join(days.join(windows, how="cross").filter(inside), on=day, how="inner")


def with_department(rows: Rows, people: Rows, day: str) -> Rows:
    """Add the department each person of a project worked in on a day of the row.

    ``rows`` has person and project, each pair once; the department is missing when unknown.
    """
    spells = people.select("person", "department", "valid_from", "valid_to")
    on_the_day = (nw.col("valid_from") <= nw.col(day)) & (nw.col(day) < nw.col("valid_to"))
    known = rows.join(spells, on="person", how="inner").filter(on_the_day)
    keys = ["person", "project"]
    return rows.join(known.select(*keys, "department"), on=keys, how="left")


def answers_by_cuts(
    answers: Rows, tables: Tables, windows: Rows, cuts: Sequence[Cut], also: Sequence[str] = ()
) -> Rows:
    """Place answers with an ``x`` by their wave's opening day, y = 1, and give them their groups.

    The cluster is the respondent, or the form where nobody is known. ``also`` names columns to keep
    (wave, points).
    """
    dated = answers.join(tables["waves"].select("wave", "opened_on"), on="wave", how="inner")
    rows = in_windows(dated, windows, "opened_on").select(
        "window",
        "cluster",
        "department",
        "took_part",
        "x",
        *also,
        person=nw.col("respondent"),
        y=nw.lit(1),
    )
    return by_cuts(rows, tables, windows, cuts)


def members(tables: Tables, windows: Rows) -> Rows:
    """Give the members of the projects joined by each window's day: window, person, project, kind.

    A project counts from the day its first member joined, and always with all its members: whoever
    joined late would otherwise be found as the difference of two days. Observers are not members.
    The same people stand on both sides of a comparison, because both its windows carry the same
    day.
    """
    joined = teams(tables)
    begun = joined.group_by("project").agg(begun_on=nw.col("joined_on").min())
    kinds = tables["projects"].select("project", "kind").join(begun, on="project", how="inner")
    by_then = nw.col("begun_on") <= nw.col("joined_by")
    days = windows.select("window", "joined_by")
    known = kinds.join(days, how="cross").filter(by_then)
    pairs = joined.select("person", "project").unique().join(known, on="project", how="inner")
    return pairs.select("window", "person", "project", "kind")


def teams(tables: Tables) -> Rows:
    """Give the participations of members, who are all but observers."""
    return tables["participations"].filter(nw.col("role") != "observer")


def by_cuts(rows: Rows, tables: Tables, windows: Rows, cuts: Sequence[Cut]) -> Rows:
    """Give each row to the groups it belongs to, once a cut (once a project for projects).

    ``rows`` needs window, cluster, x, y, person (may be missing), department (may be missing) and
    may have cluster2 and took_part (what an anonymous respondent said of taking part).
    """
    parts = [_CUTS[cut](rows, tables, windows) for cut in cuts]
    names = rows.collect_schema().names()
    keys = [key for key in _KEYS if key in names or key in ("cut", "group")]
    labelled = [
        part.with_columns(cut=nw.lit(cut)).select(keys)
        for cut, part in zip(cuts, parts, strict=True)
    ]
    return nw.concat(labelled, how="vertical")


def _everybody(rows: Rows, tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001
    return rows.with_columns(group=nw.lit("all"))


def _departments(rows: Rows, tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001
    return rows.filter(~nw.col("department").is_null()).with_columns(group=nw.col("department"))


def _projects(rows: Rows, tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001
    team = teams(tables).select("person", group=nw.col("project")).unique()
    return rows.join(team, on="person", how="inner")


def _membership(rows: Rows, tables: Tables, windows: Rows) -> Rows:
    """Part members of co-creation by each window's day from those who never joined.

    Who joined later is neither: the others are the same people in every window, so that no two of
    their figures differ by a few, and nobody among them is about to change sides.
    """
    joined = members(tables, windows).filter(nw.col("kind") == "co_creation")
    by_then = joined.select("window", "person").unique().with_columns(joined=nw.lit(1))
    projects = tables["projects"].filter(nw.col("kind") == "co_creation").select("project")
    ever = teams(tables).join(projects, on="project", how="inner").select("person").unique()
    known = rows.join(by_then, on=["window", "person"], how="left")
    known = known.join(ever.with_columns(ever=nw.lit(1)), on="person", how="left")
    never = nw.when(~nw.col("person").is_null() & nw.col("ever").is_null())
    other: nw.Expr = never.then(nw.lit("others"))
    if "took_part" in rows.collect_schema().names():
        unnamed = nw.col("person").is_null()
        not_so = nw.when(unnamed & ~nw.col("took_part")).then(nw.lit("others"))
        said = nw.when(unnamed & nw.col("took_part")).then(nw.lit("members")).otherwise(not_so)
        other = never.then(nw.lit("others")).otherwise(said)
    group = nw.when(~nw.col("joined").is_null()).then(nw.lit("members")).otherwise(other)
    return known.with_columns(group=group).filter(~nw.col("group").is_null())


_CUTS = {
    "all": _everybody,
    "department": _departments,
    "project": _projects,
    "membership": _membership,
}
