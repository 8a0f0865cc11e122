"""Do people come back: “let us work together again” put to the test.

Of the members of a finished project who could have joined another within twelve months (one
started while they were with the company), the share who did. Projects closed less than twelve
months before the records end are not known yet and are left out, so that young projects do not
look as if nobody returned.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows, with_department
from dashboard.metrics.teams import by_project, teams
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department", "project")
_FOLLOW_UP = "12mo"


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a member of a finished project: y = could have joined another, x = did."""
    finished = _finished(tables, windows)
    returned = _returned(finished, tables).with_columns(x=nw.lit(1))
    at_risk = _at_risk(finished, tables).with_columns(could=nw.lit(1))
    keys = ["person", "project"]
    rows = finished.join(returned, on=keys, how="left").join(at_risk, on=keys, how="left")
    counted = rows.filter(~nw.col("x").is_null() | ~nw.col("could").is_null()).with_columns(
        cluster=nw.col("person"), x=nw.col("x").fill_null(0), y=nw.lit(1)
    )
    placed = in_windows(
        with_department(counted, tables["people"], "closed_on"), windows, "closed_on"
    )
    return nw.concat(
        [by_cuts(placed, tables, windows, _CUTS[:2]), by_project(placed, _CUTS[2:])],
        how="vertical",
    )


def _finished(tables: Tables, windows: Rows) -> Rows:
    """Members of projects that closed at least twelve months before the records end."""
    followed = nw.col("closed_on").dt.offset_by(_FOLLOW_UP)
    closed = tables["projects"].filter(~nw.col("closed_on").is_null()).with_columns(until=followed)
    ends = windows.select("records_end").unique()
    known = closed.join(ends, how="cross").filter(nw.col("until") <= nw.col("records_end"))
    days = known.select("project", "closed_on", "until")
    return teams(tables).join(days, on="project", how="inner")


def _returned(finished: Rows, tables: Tables) -> Rows:
    """Who joined another project in the twelve months: person, project."""
    joined_in = tables["participations"].filter(nw.col("role") != "observer")
    others = joined_in.select("person", "joined_on", other=nw.col("project"))
    later = (nw.col("joined_on") > nw.col("closed_on")) & (nw.col("joined_on") <= nw.col("until"))
    joined = finished.join(others, on="person", how="inner")
    again = joined.filter(later & (nw.col("other") != nw.col("project")))
    return again.select("person", "project").unique()


def _at_risk(finished: Rows, tables: Tables) -> Rows:
    """Who could have joined: another project started while the person had not left."""
    starts = tables["projects"].select("kicked_off_on", other=nw.col("project"))
    later = (nw.col("kicked_off_on") > nw.col("closed_on")) & (
        nw.col("kicked_off_on") <= nw.col("until")
    )
    chances = finished.join(starts, how="cross").filter(
        later & (nw.col("other") != nw.col("project"))
    )
    gone = tables["people"].filter(nw.col("department").is_null())
    away = chances.join(gone.select("person", "valid_from", "valid_to"), on="person", how="inner")
    away = away.filter(
        (nw.col("valid_from") <= nw.col("kicked_off_on"))
        & (nw.col("kicked_off_on") < nw.col("valid_to"))
    )
    keys = ["person", "project", "other"]
    return chances.join(away.select(keys).unique(), on=keys, how="anti").select(keys[:2]).unique()


METRIC = Metric(
    id="repeat_participation",
    label=N_("Joined another project"),
    short=N_("Came back"),
    question=N_("Do people come back?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=_CUTS,
    better="higher",
    unit="share",
    period="closing",
    order=30,
    promise="return",
    headline=True,
    formula=N_(
        "members of finished projects who joined another within twelve months ÷ members who "
        "could have"
    ),
    limits=N_(
        "Someone who was told to come back counts like someone who wanted to. A project must "
        "be over for twelve months before it counts."
    ),
)
