"""Who was in which team, with whom, and what came before: shared by the figures of teams."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from dashboard.metrics import Cut, Rows, Tables

OVERALL_AND_PROJECT: tuple[Cut, ...] = ("all", "project")
_KEYS = ("window", "cut", "group", "cluster", "cluster2", "x", "y")


def teams(tables: Tables) -> Rows:
    """Give everyone's projects, each once: project, person. Observers are not members."""
    joined = tables["participations"].filter(nw.col("role") != "observer")
    return joined.select("project", "person").unique()


def slots(tables: Tables) -> Rows:
    """Give the members of projects that kicked off: project, person, kicked_off_on."""
    started = tables["projects"].filter(~nw.col("kicked_off_on").is_null())
    days = started.select("project", "kicked_off_on")
    return teams(tables).join(days, on="project", how="inner")


def pairs(rows: Rows) -> Rows:
    """Pair the people of each project, each pair once: person_a, person_b in place of person."""
    first = rows.with_columns(person_a=nw.col("person")).drop("person")
    second = rows.select("project", person_b=nw.col("person"))
    both = first.join(second, on="project", how="inner")
    return both.filter(nw.col("person_a") < nw.col("person_b"))


def earlier_projects(rows: Rows, keys: Sequence[str]) -> Rows:
    """Count the projects the same people had shared before: project, keys, earlier.

    ``rows`` has project, kicked_off_on and ``keys``, which name a person or a pair. What has no
    earlier project is not listed.
    """
    before = rows.select(*keys, began_on=nw.col("kicked_off_on"))
    known = rows.join(before, on=list(keys), how="inner")
    earlier = known.filter(nw.col("began_on") < nw.col("kicked_off_on"))
    return earlier.group_by("project", *keys).agg(earlier=nw.len())


def half_rows(rows: Rows) -> Rows:
    """Give two half rows a pair, so that both ends count: cluster, cluster2, halved x and y."""
    ends = (("person_a", "person_b"), ("person_b", "person_a"))
    halves = [
        rows.select(
            "window",
            "project",
            cluster=nw.col(own),
            cluster2=nw.col(other),
            x=nw.col("x") * 0.5,
            y=nw.lit(0.5),
        )
        for own, other in ends
    ]
    return nw.concat(halves, how="vertical")


def by_project(rows: Rows, cuts: Sequence[Cut] = OVERALL_AND_PROJECT) -> Rows:
    """Give each row to its own project, and to all: rows have window, project, cluster, x, y."""
    names = rows.collect_schema().names()
    keys = [key for key in _KEYS if key in names or key in ("cut", "group")]
    groups = {"all": nw.lit("all"), "project": nw.col("project")}
    parts = [rows.with_columns(cut=nw.lit(cut), group=groups[cut]).select(keys) for cut in cuts]
    return nw.concat(parts, how="vertical")
