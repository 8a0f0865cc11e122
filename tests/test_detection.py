"""A share that a detector found, corrected by its errors; expected numbers are by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from dashboard.estimate import (
    Detector,
    corrected,
    corrected_changes,
    mixed,
    of_labelled,
    of_review,
    wilson,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("found", "true"),
    # sensitivity .80, false alarms .05: (p − .05) / .75, never outside 0 and 1
    [(0.20, 0.20), (0.05, 0.0), (0.80, 1.0), (0.01, 0.0), (0.95, 1.0), (0.425, 0.5)],
)
def test_a_found_share_stands_for_a_true_one(found: float, true: float) -> None:
    assert Detector(0.80, 0.05).true_share(np.array(found)) == pytest.approx(true)


def test_a_perfect_detector_changes_nothing() -> None:
    rows = pd.DataFrame({"value": [0.2, NAN], "low": [0.1, NAN], "high": [0.3, NAN]})
    pd.testing.assert_frame_equal(corrected(rows, Detector()), rows)


def test_the_interval_is_stretched_by_both_errors() -> None:
    # value .2, ends (.1 − .05)/.75 = .0667 and (.3 − .05)/.75 = .3333; the detector adds
    # (.2² · .0004 + .8² · .0001) / .75² = .000142, whose 1.96-fold root is .02337.
    rows = pd.DataFrame({"value": [0.2], "low": [0.1], "high": [0.3]})
    told = corrected(rows, Detector(0.80, 0.05, (0.0004, 0.0001, 0.0))).iloc[0]
    assert told["low"] == pytest.approx(0.2 - math.hypot(0.2 - 0.05 / 0.75, 0.02337), abs=1e-4)
    assert told["high"] == pytest.approx(0.2 + math.hypot(0.25 / 0.75 - 0.2, 0.02337), abs=1e-4)


def test_a_change_is_stretched_and_its_levels_corrected() -> None:
    rows = pd.DataFrame(
        {
            "cut": ["all", "difference"],
            "before": [0.35, 0.10],
            "after": [0.20, 0.25],
            "change": [-0.15, 0.15],
            "low": [-0.21, 0.09],
            "high": [-0.09, 0.21],
            "se": [0.03, 0.03],
            "smallest_visible_change": [0.08, 0.08],
        }
    )
    told = corrected_changes(rows, Detector(0.80, 0.05))
    assert told["change"].tolist() == pytest.approx([-0.2, 0.2])
    assert told["low"].tolist() == pytest.approx([-0.28, 0.12])
    assert told["high"].tolist() == pytest.approx([-0.12, 0.28])
    # Levels of a group are shares; those of a difference are gaps, which only stretch.
    assert told["before"].tolist() == pytest.approx([0.4, 0.10 / 0.75])
    assert told["after"].tolist() == pytest.approx([0.2, 0.25 / 0.75])


def test_no_changes_stay_none() -> None:
    assert corrected_changes(pd.DataFrame(), Detector(0.8, 0.1)).empty


def test_rates_are_never_certain() -> None:
    found = of_labelled(heard=20, refusals=20, alarms=0, others=30)
    assert found.sensitivity == pytest.approx(21 / 22)
    assert found.alarms == pytest.approx(1 / 32)
    assert min(found.spread[:2]) > 0
    assert found.labels == 50


def test_a_review_gives_the_rates_by_bayes_rule() -> None:
    # Of 1,000 texts a tenth is flagged. With one hit and one miss added 81 of 102 of the flagged
    # and 6 of 102 of the others are refusals: .1 · 81/102 are heard, .9 · 6/102 are not.
    found = of_review(confirmed=80, candidates=100, missed=5, sampled=100, flagged=0.1)
    heard, lost = 0.1 * 81 / 102, 0.9 * 6 / 102
    assert found.sensitivity == pytest.approx(heard / (heard + lost))
    assert found.alarms == pytest.approx((0.1 - heard) / (1 - heard - lost))


def test_a_mixture_has_the_rates_between() -> None:
    found = mixed([(0.25, Detector(0.8, 0.1, (0.04, 0.01, 0), 10)), (0.75, Detector(0.6, 0.2))])
    assert (found.sensitivity, found.alarms) == pytest.approx((0.65, 0.175))
    assert found.spread[0] == pytest.approx(0.04 / 16)
    assert mixed([]) == Detector()


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
@pytest.mark.parametrize(("labelled", "asked"), [(100, 400), (500, 150)])
def test_intervals_hold_the_true_share(share: float, labelled: int, asked: int) -> None:
    """With both the detector and the survey drawn anew, 95 % intervals hold it 93 times in 100."""
    random = np.random.default_rng(11)
    sensitivity, alarms, times = 0.75, 0.08, 600
    inside = 0
    for _ in range(times):
        ear = of_labelled(
            random.binomial(labelled, sensitivity),
            labelled,
            random.binomial(labelled, alarms),
            labelled,
        )
        seen = random.binomial(asked, share * sensitivity + (1 - share) * alarms) / asked
        low, high = wilson(seen, asked)
        rows = pd.DataFrame({"value": [seen], "low": [float(low)], "high": [float(high)]})
        told = corrected(rows, ear).iloc[0]
        inside += told["low"] <= share <= told["high"]
    assert inside / times >= 0.93


def test_a_review_knows_how_unsure_it_is() -> None:
    """The spread it states is the spread its rates have when the review is done again and again."""
    random = np.random.default_rng(12)
    flagged, right, wrong = 0.15, 0.75, 0.06
    rates = []
    for _ in range(2_000):
        found = of_review(
            random.binomial(150, right), 150, random.binomial(150, wrong), 150, flagged
        )
        rates.append((found.sensitivity, found.alarms, *found.spread))
    told = np.array(rates)
    seen = np.cov(told[:, 0], told[:, 1])
    assert told[:, 2].mean() == pytest.approx(seen[0, 0], rel=0.15)
    assert told[:, 3].mean() == pytest.approx(seen[1, 1], rel=0.15)
    assert told[:, 4].mean() == pytest.approx(seen[0, 1], rel=0.25)
