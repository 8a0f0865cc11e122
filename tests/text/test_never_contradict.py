"""Sentences never contradict the numbers they are made from, whatever these are."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import Translator
from dashboard.text.sentences import (
    CLEAR,
    VERDICTS,
    answer,
    beyond,
    closing,
    latest,
    spread,
    waited,
)

LANGUAGES = [Translator("en"), Translator("ja")]
NUMBER = re.compile(r"[−+]?\d+(?:\.\d+)?")
shares = st.floats(0, 1)
verdicts = st.lists(st.sampled_from(list(VERDICTS)), max_size=12)
each_language = pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
UP, DOWN = {"en": "Up", "ja": "増え"}, {"en": "Down", "ja": "減"}
MAYBE = {"en": "Not clearly", "ja": "はっきり"}


def numbers(said: str) -> list[float]:
    return [float(one.replace("−", "-")) for one in NUMBER.findall(said)]


@each_language
@given(before=shares, after=shares, verdict=st.sampled_from(["better", "worse"]))
def test_an_answer_goes_the_way_its_numbers_go(
    t: Translator, before: float, after: float, verdict: str
) -> None:
    said = answer(t, verdict, before, after, "share")
    first, second = numbers(said)
    # Nothing of a percent's hundredth is told, and a clear change is never that small.
    if abs(before - after) > 1e-4:
        assert (first < second) == (before < after)
        assert first != second
    assert first == pytest.approx(100 * before, abs=0.51)
    assert second == pytest.approx(100 * after, abs=0.51)
    way = UP if after > before else DOWN
    other = DOWN if after > before else UP
    assert way[t.language] in said
    assert other[t.language] not in said


@each_language
@given(before=shares, after=shares)
def test_what_is_not_clear_is_never_called_a_change(
    t: Translator, before: float, after: float
) -> None:
    said = answer(t, "no_clear_change", before, after, "share")
    assert MAYBE[t.language] in said
    assert not any(words[t.language] in said for words in (UP, DOWN))


@each_language
@given(before=shares, after=shares, verdict=st.sampled_from(["too_few", "no_data"]))
def test_what_is_not_known_has_no_number(
    t: Translator, before: float, after: float, verdict: str
) -> None:
    assert not numbers(answer(t, verdict, before, after, "share"))


@each_language
@given(found=verdicts)
def test_counts_of_departments_and_gaps_add_up(t: Translator, found: list[str]) -> None:
    known = len([one for one in found if one != "too_few"])
    better, worse = found.count("better"), found.count("worse")
    for said in (spread(t, found), closing(t, found)):
        told = numbers(said)
        if not better and not worse:
            assert told == []
        else:
            assert sorted(told) == sorted([known, *(n for n in (better, worse) if n)])


@each_language
@given(change=st.floats(-1, 1), verdict=st.sampled_from(list(VERDICTS)))
def test_a_difference_is_told_only_where_it_is_clear(
    t: Translator, change: float, verdict: str
) -> None:
    told = numbers(beyond(t, "Members", verdict, change, "share"))
    assert bool(told) == (verdict in CLEAR)
    if told:
        assert told[0] == pytest.approx(abs(100 * change), abs=0.51)


@each_language
@given(values=st.lists(shares, min_size=2, max_size=9), wave=st.booleans())
def test_the_lowest_and_the_highest_are_so(
    t: Translator, values: list[float], *, wave: bool
) -> None:
    said = latest(t, values, "share", wave=wave)
    lowest = {"en": "lowest", "ja": "低い"}[t.language] in said
    highest = {"en": "highest", "ja": "高い"}[t.language] in said
    assert not lowest or values[-1] == min(values)
    assert not highest or values[-1] == max(values)
    assert numbers(said)[0] == pytest.approx(100 * values[-1], abs=0.51)


@each_language
@given(together=st.floats(0, 900) | st.just(float("nan")), others=st.floats(0, 900))
def test_waits_are_told_where_both_are_known(t: Translator, together: float, others: float) -> None:
    told = numbers(waited(t, "x", together, others))
    if not math.isnan(together):
        assert told == pytest.approx([together, others], abs=0.51)
    else:
        assert told == []
