from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from dashboard.charts.network import (
    department_graph,
    difference_graph,
    pair_matrix,
    width_key,
)
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
    assert set(nodes[0].marker.color) == {theme.before}


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
    assert [note.text for note in drawn.layout.annotations] == list(names.values())


def _changed() -> nx.Graph:
    graph = _graph()
    graph.remove_edges_from(list(graph.edges))
    graph.add_edge("a", "b", change=0.04, verdict="better", hover="+4.0")
    graph.add_edge("b", "c", change=-0.01, verdict="worse", hover="−1.0")
    return graph


def test_what_came_closer_is_solid_what_parted_dotted(theme: Theme) -> None:
    drawn = difference_graph(_changed(), theme=theme, largest=0.04)
    parted, closer = drawn.data[:2]
    assert (closer.name, closer.line.dash, closer.line.color) == ("a~b", "solid", theme.better)
    assert (parted.name, parted.line.dash, parted.line.color) == ("b~c", "dot", theme.worse)
    assert closer.line.width == pytest.approx(9)
    # A quarter of the way from 0.5 to 9.
    assert parted.line.width == pytest.approx(2.625)


def test_the_same_places_whatever_is_drawn(theme: Theme) -> None:
    ties = named(department_graph(_graph(), theme=theme, side="after", largest=1), "departments")[0]
    moved = named(difference_graph(_changed(), theme=theme, largest=1), "departments")[0]
    assert (list(ties.x), list(ties.y)) == (list(moved.x), list(moved.y))
    assert moved.marker.color not in (theme.after, theme.before_deep)


def test_clear_pairs_are_framed(theme: Theme) -> None:
    clear = {frozenset(("a", "b")): "better", frozenset(("b", "c")): "worse"}
    drawn = pair_matrix(_pairs(), NAMES, theme=theme, side="after", largest=LARGEST, clear=clear)
    plain = pair_matrix(_pairs(), NAMES, theme=theme, side="after", largest=LARGEST)
    frames = drawn.layout.shapes[len(plain.layout.shapes) :]
    assert [(one.line.color, one.line.dash) for one in frames] == [
        (theme.better, "solid"),
        (theme.worse, "dot"),
    ]
    assert drawn.layout.annotations[0].text == "<b>10.0</b>"


def test_the_key_has_the_widths_of_the_graph(theme: Theme) -> None:
    key = width_key([0.01, 0.1], ["1", "10"], largest=LARGEST, theme=theme, side="after")
    ties = department_graph(_graph(), theme=theme, side="after", largest=LARGEST)
    drawn = {one.name: one.line.width for one in ties.data[:2]}
    assert [one.line.width for one in key.data] == [drawn["b~c"], drawn["a~b"]]
    assert [note.text for note in key.layout.annotations] == ["1", "10"]


@pytest.mark.parametrize("side", ["before", "after"])
def test_what_is_not_the_followed_departments_stands_back(theme: Theme, side: str) -> None:
    plain = department_graph(_graph(), theme=theme, side=side, largest=LARGEST)
    drawn = department_graph(_graph(), theme=theme, side=side, largest=LARGEST, followed="a")
    lines, before = ({one.name: one.line.color for one in it.data} for it in (drawn, plain))
    assert lines["a~b"] == before["a~b"]
    assert contrast(lines["b~c"], theme.paper) < contrast(before["b~c"], theme.paper)
    nodes = named(drawn, "departments")[0]
    colours = [contrast(colour, theme.paper) for colour in nodes.marker.color]
    assert colours[0] > colours[1] == colours[2]
    assert list(nodes.text) == ["<b>Planning</b>", "Sales", "PR"]


def test_a_press_tells_which_department(theme: Theme) -> None:
    nodes = named(department_graph(_graph(), theme=theme, side="after", largest=1), "departments")
    assert list(nodes[0].customdata) == ["a", "b", "c"]


def test_pairs_of_the_followed_department_keep_their_colour_and_frame(theme: Theme) -> None:
    pairs = _pairs().assign(density=[0.1, NONE, 0.1])
    clear = {frozenset("ab"): "better", frozenset("bc"): "better"}
    more = {"theme": theme, "side": "after", "largest": LARGEST, "clear": clear}
    fills = [
        [one.fillcolor for one in drawn.layout.shapes if one.fillcolor]
        for drawn in (
            pair_matrix(pairs, NAMES, **more),
            pair_matrix(pairs, NAMES, **more, followed="a"),
        )
    ]
    assert fills[1][0] == fills[0][0]
    assert fills[1][-1] != fills[0][-1]
    frames = [
        one
        for one in pair_matrix(pairs, NAMES, **more, followed="a").layout.shapes
        if not one.fillcolor
    ]
    assert len(frames) == 1


def test_a_tie_is_told_along_its_line_and_not_on_a_department(theme: Theme) -> None:
    drawn = department_graph(_graph(), theme=theme, side="after", largest=LARGEST)
    along, nodes = named(drawn, "ties")[0], named(drawn, "departments")[0]
    assert sorted(along.hovertext) == ["1.0", "1.0", "10.0", "10.0"]
    assert not set(zip(along.x, along.y, strict=True)) & set(zip(nodes.x, nodes.y, strict=True))
