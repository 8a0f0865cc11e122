"""Small frames for charts to draw."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

NONE = float("nan")


def percent(value: float) -> str:
    return f"{value:.0%}"


def rows() -> pd.DataFrame:
    """A clear change, one that is not, and a hidden group."""
    return pd.DataFrame(
        {
            "label": ["Sales", "Logistics", "PR"],
            "word": ["−20 pts Better", "+2 pts No clear change", "–"],
            "verdict": ["better", "no_clear_change", "too_few"],
            "hover": ["Sales", "Logistics", "PR"],
            "before": [0.5, 0.3, NONE],
            "before_low": [0.4, 0.2, NONE],
            "before_high": [0.6, 0.4, NONE],
            "after": [0.3, 0.32, NONE],
            "after_low": [0.25, 0.2, NONE],
            "after_high": [0.35, 0.44, NONE],
            "change": [-0.2, 0.02, NONE],
            "low": [-0.3, -0.1, NONE],
            "high": [-0.1, 0.14, NONE],
        }
    )


def points() -> pd.DataFrame:
    """Five months, the second without a value, "after" from the fourth."""
    return pd.DataFrame(
        {
            "starts_on": pd.date_range("2025-01-01", periods=5, freq="MS"),
            "value": [0.4, NONE, 0.38, 0.3, 0.2],
            "low": [0.35, NONE, 0.33, 0.25, 0.15],
            "high": [0.45, NONE, 0.43, 0.35, 0.25],
            "side": ["before", "before", "before", "after", "after"],
            "hover": list("abcde"),
        }
    )


def named(figure: go.Figure, name: str) -> list[Any]:
    """Give a figure's traces of a name."""
    return [trace for trace in figure.data if trace.name == name]
