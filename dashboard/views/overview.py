"""The parts of the overview: cards, heatmap, what moved most, how sure we are."""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.heatmap import change_heatmap
from dashboard.charts.tracks import forest
from dashboard.charts.trend import spark
from dashboard.choices import one_of
from dashboard.text import Translator, escape
from dashboard.text.sentences import CLEAR, DESIGNS, VERDICTS, exceptions, furthest, summary
from dashboard.views import parts
from dashboard.views.reading import Change, Reading
from dashboard.views.tables import changes_table

MOST = 7
_LEADERS = 2


def opening(read: Reading, question: str) -> None:
    """Answer whether the organisation is changing."""
    parts.answer(read.t(question), *answered(read))


def answered(read: Reading) -> tuple[str, str]:
    """Give the answer, and what it leaves out."""
    t = read.t
    found = [read.change(metric) for metric in read.headlines.index]
    verdicts = [one.verdict for one in found]
    worse = _labels(read, found, ("worse",))
    unclear = _labels(read, found, ("no_clear_change", "too_few", "no_data"))
    leaders = largest(read)["name"].drop_duplicates().head(_LEADERS).map(escape).tolist()
    return summary(t, verdicts), exceptions(t, worse, unclear, leaders)


def _labels(read: Reading, found: list[Change], verdicts: tuple[str, ...]) -> list[str]:
    labels = read.metrics["label"]
    return [read.t(labels[one.metric]) for one in found if one.verdict in verdicts]


def promises(read: Reading) -> None:
    """Show every promise of co-creation: cards with small trends, or lines where it is narrow."""
    parts.heading(read.t("What co-creation promises"))
    with parts.wide("promises"):
        _cards(read)
    with parts.narrow("promises"):
        _lines(read)


def _cards(read: Reading) -> None:
    t = read.t
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


def _lines(read: Reading) -> None:
    t = read.t
    found = [read.change(metric) for metric in read.headlines.index]
    rows = [
        (
            t(read.metrics.loc[one.metric, "label"]),
            _move(t, one),
            f":{parts.COLOURS.get(one.verdict, 'gray')}[{_word(t, one)}]",
        )
        for one in found
    ]
    table = pd.DataFrame(rows, columns=[t("Measure"), t("Before → after"), t("In words")])
    st.table(table, border="horizontal", hide_index=True)


def card(read: Reading, metric: str) -> None:
    """Show one figure under its name; st.metric would cut the name instead of breaking it."""
    st.markdown(f":small[{escape(read.t(read.metrics.loc[metric, 'label']))}]")
    _figure(read, metric, "spark")


def _figure(read: Reading, metric: str, key: str) -> None:
    """Show before → after with its word, small trend, interval and people.

    ``key`` sets its picture apart from another of the same figure on a page.
    """
    t, found = read.t, read.change(metric)
    clear, label = found.verdict in CLEAR, t(read.metrics.loc[metric, "label"])
    st.metric(
        label,
        _move(t, found),
        _word(t, found),
        label_visibility="collapsed",
        delta_color=parts.COLOURS.get(found.verdict, "gray"),
        delta_arrow=("up" if found.change > 0 else "down") if clear else "off",
    )
    points = read.trend(metric)
    if points["value"].notna().any():
        first, last = points["starts_on"].iloc[[0, -1]]
        dates = (t.month(first), t.month(last))
        alt = t(
            "{measure}: line from {first} to {last}", measure=label, first=dates[0], last=dates[1]
        )
        parts.chart(_spark(read, metric), alt, f"{key}-{metric}")
    st.caption(_rests_on(t, found))


@lru_cache(maxsize=512)
def _spark(read: Reading, metric: str) -> go.Figure:
    """Draw a card's small trend; made once for all who look at it."""
    points, start = read.trend(metric), read.comparison["after_from"]
    first, last = points["starts_on"].iloc[[0, -1]]
    dates = (read.t.month(first), read.t.month(last))
    return spark(points, theme=read.theme, start=start, dates=dates)


def _move(t: Translator, found: Change) -> str:
    """Write a figure before and after, its unit once and small."""
    before, after = t.number(found.before, found.unit), t.value(found.after, found.unit)
    number = t.number(found.after, found.unit)
    unit = after.removeprefix(number)
    return f":gray[{before}\u00a0→]\u00a0{number}" + (f":small[{unit}]" if unit else "")


def _word(t: Translator, found: Change) -> str:
    size = t.points(found.change, found.unit) if math.isfinite(found.change) else ""
    return f"{t(VERDICTS[found.verdict])} {size}".strip()


def _rests_on(t: Translator, found: Change) -> str:
    if found.verdict == "too_few":
        return parts.withheld(t)
    if found.verdict == "no_data":
        return t("Nothing was recorded in these months.")
    if math.isnan(found.low):
        return t("Too few projects for an interval.")
    interval = t.interval(found.low, found.high, found.unit, sign=True)
    return f"{interval} · {t.people_band(found.people_band)}"


def departments(read: Reading) -> None:
    """Show what moved in which department: all measures at once, or one where it is narrow."""
    changes = by_department(read)
    if changes.empty:
        return
    with parts.wide("departments"):
        _heatmap(read, changes)
    with parts.narrow("departments"):
        _one_measure(read, changes)


def _one_measure(read: Reading, changes: pd.DataFrame) -> None:
    t = read.t
    parts.heading(t("One promise at a time"))
    names = read.headlines["label"].map(t).to_dict()
    metric = one_of("measure", t("Measure"), list(names), names)
    _figure(read, metric, "one")
    rows = changes[changes["metric"] == metric]
    if rows.empty:
        return
    finding = furthest(t, t(read.metrics.loc[metric, "short"]), rows["verdict"].tolist())
    parts.heading(finding)
    called = read.marked(dict(zip(rows["group"], rows["name"], strict=True)))
    _forest(read, rows, list(called.values()), finding, "one-measure")


def _heatmap(read: Reading, changes: pd.DataFrame) -> None:
    t = read.t
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
            rows=read.marked(dict(zip(changes["group"], changes["name"], strict=True))),
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
    """Give the departments' changes of the headline metrics, all shares."""
    changes = read.changes(cut="department")
    shares = read.headlines.index[read.headlines["unit"] == "share"]
    return changes[changes["metric"].isin(shares)].reset_index(drop=True)


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
        parts.heading(t("No single department has clearly moved"))
        return
    shorts = rows["metric"].map(read.metrics["short"]).map(t)
    top = t(
        "{department} moved most: {measure}",
        department=rows["name"].iloc[0],
        measure=shorts.iloc[0],
    )
    parts.heading(top)
    labels = (rows["name"] + "\u3000" + shorts).tolist()
    _forest(read, rows, labels, top, "moved-most")


def _forest(read: Reading, rows: pd.DataFrame, labels: list[str], finding: str, name: str) -> None:
    """Show changes of shares with their intervals, what is better to the right."""
    t = read.t
    parts.key(("orange", "←", t("bad direction")), ("green", "→", t("good direction")))
    words = [_bold(t.points(one.change), one.verdict) for one in rows.itertuples()]
    hovers = [f"{label}<br>{word}" for label, word in zip(labels, words, strict=True)]
    parts.picture(
        forest(
            _towards_better(read, rows).assign(label=labels, word=words, hover=hovers),
            theme=read.theme,
            number=lambda value: t.number(abs(value)),
        ),
        alt=t("Changes with their intervals. {finding}", finding=finding),
        caption=t.joined(
            [
                t("Dot: change in points; bar: 95% interval."),
                t("Right is better, whichever way the figure went."),
                t("Corrected for the many comparisons."),
                parts.withheld(t),
            ]
        ),
        table=changes_table(read, rows),
        name=name,
        t=t,
        about=read.metrics.loc[rows["metric"].unique()],
    )


def _bold(words: str, verdict: str) -> str:
    return f"<b>{words}</b>" if verdict in CLEAR else words


def _towards_better(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Turn changes round where lower is better, so that more is better everywhere."""
    turned = rows["metric"].map(read.metrics["better"]).eq("lower")
    ends = {"change": ("change", "change"), "low": ("low", "high"), "high": ("high", "low")}
    return rows.assign(
        **{name: rows[mine].where(~turned, -rows[other]) for name, (mine, other) in ends.items()}
    )


def sureness(read: Reading) -> None:
    """Say what each figure rests on and what it could not show."""
    t = read.t
    parts.heading(t("How sure are we?"))
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
                    t(DESIGNS[design]) if isinstance(people, str) else "–"
                    for design, people in zip(found["design"], found["people_band"], strict=True)
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
