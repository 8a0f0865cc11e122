from __future__ import annotations

from itertools import combinations_with_replacement
from unicodedata import east_asian_width

import pytest

from dashboard.text import Translator
from dashboard.text.sentences import (
    VERDICTS,
    answer,
    beyond,
    furthest,
    latest,
    returned,
    spread,
    summary,
)

EN, JA = Translator("en"), Translator("ja")
LONGEST = 32


def _full_width(text: str) -> float:
    return sum(1 if east_asian_width(sign) in "WF" else 0.5 for sign in text)


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["better", "better"], "Yes. 2 of 2 promises improved."),
        (["better", "no_clear_change"], "It is starting to. 1 of 2 promises improved."),
        (["better", "worse"], "In part. 1 of 2 improved, 1 got worse."),
        (["worse", "too_few"], "Not as hoped. 1 of 2 promises got worse."),
        (["no_clear_change", "too_few"], "Not clearly so far. No promise has moved."),
        (["too_few", "no_data"], "We cannot tell yet for these months."),
    ],
)
def test_the_verdicts_choose_the_summary(verdicts: list[str], said: str) -> None:
    assert summary(EN, verdicts) == said


@pytest.mark.parametrize("count", [1, 3, 8])
def test_every_japanese_summary_fits_its_line(count: int) -> None:
    for verdicts in combinations_with_replacement(VERDICTS, count):
        assert _full_width(summary(JA, verdicts)) <= LONGEST


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_japanese_answer_fits_its_line(verdict: str) -> None:
    for before, after in ((0.34, 0.21), (0.0, 1.0)):
        assert _full_width(answer(JA, verdict, before, after, "share")) <= LONGEST


@pytest.mark.parametrize(
    ("verdict", "before", "after", "said"),
    [
        ("better", 0.34, 0.21, "Yes. Down from 34% to 21%."),
        ("better", 0.2, 0.3, "Yes. Up from 20% to 30%."),
        ("worse", 0.2, 0.3, "No. Up from 20% to 30%."),
        ("no_clear_change", 0.2, 0.3, "Not clearly: 20% before, 30% after."),
        ("too_few", float("nan"), float("nan"), "We cannot tell yet. Too few people."),
    ],
)
def test_an_answer_says_yes_only_when_it_is_clear(
    verdict: str, before: float, after: float, said: str
) -> None:
    assert answer(EN, verdict, before, after, "share") == said


def test_hidden_departments_are_not_counted() -> None:
    verdicts = ["better", "worse", "no_clear_change", "too_few"]
    assert spread(EN, verdicts) == "Clearly better in 1 of 3 departments, worse in 1"


def test_the_measure_that_moved_is_named_with_its_direction() -> None:
    assert (
        furthest(EN, "Contact", ["worse", "too_few"]) == "Contact got worse in 1 of 1 departments"
    )


def test_a_trend_says_lowest_only_of_the_lowest() -> None:
    assert latest(EN, [0.3, 0.2], "share", wave=True).endswith("20%, the lowest so far")
    assert latest(EN, [0.3, 0.1, 0.2], "share", wave=True) == "The latest survey says 20%"


def test_a_difference_is_told_only_when_clear_and_never_as_a_cause() -> None:
    fell = "Members fell 10 pts more than the others"
    assert beyond(EN, "Members", "better", -0.1, "share") == fell
    alike = "Members and the others: no clear difference"
    assert beyond(EN, "Members", "no_clear_change", -0.1, "share") == alike


def test_projects_are_counted_of_those_that_are_known() -> None:
    said = "Half or more came back from 2 of 3 co-creation and 0 of 1 other projects"
    assert returned(EN, [0.5, 0.6, 0.1], [0.4]) == said
    assert returned(EN, [], []) == "No project has been over long enough to tell"
