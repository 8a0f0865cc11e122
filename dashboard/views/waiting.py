"""How long projects wait, and how many came back by when: curves and facts project by project."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard.charts.chain import chain as chain_figure
from dashboard.charts.curves import curves as curves_figure
from dashboard.charts.scale import ticks
from dashboard.choices import chosen_of, one_of
from dashboard.text import N_, escape
from dashboard.text.sentences import waited
from dashboard.views import parts
from dashboard.views.reading import Reading

WAITS = ("time_to_kickoff", "decision_time", "improvement_cycle", "time_to_launch")
FACTS = (*WAITS, "rework", "alignment_in_parallel")
BACK = "repeat_by_month"
_KINDS = {"conventional": N_("conventional"), "co_creation": N_("co-creation")}
_RARE = 0.05
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_MONTH, _HALF_YEAR = 365 / 12, 6


def waits(read: Reading) -> list[str]:
    """Give the waiting times the release has curves of, in their order."""
    there = set(read.release.table("curves")["metric"])
    return [one for one in WAITS if one in there and read.has(one)]


def opening(read: Reading, question: str) -> str:
    """Answer with the middle wait of each kind of project; gives which wait was asked for."""
    t, ids = read.t, waits(read)
    metric = chosen_of("wait", ids)
    middle = _of_kinds(read, "estimates", metric).set_index("group")["value"]
    what = t(read.metrics.loc[metric, "short"])
    said = waited(
        t, what, *(float(middle.get(one, math.nan)) for one in ("co_creation", "conventional"))
    )
    parts.answer(t(question), said, _chance(read, metric))
    words = {one: t(read.metrics.loc[one, "label"]) for one in ids}
    one_of("wait", t("From what until what?"), ids, words, width=420)
    return metric


def _of_kinds(read: Reading, table: str, metric: str) -> pd.DataFrame:
    rows = read.release.table(table)
    mine = (rows["metric"] == metric) & (rows["cut"] == "kind") & (rows["window"] == "whole")
    return rows[mine]


def _chance(read: Reading, metric: str) -> str:
    t = read.t
    told = _of_kinds(read, "chance", metric)["p"]
    half = t("Half of the projects waited no longer than that.")
    if told.empty:
        return half
    rare = N_("Chance alone seldom parts the two kinds so far (p {p}).")
    common = N_("Chance alone may part the two kinds so far (p {p}).")
    p = float(told.iloc[0])
    shown = f"{p:.2f}" if p >= 0.01 else "< 0.01"  # noqa: PLR2004 - two decimals
    return t.joined([half, t(rare if p < _RARE else common, p=shown)])


def curve(read: Reading, metric: str) -> None:
    """Show the share of what was waited for by each day, by kind of project."""
    t, points = read.t, _of_kinds(read, "curves", metric)
    if points.empty:
        return
    label = t(read.metrics.loc[metric, "label"])
    names = {kind: t(word) for kind, word in _KINDS.items()}
    ordered = pd.concat([points[points["group"] == kind] for kind in names])
    parts.heading(t("{measure}: how many had come by each day", measure=label))
    parts.key(*(_sign(kind, names[kind]) for kind in names if kind in set(ordered["group"])))
    dates = [(day, t.value(day, "days")) for day in ticks(0.0, float(points["days"].max()), 6)]
    _picture(read, ordered.assign(name=ordered["group"].map(names)), metric, dates)


def _sign(kind: str, word: str) -> tuple[str, str, str]:
    return ("blue" if kind == "co_creation" else "gray", "━", word)


def back(read: Reading) -> None:
    """Show by which month after a project how many of its people were in another."""
    rows = read.release.table("curves")
    points = rows[(rows["metric"] == BACK) & (rows["cut"] == "all")]
    if points.empty or not read.has(BACK):
        return
    t = read.t
    share = t.value(float(points["value"].iloc[-1]), "share")
    months = round(float(points["days"].iloc[-1]) / _MONTH)
    parts.heading(t("{share} are in another project within {n} months", share=share, n=months))
    last = _MONTH * months
    dates = [
        (_MONTH * n, t("{n} months", n=n)) for n in range(0, int(last / _MONTH) + 1, _HALF_YEAR)
    ]
    _picture(read, points.assign(name=t("Everyone")), BACK, dates)


def _picture(
    read: Reading, points: pd.DataFrame, metric: str, days: list[tuple[float, str]]
) -> None:
    t = read.t
    hovers = [
        f"{row.name}<br>{t.value(row.days, 'days')}<br><b>{t.value(row.value)}</b><br>"
        f"{t.interval(row.low, row.high)}"
        for row in points[["name", "days", "value", "low", "high"]].itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            t("Group"): points["name"],
            t("Days"): points["days"].map("{:.0f}".format),
            t("Value"): points["value"].map(t.number),
            t("95% from"): points["low"].map(t.number),
            t("95% to"): points["high"].map(t.number),
            t("Unit"): "%",
        }
    )
    parts.picture(
        curves_figure(
            points.assign(hover=hovers),
            theme=read.theme,
            days=days,
            shares=[(share, t.value(share)) for share in _QUARTERS],
        ),
        alt=t("{measure}: share by day, from 0 up", measure=t(read.metrics.loc[metric, "label"])),
        caption=t(
            "Over everything on record; who still waits is counted as long as they were watched "
            "(Kaplan–Meier). Band: 95% interval."
        ),
        table=table,
        name=f"{metric}-curve",
        t=t,
        about=read.metrics.loc[[metric]],
    )


def facts(read: Reading) -> None:
    """Show each project's waits, rework and alignment in one table."""
    t, names = read.t, read.names("project")
    estimates = read.release.table("estimates")
    mine = estimates[(estimates["cut"] == "project") & (estimates["window"] == "whole")]
    known = [one for one in FACTS if read.has(one) and (mine["metric"] == one).any()]
    projects = read.release.table("projects").sort_values("proposed_on")
    if not known or projects.empty:
        return
    values = mine.pivot_table(index="group", columns="metric", values="value", aggfunc="first")
    table = pd.DataFrame(
        {
            t("Project"): projects["project"].map(names).fillna(projects["project"]).map(escape),
            t("Kind"): projects["kind"].map(_KINDS).map(t),
        }
    )
    for one in known:
        unit = read.metrics.loc[one, "unit"]
        column = values.get(one, pd.Series(dtype="float64")).reindex(projects["project"])
        table[t(read.metrics.loc[one, "short"])] = [t.value(value, unit) for value in column]
    parts.heading(t("Every project by itself"))
    st.dataframe(table, hide_index=True)  # so many columns scroll on a phone
    caption = t("Middle of a project’s waits. “–”: not come yet, or nothing recorded.")
    about = read.metrics.loc[known]
    parts.under(caption=caption, table=table, name="speed-projects", t=t, about=about)


def chain(read: Reading) -> None:
    """Show which project grew out of which."""
    t, names = read.t, read.names("project")
    every = read.release.table("projects").dropna(subset="kicked_off_on")
    parents = set(every["grew_out_of"].dropna())
    grown = every["grew_out_of"].notna()
    family = every[grown | every["project"].isin(parents)].sort_values("kicked_off_on")
    if not grown.any():
        return
    called = family["project"].map(names).fillna(family["project"])
    days = family["kicked_off_on"]
    parts.heading(t("{n} projects grew out of another", n=int(grown.sum())))
    parts.key(
        *(("blue" if one == "co_creation" else "gray", "●", t(_KINDS[one])) for one in _KINDS)
    )
    table = pd.DataFrame(
        {
            t("Project"): called,
            t("Kind"): family["kind"].map(_KINDS).map(t),
            t("Kicked off"): days.map(t.month),
            t("Grew out of"): family["grew_out_of"].map(names).fillna("–"),
        }
    )
    years = pd.to_datetime(
        [f"{year}-01-01" for year in range(days.min().year, days.max().year + 2)]
    )
    inside = [day for day in years if days.min() <= day <= days.max()]
    parts.picture(
        chain_figure(
            family.assign(
                day=days,
                label=called,
                hover=[f"{name}<br>{t.month(day)}" for name, day in zip(called, days, strict=True)],
            ),
            theme=read.theme,
            dates=[(day, str(day.year)) for day in inside],
        ),
        alt=t("Projects along time, each joined to the one it grew out of"),
        caption=t(
            "By the month of the kick-off. A line leads from a project to what grew from it."
        ),
        table=table,
        name="chain",
        t=t,
    )
