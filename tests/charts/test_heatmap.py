from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.heatmap import change_heatmap
from dashboard.charts.theme import Theme, contrast

NONE = float("nan")


def _cells() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("Sales", "Contact", 0.2, "better", "↑ 20"),
            ("Sales", "Came back", 0.02, "no_clear_change", "+2"),
            ("PR", "Contact", NONE, "too_few", "–"),
            ("Logistics", "Contact", -0.1, "worse", "↓ 10"),
        ],
        columns=["group", "metric", "change", "verdict", "text"],
    ).assign(hover="x")


def _drawn(cells: pd.DataFrame, theme: Theme) -> go.Figure:
    rows, columns = ({one: one for one in cells[key]} for key in ("group", "metric"))
    return change_heatmap(cells, rows=rows, columns=columns, theme=theme)


def test_only_clear_changes_are_coloured_and_hidden_cells_have_no_fill(theme: Theme) -> None:
    fills = {
        (shape.x0 + shape.x1, shape.y0 + shape.y1): shape.fillcolor
        for shape in _drawn(_cells(), theme).layout.shapes
    }
    assert len(fills) == 3
    assert fills[2, 0] == theme.panel
    assert len(set(fills.values()) - {theme.panel}) == 2


def test_larger_changes_are_stronger(theme: Theme) -> None:
    cells = _cells().head(1)
    both = pd.concat([cells, cells.assign(group="R&D", change=0.05)], ignore_index=True)
    shapes = _drawn(both, theme).layout.shapes
    strong, weak = (contrast(shape.fillcolor, theme.paper) for shape in shapes)
    assert strong > weak


def test_text_on_a_fill_is_readable(theme: Theme) -> None:
    drawn = _drawn(_cells(), theme)
    bold = [note for note in drawn.layout.annotations if note.text.startswith("<b>")]
    coloured = [shape for shape in drawn.layout.shapes if shape.fillcolor != theme.panel]
    assert len(bold) == 2
    for note, shape in zip(bold, coloured, strict=True):
        assert contrast(note.font.color, shape.fillcolor) >= 3.5


def test_a_pair_without_a_row_stays_blank(theme: Theme) -> None:
    drawn = _drawn(_cells(), theme)
    assert drawn.data[0].z.shape == (3, 2)
    assert len(drawn.layout.annotations) == len(_cells())
