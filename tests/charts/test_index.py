from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.index import index_axis
from dashboard.charts.theme import Theme
from tests.charts.frames import NONE, named

ROWS = pd.DataFrame(
    {
        "label": ["Everyone", "Falling", "PR"],
        "hover": list("abc"),
        "before": [-0.5, 0.4, NONE],
        "before_low": [-0.6, 0.3, NONE],
        "before_high": [-0.4, 0.5, NONE],
        "before_word": ["−0.50", "+0.40", "–"],
        "after": [-0.3, 0.1, NONE],
        "after_low": [-0.35, 0.0, NONE],
        "after_high": [-0.25, 0.2, NONE],
        "after_word": ["−0.30", "+0.10", "–"],
        "expected": [0.8, NONE, NONE],
        "expected_word": ["+0.80", "–", "–"],
    }
)


def axis(rows: pd.DataFrame, theme: Theme) -> go.Figure:
    words = ("inside", "half", "outside")
    return index_axis(rows, theme=theme, number=lambda value: f"{value:+.2f}", words=words)


def test_chance_is_a_hollow_diamond(theme: Theme) -> None:
    drawn = axis(ROWS, theme)
    diamond = named(drawn, "expected")[0]
    assert diamond.marker.symbol == "diamond-open"
    assert diamond.x[0] == 0.8


def test_the_axis_holds_every_interval_and_the_middle(theme: Theme) -> None:
    whole, inside = axis(ROWS, theme).layout.xaxis, axis(ROWS.iloc[1:], theme).layout.xaxis
    # From −0.6 to +0.8, by quarters −0.75 to +1; without chance from 0 to +0.5.
    assert -1 < whole.range[0] < -0.75
    assert 1 < whole.range[1] < 1.2
    assert whole.range[1] - whole.range[0] > inside.range[1] - inside.range[0]
    assert inside.range[0] < 0.0
    assert inside.range[1] > 0.5


def test_the_ends_and_the_middle_are_told_in_words(theme: Theme) -> None:
    drawn = axis(ROWS, theme)
    assert "+0.00<br>half" in drawn.layout.xaxis.ticktext
    ends = {note.text: note.xanchor for note in drawn.layout.annotations}
    assert (ends["inside"], ends["outside"]) == ("left", "right")


def test_the_lower_value_is_written_on_the_left(theme: Theme) -> None:
    notes = {note.text: note for note in axis(ROWS, theme).layout.annotations}
    assert (notes["−0.50"].x, notes["−0.50"].xanchor) == (-0.6, "right")
    assert (notes["−0.30"].x, notes["−0.30"].xanchor) == (-0.25, "left")
    # Here after is the lower one.
    assert (notes["+0.10"].x, notes["+0.10"].xanchor) == (0.0, "right")
    assert (notes["+0.40"].x, notes["+0.40"].xanchor) == (0.5, "left")


def test_a_hidden_group_has_its_name_and_a_dash(theme: Theme) -> None:
    texts = [note.text for note in axis(ROWS, theme).layout.annotations]
    assert texts[texts.index("PR") + 1] == "–"
