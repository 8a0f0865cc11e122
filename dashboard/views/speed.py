"""How long projects wait: the answer by kind of project, the curve, and every project by itself."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.charts.scale import ticks
from dashboard.choices import chosen_of, one_of
from dashboard.text import N_
from dashboard.text.sentences import waited
from dashboard.views import curves, parts
from dashboard.views.reading import KINDS, Reading

WAITS = ("time_to_kickoff", "decision_time", "improvement_cycle", "time_to_launch")
FACTS = (*WAITS, "rework", "alignment_in_parallel")
_RARE, _LEAST = 0.05, 0.01
_TALL = 12


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
    rare = N_("Chance alone seldom parts the two kinds this far (p {p}).")
    common = N_("Chance alone may part the two kinds this far (p {p}).")
    p = float(told.iloc[0])
    shown = f"{p:.2f}" if p >= _LEAST else "<\u00a00.01"
    return t.joined([half, t(rare if p < _RARE else common, p=shown)])


def curve(read: Reading, metric: str) -> None:
    """Show the share of what was waited for by each day, by kind of project."""
    t, points = read.t, _of_kinds(read, "curves", metric)
    if points.empty:
        return
    label = t(read.metrics.loc[metric, "label"])
    names = {kind: t(word) for kind, word in KINDS.items()}
    ordered = pd.concat([points[points["group"] == kind] for kind in names])
    parts.heading(t("{measure}: how many had come by each day", measure=label))
    parts.key(*(_sign(kind, names[kind]) for kind in names if kind in set(ordered["group"])))
    dates = [(day, t.value(day, "days")) for day in ticks(0.0, float(points["days"].max()), 6)]
    curves.picture(read, ordered.assign(name=ordered["group"].map(names)), metric, dates)


def _sign(kind: str, word: str) -> tuple[str, str, str]:
    return ("blue" if kind == "co_creation" else "gray", "━", word)


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
            t("Project"): projects["project"].map(names).fillna(projects["project"]),
            t("Kind"): projects["kind"].map(KINDS).map(t),
        }
    )
    for one in known:
        unit = read.metrics.loc[one, "unit"]
        column = values.get(one, pd.Series(dtype="float64")).reindex(projects["project"])
        table[t(read.metrics.loc[one, "short"])] = [t.value(value, unit) for value in column]
    parts.heading(t("Every project by itself"))
    height: int | Literal["content"] = 420 if len(table) > _TALL else "content"
    st.dataframe(table, hide_index=True, height=height)  # so many columns scroll on a phone
    caption = t("Middle of a project’s waits. “–”: not come yet, or nothing recorded.")
    about = read.metrics.loc[known]
    parts.under(caption=caption, table=table, name="speed-projects", t=t, about=about)
