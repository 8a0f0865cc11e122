"""The parts of a page about one measure: its answer, trend, departments, members and projects."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.theme import broken
from dashboard.charts.tracks import by_project, dumbbell
from dashboard.charts.trend import trend as trend_figure
from dashboard.text import N_, Translator, escape
from dashboard.text.sentences import (
    CLEAR,
    MAY_BE_CHANCE,
    VERDICTS,
    answer,
    beyond,
    latest,
    returned,
    spread,
)
from dashboard.views import parts, readings
from dashboard.views.reading import ENTIRE, KINDS, Reading
from dashboard.views.tables import changes_table, estimates_table

_NOT_YET = N_("not known yet")
_MOST_DATES = 8
_LONG = (32, 20)
_ALIKE = (math.nan, 0.0, 0.1)


def opening(read: Reading, metric: str, *, question: str = "") -> None:
    """Answer the measure's question, with its interval and the people it rests on.

    A page's own ``question`` is answered by the name of the measure as well.
    """
    t, (said, exception) = read.t, answered(read, metric)
    if question:
        said = t("{where}: {said}", where=t(read.metrics.loc[metric, "label"]), said=said)
    parts.answer(question or t(read.metrics.loc[metric, "question"]), said, exception)


def answered(read: Reading, metric: str) -> tuple[str, str]:
    """Give the answer to a measure's question, and what it rests on."""
    t, found = read.t, read.change(metric)
    if found.verdict == "too_few":
        exception = parts.withheld(t)
    elif found.verdict == "no_data":
        exception = t("Another start may tell more: choose it below.")
    else:
        exception = t(
            "{word}: {change} ({interval}, {people}).",
            word=t(VERDICTS[found.verdict]),
            change=t.points(found.change, found.unit),
            interval=t.interval(found.low, found.high, found.unit, sign=True),
            people=t.people_band(found.people_band),
        )
        if found.verdict == "no_clear_change" and (found.low > 0 or found.high < 0):
            exception = t.joined([exception, t(MAY_BE_CHANCE)])
    exception = t.joined([exception, *_of_the_followed(read, metric)])
    return answer(t, found.verdict, found.before, found.after, found.unit), exception


def _of_the_followed(read: Reading, metric: str) -> list[str]:
    """Say how the department that is followed moved, if the reader follows one."""
    if read.followed == ENTIRE:
        return []
    t, rows = read.t, read.changes(metric, cut="department")
    unit = read.metrics.loc[metric, "unit"]
    return [
        t(
            "{department}: {before} → {after} ({word}).",
            department=escape(row.name),
            before=t.value(row.before, unit),
            after=t.value(row.after, unit),
            word=t(VERDICTS[row.verdict]),
        )
        for row in rows[rows["group"] == read.followed].itertuples(index=False)
    ]


def in_full(read: Reading, metric: str) -> None:
    """Show all there is of a survey's measure: trend, turnout, departments, members, readings."""
    trend(read, metric)
    readings.turnout(read)
    st.space("medium")
    left, right = st.columns(2, gap="large")
    with left:
        departments(read, metric)
    with right:
        members(read, metric)
    readings.otherwise(read, metric)


def trend(read: Reading, metric: str, *, heading: str = "") -> None:
    """Show the measure over time with the kick-offs of projects, under where it stands now.

    The line is that of the department followed, unless a ``heading`` speaks of everyone.
    """
    t = read.t
    who, points = (t("Everyone"), read.trend(metric)) if heading else _of_whom(read, metric)
    known = points.dropna(subset="value")
    if known.empty:
        return
    row = read.metrics.loc[metric]
    finding = latest(t, known["value"].tolist(), row["unit"], wave=row["period"] == "wave")
    if (points["group"] != ENTIRE).all():
        finding = t("{where}: {said}", where=who, said=finding)
    parts.heading(heading or finding)
    parts.key(
        ("gray", "━", t("Before")),
        ("blue", "━", t("After")),
        ("blue", "▲", t("co-creation starts")),
        ("gray", "▲", t("conventional project starts")),
    )
    when = [t.month(day) for day in points["starts_on"]]
    parts.picture(
        _over_time(read, metric, everyone=bool(heading)),
        alt=t(
            "{measure} from {first} to {last}. {finding}",
            measure=t(row["label"]),
            first=when[0],
            last=when[-1],
            finding=finding,
        ),
        caption=t(
            "{who}, {people}. Band: 95% interval.",
            who=who,
            people=t.people_band(known["people_band"].iloc[-1]),
        ),
        table=estimates_table(read, metric, points, {t("Month"): when}),
        name=f"{metric}-trend",
        t=t,
        about=read.metrics.loc[[metric]],
    )


@lru_cache(maxsize=256)
def _over_time(read: Reading, metric: str, *, everyone: bool) -> go.Figure:
    """Draw the trend; made once for all who look at it."""
    t, start = read.t, read.comparison["after_from"]
    points = read.trend(metric) if everyone else _of_whom(read, metric)[1]
    when = [t.month(day) for day in points["starts_on"]]
    return trend_figure(
        points.assign(hover=_hovers(read, metric, points, when)),
        theme=read.theme,
        number=read.number(metric),
        start=(start, t("“After” begins {month}", month=t.month(start))),
        dates=_dates(t, [day.date() for day in points["starts_on"]]),
        kick_offs=_kick_offs(read),
    )


def _of_whom(read: Reading, metric: str) -> tuple[str, pd.DataFrame]:
    """Give whose trend is shown, and the trend: everyone's, or of the department followed."""
    if read.followed != ENTIRE:
        departments = read.trend(metric, cut="department")
        mine = departments[departments["group"] == read.followed].reset_index(drop=True)
        if mine["value"].notna().any():
            return str(mine["name"].iloc[0]), mine
    return read.t("Everyone"), read.trend(metric)


def _hovers(read: Reading, metric: str, rows: pd.DataFrame, labels: Iterable[str]) -> list[str]:
    t, unit = read.t, read.metrics.loc[metric, "unit"]
    return [
        f"{label}<br><b>{t.level(row.value, row.low, row.high, unit)}</b>"
        + (f"<br>{t.interval(row.low, row.high, unit)}" if row.status == "shown" else "")
        for label, row in zip(labels, rows.itertuples(), strict=True)
    ]


def _dates(t: Translator, days: list[date]) -> list[tuple[date, str]]:
    """Label at most eight dates of an axis, the year where it is new."""
    step = -(-len(days) // _MOST_DATES)
    chosen = days[::step]
    years = [None, *(day.year for day in chosen)]
    return [
        (day, t.month(day, year=False) + (f"<br>{day.year}" if day.year != before else ""))
        for day, before in zip(chosen, years, strict=False)
    ]


def _kick_offs(read: Reading) -> pd.DataFrame:
    t, names = read.t, read.names("project")
    started = read.release.table("projects").dropna(subset="kicked_off_on")
    hovers = [
        "<br>".join((names[row.project], t(KINDS[row.kind]), t.month(row.kicked_off_on)))
        for row in started.itertuples()
    ]
    return started.assign(day=started["kicked_off_on"], hover=hovers)[["day", "kind", "hover"]]


def departments(read: Reading, metric: str, *, heading: str = "") -> None:
    """Show everyone, then each department, before and after; the finding heads them."""
    t = read.t
    rows = read.changes(metric, cut="department")
    if rows.empty:
        return
    finding = spread(t, rows["verdict"].tolist())
    parts.heading(t("{where}: {said}", where=heading, said=finding) if heading else finding)
    parts.key(("gray", "●", t("Before")), ("blue", "●", t("After")))
    everyone = pd.concat([read.changes(metric), rows], ignore_index=True)
    dumbbells(read, metric, everyone, finding, "department")


def members(read: Reading, metric: str) -> None:
    """Show members (or one project's team) against the others, before and after."""
    t = read.t
    rows, difference = read.contrast(metric)
    if rows.empty:
        return
    who = rows["name"].iloc[0]
    finding = beyond(t, who, difference.verdict, difference.change, difference.unit)
    parts.heading(finding)
    parts.key(("gray", "●", t("Before")), ("blue", "●", t("After")))
    dumbbells(read, metric, rows, finding, "membership")
    if difference.verdict in CLEAR and _began_worse(read, metric, rows):
        st.caption(
            t(
                "They began worse than the others. Who begins far from the rest comes nearer by "
                "chance alone (regression to the mean), so part of this may be no effect."
            )
        )


def _began_worse(read: Reading, metric: str, rows: pd.DataFrame) -> bool:
    """Whether the first group's whole interval before lies on the bad side of the other's value."""
    levels = read.sides(metric)
    before = levels[levels["side"] == "before"].set_index(["cut", "group"])
    ours, theirs = (
        before.loc[tuple(key)] for key in rows[["cut", "group"]].itertuples(index=False)
    )
    if read.metrics.loc[metric, "better"] == "lower":
        return bool(ours["low"] > theirs["value"])
    return bool(ours["high"] < theirs["value"])


def dumbbells(read: Reading, metric: str, rows: pd.DataFrame, finding: str, part: str) -> None:
    """Show groups before and after, each with its interval and a word; ``part`` names the file."""
    t, unit = read.t, read.metrics.loc[metric, "unit"]
    levels = read.sides(metric)
    for side in ("before", "after"):
        mine = levels[levels["side"] == side].set_index(["cut", "group"])
        ends = mine.reindex(pd.MultiIndex.from_frame(rows[["cut", "group"]]))
        told = {side: "value", f"{side}_low": "low", f"{side}_high": "high"}
        rows = rows.assign(**{name: ends[key].array for name, key in told.items()})
    banded = rows["verdict"].eq("too_few") & rows[["before_low", "after_low"]].notna().any(axis=1)
    moves = [_move(t, row, unit) for row in rows.to_dict("records")]
    words = [
        f"<b>{move}</b>" if alike else _word(t, row.verdict, row.change, unit)
        for row, move, alike in zip(rows.itertuples(), moves, banded, strict=True)
    ]
    hovers = [
        f"{name}<br>{move}" if alike else f"{name}<br>{move}<br>{word}"
        for name, move, word, alike in zip(rows["name"], moves, words, banded, strict=True)
    ]
    notes = [t("Bar: 95% interval; a pale dot: no clear change.")]
    if banded.any():
        notes.append(t("“{band}”: all but one, or all, answered alike.", band=t.level(*_ALIKE)))
    parts.picture(
        dumbbell(
            rows.assign(label=_labels(read, rows), word=words, hover=hovers),
            theme=read.theme,
            number=read.number(metric),
        ),
        alt=t(
            "{measure}, before and after. {finding}",
            measure=t(read.metrics.loc[metric, "label"]),
            finding=finding,
        ),
        caption=t.joined([*notes, parts.withheld(t)]),
        table=changes_table(read, rows),
        name=f"{metric}-{part}",
        t=t,
        about=read.metrics.loc[[metric]],
    )


def _labels(read: Reading, rows: pd.DataFrame) -> list[str]:
    names = [broken(name, *_LONG) for name in rows["name"]]
    bold = read.marked(dict(zip(rows["group"], names, strict=True)))
    return [bold[group] for group in rows["group"]]


def _move(t: Translator, row: Mapping[Hashable, Any], unit: str) -> str:
    return " → ".join(
        t.level(row[side], row[f"{side}_low"], row[f"{side}_high"], unit)
        for side in ("before", "after")
    )


def _word(t: Translator, verdict: str, change: float, unit: str) -> str:
    if verdict == "too_few":
        return "–"
    size = t.points(change, unit)
    shown = f"<b>{size}</b>" if verdict in CLEAR else size
    return f"{shown} {t(VERDICTS[verdict])}"


def projects(read: Reading, metric: str) -> None:
    """Show the measure for each finished project in the order they closed."""
    t = read.t
    rows = _finished(read, metric)
    if rows.empty:
        return
    known, together = rows["value"].notna(), rows["kind"] == "co_creation"
    shares = [rows.loc[known & mine, "value"].tolist() for mine in (together, ~together)]
    finding = returned(t, *shares)
    parts.heading(finding)
    parts.key(("gray", "●", t("conventional")), ("blue", "●", t("co-creation")))
    unit = read.metrics.loc[metric, "unit"]
    labels = [
        f"{row.name}<span style='color:{read.theme.muted}'>\u3000{t.month(row.closed_on)}</span>"
        for row in rows.itertuples(index=False)
    ]
    words = [
        f"<b>{t.value(row.value, unit)}</b>" if row.status == "shown" else _missing(t, row.status)
        for row in rows.itertuples()
    ]
    parts.picture(
        by_project(
            rows.assign(label=labels, word=words, hover=_hovers(read, metric, rows, rows["name"])),
            theme=read.theme,
            number=read.number(metric),
        ),
        alt=t(
            "{measure}, project by project. {finding}",
            measure=t(read.metrics.loc[metric, "label"]),
            finding=finding,
        ),
        caption=t.joined(
            [
                t("In the order they closed. Bar: 95% interval."),
                t("“Not known yet”: closed less than twelve months before the records end."),
                parts.withheld(t),
            ]
        ),
        table=estimates_table(
            read,
            metric,
            rows,
            {
                t("Project"): rows["name"].tolist(),
                t("Kind"): rows["kind"].map(KINDS).map(t).tolist(),
                t("Closed"): rows["closed_on"].map(t.month).tolist(),
            },
        ),
        name=f"{metric}-projects",
        t=t,
        about=read.metrics.loc[[metric]],
    )


def _missing(t: Translator, status: object) -> str:
    return "–" if status == "withheld" else t(_NOT_YET)


def _finished(read: Reading, metric: str) -> pd.DataFrame:
    """Give the closed projects with the measure over everything on record, by day of closing."""
    names = read.names("project")
    closed = read.release.table("projects").dropna(subset="closed_on")
    table = read.release.table("estimates")
    mine = table[
        (table["metric"] == metric) & (table["cut"] == "project") & (table["window"] == "whole")
    ]
    found = closed.merge(mine, left_on="project", right_on="group", how="left")
    named = found.assign(name=found["project"].map(names).fillna(found["project"]))
    return named.sort_values("closed_on").reset_index(drop=True)
