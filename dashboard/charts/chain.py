"""Which project grew out of which: a line of descent along time."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import VALUES, Theme, figure

_ROW, _FOOT, _NAMES = 30, 34, 14


def chain(
    projects: pd.DataFrame, *, theme: Theme, dates: list[tuple[pd.Timestamp, str]]
) -> go.Figure:
    """Show projects by kick-off, a line each, joined to the one it grew out of.

    ``projects``: project, kind, day, grew_out_of (missing: none), label, hover; in order of day.
    """
    placed = projects.assign(row=range(len(projects)))
    last, first = placed["day"].max(), placed["day"].min()
    air = (last - first) / 20
    drawn = figure(
        theme,
        _ROW * len(placed) + _FOOT,
        margin={"l": 0, "r": 0, "t": 4, "b": _FOOT - 4},
        xaxis={
            "range": [first - air, last + air * _NAMES],
            "tickvals": [day for day, _ in dates],
            "ticktext": [word for _, word in dates],
            "showgrid": True,
        },
        yaxis={"range": [len(placed) - 0.5, -0.5], "visible": False},
    )
    drawn.add_traces(_descents(placed, theme))
    together = placed["kind"] == "co_creation"
    drawn.add_scatter(
        x=placed["day"],
        y=placed["row"],
        mode="markers",
        marker={
            "size": 13,
            "color": [theme.after if one else theme.before for one in together],
            "line": {"width": 2, "color": theme.paper},
        },
        hovertext=placed["hover"],
        hoverinfo="text",
        name="projects",
    )
    for one in placed.itertuples():
        drawn.add_annotation(
            x=one.day,
            y=one.row,
            text=one.label,
            xanchor="left",
            xshift=12,
            font={"size": VALUES, "color": theme.ink},
        )
    return drawn


def _descents(placed: pd.DataFrame, theme: Theme) -> list[go.Scatter]:
    """Lead from each project down to those that grew out of it."""
    at = placed.set_index("project")
    traces = []
    for one in placed[placed["grew_out_of"].isin(at.index)].itertuples():
        parent = at.loc[one.grew_out_of]
        traces.append(
            go.Scatter(
                x=[parent["day"], one.day],
                y=[parent["row"], one.row],
                mode="lines",
                line={"width": 2, "color": theme.rule, "shape": "vh"},
                hoverinfo="skip",
                name="grew",
            )
        )
    return traces
