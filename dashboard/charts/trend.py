"""How one figure moved over time: grey before, blue after, its 95 % interval as a ribbon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.scale import Number, padded, ticks
from dashboard.charts.theme import (
    SMALL,
    VALUES,
    Theme,
    annotation,
    figure,
    ribbon,
    see_through,
    upright,
)

Label = tuple[date, str]
_FEW = 24
_UPRIGHT, _PALE = 8, 0.28
_AIR = pd.Timedelta(days=20)


def trend(
    points: pd.DataFrame,
    *,
    theme: Theme,
    number: Number,
    start: Label,
    dates: Sequence[Label],
    kick_offs: pd.DataFrame,
    height: int = 320,
) -> go.Figure:
    """Show a metric by wave or month, from zero up, with the kick-offs of projects marked.

    ``points``: starts_on, value, low, high, side (before, after), hover; a missing value is a gap.
    ``start`` is where the comparison's after begins. ``kick_offs``: day, kind, hover.
    """
    top = padded([0.0, *points["value"], *points["high"]])[1]
    places = ticks(0, top, 4)
    along = _dates(points, dates, pd.to_datetime(kick_offs["day"]))
    return figure(
        theme,
        height,
        [*_pieces(points, theme, markers=len(points) <= _FEW), _started(kick_offs, theme)],
        margin={"l": 0, "r": 4, "t": 8, "b": 46},
        yaxis={
            "range": [0, top],
            "tickvals": places,
            "ticktext": [number(place) for place in places],
            "showgrid": True,
        },
        xaxis=along,
        shapes=[upright(start[0], theme.muted, "dot")],
        annotations=[_named(start, along["range"], theme)],
    )


def _started(kick_offs: pd.DataFrame, theme: Theme) -> go.Scatter:
    rim = {"width": 1, "color": theme.paper}
    colours = [theme.after if kind == "co_creation" else theme.before for kind in kick_offs["kind"]]
    return go.Scatter(
        x=kick_offs["day"],
        y=[0.0] * len(kick_offs),
        mode="markers",
        marker={"symbol": "triangle-up", "size": 11, "color": colours, "line": rim},
        cliponaxis=False,
        hovertext=kick_offs["hover"],
        hoverinfo="text",
        name="kick_offs",
    )


def _named(start: Label, ends: Sequence[pd.Timestamp], theme: Theme) -> dict[str, Any]:
    """Name where after begins, on the side where there is more room for the words."""
    day, words = start
    first, last = ends
    late = pd.Timestamp(day) - first > last - pd.Timestamp(day)
    side = {"xanchor": "right", "xshift": -6} if late else {"xanchor": "left", "xshift": 6}
    font = {"size": VALUES, "color": theme.muted}
    return annotation(day, 0.98, words, font, yref="paper", **side)


def spark(points: pd.DataFrame, *, theme: Theme, start: date, dates: tuple[str, str]) -> go.Figure:
    """Show the same in 96 pixels, on its own scale, for a card. ``dates`` name both ends."""
    low, high = padded(points[["value", "low", "high"]].to_numpy(float).ravel().tolist())
    small = {"size": SMALL, "color": theme.muted}
    below = {"xref": "paper", "yref": "paper", "yanchor": "top", "yshift": -2}
    return figure(
        theme,
        96,
        [*_pieces(points, theme, markers=False), _ends(points, theme)],
        margin={"l": 0, "r": 0, "t": 4, "b": 20},
        yaxis={"range": [low, high], "visible": False},
        xaxis={**_dates(points, ()), "showticklabels": False},
        shapes=[upright(start, theme.rule, "dot")],
        annotations=[
            annotation(x, 0, text, small, xanchor=anchor, **below)
            for text, x, anchor in zip(dates, (0, 1), ("left", "right"), strict=True)
        ],
    )


def _ends(points: pd.DataFrame, theme: Theme) -> go.Scatter:
    ends = points.dropna(subset="value").iloc[[0, -1]] if points["value"].notna().any() else points
    colours = [theme.after if side == "after" else theme.before for side in ends["side"]]
    return go.Scatter(
        x=ends["starts_on"],
        y=ends["value"],
        mode="markers",
        marker={"size": 6, "color": colours},
        hoverinfo="skip",
        name="ends",
    )


def _pieces(points: pd.DataFrame, theme: Theme, *, markers: bool) -> list[go.Scatter]:
    """Draw each side on its own: a ribbon under a line, broken where a value is missing."""
    traces = []
    for side, colour in (("before", theme.before), ("after", theme.after)):
        mine = points[points["side"] == side]
        runs = mine["value"].isna().cumsum()
        for _, run in mine.dropna(subset="value").groupby(runs):
            traces.append(_interval(run, colour))
            traces.append(_line(run, colour, side, markers=markers or len(run) == 1))
    return traces


def _interval(run: pd.DataFrame, colour: str) -> go.Scatter:
    """Draw the interval as a ribbon, or, round a point by itself, as an upright line."""
    if len(run) > 1:
        return ribbon(run["starts_on"], run["low"], run["high"], colour)
    ends = run[["starts_on", "low", "high"]].iloc[0]
    return go.Scatter(
        x=[ends["starts_on"]] * 2,
        y=[ends["low"], ends["high"]],
        mode="lines",
        line={"width": _UPRIGHT, "color": see_through(colour, _PALE)},
        hoverinfo="skip",
        name="interval",
    )


def _line(run: pd.DataFrame, colour: str, side: str, *, markers: bool) -> go.Scatter:
    return go.Scatter(
        x=run["starts_on"],
        y=run["value"],
        mode="lines+markers" if markers else "lines",
        line={"width": 2, "color": colour},
        marker={"size": 7, "color": colour},
        hovertext=run.get("hover"),
        hoverinfo="text" if "hover" in run else "skip",
        name=side,
    )


def _dates(
    points: pd.DataFrame, labels: Sequence[Label], more: pd.Series | None = None
) -> dict[str, Any]:
    days = pd.concat([points["starts_on"], *([] if more is None else [more])])
    return {
        "range": [days.min() - _AIR, days.max() + _AIR],
        "tickvals": [day for day, _ in labels],
        "ticktext": [text for _, text in labels],
        "tickangle": 0,
        "ticklabelstandoff": 6,
    }
