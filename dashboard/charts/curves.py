"""How much of what was waited for had come by each day: a step curve a group, with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import Theme, figure, ribbon


def curves(
    points: pd.DataFrame,
    *,
    theme: Theme,
    days: Sequence[tuple[float, str]],
    shares: Sequence[tuple[float, str]],
    height: int = 320,
) -> go.Figure:
    """Show step curves from nothing on day 0; the first group grey where there are two.

    ``points``: group, days, value, low, high, hover, in order; where all have come there may be no
    interval. ``days`` and ``shares`` label the axes.
    """
    groups = list(dict.fromkeys(points["group"]))
    colours = dict(zip(groups, (theme.before, theme.after)[-len(groups) :], strict=False))
    last = max(points["days"].max(), *(day for day, _ in days))
    drawn = figure(
        theme,
        height,
        margin={"l": 0, "r": 28, "t": 14, "b": 40},
        yaxis={
            "range": [0, 1.04],
            "tickvals": [share for share, _ in shares],
            "ticktext": [word for _, word in shares],
            "showgrid": True,
        },
        xaxis={
            "range": [0, last],
            "tickvals": [day for day, _ in days],
            "ticktext": [word for _, word in days],
            "ticklabelstandoff": 6,
        },
    )
    for group in groups:
        mine = points[points["group"] == group]
        for trace in _steps(mine, colours[group], last):
            drawn.add_trace(trace)
    return drawn


def _steps(mine: pd.DataFrame, colour: str, last: float) -> tuple[go.Scatter, go.Scatter]:
    start = pd.DataFrame({"days": [0.0], "value": [0.0], "low": [0.0], "high": [0.0]})
    end = mine.tail(1).assign(days=last)
    steps = pd.concat([start, mine[mine["days"] <= last], end], ignore_index=True)
    stairs = steps.loc[steps.index.repeat(2)].reset_index(drop=True)
    stairs["days"] = steps["days"].repeat(2).shift(-1, fill_value=last).to_numpy()
    # Where all have come there is no interval; a hole would close the ribbon across the picture.
    known = stairs.dropna(subset=["low", "high"])
    band = ribbon(known["days"], known["low"], known["high"], colour)
    line = go.Scatter(
        x=steps["days"],
        y=steps["value"],
        mode="lines",
        line={"width": 2, "color": colour, "shape": "hv"},
        hovertext=steps["hover"].fillna(""),
        hoverinfo="text",
        name=str(mine["group"].iloc[0]),
    )
    return band, line
