"""Planted effects are found, and where nothing was planted nothing is: a few seeds of a hundred."""

from __future__ import annotations

import pandas as pd

from tests.benchmarks.seeds import one_seed, told

SEEDS = range(1000, 1004)


def test_planted_effects_are_found_and_others_are_not() -> None:
    found = told(pd.concat([one_seed(seed) for seed in SEEDS], ignore_index=True))
    assert found["changes"] > 100
    assert found["covered"] >= 0.90
    assert found["planted"] >= 4
    assert found["right_sign"] == 1
    assert found["clear_and_wrong"] == 0
    assert found["level"] >= 6
    assert found["level_told_as_change"] <= 0.05
