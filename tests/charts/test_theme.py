from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dashboard.charts import theme as look
from dashboard.charts.scale import padded, ticks
from dashboard.charts.theme import Theme, contrast, figure, mix

CONFIG = Path(look.__file__).parents[1] / ".streamlit/config.toml"


def test_pictures_are_set_in_the_letters_of_the_page() -> None:
    assert tomllib.loads(CONFIG.read_text())["theme"]["font"] == look.FONT


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_what_is_read_as_text_is_readable_on_paper(theme: Theme) -> None:
    for colour in (theme.ink, theme.muted, theme.after, theme.better, theme.worse):
        assert contrast(colour, theme.paper) >= 4.5


def test_colours_mix_by_share() -> None:
    assert mix("#FF0000", "#0000FF", 1) == "#FF0000"
    assert mix("#FF0000", "#0000FF", 0) == "#0000FF"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_a_figure_lets_the_page_through_and_draws_no_arrows(theme: Theme) -> None:
    look = figure(theme, 100).layout.template.layout
    assert look.paper_bgcolor == "rgba(0,0,0,0)"
    assert look.annotationdefaults.showarrow is False
    assert look.font.color == theme.ink


@pytest.mark.parametrize(
    ("low", "high", "places"),
    [
        (0.0, 0.47, [0.0, 0.1, 0.2, 0.3, 0.4]),
        (-0.31, 0.22, [-0.2, 0.0, 0.2]),
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (2.0, 2.0, [2.0]),
    ],
)
def test_ticks_are_round(low: float, high: float, places: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(places)


def test_an_axis_without_any_value_still_has_ends() -> None:
    low, high = padded([float("nan")])
    assert low < high
