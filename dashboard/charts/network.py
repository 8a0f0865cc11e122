"""Ties between departments: the graph on its fixed ring, and the table of pairs.

Both sides of a comparison are drawn with the same positions and against the same largest tie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import SMALL, VALUES, Theme, annotation, broken, figure, mix

_NODE = {"5-9": 10, "10-19": 14, "20-49": 20, "50+": 27}
_SMALLEST = 9
_THINNEST, _THICKEST, _VISIBLE = 0.5, 9.0, 1.5
_GRAPH_HEIGHT, _KEY_HEIGHT = 340, 28
_FAINT, _ASIDE = 0.7, 0.3
_PLACES = (0.3, 0.7)
_SIDEWAYS, _MIDDLE = 0.35, 0.05
_LABEL, _LABEL_WIDE = 14, 7
_CROWDED = 14


def department_graph(
    graph: nx.Graph, *, theme: Theme, side: str, largest: float, followed: str = ""
) -> go.Figure:
    """Draw departments and their ties; thicker and darker is more ties per possible pair.

    Nodes carry x, y, label, band, hover; edges carry density and hover. A hidden tie is no edge.
    Where one department is ``followed``, what is not its own stands back.
    """
    dark = _dark(theme, side)
    ties = sorted(graph.edges(data=True), key=lambda tie: tie[2]["density"])
    lines = []
    for a, b, tie in ties:
        share = tie["density"] / largest if largest else 0.0
        tint = _aside(_tint(dark, theme, share), theme, aside=followed not in ("", a, b))
        lines.append(_edge(graph, a, b, {"width": _width(share), "color": tint}))
    fill = theme.before if side == "before" else theme.after
    return _on_the_ring(graph, lines, fill, theme, followed)


def difference_graph(
    graph: nx.Graph, *, theme: Theme, largest: float, followed: str = ""
) -> go.Figure:
    """Draw what clearly changed: solid where departments came closer, dotted where they parted.

    Nodes as in ``department_graph``; edges carry change (in density), verdict and hover.
    """
    ties = sorted(graph.edges(data=True), key=lambda tie: abs(tie[2]["change"]))
    lines = []
    for a, b, tie in ties:
        share = abs(tie["change"]) / largest if largest else 0.0
        width = max(_width(share), _VISIBLE)
        dash = "solid" if tie["change"] > 0 else "dot"
        tint = _aside(theme.verdict(tie["verdict"]), theme, aside=followed not in ("", a, b))
        line = {"width": width, "color": tint, "dash": dash}
        lines.append(_edge(graph, a, b, line))
    return _on_the_ring(graph, lines, mix(theme.before, theme.paper, _FAINT), theme, followed)


def width_key(
    values: Sequence[float], texts: Sequence[str], *, largest: float, theme: Theme, side: str
) -> go.Figure:
    """Show what widths of lines mean: a short line and its text for each value."""
    dark, count = _dark(theme, side), len(values)
    lines = [
        go.Scatter(
            x=[at, at + 0.4],
            y=[0, 0],
            mode="lines",
            line={
                "width": _width(value / largest),
                "color": _tint(dark, theme, value / largest),
            },
            hoverinfo="skip",
            name=text,
        )
        for at, (value, text) in enumerate(zip(values, texts, strict=True))
    ]
    font = {"size": VALUES, "color": theme.muted}
    return figure(
        theme,
        _KEY_HEIGHT,
        lines,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-0.05, max(count, 1)], "visible": False},
        yaxis={"range": [-1, 1], "visible": False},
        annotations=[
            annotation(at + 0.48, 0, text, font, xanchor="left") for at, text in enumerate(texts)
        ],
    )


def _dark(theme: Theme, side: str) -> str:
    return theme.before_deep if side == "before" else theme.after


def _width(share: float) -> float:
    return _THINNEST + (_THICKEST - _THINNEST) * share


def _tint(dark: str, theme: Theme, share: float) -> str:
    return mix(dark, theme.paper, 0.25 + 0.75 * min(share, 1.0))


def _aside(colour: str, theme: Theme, *, aside: bool) -> str:
    return mix(colour, theme.paper, _ASIDE) if aside else colour


def _edge(graph: nx.Graph, a: str, b: str, line: dict[str, Any]) -> go.Scatter:
    ends = [graph.nodes[a], graph.nodes[b]]
    return go.Scatter(
        x=[end["x"] for end in ends],
        y=[end["y"] for end in ends],
        mode="lines",
        line=line,
        hoverinfo="skip",
        name=f"{a}~{b}",
    )


def _along(graph: nx.Graph) -> go.Scatter:
    """Tell of ties along their lines, where no department is; near the middle all of them cross."""
    places = [
        (graph.nodes[a], graph.nodes[b], share, tie["hover"])
        for a, b, tie in graph.edges(data=True)
        for share in _PLACES
    ]
    x, y = ([a[axis] * share + b[axis] * (1 - share) for a, b, share, _ in places] for axis in "xy")
    hovers = [hover for *_, hover in places]
    marker = {"size": _VISIBLE, "opacity": 0}
    return go.Scatter(
        x=x, y=y, mode="markers", marker=marker, hovertext=hovers, hoverinfo="text", name="ties"
    )


def _on_the_ring(
    graph: nx.Graph, lines: Sequence[go.Scatter], fill: str, theme: Theme, followed: str
) -> go.Figure:
    """Lay departments over their lines, each with its name on the side away from the middle.

    Each point has its department's id as custom data, for whoever presses it.
    """
    drawn = figure(
        theme,
        _GRAPH_HEIGHT,
        [*lines, _along(graph)],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-2.1, 2.1], "visible": False},
        yaxis={"range": [-1.35, 1.35], "visible": False},
    )
    ids, nodes = list(graph.nodes), [data for _, data in graph.nodes(data=True)]
    kept = {"marker": {"opacity": 1}}  # a press selects a point; the others stay as they are
    return drawn.add_scatter(
        x=[node["x"] for node in nodes],
        y=[node["y"] for node in nodes],
        mode="markers+text",
        marker={
            "size": [_NODE.get(node["band"], _SMALLEST) for node in nodes],
            "color": [_aside(fill, theme, aside=followed not in ("", one)) for one in ids],
            "line": {"width": 1.5, "color": theme.paper},
            "opacity": 1,
        },
        selected=kept,
        unselected=kept,
        customdata=ids,
        text=[
            _bold(broken(node["label"], _LABEL, _LABEL_WIDE), bold=followed == one)
            for one, node in zip(ids, nodes, strict=True)
        ],
        textposition=[_beside(node["x"], node["y"]) for node in nodes],
        textfont={"size": SMALL, "color": theme.ink},
        hovertext=[node["hover"] for node in nodes],
        hoverinfo="text",
        cliponaxis=False,
        name="departments",
    )


def _bold(words: str, *, bold: bool) -> str:
    return f"<b>{words}</b>" if bold else words


def _beside(x: float, y: float) -> str:
    """Give the side of a node away from the ring's middle."""
    if abs(x) < _SIDEWAYS:
        across = "center" if abs(x) < _MIDDLE else "right" if x > 0 else "left"
        return f"{'top' if y > 0 else 'bottom'} {across}"
    return "middle right" if x > 0 else "middle left"


def pair_matrix(
    pairs: pd.DataFrame,
    names: Mapping[str, str],
    *,
    theme: Theme,
    side: str,
    largest: float,
    clear: Mapping[frozenset[str], str] = MappingProxyType({}),
    followed: str = "",
) -> go.Figure:
    """Show each pair of departments as in a road atlas: names run down the diagonal.

    ``pairs``: from_department, to_department, density (NaN when hidden), text, hover. ``names``
    gives the departments in order; ``largest`` is the density of the darkest cell; ``clear`` the
    verdict of pairs to frame. Where a department is ``followed``, other pairs stand back.
    """
    order, dark = list(names), _dark(theme, side)
    cells = {frozenset((one.from_department, one.to_department)): one for one in pairs.itertuples()}
    squares, notes, frames, centres = [], [], [], []
    for column, row in combinations(range(len(order)), 2):
        pair = frozenset((order[column], order[row]))
        cell, verdict, aside = cells.get(pair), clear.get(pair), followed not in ("", *pair)
        if cell is None:
            continue
        share = cell.density / largest if largest else 0.0
        fill = mix(dark, theme.paper, share) if cell.density >= 0 else theme.paper
        fill = _aside(fill, theme, aside=aside)
        squares.append(_square(column, row, fill, theme))
        if len(order) <= _CROWDED:
            colour = theme.muted if fill == theme.paper else theme.on(fill)
            text = _bold(cell.text, bold=bool(verdict))
            notes.append(annotation(column, row, text, {"size": SMALL, "color": colour}))
        if verdict and not aside:
            frames.append(_frame(column, row, verdict, theme))
        centres.append((column, row, cell.hover))
    return figure(
        theme,
        30 + 30 * len(order),
        [_hovers(centres)],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-0.5, len(order) + len(order) / 5], "visible": False},
        yaxis={"range": [len(order) - 0.5, -0.6], "visible": False},
        shapes=[*squares, *frames],
        annotations=[*notes, *_diagonal(names, theme, followed)],
    )


def _hovers(centres: Sequence[tuple[int, int, str]]) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _, _ in centres],
        y=[y for _, y, _ in centres],
        mode="markers",
        marker={"size": 22, "opacity": 0},
        hovertext=[hover for _, _, hover in centres],
        hoverinfo="text",
        name="pairs",
    )


def _diagonal(names: Mapping[str, str], theme: Theme, followed: str) -> list[dict[str, Any]]:
    """Name each department beside its cells, where its row ends and its column begins."""
    font = {"size": VALUES, "color": theme.ink}
    return [
        annotation(place - 0.45, place, _bold(name, bold=one == followed), font, xanchor="left")
        for place, (one, name) in enumerate(names.items())
    ]


def _square(x: int, y: int, fill: str, theme: Theme) -> dict[str, Any]:
    corners = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
    edge = {"width": 2, "color": theme.paper}
    return {"type": "rect", **corners, "fillcolor": fill, "line": edge, "layer": "below"}


def _frame(x: int, y: int, verdict: str, theme: Theme) -> dict[str, Any]:
    corners = {"x0": x - 0.44, "x1": x + 0.44, "y0": y - 0.44, "y1": y + 0.44}
    dash = "dot" if verdict == "worse" else "solid"
    line = {"width": 1.8, "color": theme.verdict(verdict), "dash": dash}
    return {"type": "rect", **corners, "line": line}
