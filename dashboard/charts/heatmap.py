"""Departments against metrics: where what moved, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import SMALL, VALUES, Theme, annotation, broken, figure, mix

_ROW, _HEAD = 29, 44
_LABEL = 12
_WEAKEST, _STRONGEST = 0.18, 0.72
_HALF_X, _HALF_Y = 0.485, 0.46


def change_heatmap(
    cells: pd.DataFrame, *, rows: Mapping[str, str], columns: Mapping[str, str], theme: Theme
) -> go.Figure:
    """Show one change a cell; only clear ones are coloured, stronger for larger ones.

    ``cells``: group, metric, change, verdict, text, hover; ``rows`` and ``columns`` say what groups
    and metrics are called, in the order to show them. A hidden cell has no fill, a missing one
    nothing at all.
    """
    row_of, column_of = list(rows).index, list(columns).index
    largest = cells["change"].abs().max()
    drawn = [
        _cell(column_of(cell["metric"]), row_of(cell["group"]), cell, largest=largest, theme=theme)
        for cell in cells.to_dict("records")
    ]
    return figure(
        theme,
        _HEAD + _ROW * len(rows),
        [_hovers(cells, rows, columns)],
        margin={"l": 0, "r": 0, "t": _HEAD, "b": 0},
        xaxis={
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "tickvals": list(range(len(columns))),
            "ticktext": [broken(column, _LABEL) for column in columns.values()],
            "tickangle": 0,
            "tickfont": {"size": SMALL, "color": theme.ink},
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": list(rows.values()),
            "ticklabelstandoff": 6,
            "tickfont": {"size": VALUES, "color": theme.ink},
        },
        shapes=[fill for fill, _ in drawn if fill],
        annotations=[text for _, text in drawn],
    )


def _hovers(cells: pd.DataFrame, rows: Mapping[str, str], columns: Mapping[str, str]) -> go.Heatmap:
    """Set the axes and tell of each cell; what is seen is drawn over it."""
    every = pd.MultiIndex.from_product([rows, columns], names=["group", "metric"])
    placed = cells.set_index(["group", "metric"]).reindex(every)
    return go.Heatmap(
        z=placed["change"].to_numpy().reshape(len(rows), -1),
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        hovertext=placed["hover"].to_numpy().reshape(len(rows), -1),
        hoverinfo="text",
        opacity=0,
        showscale=False,
        name="change",
    )


def _cell(
    x: int, y: int, cell: dict[str, Any], *, largest: float, theme: Theme
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Give one cell's fill by verdict and size, if it has a number, and the text on it."""
    clear = cell["verdict"] in ("better", "worse", "changed")
    fill = theme.panel
    if clear:
        share = _WEAKEST + (_STRONGEST - _WEAKEST) * abs(cell["change"]) / largest
        fill = mix(theme.verdict(cell["verdict"]), theme.paper, share)
    words = f"<b>{cell['text']}</b>" if clear else cell["text"]
    font = {"size": VALUES, "color": theme.on(fill) if clear else theme.muted}
    corners = {"x0": x - _HALF_X, "x1": x + _HALF_X, "y0": y - _HALF_Y, "y1": y + _HALF_Y}
    rectangle = {"type": "rect", **corners, "fillcolor": fill, "line": {"width": 0}}
    known = pd.notna(cell["change"])
    return ({**rectangle, "layer": "below"} if known else None), annotation(x, y, words, font)
