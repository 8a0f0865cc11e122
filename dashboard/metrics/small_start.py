"""Whether a project started small, as those who have done it advise.

Three points: three departments or more at the table on the day of kick-off; a session that reads
consumers' voices together before the plan is fixed; one theme. At 67% two of the three are met. A
point that the records cannot tell is not counted.

A small start is seen through; what begins with everything at once ends as a meeting.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import first_day, happened, seats
from dashboard.metrics.teams import by_project
from data_loaders.tables import N_

_DEPARTMENTS = 3
_BREAK, _SPACE = "、，,;；/／\\n", "\\s\u3000"
_TEXT = f"[^{_BREAK}{_SPACE}]"
_SEVERAL_THEMES = f"{_TEXT}[{_SPACE}]*[{_BREAK}][{_BREAK}{_SPACE}]*{_TEXT}"


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a project that kicked off: y = the points that can be told, x = those met."""
    started = tables["projects"].filter(~nw.col("kicked_off_on").is_null())
    days = started.select("project", "kicked_off_on", "theme")
    rows = (
        days.join(_departments(tables, days), on="project", how="left")
        .join(_reading(tables), on="project", how="left")
        .join(first_day(tables, "plan_fixed", "plan_on"), on="project", how="left")
        .with_columns(
            enough=nw.when(nw.col("departments") >= _DEPARTMENTS).then(1).otherwise(0),
            read=nw.when(nw.col("plan_on").is_null() & ~nw.col("reading_on").is_null())
            .then(1)
            .otherwise(
                nw.when(~nw.col("plan_on").is_null()).then(
                    nw.when(nw.col("reading_on") <= nw.col("plan_on")).then(1).otherwise(0)
                )
            ),
            single=nw.when(nw.col("theme").str.contains(_TEXT)).then(
                nw.when(nw.col("theme").str.contains(_SEVERAL_THEMES)).then(0).otherwise(1)
            ),
        )
        .with_columns(
            cluster=nw.col("project"),
            x=nw.col("enough") + nw.col("read").fill_null(0) + nw.col("single").fill_null(0),
            y=1 + _told("read") + _told("single"),
        )
    )
    return by_project(in_windows(rows, windows, "kicked_off_on"), ("project",))


def _told(point: str) -> nw.Expr:
    return nw.when(nw.col(point).is_null()).then(0).otherwise(1)


def _departments(tables: Tables, days: Rows) -> Rows:
    there = seats(tables).join(days, on="project", how="inner")
    in_time = there.filter(nw.col("joined_on") <= nw.col("kicked_off_on"))
    return in_time.group_by("project").agg(departments=nw.col("department").n_unique())


def _reading(tables: Tables) -> Rows:
    """Give the first session with voices to read: project, reading_on."""
    voices = first_day(tables, "voice_collected", "voice_on")
    sessions = happened(tables, "session").join(voices, on="project", how="inner")
    reading = sessions.filter(nw.col("occurred_on") >= nw.col("voice_on"))
    return reading.group_by("project").agg(reading_on=nw.col("occurred_on").min())


METRIC = Metric(
    id="small_start",
    label=N_("A small start"),
    short=N_("Small start"),
    question=N_("Do projects start small?"),
    contributions=contributions,
    needs=("projects", "project_events", "departments"),
    cuts=("project",),
    better="higher",
    unit="share",
    period="event",
    order=66,
    promise="health",
    formula=N_("points of a small start that are met ÷ points that the records can tell"),
    limits=N_(
        "Themes are counted by the commas and slashes between them. Departments of fewer than "
        "five people are left out. A session counts as reading voices when some were collected by "
        "then."
    ),
    counts="projects",
)
