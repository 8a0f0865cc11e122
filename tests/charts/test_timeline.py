from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import Theme
from dashboard.charts.timeline import joining
from tests.charts.frames import NONE, named

ROWS = pd.DataFrame(
    {
        "label": ["Planning", "Sales", "Logistics", "Research & Development"],
        "joined": [-46.0, 96.0, 120.0, NONE],
        "until": [212.0, 212.0, 212.0, NONE],
        "standing": ["before_plan", "after_plan", "told", "absent"],
        "word": ["−46", "+96", "+120", "not there"],
        "hover": list("abcd"),
    }
)


def drawn(theme: Theme, **stages: Any) -> go.Figure:
    told = {"plan": (30.0, "Plan"), "launch": (212.0, "Launch"), **stages}
    dates = [(0.0, "0"), (100.0, "100 d")]
    return joining(ROWS, theme=theme, span=(-50, 220), kick_off="Start", dates=dates, **told)


def test_who_joined_in_time_is_blue_who_came_late_orange_who_was_told_hollow(theme: Theme) -> None:
    picture = drawn(theme)
    early, late, told = (named(picture, one)[0] for one in ("before_plan", "after_plan", "told"))
    assert (early.marker.color, late.marker.color) == (theme.after, theme.worse)
    assert (told.marker.color, told.marker.line.color) == (theme.paper, theme.worse)
    assert [list(one.x)[i] for i, one in enumerate((early, late, told))] == [-46, 96, 120]
    assert named(picture, "told bar")[0].line.dash == "dot"


def test_a_bar_runs_from_joining_to_the_end(theme: Theme) -> None:
    bar = named(drawn(theme), "after_plan bar")[0]
    assert list(bar.x)[3:5] == [96, 212]


def test_who_was_absent_has_a_word_and_no_dot(theme: Theme) -> None:
    picture = drawn(theme)
    for standing in ("before_plan", "after_plan", "told"):
        assert pd.isna(named(picture, standing)[0].x[3])
    assert "not there" in [note.text for note in picture.layout.annotations]


def test_stages_near_each_other_are_named_in_two_lines(theme: Theme) -> None:
    heights = {note.text: note.yshift for note in drawn(theme).layout.annotations}
    assert heights["Start"] == heights["Launch"] != heights["Plan"]


def test_a_project_without_plan_or_launch_has_a_start_alone(theme: Theme) -> None:
    picture = drawn(theme, plan=None, launch=None)
    texts = [note.text for note in picture.layout.annotations]
    assert "Start" in texts
    assert len(picture.layout.shapes) == 1
