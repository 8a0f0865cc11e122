from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.theme import Theme
from dashboard.charts.trend import spark, trend
from tests.charts.frames import named, percent, points

START = date(2025, 4, 1)
KICK_OFFS = pd.DataFrame(
    {
        "day": pd.to_datetime(["2024-12-10", "2025-04-02"]),
        "kind": ["conventional", "co_creation"],
        "hover": ["A", "B"],
    }
)


def _drawn(theme: Theme, shown: pd.DataFrame, start: date = START) -> go.Figure:
    return trend(
        shown,
        theme=theme,
        number=percent,
        start=(start, "begins"),
        dates=[(START, "Apr")],
        kick_offs=KICK_OFFS,
    )


def test_before_and_after_are_two_pieces_and_a_missing_month_is_a_gap(theme: Theme) -> None:
    drawn = _drawn(theme, points())
    assert [list(piece.y) for piece in named(drawn, "before")] == [[0.4], [0.38]]
    assert [list(piece.y) for piece in named(drawn, "after")] == [[0.3, 0.2]]
    assert {piece.line.color for piece in named(drawn, "before")} == {theme.before}
    assert {piece.line.color for piece in named(drawn, "after")} == {theme.after}


def test_the_ribbon_goes_round_the_interval(theme: Theme) -> None:
    ribbon = named(_drawn(theme, points()), "interval")[-1]
    assert list(ribbon.y) == [0.35, 0.25, 0.15, 0.25]
    assert ribbon.fill == "toself"


def test_kick_offs_are_marked_inside_the_axis(theme: Theme) -> None:
    drawn = _drawn(theme, points())
    marks = named(drawn, "kick_offs")[0]
    assert list(marks.marker.color) == [theme.before, theme.after]
    first, last = pd.to_datetime(list(drawn.layout.xaxis.range))
    assert first < KICK_OFFS["day"].min()
    assert last > points()["starts_on"].max()


def test_where_after_begins_is_drawn_and_named(theme: Theme) -> None:
    drawn = _drawn(theme, points())
    assert [str(shape.x0)[:10] for shape in drawn.layout.shapes] == [str(START)]
    assert [note.text for note in drawn.layout.annotations] == ["begins"]


@pytest.mark.parametrize(
    ("start", "side"), [(date(2025, 1, 10), "left"), (date(2025, 5, 10), "right")]
)
def test_the_words_stand_on_the_side_with_more_room(theme: Theme, start: date, side: str) -> None:
    (note,) = _drawn(theme, points(), start).layout.annotations
    assert note.xanchor == side
    assert (note.xshift < 0) == (side == "right")


def test_a_spark_ends_in_the_first_and_last_known_value(theme: Theme) -> None:
    shown = points()
    shown.loc[0, ["value", "low", "high"]] = float("nan")
    drawn = spark(shown, theme=theme, start=START, dates=("Jan", "May"))
    assert list(named(drawn, "ends")[0].y) == [0.38, 0.2]
    assert [note.text for note in drawn.layout.annotations] == ["Jan", "May"]


def test_values_without_an_interval_lie_inside_the_axis(theme: Theme) -> None:
    alone = points().assign(low=float("nan"), high=float("nan"))
    drawn = spark(alone, theme=theme, start=START, dates=("2024", "2025"))
    low, high = drawn.layout.yaxis.range
    assert low < 0.2
    assert high > 0.4
    assert _drawn(theme, alone).layout.yaxis.range[1] > 0.4


def test_a_point_by_itself_keeps_its_interval(theme: Theme) -> None:
    alone = named(_drawn(theme, points()), "interval")[0]
    assert list(alone.y) == list(points()[["low", "high"]].iloc[0])
    assert alone.line.width > 2
