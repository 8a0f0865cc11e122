from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from dashboard.charts.network import department_graph, pair_matrix
from dashboard.charts.theme import Theme, contrast
from tests.charts.frames import NONE, named

NAMES = {"a": "Planning", "b": "Sales", "c": "PR"}
LARGEST = 0.1


def _graph() -> nx.Graph:
    graph = nx.Graph()
    for place, (node, label) in enumerate(NAMES.items()):
        band = "50+" if place == 0 else "5-9"
        graph.add_node(node, x=place - 1.0, y=0.5, label=label, band=band, hover=label)
    graph.add_edge("a", "b", density=0.1, hover="10.0")
    graph.add_edge("b", "c", density=0.01, hover="1.0")
    return graph


def _pairs() -> pd.DataFrame:
    return pd.DataFrame(
        [("b", "a", 0.1, "10.0"), ("a", "c", NONE, "–"), ("b", "c", 0.0, "0.0")],
        columns=["from_department", "to_department", "density", "text"],
    ).assign(hover="x")


def test_more_ties_are_a_thicker_line_drawn_on_top(theme: Theme) -> None:
    drawn = department_graph(_graph(), theme=theme, side="after", largest=LARGEST)
    thin, thick = drawn.data[0], drawn.data[1]
    assert (thin.name, thick.name) == ("b~c", "a~b")
    assert thick.line.width == pytest.approx(9)
    assert thin.line.width < 2


def test_a_node_stands_where_the_release_says_and_grows_with_its_people(theme: Theme) -> None:
    nodes = named(department_graph(_graph(), theme=theme, side="before", largest=1), "departments")
    assert list(nodes[0].x) == [-1, 0, 1]
    assert nodes[0].marker.size[0] > nodes[0].marker.size[1]
    assert nodes[0].marker.color == theme.before


def test_each_pair_stands_once_below_the_diagonal(theme: Theme) -> None:
    drawn = pair_matrix(_pairs(), NAMES, theme=theme, side="after", largest=LARGEST)
    cells = named(drawn, "pairs")[0]
    assert list(zip(cells.x, cells.y, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    texts = [note.text for note in drawn.layout.annotations]
    assert texts == ["10.0", "–", "0.0", "Planning", "Sales", "PR"]


def test_darkest_is_the_largest_of_both_sides_and_hidden_is_bare(theme: Theme) -> None:
    drawn = pair_matrix(_pairs(), NAMES, theme=theme, side="after", largest=LARGEST)
    assert [shape.fillcolor for shape in drawn.layout.shapes][:2] == [theme.after, theme.paper]
    lighter = pair_matrix(_pairs(), NAMES, theme=theme, side="after", largest=2 * LARGEST)
    strong, weak = (
        contrast(one.layout.shapes[0].fillcolor, theme.paper) for one in (drawn, lighter)
    )
    assert strong > weak


def test_twenty_departments_are_drawn_without_crowding_numbers(theme: Theme) -> None:
    names = {f"d{place:02d}": f"Department {place}" for place in range(20)}
    pairs = pd.DataFrame(
        [(a, b, 0.05, "5.0", "x") for a in names for b in names if a < b],
        columns=["from_department", "to_department", "density", "text", "hover"],
    )
    drawn = pair_matrix(pairs, names, theme=theme, side="before", largest=LARGEST)
    assert len(named(drawn, "pairs")[0].x) == 190
    assert {note.text for note in drawn.layout.annotations} == {"", *names.values()}
