from __future__ import annotations

import math

import pandas as pd

from dashboard.charts.theme import Theme
from dashboard.charts.tracks import ROW, by_project, dumbbell, forest
from tests.charts.frames import named, percent, rows


def test_a_dumbbell_draws_both_levels_and_their_intervals(theme: Theme) -> None:
    drawn = dumbbell(rows(), theme=theme, number=percent)
    before, after = named(drawn, "before")[0], named(drawn, "after")[0]
    assert list(before.x)[:2] == [0.5, 0.3]
    assert list(after.x)[:2] == [0.3, 0.32]
    assert list(named(drawn, "after interval")[0].x)[:3] == [0.25, 0.35, None]


def test_a_change_that_is_not_clear_has_a_pale_dot(theme: Theme) -> None:
    after = named(dumbbell(rows(), theme=theme, number=percent), "after")[0]
    assert after.marker.color[0] == theme.after
    assert after.marker.color[1] != theme.after


def test_a_hidden_group_keeps_its_name_and_has_no_dot(theme: Theme) -> None:
    drawn = dumbbell(rows(), theme=theme, number=percent)
    assert math.isnan(named(drawn, "after")[0].x[2])
    assert "PR" in [note.text for note in drawn.layout.annotations]


def test_every_row_has_its_room(theme: Theme) -> None:
    many = pd.concat([rows()] * 7, ignore_index=True)
    drawn = dumbbell(many, theme=theme, number=percent)
    assert drawn.layout.height >= ROW * len(many)
    assert len(drawn.layout.annotations) == 2 * len(many)


def test_nothing_known_still_draws(theme: Theme) -> None:
    drawn = dumbbell(rows().tail(1), theme=theme, number=percent)
    assert all(map(math.isfinite, drawn.layout.xaxis.range))


def test_a_forest_colours_by_verdict_and_holds_zero(theme: Theme) -> None:
    drawn = forest(rows().head(2), theme=theme, number=percent)
    assert list(named(drawn, "change")[0].marker.color) == [theme.better, theme.muted]
    low, high = drawn.layout.xaxis.range
    assert low < 0 < high


def test_projects_are_grey_or_blue_by_kind_and_unknown_ones_keep_their_row(theme: Theme) -> None:
    found = pd.DataFrame(
        {
            "label": ["Old way", "Together", "Still young"],
            "word": ["20%", "60%", "not known yet"],
            "kind": ["conventional", "co_creation", "co_creation"],
            "hover": ["", "", ""],
            "value": [0.2, 0.6, math.nan],
            "low": [0.1, 0.4, math.nan],
            "high": [0.3, 0.8, math.nan],
        }
    )
    drawn = by_project(found, theme=theme, number=percent)
    dots = named(drawn, "value")[0]
    assert list(dots.marker.color) == [theme.before, theme.after, theme.after]
    assert list(dots.y) == [0, -1, -2]
    assert "not known yet" in [note.text for note in drawn.layout.annotations]
