"""Whether ties made in a project live on after it.

Two members from different departments who were in contact within a project have a tie across
departments. It is carried over when the two are in contact outside any project in the three months
after the one in which the project closed.

Ties that end with the project have to be made anew each time; those that live on are what remains
in the organisation.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project, half_rows, pairs, teams
from data_loaders.tables import N_

_FOLLOW_UP = "3mo"
_MONTH_AFTER_IT = "4mo"
_NEARLY_OVER = "-8d"  # a last month within a week of its end counts as whole
_PAIR = ["person_a", "person_b"]


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two half rows a tie of a finished project: x = still in contact afterwards, y = 1."""
    made = _made(tables, windows)
    alive = _alive(made, tables).with_columns(x=nw.lit(1))
    rows = made.join(alive, on=["project", *_PAIR], how="left")
    counted = rows.with_columns(x=nw.col("x").fill_null(0))
    return by_project(half_rows(in_windows(counted, windows, "closed_on")))


def _finished(tables: Tables, windows: Rows) -> Rows:
    """Projects whose three months after closing are on record: project, closed_on."""
    followed = nw.col("closed_on").dt.truncate("1mo").dt.offset_by(_MONTH_AFTER_IT)
    closed = tables["projects"].filter(~nw.col("closed_on").is_null())
    until = closed.with_columns(until=followed.dt.offset_by(_NEARLY_OVER))
    ends = windows.select("records_end").unique()
    known = until.join(ends, how="cross").filter(nw.col("until") <= nw.col("records_end"))
    return known.select("project", "closed_on")


def _made(tables: Tables, windows: Rows) -> Rows:
    """Pairs of members with contact across departments in the project, by when it closed."""
    labelled = tables["ties"].filter(
        ~nw.col("project").is_null()
        & ~nw.col("sender_department").is_null()
        & ~nw.col("recipient_department").is_null()
    )
    crossing = labelled.filter(nw.col("sender_department") != nw.col("recipient_department"))
    team = teams(tables).join(_finished(tables, windows), on="project", how="inner")
    met = pairs(team).join(_by_pair(crossing), on=["project", *_PAIR], how="inner")
    during = met.filter(nw.col("month") <= nw.col("closed_on"))
    return during.group_by("project", "closed_on", *_PAIR).agg(rows=nw.len()).drop("rows")


def _alive(made: Rows, tables: Tables) -> Rows:
    """Which of these pairs are in contact outside any project in the three months after."""
    outside = _by_pair(tables["ties"].filter(nw.col("project").is_null())).drop("project")
    after = (nw.col("month") > nw.col("closed_on")) & (
        nw.col("month") <= nw.col("closed_on").dt.offset_by(_FOLLOW_UP)
    )
    met = made.join(outside, on=_PAIR, how="inner").filter(after)
    return met.group_by("project", *_PAIR).agg(rows=nw.len()).drop("rows")


def _by_pair(ties: Rows) -> Rows:
    """Name the two of each contact in one order, whoever came first."""
    forward = nw.col("sender") <= nw.col("recipient")
    return ties.select(
        "project",
        "month",
        person_a=nw.when(forward).then(nw.col("sender")).otherwise(nw.col("recipient")),
        person_b=nw.when(forward).then(nw.col("recipient")).otherwise(nw.col("sender")),
    )


METRIC = Metric(
    id="ties_carried_over",
    label=N_("Ties that outlive the project"),
    short=N_("Ties carried over"),
    question=N_("Do ties across departments outlive the project?"),
    contributions=contributions,
    needs=("participations", "projects", "ties"),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="share",
    period="closing",
    order=37,
    promise="return",
    formula=N_(
        "ties across departments still active outside any project three months after it closed ÷ "
        "such ties made in it"
    ),
    limits=N_(
        "One contact is enough, in the project and afterwards; departments are those of the day "
        "of contact. It needs a log that says which contacts belong to which project, and three "
        "whole months after the closing. Two who would have met anyway count as well."
    ),
)
