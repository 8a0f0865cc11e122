from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts.shares import whole
from dashboard.charts.theme import Theme


def parts(used: int, waiting: int, buried: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": [used, waiting, buried],
            "text": [str(used), str(waiting), str(buried)],
            "word": ["Used", "Open", "Buried"],
            "tone": ["good", "open", "bad"],
            "hover": list("abc"),
        }
    )


def test_parts_fill_the_whole_in_their_order(theme: Theme) -> None:
    drawn = whole(parts(60, 30, 10), theme=theme)
    assert [bar.base[0] for bar in drawn.data] == pytest.approx([0, 0.6, 0.9])
    assert [bar.x[0] for bar in drawn.data] == pytest.approx([0.6, 0.3, 0.1])
    assert (drawn.data[0].marker.color, drawn.data[2].marker.color) == (theme.better, theme.worse)


def test_a_sliver_keeps_its_word_and_drops_its_number(theme: Theme) -> None:
    texts = [note.text for note in whole(parts(95, 0, 5), theme=theme).layout.annotations]
    assert texts == ["95", "Used", "Buried"]


def test_a_part_of_nothing_is_not_named(theme: Theme) -> None:
    texts = [note.text for note in whole(parts(0, 0, 9), theme=theme).layout.annotations]
    assert texts == ["9", "Buried"]
