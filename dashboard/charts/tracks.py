"""Rows of dots on a shared scale: a name above each thin track, a figure and a word beside it.

The name stands above its track and not beside it, so that a phone shows long names unbroken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.scale import Number, padded, ticks
from dashboard.charts.theme import (
    NAMES,
    VALUES,
    Theme,
    annotation,
    figure,
    mix,
    see_through,
    upright,
)

ROW, _LINE = 46, 16
_AXIS = 30
_DOT, _BAND = 11, 8
_FAINT = 0.45


LEVELS = [f"{side}{end}" for side in ("before", "after") for end in ("", "_low", "_high")]


def dumbbell(
    rows: pd.DataFrame, *, theme: Theme, number: Number, ends: tuple[float, float] | None = None
) -> go.Figure:
    """Show each group's level before (grey) and after (blue) with 95 % intervals.

    ``rows``: label, word, verdict, hover, and before, before_low, before_high, after, after_low,
    after_high. A change that is not clear has a pale dot; a hidden group has its name only.
    ``ends`` is the axis, for figures that stand beside each other.
    """
    axis = ends or padded(rows[LEVELS].to_numpy(float).ravel().tolist())
    traces = []
    clear = rows["verdict"].isin(("better", "worse", "changed"))
    pale = mix(theme.after, theme.paper, _FAINT)
    after = [theme.after if sure else pale for sure in clear]
    for side, colours in (("before", [theme.before] * len(rows)), ("after", after)):
        band = theme.before if side == "before" else theme.after
        low, high = rows[f"{side}_low"], rows[f"{side}_high"]
        traces.append(_bands(low, high, see_through(band, 0.3), side))
        traces.append(_dots(rows[side], colours, rows["hover"], theme, side))
    return _tracks(rows, traces, theme=theme, ends=axis, number=number)


def forest(rows: pd.DataFrame, *, theme: Theme, number: Number) -> go.Figure:
    """Show changes with their 95 % intervals about zero, green better and orange worse.

    ``rows``: label, word, verdict, hover, change, low, high. A change that is not clear is grey, a
    hidden one has its name only.
    """
    ends, traces = padded([0.0, *rows["low"], *rows["high"]]), []
    colours = [theme.verdict(verdict) for verdict in rows["verdict"]]
    for verdict in rows["verdict"].unique():
        mine = rows["verdict"] == verdict
        colour = see_through(theme.verdict(verdict), 0.32)
        traces.append(_bands(rows["low"].where(mine), rows["high"].where(mine), colour, verdict))
    traces.append(_dots(rows["change"], colours, rows["hover"], theme, "change"))
    zero = upright(0, theme.rule)
    return _tracks(rows, traces, theme=theme, ends=ends, number=number, lines=[zero])


def by_project(rows: pd.DataFrame, *, theme: Theme, number: Number) -> go.Figure:
    """Show one share a project with its interval, in the order given.

    ``rows``: label, word, kind (co_creation is blue, anything else grey), hover, value, low, high.
    A project that has no value yet keeps its row, its word saying why.
    """
    ends, traces = padded([0.0, *rows["low"], *rows["high"]]), []
    together = rows["kind"] == "co_creation"
    colours = [theme.after if blue else theme.before for blue in together]
    for kind, mine, colour in (
        ("conventional", ~together, theme.before),
        ("co_creation", together, theme.after),
    ):
        low, high = rows["low"].where(mine), rows["high"].where(mine)
        traces.append(_bands(low, high, see_through(colour, 0.3), kind))
    traces.append(_dots(rows["value"], colours, rows["hover"], theme, "value"))
    return _tracks(rows, traces, theme=theme, ends=ends, number=number)


def _tracks(
    rows: pd.DataFrame,
    traces: Sequence[go.Scatter],
    *,
    theme: Theme,
    ends: tuple[float, float],
    number: Number,
    lines: Sequence[dict[str, Any]] = (),
) -> go.Figure:
    """Lay out one track a row, with its label, its word, and a scale below all."""
    row = ROW + _LINE * int(rows["label"].astype("str").str.count("<br>").max())
    places = ticks(*ends)
    line = {"color": theme.grid, "width": 1}
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": line, "layer": "below"}
    return figure(
        theme,
        row * len(rows) + _AXIS,
        traces,
        margin={"l": 0, "r": 0, "t": 0, "b": _AXIS},
        xaxis={
            "range": ends,
            "tickvals": places,
            "ticktext": [number(place) for place in places],
            "showgrid": True,
            "automargin": False,
        },
        yaxis={
            "range": [-len(rows) + 0.6, 0.75],
            "visible": False,
            "automargin": False,
        },
        shapes=[*({**across, "y0": -place, "y1": -place} for place in range(len(rows))), *lines],
        annotations=[
            note
            for place, texts in enumerate(_texts(rows, theme))
            for note in _above(place, *texts, theme=theme)
        ],
    )


def _above(place: int, label: str, word: str, colour: str, *, theme: Theme) -> list[dict[str, Any]]:
    """Give a track's name on the left and its word on the right; a long name grows upwards."""
    common = {
        "xref": "paper",
        "yanchor": "bottom",
        "yshift": 6,
        "align": "left",
        "bgcolor": theme.paper,
    }
    name, told = {"size": NAMES, "color": theme.ink}, {"size": VALUES, "color": colour}
    return [
        annotation(0, -place, label, name, xanchor="left", **common),
        annotation(1, -place, word, told, xanchor="right", **common),
    ]


def _texts(rows: pd.DataFrame, theme: Theme) -> Sequence[tuple[str, str, str]]:
    verdicts = rows.get("verdict", pd.Series("", index=rows.index))
    return [
        (str(label), str(word), theme.verdict(str(verdict)))
        for label, word, verdict in zip(rows["label"], rows["word"], verdicts, strict=True)
    ]


def _bands(low: pd.Series, high: pd.Series, colour: str, name: str) -> go.Scatter:
    """Draw one interval a row as a thick line, gaps between the rows."""
    x = [end for pair in zip(low, high, strict=True) for end in (*pair, None)]
    y = [-place for place in range(len(low)) for _ in range(3)]
    line = {"width": _BAND, "color": colour}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=f"{name} interval")


def _dots(
    values: pd.Series, colours: list[str], hover: pd.Series, theme: Theme, name: str
) -> go.Scatter:
    rim = {"width": 1.5, "color": theme.paper}
    return go.Scatter(
        x=values,
        y=[-place for place in range(len(values))],
        mode="markers",
        marker={"size": _DOT, "color": colours, "line": rim, "opacity": 1},
        hovertext=hover,
        hoverinfo="text",
        name=name,
    )
