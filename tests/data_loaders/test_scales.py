"""Favourable scores: the top-box sets that surveys use, by number of points."""

from __future__ import annotations

import pytest

from data_loaders.scales import favourable_scores, top_boxes


@pytest.mark.parametrize(
    ("low", "high", "scores"),
    [
        (1, 2, (2,)),
        (1, 3, (3,)),
        (1, 4, (4,)),
        (1, 5, (4, 5)),
        (1, 6, (4, 5, 6)),
        (1, 7, (6, 7)),
        (1, 8, (6, 7, 8)),
        (1, 9, (7, 8, 9)),
        (1, 10, (8, 9, 10)),
        (0, 10, (9, 10)),
    ],
)
def test_usual_top_boxes(low: float, high: float, scores: tuple[float, ...]) -> None:
    assert favourable_scores(low, high, is_reversed=False) == scores
    assert favourable_scores(low, high, is_reversed=True) == tuple(
        sorted(low + high - score for score in scores)
    )


def test_table_of_top_boxes() -> None:
    told = top_boxes().set_index(["low", "high", "reversed"])["favourable"]
    assert told[1.0, 5.0, False] == "4;5"
    assert told[1.0, 5.0, True] == "1;2"
    assert told[0.0, 10.0, False] == "9;10"
