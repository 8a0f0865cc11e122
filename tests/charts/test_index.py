from __future__ import annotations

import pandas as pd

from dashboard.charts.index import index_axis
from dashboard.charts.theme import Theme
from tests.charts.frames import NONE, named

ENDS = [(-1.0, "inside"), (0.0, "half"), (1.0, "outside")]
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


def test_chance_is_a_hollow_diamond_on_the_whole_axis(theme: Theme) -> None:
    drawn = index_axis(ROWS, theme=theme, ends=ENDS)
    diamond = named(drawn, "expected")[0]
    assert diamond.marker.symbol == "diamond-open"
    assert diamond.x[0] == 0.8
    low, high = drawn.layout.xaxis.range
    assert low < -1
    assert high > 1


def test_the_lower_value_is_written_on_the_left(theme: Theme) -> None:
    notes = {
        note.text: note for note in index_axis(ROWS, theme=theme, ends=ENDS).layout.annotations
    }
    assert (notes["−0.50"].x, notes["−0.50"].xanchor) == (-0.6, "right")
    assert (notes["−0.30"].x, notes["−0.30"].xanchor) == (-0.25, "left")
    # Here after is the lower one.
    assert (notes["+0.10"].x, notes["+0.10"].xanchor) == (0.0, "right")
    assert (notes["+0.40"].x, notes["+0.40"].xanchor) == (0.5, "left")


def test_a_hidden_group_has_its_name_and_a_dash(theme: Theme) -> None:
    texts = [note.text for note in index_axis(ROWS, theme=theme, ends=ENDS).layout.annotations]
    assert texts[-2:] == ["PR", "–"]
