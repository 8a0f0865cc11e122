"""The answers pages open with never contradict the release they are made from."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.theme import LIGHT
from dashboard.release.read import Release, sample
from dashboard.text import Translator
from dashboard.views import measure, network, overview, ties
from dashboard.views.reading import Reading

NUMBER = re.compile(r"[−+]?\d+(?:\.\d+)?")
LANGUAGES = [Translator("en"), Translator("ja")]
each_language = pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
few_releases = settings(max_examples=25, deadline=None)
releases = st.integers(0, 2**32).map(np.random.default_rng)
MEASURE = "not_our_department"


@dataclass(frozen=True, eq=False)
class Drawn(Release):
    """A release whose changes somebody else drew."""

    changes: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self, name: str) -> pd.DataFrame:
        return self.changes if name == "changes" else super().table(name)


def numbers(said: str) -> list[float]:
    return [float(one.replace("−", "-")) for one in NUMBER.findall(said)]


def a_release(chance: np.random.Generator) -> pd.DataFrame:
    """Draw levels, intervals and, as a release would, the verdicts that follow from them."""
    rows = sample().table("changes").query("comparison == 'organisation'").reset_index(drop=True)
    better = sample().table("metrics").set_index("metric")["better"]
    luck, vague, withheld = chance.random(3)
    low, high = np.sort(chance.random((2, len(rows))), axis=0)
    falls = (rows["metric"].map(better) == "lower") == (chance.random(len(rows)) < 1.5 * luck)
    before, after = np.where(falls, high, low), np.where(falls, low, high)
    change, wide = after - before, chance.random(len(rows)) * vague
    good = (change > 0) == (rows["metric"].map(better) == "higher")
    clear = np.where(good, "better", "worse")
    verdicts = np.where(np.abs(change) > wide, clear, "no_clear_change")
    hidden = chance.random(len(rows)) < withheld / 2
    drawn = [before, after, change, change - wide, change + wide]
    told = {
        name: np.where(hidden, math.nan, values)
        for name, values in zip(("before", "after", "change", "low", "high"), drawn, strict=True)
    }
    verdict = np.where(hidden, "too_few", verdicts)
    return rows.assign(**told, verdict=verdict, people_band="50+")


def reading(t: Translator, chance: np.random.Generator) -> Reading:
    release = sample()
    return Reading(Drawn(release.folder, a_release(chance)), t, LIGHT, "organisation")


@each_language
@few_releases
@given(chance=releases)
def test_the_overview_counts_its_promises_right(t: Translator, chance: np.random.Generator) -> None:
    read = reading(t, chance)
    verdicts = [read.change(metric).verdict for metric in read.headlines.index]
    said, exception = overview.answered(read)
    told, n = numbers(said), len(verdicts)
    better, worse = verdicts.count("better"), verdicts.count("worse")
    assert set(told) <= {n, better, worse}
    if better and worse:
        assert sorted(told) == sorted([better, n, worse])
    yes = {"en": "Yes", "ja": "はい"}[t.language]
    assert (yes in said) == (better == n)
    for metric, verdict in zip(read.headlines.index, verdicts, strict=True):
        named = t(read.metrics.loc[metric, "label"]) in exception
        assert named or verdict != "worse"
        assert not named or verdict != "better"


@each_language
@few_releases
@given(chance=releases)
def test_who_moved_most_did(t: Translator, chance: np.random.Generator) -> None:
    read = reading(t, chance)
    clear = overview.by_department(read).query("verdict in ('better', 'worse')")
    top = overview.largest(read)
    assert len(top) == min(len(clear), overview.MOST)
    if len(clear):
        assert abs(top["change"].iloc[0]) == clear["change"].abs().max()
        assert read.names("department")[top["group"].iloc[0]] in overview.answered(read)[1].replace(
            "\\", ""
        )


@each_language
@few_releases
@given(chance=releases)
def test_a_page_says_what_its_numbers_say(t: Translator, chance: np.random.Generator) -> None:
    read = replace(reading(t, chance), followed="planning")
    found = read.change(MEASURE)
    said, exception = measure.answered(read, MEASURE)
    if found.verdict == "too_few":
        assert not numbers(said)
    else:
        assert numbers(said) == pytest.approx([100 * found.before, 100 * found.after], abs=0.51)
        told = numbers(exception.replace("95", "", 1))
        ends = [100 * found.change, 100 * found.low, 100 * found.high]
        assert told[:3] == pytest.approx(ends, abs=0.51)
        yes, no = {"en": ("Yes", "No."), "ja": ("はい", "いいえ")}[t.language]
        assert (yes in said) == (found.verdict == "better")
        assert (no in said) == (found.verdict == "worse")
    row = read.changes(MEASURE, cut="department").set_index("group").loc["planning"]
    name = read.names("department")["planning"]
    followed = exception[exception.index(name) :]
    hidden = row["verdict"] == "too_few"
    levels = [] if hidden else [100 * row["before"], 100 * row["after"]]
    assert numbers(followed)[:2] == pytest.approx(levels, abs=0.51)


@each_language
@few_releases
@given(chance=releases)
def test_pairs_that_moved_are_counted_and_the_closest_is_named(
    t: Translator, chance: np.random.Generator
) -> None:
    read = reading(t, chance)
    drawn = ties.departments(read)
    changes = ties.pair_changes(read, drawn)
    clear = changes[changes["verdict"].isin(["better", "worse"])]
    closer, apart = int((clear["change"] > 0).sum()), int((clear["change"] < 0).sum())
    shown = int((changes["verdict"] != "too_few").sum())
    told = numbers(network._moved(t, changes, drawn))  # noqa: SLF001 - what a reader sees
    assert sorted(told) == sorted([shown, *(n for n in (closer, apart) if n)] if len(clear) else [])
    top = ties.closest(changes)
    assert (top is None) == (closer == 0)
    if top is not None:
        assert top["change"] == clear["change"].max()
