"""Who was at a project's table, and since when: days from its kick-off, one track a department."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import SMALL, VALUES, Theme, annotation, broken, figure, see_through

Mark = tuple[float, str]
_ROW, _TOP, _AXIS = 34, 40, 26
_DOT, _BAND = 11, 9
_LEFT, _RIGHT = 92, 36
_LABEL, _LABEL_WIDE = 15, 7
_TOO_NEAR = 0.28
_AIR = 0.04


def joining(
    rows: pd.DataFrame,
    *,
    theme: Theme,
    span: tuple[float, float],
    kick_off: str,
    plan: Mark | None,
    launch: Mark | None,
    dates: Sequence[Mark],
) -> go.Figure:
    """Show when each department joined; blue in time, orange after the plan, hollow if only told.

    ``rows``: label, joined and until (days from kick-off), standing (before_plan, after_plan, told,
    absent), word (on the right, or in the track of who is absent), hover. ``span`` is the axis, the
    same for all projects beside each other; ``kick_off``, ``plan`` and ``launch`` name the stages.
    """
    air = (span[1] - span[0]) * _AIR
    drawn = figure(
        theme,
        _TOP + _ROW * len(rows) + _AXIS,
        margin={"l": _LEFT, "r": _RIGHT, "t": _TOP, "b": _AXIS},
        xaxis={
            "range": [span[0] - air, span[1] + air],
            "tickvals": [day for day, _ in dates],
            "ticktext": [words for _, words in dates],
            "tickangle": 0,
            "automargin": False,
        },
        yaxis={
            "range": [-len(rows) + 0.4, 0.6],
            "tickvals": [-place for place in range(len(rows))],
            "ticktext": [broken(label, _LABEL, _LABEL_WIDE) for label in rows["label"]],
            "tickfont": {"size": VALUES, "color": theme.ink},
            "ticklabelstandoff": 4,
            "automargin": False,
        },
    )
    stages = [(0.0, kick_off), *(mark for mark in (plan, launch) if mark)]
    drawn.update_layout(
        shapes=_stage_lines(plan, theme),
        annotations=[*_stage_words(stages, span, theme), *_row_words(rows, theme)],
    )
    for standing in ("before_plan", "after_plan", "told"):
        mine = rows["standing"] == standing
        drawn.add_trace(_bars(rows.where(mine), standing, theme))
        drawn.add_trace(_dots(rows.where(mine), standing, theme))
    return drawn


def _colour(standing: str, theme: Theme) -> str:
    return theme.after if standing == "before_plan" else theme.worse


def _bars(rows: pd.DataFrame, standing: str, theme: Theme) -> go.Scatter:
    """Draw from the first day to the end; who was only told gets a thin dotted line."""
    colour = _colour(standing, theme)
    line: dict[str, Any] = {"width": _BAND, "color": see_through(colour, 0.3)}
    if standing == "told":
        line = {"width": 1.5, "color": colour, "dash": "dot"}
    ends = zip(rows["joined"], rows["until"], strict=True)
    return go.Scatter(
        x=[day for pair in ends for day in (*pair, None)],
        y=[-place for place in range(len(rows)) for _ in range(3)],
        mode="lines",
        line=line,
        hoverinfo="skip",
        name=f"{standing} bar",
    )


def _dots(rows: pd.DataFrame, standing: str, theme: Theme) -> go.Scatter:
    colour, hollow = _colour(standing, theme), standing == "told"
    return go.Scatter(
        x=rows["joined"],
        y=[-place for place in range(len(rows))],
        mode="markers",
        marker={
            "size": _DOT,
            "color": theme.paper if hollow else colour,
            "line": {"width": 2 if hollow else 1.5, "color": colour if hollow else theme.paper},
            "opacity": 1,
        },
        hovertext=rows["hover"],
        hoverinfo="text",
        cliponaxis=False,
        name=standing,
    )


def _stage_lines(plan: Mark | None, theme: Theme) -> list[dict[str, Any]]:
    """Draw the kick-off as a solid line, the day the plan was fixed as a dotted one."""
    upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    lines = [{**upright, "x0": 0, "x1": 0, "line": {"width": 1.2, "color": theme.ink}}]
    if plan:
        dotted = {"width": 1.2, "color": theme.muted, "dash": "dot"}
        lines.append({**upright, "x0": plan[0], "x1": plan[0], "line": dotted})
    return lines


def _stage_words(
    stages: Sequence[Mark], span: tuple[float, float], theme: Theme
) -> list[dict[str, Any]]:
    """Name the stages on top, in two lines where they are near each other."""
    notes, last, high = [], -float("inf"), False
    for day, words in sorted(stages):
        high = not high if day - last < _TOO_NEAR * (span[1] - span[0]) else False
        last = day
        font = {"size": SMALL, "color": theme.ink if day == 0 else theme.muted}
        place = {"yref": "paper", "yanchor": "bottom", "yshift": 18 if high else 3}
        notes.append(annotation(day, 1, words, font, **place))
    return notes


def _row_words(rows: pd.DataFrame, theme: Theme) -> list[dict[str, Any]]:
    """Write each day in the right-hand column; that a department is absent, into its track."""
    notes = []
    for place, row in enumerate(rows.to_dict("records")):
        if row["standing"] == "absent":
            font = {"size": SMALL, "color": theme.muted}
            ground = {"bgcolor": theme.paper, "xanchor": "left", "xshift": 6}
            notes.append(annotation(0, -place, row["word"], font, **ground))
        else:
            font = {"size": VALUES, "color": _colour(row["standing"], theme)}
            right = {"xref": "paper", "xanchor": "right", "xshift": _RIGHT}
            notes.append(annotation(1, -place, row["word"], font, **right))
    return notes
