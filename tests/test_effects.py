"""Effect sizes against published and independent figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.estimate import cliffs_delta, effects, hedges_g

# Reproduced in R with effsize and with metafor's exact correction.
BEFORE = np.array([1, 2, 2, 3, 3, 3, 4, 4, 5, 2], float)
AFTER = np.array([2, 3, 3, 4, 4, 4, 5, 5, 5, 3], float)


def test_hedges_g_and_cliffs_delta_of_ten_and_ten() -> None:
    assert hedges_g(BEFORE, AFTER) == pytest.approx(0.770891, abs=5e-7)
    # d = .804984, times J = .957646.
    assert hedges_g(BEFORE, AFTER) / 0.957646 == pytest.approx(0.804984, abs=1e-6)
    assert cliffs_delta(BEFORE, AFTER) == pytest.approx(0.43)


def test_cliffs_own_example() -> None:
    one = np.array([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], float)
    other = np.array([10, 20, 30, 40, 40, 50], float)
    assert cliffs_delta(other, one) == pytest.approx(-0.25)


def test_swapping_turns_the_sign_and_the_scale_does_not_matter() -> None:
    assert hedges_g(AFTER, BEFORE) == pytest.approx(-hedges_g(BEFORE, AFTER))
    assert cliffs_delta(AFTER, BEFORE) == pytest.approx(-cliffs_delta(BEFORE, AFTER))
    assert hedges_g(BEFORE * 20, AFTER * 20) == pytest.approx(hedges_g(BEFORE, AFTER))
    assert cliffs_delta(BEFORE**3, AFTER**3) == pytest.approx(cliffs_delta(BEFORE, AFTER))


@pytest.mark.parametrize("few", [[], [3.0], [3.0, 3.0]])
def test_nothing_is_said_of_too_few_or_of_one_mind(few: list[float]) -> None:
    assert np.isnan(hedges_g(np.array(few), np.array(few)))


def test_a_persons_score_is_the_mean_of_their_answers() -> None:
    sides = {"c:before": BEFORE, "c:after": AFTER}
    rows = [
        (window, "all", "all", i, score * times, float(times))
        for window, scores in sides.items()
        for i, score in enumerate(scores)
        for times in [1 + i % 3]
    ]
    sums = pd.DataFrame(rows, columns=["window", "cut", "group", "cluster", "x", "y"])
    (found,) = effects(sums, {"c": ("c:before", "c:after")}).to_dict("records")
    assert found["hedges_g"] == pytest.approx(0.770891, abs=5e-7)
    assert found["cliffs_delta"] == pytest.approx(0.43)
