"""Gaps between departments and their spread, by hand and against drawn companies."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from dashboard.estimate import Gaps, Ratios


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


def test_where_no_department_may_be_shown_there_is_nothing() -> None:
    gaps = Gaps(answers(before_a=(3, 4), before_b=(2, 4), after_a=(3, 4), after_b=(1, 4)), "share")
    assert gaps.estimates.empty
    pair = ("department_pair", "a~b")
    terms = [term("before", -1, *pair), term("after", 1, *pair), term("after", 1, "all", "all")]
    assert gaps.contrasts(pd.DataFrame(terms)).empty
    alone = Gaps(answers(before_a=(3, 9), after_a=(3, 9)), "share")
    assert alone.estimates.empty
    nothing = pd.DataFrame(columns=["contrast", "window", "cut", "group", "sign"], dtype="str")
    assert alone.contrasts(nothing).empty


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
    assert change["low"] < 0 < change["high"]
    others = wave.assign(window="after", cluster=wave["cluster"] + "'")
    apart = Gaps(pd.concat([wave, others]), "share").contrasts(terms).iloc[0]
    assert apart["overlap"] == 0
    assert change["high"] - change["low"] < (apart["high"] - apart["low"]) * 0.6


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


@pytest.mark.parametrize(
    ("true", "people"),
    [
        ((0.3, 0.4, 0.5, 0.6, 0.7), 40),
        ((0.5, 0.5, 0.5), 15),
        ((0.45, 0.5, 0.55), 15),
        ((0.1, 0.5, 0.9), 6),
    ],
)
def test_intervals_of_the_spread_hold_it(true: tuple[float, ...], people: int) -> None:
    """200 draws each: .95 ± .03, and never far below."""
    draw, spread, draws = np.random.default_rng(5), float(np.std(true, ddof=1)), 200
    yes = draw.binomial(people, true, (draws, len(true)))
    each = {f"w{i}_d{j}": (int(n), people) for (i, j), n in np.ndenumerate(yes)}
    cells = Gaps(answers(**each), "share").estimates
    found = cells[cells["cut"] == "all"]
    assert len(found) == draws
    covered = (found["low"] - 1e-9 <= spread) & (spread <= found["high"] + 1e-9)
    assert covered.mean() > 0.9


def test_a_spread_of_departments_of_one_mind_has_no_interval() -> None:
    found = Gaps(answers(w_a=(0, 20), w_b=(20, 20)), "share").estimates
    spread = found[found["cut"] == "all"].iloc[0]
    assert spread["value"] == pytest.approx(np.sqrt(0.5))
    assert spread[["low", "high"]].isna().all()
