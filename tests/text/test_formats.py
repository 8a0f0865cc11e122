from __future__ import annotations

from datetime import date
from math import nan

import pytest

from dashboard.text import Translator

EN, JA = Translator("en"), Translator("ja")


@pytest.mark.parametrize(
    ("change", "english", "japanese"),
    [
        (-0.13, "−13 pts", "−13ポイント"),
        (0.15, "+15 pts", "+15ポイント"),
        (0.0, "0 pts", "0ポイント"),
        (-0.004, "0 pts", "0ポイント"),
        (nan, "–", "–"),
    ],
)
def test_a_change_has_its_sign_and_a_true_minus(change: float, english: str, japanese: str) -> None:
    assert EN.points(change) == english
    assert JA.points(change) == japanese


def test_a_mean_keeps_one_digit_and_no_percent() -> None:
    assert EN.value(3.44, "mean") == "3.4"
    assert EN.points(-0.26, "mean") == "−0.3"


def test_a_level_has_its_unit() -> None:
    assert EN.value(0.214) == "21%"
    assert EN.value(nan) == "–"


def test_days_are_whole_and_named() -> None:
    assert (EN.value(33.6, "days"), JA.value(33.6, "days")) == ("34 days", "34日")
    assert (EN.points(-12, "days"), JA.points(-12, "days")) == ("−12 days", "−12日")
    assert (EN.value(1, "days"), EN.points(-1, "days")) == ("1 day", "−1 day")
    assert EN.value(nan, "days") == JA.points(nan, "days") == "–"


def test_an_interval_names_its_ends() -> None:
    assert EN.interval(-0.17, -0.09, sign=True) == "95% −17 to −9"
    assert JA.interval(-0.17, -0.09, sign=True) == "95%区間 −17〜−9"


@pytest.mark.parametrize(
    ("band", "english", "japanese"),
    [("50+", "50+ people", "50人以上"), ("20-49", "20–49 people", "20〜49人"), (None, "–", "–")],
)
def test_people_are_told_in_bands(band: str | None, english: str, japanese: str) -> None:
    assert EN.people_band(band) == english
    assert JA.people_band(band) == japanese


def test_a_period_says_the_year_once() -> None:
    half = (date(2025, 4, 1), date(2025, 9, 30))
    assert EN.period(*half) == "Apr–Sep 2025"
    assert JA.period(*half) == "2025年4月〜9月"


def test_a_period_over_new_year_says_both() -> None:
    winter = (date(2025, 10, 1), date(2026, 3, 31))
    assert EN.period(*winter) == "Oct 2025–Mar 2026"
    assert JA.period(*winter) == "2025年10月〜2026年3月"


def test_names_are_listed_as_the_language_does() -> None:
    assert EN.listed(["Sales", "PR", "IT"]) == "Sales, PR and IT"
    assert EN.listed(["Sales"]) == "Sales"
    assert JA.listed(["営業部", "物流部"]) == "営業部と物流部"


def test_where_nearly_all_answered_alike_a_level_is_a_band() -> None:
    assert (EN.level(nan, 0.0, 0.1), JA.level(nan, 0.0, 0.1)) == ("10% or less", "10%以下")
    assert (EN.level(nan, 0.8, 1.0), JA.level(nan, 0.8, 1.0)) == ("80% or more", "80%以上")
    assert EN.level(0.21, 0.1, 0.3) == "21%"
    assert EN.level(nan, nan, nan) == "–"
