"""The E-I index: before, after, and what chance would give, on as much of −1 to +1 as they need."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.scale import Number, ticks
from dashboard.charts.theme import NAMES, VALUES, Theme, annotation, figure, see_through

_ROW, _AXIS = 46, 58
_DOT, _BAND = 11, 8
_STEPS, _AIR = 4, 0.06
_FIGURES = (
    "expected",
    *(f"{side}{end}" for side in ("before", "after") for end in ("", "_low", "_high")),
)


def index_axis(
    rows: pd.DataFrame, *, theme: Theme, number: Number, words: tuple[str, str, str]
) -> go.Figure:
    """Show each group's index before (grey) and after (blue), with 95 % intervals.

    ``rows``: label, hover, before, before_low, before_high, before_word and the same of after,
    expected (a hollow diamond) and expected_word; what is missing is left out. ``words`` say what
    the left end, the middle and the right end of the axis mean.
    """
    low, high = _ends(rows)
    places, inside, half, outside = ticks(low, high, 6), *words
    air = (high - low) * _AIR
    line = {"color": theme.grid, "width": 1}
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": line, "layer": "below"}
    traces = []
    for side, colour in (("before", theme.before), ("after", theme.after)):
        traces.append(_intervals(rows, side, see_through(colour, 0.3)))
        traces.append(_marks(rows, side, theme, {"size": _DOT, "color": colour}))
    diamond = {"size": _DOT, "color": theme.ink, "symbol": "diamond-open"}
    traces.append(_marks(rows, "expected", theme, diamond))
    return figure(
        theme,
        _ROW * len(rows) + _AXIS,
        traces,
        margin={"l": 0, "r": 0, "t": 0, "b": _AXIS},
        xaxis={
            "range": [low - air, high + air],
            "tickvals": places,
            "ticktext": [number(place) + ("" if place else f"<br>{half}") for place in places],
            "tickangle": 0,
            "showgrid": True,
            "automargin": False,
        },
        yaxis={"range": [-len(rows) + 0.55, 0.7], "visible": False, "automargin": False},
        shapes=[{**across, "y0": -place, "y1": -place} for place in range(len(rows))],
        annotations=[*_words(rows, theme), *_at_ends(inside, outside, theme)],
    )


def _ends(rows: pd.DataFrame) -> tuple[float, float]:
    """Give the quarters of −1 to +1 that hold every figure, and 0."""
    known = pd.Series(rows[list(_FIGURES)].to_numpy(float).ravel()).dropna() * _STEPS
    low, high = math.floor(known.min()), math.ceil(known.max())
    return min(low, -1) / _STEPS, max(high, 1) / _STEPS


def _at_ends(inside: str, outside: str, theme: Theme) -> list[dict[str, object]]:
    """Say below the axis which way is which."""
    font = {"size": VALUES, "color": theme.muted}
    below = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": -_AXIS}
    return [
        annotation(0, 0, inside, font, xanchor="left", **below),
        annotation(1, 0, outside, font, xanchor="right", **below),
    ]


def _words(rows: pd.DataFrame, theme: Theme) -> list[dict[str, object]]:
    """Name each row above its track, and write the values beside what they belong to.

    What chance would give stands above its diamond: on the track it meets the figures of after.
    """
    name, told = {"size": NAMES, "color": theme.ink}, {"size": VALUES, "color": theme.muted}
    after = {**told, "color": theme.after}
    notes = []
    for place, row in enumerate(rows.to_dict("records")):
        common = {"xref": "paper", "yshift": 18, "bgcolor": theme.paper, "xanchor": "left"}
        notes.append(annotation(0, -place, row["label"], name, **common))
        ends = [row[f"{side}_{end}"] for side in ("before", "after") for end in ("low", "high")]
        known = [end for end in ends if pd.notna(end)]
        if not known:
            notes.append(annotation(0, -place, row["after_word"], told))
        first = pd.isna(row["after"]) or row["before"] <= row["after"]
        for side, font in (("before", told), ("after", after)):
            if pd.notna(row[side]):
                left = first == (side == "before")
                edge = min(known) if left else max(known)
                beside = {"xanchor": "right" if left else "left", "xshift": -6 if left else 6}
                notes.append(annotation(edge, -place, row[f"{side}_word"], font, **beside))
        if pd.notna(row["expected"]):
            notes.append(annotation(row["expected"], -place, row["expected_word"], told, yshift=16))
    return notes


def _intervals(rows: pd.DataFrame, side: str, colour: str) -> go.Scatter:
    ends = zip(rows[f"{side}_low"], rows[f"{side}_high"], strict=True)
    return go.Scatter(
        x=[end for pair in ends for end in (*pair, None)],
        y=[-place for place in range(len(rows)) for _ in range(3)],
        mode="lines",
        line={"width": _BAND, "color": colour},
        hoverinfo="skip",
        name=f"{side} interval",
    )


def _marks(rows: pd.DataFrame, name: str, theme: Theme, marker: dict[str, object]) -> go.Scatter:
    rim = {"width": 1.5, "color": marker["color"] if "symbol" in marker else theme.paper}
    return go.Scatter(
        x=rows[name],
        y=[-place for place in range(len(rows))],
        mode="markers",
        marker={**marker, "line": rim, "opacity": 1},
        hovertext=rows["hover"],
        hoverinfo="text",
        name=name,
    )
