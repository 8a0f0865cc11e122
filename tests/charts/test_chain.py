from __future__ import annotations

import pandas as pd

from dashboard.charts.chain import chain
from dashboard.charts.theme import Theme
from tests.charts.frames import named


def test_each_project_is_joined_to_the_one_it_grew_out_of(theme: Theme) -> None:
    projects = pd.DataFrame(
        {
            "project": ["P1", "P2", "P3"],
            "kind": ["conventional", "co_creation", "co_creation"],
            "day": pd.to_datetime(["2025-01-01", "2025-06-01", "2026-01-01"]),
            # P3 grew out of a project that is not shown.
            "grew_out_of": pd.Series([None, "P1", "P0"], dtype="str"),
            "label": ["One", "Two", "Three"],
            "hover": ["One", "Two", "Three"],
        }
    )
    drawn = chain(projects, theme=theme, dates=[(pd.Timestamp("2026-01-01"), "2026")])
    (line,) = named(drawn, "grew")
    assert list(line.y) == [0, 1]
    assert list(named(drawn, "projects")[0].marker.color) == [
        theme.before,
        theme.after,
        theme.after,
    ]
    assert [note.text for note in drawn.layout.annotations] == ["One", "Two", "Three"]
