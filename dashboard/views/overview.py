"""The parts of the overview: cards, heatmap, what moved most, how sure we are."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard.charts.heatmap import change_heatmap
from dashboard.charts.tracks import forest
from dashboard.charts.trend import spark
from dashboard.text import Translator, escape
from dashboard.text.sentences import CLEAR, DESIGNS, VERDICTS, exceptions, furthest, summary
from dashboard.views import parts
from dashboard.views.reading import Change, Reading
from dashboard.views.tables import changes_table

MOST = 7
_LEADERS = 2


def opening(read: Reading, question: str) -> None:
    """Answer whether the organisation is changing."""
    t = read.t
    found = [read.change(metric) for metric in read.headlines.index]
    verdicts = [one.verdict for one in found]
    worse = _labels(read, found, ("worse",))
    unclear = _labels(read, found, ("no_clear_change", "too_few", "no_data"))
    leaders = largest(read)["name"].drop_duplicates().head(_LEADERS).map(escape).tolist()
    parts.answer(t(question), summary(t, verdicts), exceptions(t, worse, unclear, leaders))


def _labels(read: Reading, found: list[Change], verdicts: tuple[str, ...]) -> list[str]:
    labels = read.metrics["label"]
    return [read.t(labels[one.metric]) for one in found if one.verdict in verdicts]


def cards(read: Reading) -> None:
    """Show a card for each promise of co-creation: before → after, word, interval, small trend."""
    t = read.t
    st.header(t("What co-creation promises"), anchor=False)
    columns = min(len(read.headlines), 4)
    with st.grid(columns, min_column_width=220, border=True, gap=16) as grid:
        for metric in read.headlines.index:
            with grid.cell():
                card(read, metric)
    start = t.month(read.comparison["after_from"])
    st.caption(
        t.joined(
            [
                t("Line: value by month or survey; band: 95% interval."),
                t("Dotted: {month}, where “after” begins.", month=start),
                t("Each card has its own scale."),
            ]
        )
    )


def card(read: Reading, metric: str) -> None:
    """Show one figure before → after with its word, small trend, interval and people."""
    t, found = read.t, read.change(metric)
    clear = found.verdict in CLEAR
    unit = "%" if found.unit == "share" else ""
    before, after = t.number(found.before, found.unit), t.number(found.after, found.unit)
    st.metric(
        t(read.metrics.loc[metric, "label"]),
        f":gray[{before} →] {after}:small[{unit}]",
        f"{t(VERDICTS[found.verdict])} {_size(t, found)}".strip(),
        delta_color=parts.COLOURS.get(found.verdict, "gray"),
        delta_arrow=("up" if found.change > 0 else "down") if clear else "off",
    )
    points = read.trend(metric)
    if points["value"].notna().any():
        first, last = points["starts_on"].iloc[[0, -1]]
        dates = (t.month(first), t.month(last))
        label = t(read.metrics.loc[metric, "label"])
        alt = t(
            "{measure}: line from {first} to {last}", measure=label, first=dates[0], last=dates[1]
        )
        start = read.comparison["after_from"]
        parts.chart(
            spark(points, theme=read.theme, start=start, dates=dates), alt, f"spark-{metric}"
        )
    st.caption(_rests_on(t, found))


def _size(t: Translator, found: Change) -> str:
    return t.points(found.change, found.unit) if math.isfinite(found.change) else ""


def _rests_on(t: Translator, found: Change) -> str:
    if found.verdict == "too_few":
        return parts.withheld(t)
    if found.verdict == "no_data":
        return t("Nothing was recorded in these months.")
    interval = t.interval(found.low, found.high, found.unit, sign=True)
    return f"{interval} · {t.people_band(found.people_band)}"


def heatmap(read: Reading) -> None:
    """Show what moved in which department, clear changes coloured."""
    t = read.t
    changes = by_department(read)
    if changes.empty:
        return
    metric = best_spread(changes)
    label = t(read.metrics.loc[metric, "short"])
    verdicts = changes.loc[changes["metric"] == metric, "verdict"].tolist()
    finding = furthest(t, label, verdicts)
    parts.heading(finding)
    parts.key(
        ("green", "■", t("good direction")),
        ("orange", "■", t("bad direction")),
        ("gray", "+3", t("no clear change")),
        ("gray", "–", t("hidden, small group")),
    )
    measures = read.headlines["short"][read.headlines.index.isin(changes["metric"])].map(t)
    parts.picture(
        change_heatmap(
            _cells(read, changes),
            rows=dict(zip(changes["group"], changes["name"], strict=True)),
            columns=measures.to_dict(),
            theme=read.theme,
        ),
        alt=t(
            "Departments by measure: change after minus before. {finding}",
            finding=finding,
        ),
        caption=t.joined(
            [
                t("After minus before, in points. Colour and arrow mark clear changes only."),
                t("Blank: no data."),
                parts.withheld(t),
            ]
        ),
        table=changes_table(read, changes),
        name="departments",
        t=t,
        about=read.headlines,
    )


def by_department(read: Reading) -> pd.DataFrame:
    """Give the departments' changes of the headline metrics."""
    changes = read.changes(cut="department")
    return changes[changes["metric"].isin(read.headlines.index)].reset_index(drop=True)


def best_spread(changes: pd.DataFrame) -> str:
    """Give the metric that clearly moved in most departments."""
    moved = changes.assign(clear=changes["verdict"].isin(CLEAR))
    return str(moved.groupby("metric", sort=False)["clear"].sum().idxmax())


def _cells(read: Reading, changes: pd.DataFrame) -> pd.DataFrame:
    t = read.t
    units = changes["metric"].map(read.metrics["unit"])
    shorts = changes["metric"].map(read.metrics["short"]).map(t)
    sizes = [t.points(size, unit) for size, unit in zip(changes["change"], units, strict=True)]
    words = changes["verdict"].map(VERDICTS).map(t)
    return changes.assign(
        text=[
            _cell(t, one.verdict, one.change, unit)
            for one, unit in zip(changes.itertuples(), units, strict=True)
        ],
        hover=changes["name"] + "<br>" + shorts + "<br>" + words + " " + sizes,
    )


def _cell(t: Translator, verdict: str, change: float, unit: str) -> str:
    if verdict in CLEAR:
        return f"{'↑' if change > 0 else '↓'} {t.number(abs(change), unit)}"
    return t.number(change, unit, sign=True)


def largest(read: Reading) -> pd.DataFrame:
    """Give the clear changes of departments, the largest first."""
    changes = by_department(read)
    clear = changes[changes["verdict"].isin(CLEAR)]
    return clear.sort_values("change", key=abs, ascending=False).head(MOST)


def most_moved(read: Reading) -> None:
    """Show the largest clear changes with their intervals."""
    t, rows = read.t, largest(read)
    if rows.empty:
        st.header(t("No single department has clearly moved"), anchor=False)
        return
    shorts = rows["metric"].map(read.metrics["short"]).map(t)
    units = rows["metric"].map(read.metrics["unit"])
    top = t(
        "{department} moved most: {measure}",
        department=rows["name"].iloc[0],
        measure=shorts.iloc[0],
    )
    parts.heading(top)
    words = [t.points(value, unit) for value, unit in zip(rows["change"], units, strict=True)]
    labels = (rows["name"] + "\u3000" + shorts).tolist()
    drawn = rows.assign(
        label=labels,
        word=[f"<b>{word}</b>" for word in words],
        hover=[f"{label}<br>{word}" for label, word in zip(labels, words, strict=True)],
    )
    parts.picture(
        forest(drawn, theme=read.theme, number=lambda value: t.number(value, sign=True)),
        alt=t("Largest changes with their intervals. {finding}", finding=top),
        caption=t.joined(
            [
                t("Dot: change in points; bar: 95% interval."),
                t("Clear changes only, corrected for the many comparisons."),
            ]
        ),
        table=changes_table(read, rows),
        name="moved-most",
        t=t,
        about=read.metrics.loc[rows["metric"].unique()],
    )


def sureness(read: Reading) -> None:
    """Say what each figure rests on and what it could not show."""
    t = read.t
    st.header(t("How sure are we?"), anchor=False)
    found = read.changes().set_index("metric").reindex(read.headlines.index)
    units = read.headlines["unit"]
    visible = [
        t.points(value, unit).lstrip("+")
        for value, unit in zip(found["smallest_visible_change"], units, strict=True)
    ]
    st.table(
        pd.DataFrame(
            {
                t("Measure"): read.headlines["short"].map(t),
                t("People"): found["people_band"].map(t.people_band),
                t("Smallest visible change"): visible,
                t("Compares"): [
                    t(DESIGNS[one]) if one in DESIGNS else "–" for one in found["design"]
                ],
            }
        ),
        border="horizontal",
        hide_index=True,
    )
    st.markdown(f"**{t('Nothing here says co-creation is the cause.')}**")
    also = [
        t("Much else happens in a company at the same time."),
        t("The page of each measure compares members with the others."),
    ]
    st.markdown(t.joined(also))
