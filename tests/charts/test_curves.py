from __future__ import annotations

import pandas as pd

from dashboard.charts.curves import curves
from dashboard.charts.theme import Theme
from tests.charts.frames import NONE, named

DAYS = [(0.0, "0"), (50.0, "50"), (100.0, "100")]
SHARES = [(0.0, "0%"), (1.0, "100%")]


def points() -> pd.DataFrame:
    rows = [
        ("conventional", 40.0, 0.5, 0.1, 0.9),
        ("conventional", 80.0, 1.0, NONE, NONE),
        ("co_creation", 20.0, 0.25, 0.1, 0.6),
    ]
    columns = ["group", "days", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(hover="told")


def test_a_curve_begins_at_nothing_and_keeps_its_last_step(theme: Theme) -> None:
    drawn = curves(points(), theme=theme, days=DAYS, shares=SHARES)
    line = named(drawn, "conventional")[0]
    assert list(line.x) == [0, 40, 80, 100]
    assert list(line.y) == [0, 0.5, 1, 1]
    assert line.line.shape == "hv"
    assert line.line.color == theme.before
    assert named(drawn, "co_creation")[0].line.color == theme.after


def test_a_ribbon_ends_where_all_have_come(theme: Theme) -> None:
    ribbon = named(curves(points(), theme=theme, days=DAYS, shares=SHARES), "interval")[0]
    assert max(ribbon.x) == 80
    assert not pd.Series([*ribbon.x, *ribbon.y]).isna().any()


def test_one_group_alone_is_blue(theme: Theme) -> None:
    alone = points().query("group == 'conventional'")
    drawn = curves(alone, theme=theme, days=DAYS, shares=SHARES)
    assert named(drawn, "conventional")[0].line.color == theme.after
