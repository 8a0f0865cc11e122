"""The one visual language: two themes, how a figure is laid out, how colours mix."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

FONT = (
    "'Source Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', "
    "'Hiragino Kaku Gothic ProN', 'Yu Gothic UI', 'Yu Gothic', Meiryo, 'BIZ UDPGothic', sans-serif"
)
NAMES, VALUES, SMALL = 13, 12, 11
_READABLE, _RIBBON = 4.5, 0.16


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, by what they mean."""

    paper: str
    panel: str
    ink: str
    muted: str
    rule: str
    grid: str
    before: str
    before_deep: str
    after: str
    better: str
    worse: str

    def verdict(self, verdict: str) -> str:
        """Give the colour of a verdict: better, worse, and muted for all that is not clear."""
        return {"better": self.better, "worse": self.worse, "changed": self.after}.get(
            verdict, self.muted
        )

    def on(self, ground: str) -> str:
        """Give the text colour that is readable on a ground: paper where it is, else ink."""
        if contrast(self.paper, ground) >= _READABLE:
            return self.paper
        return max((self.paper, self.ink), key=lambda colour: contrast(colour, ground))


LIGHT = Theme(
    paper="#FDFCFA",
    panel="#F4F2EC",
    ink="#14171C",
    muted="#5F6570",
    rule="#C9C4B8",
    grid="#ECE9E2",
    before="#8B9099",
    before_deep="#50555E",
    after="#23508F",
    better="#0B7A6B",
    worse="#B9480E",
)
DARK = Theme(
    paper="#15181D",
    panel="#1D2127",
    ink="#E8E6E1",
    muted="#A9AEB7",
    rule="#4A515C",
    grid="#2A3038",
    before="#8D939D",
    before_deep="#AEB4BD",
    after="#8AB4F0",
    better="#4FC3AE",
    worse="#F0935C",
)
THEMES = {"light": LIGHT, "dark": DARK}


def figure(theme: Theme, height: int, traces: Iterable[Any] = (), **layout: object) -> go.Figure:
    """Start a figure in a theme's template; data aligns with the text above and below.

    What is given here is looked through once; a figure that is added to is looked through anew each
    time, which takes longer than drawing it.
    """
    return go.Figure(list(traces), {"template": template(theme), "height": height, **layout})


@cache
def template(theme: Theme) -> go.layout.Template:
    """Give a theme's look: transparent, without legend, grid, drag or arrows."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "fixedrange": True,
        "gridcolor": theme.grid,
        "tickfont": {"size": VALUES, "color": theme.muted},
    }
    layout = go.Layout(
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": NAMES, "color": theme.ink},
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"bgcolor": theme.panel, "font": {"color": theme.ink, "family": FONT}},
        annotationdefaults={"showarrow": False, "font": {"size": VALUES, "color": theme.muted}},
    )
    return go.layout.Template(layout=layout)


def annotation(
    x: object, y: float, text: str, font: dict[str, Any], **more: object
) -> dict[str, Any]:
    """Give a text at a place. Many at once go into a layout far faster than one by one."""
    return {"x": x, "y": y, "text": text, "font": font, "showarrow": False, **more}


def upright(x: object, colour: str, dash: str = "solid") -> dict[str, Any]:
    """Give a line over the whole height of a picture."""
    line = {"color": colour, "width": 1, "dash": dash}
    return {"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line}


def ribbon(
    x: Iterable[Any], low: Iterable[float], high: Iterable[float], colour: str
) -> go.Scatter:
    """Draw an interval along a line: there on its high ends, and back on its low ones."""
    there, back = list(x), list(low)
    return go.Scatter(
        x=[*there, *there[::-1]],
        y=[*high, *back[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=see_through(colour, _RIBBON),
        hoverinfo="skip",
        name="interval",
    )


def broken(label: str, width: int, wide: int = 12) -> str:
    """Break a label into lines: between words, or, without words, evenly by ``wide`` letters."""
    if label.isascii() or " " in label:
        return "<br>".join(textwrap.wrap(label, width, break_long_words=False))
    lines = -(-len(label) // wide)
    return "<br>".join(textwrap.wrap(label, -(-len(label) // lines)))


def mix(colour: str, ground: str, share: float) -> str:
    """Give a colour that is so much of the first and the rest of the second."""
    parts = (
        round(top * share + under * (1 - share))
        for top, under in zip(_rgb(colour), _rgb(ground), strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


def see_through(colour: str, share: float) -> str:
    """Give a colour that lets the rest of what is under it through."""
    return f"rgba({','.join(map(str, _rgb(colour)))},{share})"


def contrast(colour: str, ground: str) -> float:
    """Give the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((_luminance(colour), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
