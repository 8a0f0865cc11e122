"""Ties between departments: the graph on its fixed ring, and the table of pairs.

Both sides of a comparison are drawn with the same positions and against the same largest tie.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import SMALL, VALUES, Theme, annotation, broken, figure, mix

_NODE = {"5-9": 10, "10-19": 14, "20-49": 20, "50+": 27}
_SMALLEST = 9
_THINNEST, _THICKEST = 0.5, 9.0
_SIDEWAYS, _MIDDLE = 0.35, 0.05
_LABEL, _LABEL_WIDE = 14, 7
_CROWDED = 14


def department_graph(graph: nx.Graph, *, theme: Theme, side: str, largest: float) -> go.Figure:
    """Draw departments and their ties; thicker and darker is more ties per possible pair.

    Nodes carry x, y, label, band, hover; edges carry density and hover. A hidden tie is no edge.
    """
    dark = theme.before_deep if side == "before" else theme.after
    ties = sorted(graph.edges(data=True), key=lambda tie: tie[2]["density"])
    drawn = figure(
        theme,
        400,
        [_edge(graph, *tie, largest=largest, colour=dark, theme=theme) for tie in ties],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-1.8, 1.8], "visible": False},
        yaxis={"range": [-1.3, 1.3], "visible": False},
    )
    nodes = [data for _, data in graph.nodes(data=True)]
    rim = {"width": 1.5, "color": theme.paper}
    fill = theme.before if side == "before" else theme.after
    return drawn.add_scatter(
        x=[node["x"] for node in nodes],
        y=[node["y"] for node in nodes],
        mode="markers+text",
        marker={
            "size": [_NODE.get(node["band"], _SMALLEST) for node in nodes],
            "color": fill,
            "line": rim,
            "opacity": 1,
        },
        text=[broken(node["label"], _LABEL, _LABEL_WIDE) for node in nodes],
        textposition=[_beside(node["x"], node["y"]) for node in nodes],
        textfont={"size": VALUES, "color": theme.ink},
        hovertext=[node["hover"] for node in nodes],
        hoverinfo="text",
        cliponaxis=False,
        name="departments",
    )


def _edge(
    graph: nx.Graph,
    a: str,
    b: str,
    tie: dict[str, Any],
    *,
    largest: float,
    colour: str,
    theme: Theme,
) -> go.Scatter:
    share = tie["density"] / largest if largest else 0.0
    ends = [graph.nodes[a], graph.nodes[b]]
    tint = mix(colour, theme.paper, 0.25 + 0.75 * share)
    return go.Scatter(
        x=[end["x"] for end in ends],
        y=[end["y"] for end in ends],
        mode="lines",
        line={"width": _THINNEST + (_THICKEST - _THINNEST) * share, "color": tint},
        hovertext=tie["hover"],
        hoverinfo="text",
        name=f"{a}~{b}",
    )


def _beside(x: float, y: float) -> str:
    """Give the side of a node away from the ring's middle."""
    if abs(x) < _SIDEWAYS:
        across = "center" if abs(x) < _MIDDLE else "right" if x > 0 else "left"
        return f"{'top' if y > 0 else 'bottom'} {across}"
    return "middle right" if x > 0 else "middle left"


def pair_matrix(
    pairs: pd.DataFrame, names: dict[str, str], *, theme: Theme, side: str, largest: float
) -> go.Figure:
    """Show each pair of departments as in a road atlas: names run down the diagonal.

    ``pairs``: from_department, to_department, density (NaN when hidden), text, hover. ``names``
    gives the departments in order; ``largest`` is the density of the darkest cell.
    """
    cells = {frozenset((one.from_department, one.to_department)): one for one in pairs.itertuples()}
    order = list(names)
    drawn = figure(
        theme,
        30 + 30 * len(order),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-0.5, len(order) + len(order) / 5], "visible": False},
        yaxis={"range": [len(order) - 0.5, -0.6], "visible": False},
    )
    dark = theme.before_deep if side == "before" else theme.after
    crowded = len(order) > _CROWDED
    shapes, notes, centres = [], [], []
    for column, row in combinations(range(len(order)), 2):
        cell = cells.get(frozenset((order[column], order[row])))
        if cell is not None:
            share = cell.density / largest if largest else 0.0
            fill = mix(dark, theme.paper, share) if cell.density >= 0 else theme.paper
            shapes.append(_square(column, row, fill, theme))
            colour = theme.muted if fill == theme.paper else theme.on(fill)
            font = {"size": SMALL, "color": colour}
            notes.append(annotation(column, row, "" if crowded else cell.text, font))
            centres.append((column, row, cell.hover))
    font = {"size": VALUES, "color": theme.ink}
    notes += [
        annotation(place - 0.45, place, name, font, xanchor="left")
        for place, name in enumerate(names.values())
    ]
    drawn.update_layout(shapes=shapes, annotations=notes)
    return drawn.add_scatter(
        x=[x for x, _, _ in centres],
        y=[y for _, y, _ in centres],
        mode="markers",
        marker={"size": 22, "opacity": 0},
        hovertext=[hover for _, _, hover in centres],
        hoverinfo="text",
        name="pairs",
    )


def _square(x: int, y: int, fill: str, theme: Theme) -> dict[str, Any]:
    corners = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
    edge = {"width": 2, "color": theme.paper}
    return {"type": "rect", **corners, "fillcolor": fill, "line": edge, "layer": "below"}
