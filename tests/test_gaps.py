"""Gaps between departments and their spread, by hand and against drawn companies."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from dashboard.estimate import Gaps, Ratios
from dashboard.estimate.gaps import _jackknife


def answers(**yes: tuple[int, int]) -> pd.DataFrame:
    """Give answers by department, "before_sales": (yes, of all); people keep their number."""
    rows = [
        (window, department, f"{department}{i}", float(i < count))
        for name, (count, people) in yes.items()
        for window, department in [name.split("_")]
        for i in range(people)
    ]
    frame = pd.DataFrame(rows, columns=["window", "group", "cluster", "x"])
    return frame.assign(cut="department", y=1.0)


TWO = answers(
    before_planning=(16, 20), before_sales=(8, 20), after_planning=(15, 20), after_sales=(13, 20)
)


def term(window: str, sign: int, cut: str, group: str) -> dict[str, object]:
    return {"contrast": "c", "window": window, "cut": cut, "group": group, "sign": sign}


def test_a_gap_is_the_distance_of_two_departments() -> None:
    found = Gaps(TWO, "share").estimates.set_index(["window", "group"])
    before = found.loc[("before", "planning~sales")]
    assert before["value"] == pytest.approx(0.8 - 0.4)
    assert before["people"] == 20
    # The interval of different people: Newcombe's of 16/20 − 8/20.
    signs = pd.DataFrame([term("before", 1, "department", "planning")])
    other = pd.DataFrame([term("before", -1, "department", "sales")])
    hybrid = Ratios(TWO, "share").contrasts(pd.concat([signs, other])).iloc[0]
    assert before["low"] == pytest.approx(hybrid["low"])
    assert before["high"] == pytest.approx(hybrid["high"])


def test_whoever_is_the_warmer_a_gap_is_no_less_than_nothing() -> None:
    found = Gaps(answers(w_a=(9, 20), w_b=(11, 20)), "share").estimates
    pair = found[found["cut"] == "department_pair"].iloc[0]
    assert pair["value"] == pytest.approx(0.1)
    assert pair["low"] == 0
    assert pair["high"] > 0.1


def test_a_closing_gap_contrasts_the_four_shares() -> None:
    gaps = Gaps(TWO, "share")
    pair = ("department_pair", "planning~sales")
    terms = pd.DataFrame([term("before", -1, *pair), term("after", 1, *pair)])
    change = gaps.contrasts(terms).iloc[0]
    assert change["value"] == pytest.approx((0.75 - 0.65) - (0.8 - 0.4))
    four = [
        term(window, sign * side, "department", group)
        for (window, sign), (group, side) in product(
            [("before", -1), ("after", 1)], [("planning", 1), ("sales", -1)]
        )
    ]
    whole = Ratios(TWO, "share").contrasts(pd.DataFrame(four)).iloc[0]
    assert change[["low", "high"]].tolist() == pytest.approx(whole[["low", "high"]].tolist())


def test_a_gap_that_turns_round_is_still_a_gap() -> None:
    turned = answers(before_a=(16, 20), before_b=(8, 20), after_a=(8, 20), after_b=(16, 20))
    pair = ("department_pair", "a~b")
    terms = pd.DataFrame([term("before", -1, *pair), term("after", 1, *pair)])
    assert Gaps(turned, "share").contrasts(terms).iloc[0]["value"] == pytest.approx(0)


def test_departments_under_the_threshold_make_no_gap_and_no_spread() -> None:
    small = answers(w_a=(3, 4), w_b=(8, 20), w_c=(9, 20))
    found = Gaps(small, "share").estimates
    assert found.loc[found["cut"] == "department_pair", "group"].tolist() == ["b~c"]
    without = Gaps(answers(w_b=(8, 20), w_c=(9, 20)), "share").estimates
    spread, same = (one.loc[one["cut"] == "all", "value"].item() for one in (found, without))
    assert spread == same


def test_spread_by_hand() -> None:
    # Shares .2, .5 and .8 of 20 each: variance .09; noise (.16 + .25 + .16)/3/19.
    found = Gaps(answers(w_a=(4, 20), w_b=(10, 20), w_c=(16, 20)), "share").estimates
    spread = found[found["cut"] == "all"].iloc[0]
    assert spread["value"] == pytest.approx(np.sqrt(0.09 - 0.57 / 3 / 19))
    assert spread["people"] == 60


def test_departments_that_differ_by_chance_alone_have_no_spread() -> None:
    found = Gaps(answers(w_a=(10, 20), w_b=(10, 20), w_c=(11, 20)), "share").estimates
    spread = found[found["cut"] == "all"].iloc[0]
    assert (spread["value"], spread["low"]) == (0, 0)
    # Twenty people do not tell that nothing is there.
    assert spread["high"] > 0.05


def test_the_same_answers_again_change_no_spread() -> None:
    wave = answers(before_a=(4, 20), before_b=(10, 20), before_c=(16, 20))
    both = pd.concat([wave, wave.assign(window="after")])
    terms = pd.DataFrame([term("before", -1, "all", "all"), term("after", 1, "all", "all")])
    change = Gaps(both, "share").contrasts(terms).iloc[0]
    assert (change["value"], change["people"], change["overlap"]) == (0, 60, 1)
    assert change[["low", "high"]].tolist() == pytest.approx([0, 0])


def test_a_contrast_of_a_spread_that_is_hidden_on_one_side_is_none() -> None:
    rows = answers(before_a=(4, 20), before_b=(10, 20), after_a=(9, 20), after_b=(2, 4))
    for cut, group in (("all", "all"), ("department_pair", "a~b")):
        terms = pd.DataFrame([term("before", -1, cut, group), term("after", 1, cut, group)])
        assert Gaps(rows, "share").contrasts(terms).empty


def test_a_spread_that_narrows() -> None:
    rows = answers(
        **{f"before_{name}": (yes, 60) for name, yes in zip("abcd", (6, 18, 42, 54), strict=True)},
        **{f"after_{name}": (yes, 60) for name, yes in zip("efgh", (28, 30, 31, 33), strict=True)},
    )
    terms = pd.DataFrame([term("before", -1, "all", "all"), term("after", 1, "all", "all")])
    gaps = Gaps(rows, "share")
    change, sides = gaps.contrasts(terms).iloc[0], gaps.estimates
    levels = sides[sides["cut"] == "all"].set_index("window")
    before, after = levels.loc["before"], levels.loc["after"]
    assert change["value"] == after["value"] - before["value"] < 0
    # Different people: the sides' intervals put together without correlation.
    down = np.hypot(after["value"] - after["low"], before["high"] - before["value"])
    up = np.hypot(after["high"] - after["value"], before["value"] - before["low"])
    assert change["low"] == pytest.approx(change["value"] - down)
    assert change["high"] == pytest.approx(change["value"] + up)
    assert change["high"] < 0


def test_leaving_one_out_is_done_as_if_one_by_one() -> None:
    rows = answers(w_a=(4, 12), w_b=(6, 11), w_c=(13, 15))
    value, psi = _jackknife(rows)

    def spread(sums: pd.DataFrame) -> float:
        by = sums.groupby("group")["x"]
        noise = by.mean() * (1 - by.mean()) / (by.size() - 1)
        return float(by.mean().var() - noise.mean())

    left_out = {one: spread(rows[rows["cluster"] != one]) for one in rows["cluster"]}
    assert value == pytest.approx(spread(rows))
    n, mean = len(left_out), np.mean(list(left_out.values()))
    assert psi.to_dict() == pytest.approx(
        {k: (mean - v) * (n - 1) / n for k, v in left_out.items()}
    )


def test_intervals_of_the_spread_cover_it() -> None:
    random = np.random.default_rng(5)
    true = np.array([0.3, 0.4, 0.5, 0.6, 0.7])
    covered = []
    for _ in range(200):
        yes = random.binomial(40, true)
        drawn = answers(**{f"w_{name}": (n, 40) for name, n in zip("abcde", yes, strict=True)})
        cells = Gaps(drawn, "share").estimates
        spread = cells[cells["cut"] == "all"].iloc[0]
        covered.append(spread["low"] <= true.std(ddof=1) <= spread["high"])
    # 200 draws: .95 ± .03.
    assert np.mean(covered) > 0.9
