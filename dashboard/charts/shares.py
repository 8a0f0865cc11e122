"""One bar of a whole in its parts, each with its number on it and its word beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import SMALL, VALUES, Theme, annotation, figure, mix

_HEIGHT = 76
_FITS = 0.08
_GAP = 2


def whole(parts: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Show counts as parts of their sum.

    ``parts``: value, text (on the bar, where it fits), word (below the first and the last part,
    above the others), tone (good, open, bad), hover. A part of nothing has neither.
    """
    total, start = parts["value"].sum(), 0.0
    bars, notes = [], []
    last = len(parts) - 1
    for place, part in enumerate(parts.to_dict("records")):
        share = part["value"] / total
        colour = _tone(part["tone"], theme)
        bars.append(_bar(part, start, share, colour, theme))
        if share:
            if share >= _FITS:
                font = {"size": VALUES, "color": theme.on(colour)}
                notes.append(annotation(start + share / 2, 0, part["text"], font))
            notes.append(_word(part, place, start + share / 2, theme, last=last))
        start += share
    return figure(
        theme,
        _HEIGHT,
        bars,
        barmode="stack",
        margin={"l": 0, "r": 0, "t": 20, "b": 22},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [-0.5, 0.5], "visible": False},
        annotations=notes,
    )


def _tone(tone: str, theme: Theme) -> str:
    grey = mix(theme.before, theme.paper, 0.4)
    return {"good": theme.better, "bad": theme.worse}.get(tone, grey)


def _bar(part: dict[str, Any], start: float, share: float, colour: str, theme: Theme) -> go.Bar:
    return go.Bar(
        x=[share],
        y=[0],
        base=[start],
        orientation="h",
        width=1,
        marker={"color": colour, "line": {"width": _GAP, "color": theme.paper}},
        hovertext=part["hover"],
        hoverinfo="text",
        name=part["tone"],
    )


def _word(
    part: dict[str, Any], place: int, middle: float, theme: Theme, *, last: int
) -> dict[str, Any]:
    """Say what a part is: the first on the left and the last on the right below, others above."""
    tone = part["tone"]
    colour = theme.verdict({"good": "better", "bad": "worse"}.get(tone, ""))
    font = {"size": SMALL, "color": colour}
    if place in (0, last):
        side = "left" if place == 0 else "right"
        below = {"xref": "paper", "xanchor": side, "yref": "paper", "yanchor": "top", "yshift": -4}
        return annotation(0 if place == 0 else 1, 0, part["word"], font, **below)
    above = {"yref": "paper", "yanchor": "bottom", "yshift": 3}
    near = "left" if middle < 1 / 4 else "right" if middle > 3 / 4 else "center"
    return annotation(middle, 1, part["word"], font, xanchor=near, **above)
