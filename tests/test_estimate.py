"""Estimates against published numbers, against brute force, and against simulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from pandas.testing import assert_frame_equal
from scipy import stats

from dashboard.estimate import (
    CELL,
    Ratios,
    Unit,
    design,
    judge,
    smallest_visible_change,
    sums_by_cluster,
    wilson,
)

Answers = Iterable[tuple[str, str, object, float]]


def ratios(answers: Answers | pd.DataFrame, unit: Unit = "share") -> Ratios:
    """Window, group, person, answer: each counts once."""
    if not isinstance(answers, pd.DataFrame):
        answers = pd.DataFrame(answers, columns=["window", "group", "cluster", "x"])
    return Ratios(sums(answers), unit)


def sums(rows: pd.DataFrame) -> pd.DataFrame:
    filled = {"cut": "all", "group": "all", "y": 1.0} | {name: rows[name] for name in rows}
    return sums_by_cluster(nw.from_native(pd.DataFrame(filled)).lazy())


def change(before: str = "before", after: str = "after", group: object = "all") -> pd.DataFrame:
    return pd.DataFrame(
        {"contrast": "change", "window": [before, after], "cut": "all", "group": group}
        | {"sign": [-1, 1]}
    )


def of(found: Ratios, terms: pd.DataFrame | None = None) -> pd.Series:
    (row,) = found.contrasts(change() if terms is None else terms).itertuples(index=False)
    return pd.Series(row._asdict())


def counted(window: str, yes: int, n: int, first: int = 0, group: str = "all") -> list[tuple]:
    return [(window, group, first + i, float(i < yes)) for i in range(n)]


# ----- published and hand-worked numbers


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_one_share_is_wilson(yes: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Stat Med 17:857, table I, method 3."""
    (found,) = ratios(counted("wave", yes, n)).estimates.itertuples()
    assert (found.value, found.people) == (pytest.approx(yes / n), n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert wilson(yes / n, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_shares_of_different_people(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Stat Med 17:873, table II, method 10."""
    found = of(ratios(counted("before", *other) + counted("after", *one, first=1000)))
    assert found["value"] == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=6e-5)
    assert (found["people"], found["overlap"]) == (one[1] + other[1], 0)


@pytest.mark.parametrize(
    ("table", "value", "low", "high", "near"),
    [
        ((36, 12, 2, 0), 0.2, 0.0569, 0.3404, 5e-5),
        ((1, 1, 7, 12), -0.2857, -0.507, -0.026, 5e-4),
    ],
)
def test_shares_of_the_same_people(
    table: tuple[int, int, int, int], value: float, low: float, high: float, near: float
) -> None:
    """Newcombe 1998, Stat Med 17:2635, method 10: yes-yes, yes-no, no-yes, no-no."""
    after = np.repeat([1, 1, 0, 0], table)
    before = np.repeat([1, 0, 1, 0], table)
    pairs = [("before", "all", i, x) for i, x in enumerate(before)]
    found = of(ratios(pairs + [("after", "all", i, x) for i, x in enumerate(after)]))
    assert found["value"] == pytest.approx(value, abs=5e-5)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=near)
    assert (found["people"], found["overlap"]) == (sum(table), 1)


def test_twelve_of_forty_against_twenty_two_of_forty_others() -> None:
    found = of(ratios(counted("before", 12, 40) + counted("after", 22, 40, first=40)))
    assert found["value"] == pytest.approx(0.25)
    assert (found["low"], found["high"]) == pytest.approx((0.034, 0.436), abs=5e-4)


def test_adjusted_p_by_benjamini_and_hochberg() -> None:
    """Benjamini & Hochberg 1995, section 3: fifteen p-values, four rejected at .05."""
    p = np.array(
        [
            *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
            *(0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0),
        ]
    )
    effect, reach = stats.norm.isf(p / 2), stats.norm.ppf(0.975)
    changes = pd.DataFrame({"change": effect, "low": effect - reach, "high": effect + reach})
    judged = judge(changes, "lower")
    assert judged["p"].to_numpy() == pytest.approx(p)
    assert judged["q"].head(4).to_numpy() == pytest.approx([0.0015, 0.0030, 0.0095, 0.035625])
    assert judged["verdict"].tolist() == ["worse"] * 4 + ["no_clear_change"] * 11


def test_mean_of_eighteen_batters() -> None:
    """Efron & Morris 1975: hits in the first 45 at bats; the mean of all is .26543."""
    hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    batters = pd.DataFrame({"window": "1970", "cluster": range(18), "x": hits, "y": 45})
    assert ratios(batters).estimates["value"].item() == pytest.approx(0.26543, abs=5e-6)


def test_difference_in_differences_of_card_and_krueger() -> None:
    """Card & Krueger 1994, AER 84:772, table 3: full-time equivalents before and after.

    ``fte`` of fast-food stores (``id``) in New Jersey (``nj`` = 1) and Pennsylvania, before
    (``d`` = 0) and after the rise of the minimum wage, from the authors' public data
    (davidcard.berkeley.edu/data_sets/njmin.zip). The standard error, clustered by store, was
    worked out apart from this project.
    """
    path = Path(__file__).parent / "data" / "card_krueger.csv"
    stores = pd.read_csv(path).dropna(subset="fte")
    stores["window"] = stores["d"].map({0: "before", 1: "after"})
    stores["group"] = stores["nj"].map({0: "PA", 1: "NJ"})
    stores = stores.rename(columns={"id": "cluster", "fte": "x"})
    found = ratios(stores[["window", "group", "cluster", "x"]], "mean")
    means = found.estimates.set_index(["group", "window"])["value"]
    assert means["NJ"][["before", "after"]].tolist() == pytest.approx([20.439, 21.027], abs=5e-4)
    assert means["PA"][["before", "after"]].tolist() == pytest.approx([23.331, 21.166], abs=5e-4)
    others = change(group="PA").assign(sign=[1, -1])
    difference = of(found, pd.concat([change(group="NJ"), others]))
    assert (difference["value"], difference["se"]) == pytest.approx((2.754, 1.3041), abs=5e-4)


# ----- means against Student


def test_a_mean_has_students_interval() -> None:
    scores = np.array([1, 2, 2, 3, 3, 3, 4, 4, 5, 2.0])
    found = ratios([("wave", "all", i, x) for i, x in enumerate(scores)], "mean").estimates
    expected = stats.ttest_1samp(scores, 0).confidence_interval()
    assert found[["low", "high"]].to_numpy() == pytest.approx(np.array([expected]))


def test_who_answers_twice_enters_once_as_in_a_paired_test() -> None:
    before = np.array([1, 2, 2, 3, 3, 3, 4, 4, 5, 2.0])
    after = np.array([2, 3, 2, 4, 3, 4, 5, 4, 5, 1.0])
    rows = [("before", "all", i, x) for i, x in enumerate(before)]
    found = of(ratios(rows + [("after", "all", i, x) for i, x in enumerate(after)], "mean"))
    expected = stats.ttest_rel(after, before)
    assert (found["people"], found["overlap"]) == (10, 1)
    assert found["value"] / found["se"] == pytest.approx(expected.statistic)
    assert (found["low"], found["high"]) == pytest.approx(expected.confidence_interval())


def test_several_answers_of_one_person_are_no_more_people() -> None:
    rows = [("wave", "all", i % 12, float(i % 3 == 0)) for i in range(240)]
    once = [("wave", "all", i, float(i % 3 == 0)) for i in range(12)]
    many, few = ratios(rows).estimates, ratios(once).estimates
    assert_frame_equal(many, few)


# ----- pairs of people against brute force


def some_ties(people: int, ties: int, seed: int) -> pd.DataFrame:
    """Random pairs in two windows and two groups, many of them in both and either way round."""
    draw = np.random.default_rng(seed)
    first = draw.integers(0, people, ties)
    second = (first + draw.integers(1, people, ties)) % people
    pairs = pd.DataFrame({"cluster": first, "cluster2": second})
    liking = draw.normal(size=people)
    parts = []
    for window, keep in (("before", 0.8), ("after", 0.7)):
        part = pairs[draw.random(ties) < keep].assign(window=window)
        turned = draw.random(len(part)) < 0.5
        ends = part[["cluster", "cluster2"]].to_numpy()
        part[["cluster", "cluster2"]] = np.where(turned[:, None], ends[:, ::-1], ends)
        part["group"] = np.where(ends.sum(axis=1) % 3 == 0, "A", "B")
        part["x"] = liking[ends].sum(axis=1) + draw.normal(size=len(part))
        part["y"] = draw.integers(1, 4, len(part)).astype(float)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def brute_force(ties: pd.DataFrame, terms: list[tuple[str, str, int]]) -> tuple[float, int]:
    """Every tie against every tie: correlated if and only if they share a person."""
    influence, ends = [], []
    for window, group, sign in terms:
        cell = ties[(ties["window"] == window) & (ties["group"] == group)]
        ratio = cell["x"].sum() / cell["y"].sum()
        influence += list(sign * (cell["x"] - ratio * cell["y"]) / cell["y"].sum())
        ends += [{a, b} for a, b in zip(cell["cluster"], cell["cluster2"], strict=True)]
    people = len(set().union(*ends))
    variance = 0.0
    for (one, of_one), (other, of_other) in product(zip(influence, ends, strict=True), repeat=2):
        shared = len(of_one & of_other)
        variance += one * other * (min(shared, 1) if people >= 100 else shared)
    return variance, people


@pytest.mark.parametrize(("people", "ties"), [(9, 25), (30, 60), (200, 260), (130, 400)])
@pytest.mark.parametrize("seed", range(3))
def test_pairs_are_correlated_when_they_share_a_person(people: int, ties: int, seed: int) -> None:
    rows = some_ties(people, ties, seed)
    found = ratios(rows, "mean")
    for cell in found.estimates.itertuples():
        variance, _ = brute_force(rows, [(cell.window, cell.group, 1)])
        assert variance > 0
        assert cell.variance == pytest.approx(variance)
    own = [("before", "A", -1), ("after", "A", 1)]
    both = [*own, ("before", "B", 1), ("after", "B", -1)]
    for signed in (own, both):
        terms = pd.DataFrame(signed, columns=["window", "group", "sign"])
        variance, members = brute_force(rows, signed)
        difference = of(found, terms.assign(contrast=1, cut="all"))
        assert variance > 0
        assert difference["people"] == members
        assert difference["se"] == pytest.approx(np.sqrt(variance * members / (members - 1)))


@pytest.mark.parametrize("unit", ["share", "mean"])
def test_ties_that_balance_out_still_have_an_interval(unit: Unit) -> None:
    """A ring in which ties differ as much as they can, people hardly: the diagonal exceeds all."""
    draw, ring = np.random.default_rng(3), np.arange(120)
    strength = (ring % 2) * 0.8 + 0.1 + draw.uniform(-0.1, 0.1, 120)
    rows = pd.DataFrame({"cluster": ring, "cluster2": np.roll(ring, 1), "x": strength})
    both = pd.concat([rows.assign(window="before"), rows.assign(window="after", x=strength[::-1])])
    assert brute_force(both.assign(group="all", y=1.0), [("before", "all", 1)])[0] < 0
    found = ratios(both, unit)
    assert (found.estimates["low"] < found.estimates["value"]).all()
    assert of(found)["low"] < 0 < of(found)["high"]


def test_a_tie_seen_from_either_end_is_one_tie() -> None:
    rows = some_ties(150, 400, seed=5)
    turned = rows.rename(columns={"cluster": "cluster2", "cluster2": "cluster"})
    terms = change(group="A")
    one, other = ratios(rows, "mean").contrasts(terms), ratios(turned, "mean").contrasts(terms)
    assert_frame_equal(one, other)


def test_possible_pairs_belong_to_nobody() -> None:
    """Seven ties of ten people's 45 possible pairs, the latter in a row without a cluster."""
    ties = pd.DataFrame({"cluster": range(7), "cluster2": range(1, 8), "x": 1.0, "y": 0.0})
    possible = pd.DataFrame({"cluster": [None], "cluster2": [None], "x": [0.0], "y": [45.0]})
    rows = pd.concat([ties.astype({"cluster": object, "cluster2": object}), possible])
    (cell,) = ratios(rows.assign(window="wave")).estimates.itertuples()
    assert cell.value == pytest.approx(7 / 45)
    assert cell.variance == pytest.approx((2 * 1**2 + 6 * 2**2) / 45**2)
    assert 0 < cell.low < cell.value < cell.high < 1


def of_every_pair(people: int, tied: set[frozenset[int]], ratio: float) -> float:
    """The dyadic variance with a row for every pair, tied or not: Σᵢ(Σⱼ e_ij)², less Σe² of 100."""
    pairs = [frozenset(pair) for pair in combinations(range(people), 2)]
    rest = {pair: ((pair in tied) - ratio) / len(pairs) for pair in pairs}
    sums = [sum(rest[pair] for pair in pairs if one in pair) for one in range(people)]
    variance = sum(total**2 for total in sums)
    return variance - sum(one**2 for one in rest.values()) if people >= 100 else variance


@pytest.mark.parametrize(("people", "share"), [(12, 0.4), (30, 0.1), (110, 0.02)])
def test_a_person_paired_with_themself_stands_for_all_their_possible_ties(
    people: int, share: float
) -> None:
    draw = np.random.default_rng(people)
    pairs = [frozenset(one) for one in combinations(range(people), 2)]
    tied = {pair for pair in pairs if draw.random() < share}
    ties = pd.DataFrame([sorted(pair) for pair in tied], columns=["cluster", "cluster2"])
    own = pd.DataFrame({"cluster": range(people), "cluster2": range(people), "x": 0.0})
    rows = pd.concat([ties.assign(x=1.0, y=0.0), own.assign(y=(people - 1) / 2)])
    (cell,) = ratios(rows.assign(window="w")).estimates.itertuples()
    assert cell.value == pytest.approx(len(tied) / len(pairs))
    # Of pairs without a tie the diagonal is left out: at most ratio² of it.
    expected = of_every_pair(people, tied, cell.value)
    assert cell.variance == pytest.approx(expected, rel=1e-9 if people < 100 else 0.03)


def test_when_everybody_has_as_many_ties_nothing_is_left_to_chance() -> None:
    ring = np.arange(12)
    ties = pd.DataFrame({"cluster": ring, "cluster2": np.roll(ring, 1), "x": 1.0, "y": 0.0})
    own = pd.DataFrame({"cluster": ring, "cluster2": ring, "x": 0.0, "y": 11 / 2})
    (cell,) = ratios(pd.concat([ties, own]).assign(window="w")).estimates.itertuples()
    assert cell.value == pytest.approx(12 / 66)
    assert cell.variance == 0


# ----- an index between −1 and 1


def test_an_index_has_the_interval_of_its_share() -> None:
    """(E − I)/(E + I) is twice the external share less one, and so are its ends."""
    rows = some_ties(40, 200, seed=2).assign(y=1.0)
    rows["x"] = (rows["x"] > 0).astype(float)
    share, index = ratios(rows), ratios(rows.assign(x=2 * rows["x"] - 1), "index")
    for name in ("value", "low", "high"):
        expected = 2 * share.estimates[name] - 1
        assert index.estimates[name].to_numpy() == pytest.approx(expected.to_numpy())
    moved, doubled = of(share, change(group="A")), of(index, change(group="A"))
    for name in ("value", "low", "high", "se"):
        assert doubled[name] == pytest.approx(2 * moved[name])


# ----- sums


def test_every_engine_sums_alike() -> None:
    rows = some_ties(20, 300, seed=1).assign(cut="department")
    rows = pd.concat([rows, rows.head(40)]).astype({"y": int})
    connection = duckdb.connect()
    connection.register("given", rows)
    lazily = nw.from_native(connection.table("given"))
    keys = [*CELL, "cluster", "cluster2"]
    found = [sums_by_cluster(frame) for frame in (nw.from_native(rows).lazy(), lazily)]
    by_hand = rows.groupby(keys)[["x", "y"]].sum().reset_index()
    for one in found:
        same = one.sort_values(keys, ignore_index=True)[by_hand.columns]
        assert_frame_equal(same, by_hand, check_dtype=False, check_categorical=False)
    left, right = (Ratios(one, "mean").estimates for one in found)
    assert_frame_equal(left, right, check_dtype=False)


# ----- what must hold for any answers


def some_answers(seed: int, unit: Unit) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    n = int(draw.integers(8, 80))
    rows = pd.DataFrame({"window": draw.choice(["before", "after"], n), "y": 1.0})
    rows["cluster"] = draw.integers(0, n, n)
    rows["x"] = draw.integers(0, 2, n) if unit == "share" else draw.normal(size=n)
    return rows


@pytest.mark.parametrize("unit", ["share", "mean"])
@pytest.mark.parametrize("seed", range(5))
def test_swapping_the_windows_swaps_the_sign(seed: int, unit: Unit) -> None:
    found = ratios(some_answers(seed, unit), unit)
    forth, back = of(found), of(found, change("after", "before"))
    assert forth["value"] == pytest.approx(-back["value"])
    assert (forth["low"], forth["high"]) == pytest.approx((-back["high"], -back["low"]))
    assert (forth["se"], forth["people"]) == (pytest.approx(back["se"]), back["people"])


@pytest.mark.parametrize("unit", ["share", "mean"])
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_does_not_matter(seed: int, unit: Unit) -> None:
    rows = some_answers(seed, unit)
    one, other = ratios(rows, unit), ratios(rows.sample(frac=1, random_state=seed), unit)
    assert_frame_equal(one.estimates, other.estimates)
    assert_frame_equal(one.contrasts(change()), other.contrasts(change()))


@pytest.mark.parametrize("unit", ["share", "mean"])
@pytest.mark.parametrize("seed", range(5))
def test_no_change_is_zero(seed: int, unit: Unit) -> None:
    rows = some_answers(seed, unit).assign(window="before")
    found = of(ratios(pd.concat([rows, rows.assign(window="after")]), unit))
    assert found["value"] == 0
    assert found["low"] <= 0 <= found["high"]
    judged = judge(pd.DataFrame([found]).rename(columns={"value": "change"}), "lower")
    assert judged["verdict"].item() == "no_clear_change"


@pytest.mark.parametrize("answers", [[0.0] * 6, [1.0] * 6, [0.0], [1.0]])
@pytest.mark.parametrize("each", [1, 4])
def test_unanimity_is_no_certainty(answers: Sequence[float], each: int) -> None:
    rows = [("wave", "all", i, x) for i, x in enumerate(answers)] * each
    (found,) = ratios(rows).estimates.itertuples()
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low > 0.3


def test_what_rounding_leaves_is_no_precision() -> None:
    """Six people with 1 in 49 each: no difference but the last digit of a float."""
    assert 1 - 6 / 294 * 49 != 0
    alike = pd.DataFrame({"cluster": range(6), "x": 1.0, "y": 49.0})
    found = ratios(pd.concat([alike.assign(window=when) for when in ("before", "after")]))
    assert (found.estimates["high"] - found.estimates["low"]).min() > 0.3
    assert of(found)["high"] - of(found)["low"] > 0.3


def test_six_who_never_changed_their_answers_are_no_certainty() -> None:
    rows = [(when, "all", i, i % 2) for when in ("before", "after") for i in range(6)]
    found = of(ratios(rows))
    assert (found["value"], found["se"]) == (0, 0)
    assert found["high"] - found["low"] > 0.3


def test_one_person_has_no_interval_of_a_mean() -> None:
    rows = [("before", "all", 1, 3.0), *(("after", "all", i, float(i)) for i in range(5))]
    found = ratios(rows, "mean")
    alone = found.estimates.set_index("window").loc["before"]
    assert (alone["value"], alone["people"]) == (3, 1)
    assert alone[["low", "high"]].isna().all()
    assert np.isnan([of(found)["low"], of(found)["high"]]).all()
    only = of(ratios([rows[0], ("after", "all", 1, 4.0)], "mean"))
    assert np.isnan(only[["low", "high", "se"]].astype(float)).all()


def test_one_person_has_a_wide_interval_of_a_share() -> None:
    rows = [("before", "all", 1, 0.0), *(("after", "all", i, 1.0) for i in range(5))]
    found = of(ratios(rows))
    assert -1 <= found["low"] <= found["value"] == 1 == found["high"]
    assert found["high"] - found["low"] > 0.7


def test_a_group_without_answers_is_left_out() -> None:
    rows = pd.DataFrame(counted("before", 3, 9), columns=["window", "group", "cluster", "x"])
    empty = rows.assign(group="silent", x=0.0, y=0.0)
    found = ratios(pd.concat([rows.assign(y=1.0), empty, empty.assign(window="after")]))
    assert found.contrasts(change()).empty
    assert found.contrasts(change(group="silent")).empty
    silent = found.estimates[found.estimates["group"] == "silent"]
    assert silent["people"].tolist() == [0, 0]
    assert silent[["value", "low", "high"]].isna().all(axis=None)


def test_contrasts_of_two_and_four_cells_stand_side_by_side() -> None:
    rows = [
        answer
        for group, yes in (("A", (3, 9)), ("B", (5, 6)))
        for window, count in zip(("before", "after"), yes, strict=True)
        for answer in counted(window, count, 12, first=100 * (group == "B"), group=group)
    ]
    found = ratios(rows)
    one, other = change(group="A").assign(contrast="A"), change(group="B").assign(contrast="B")
    both = pd.concat([one, other.assign(sign=[1, -1])]).assign(contrast="A~B")
    together = found.contrasts(pd.concat([other, both, one])).set_index("contrast")
    assert together.index.tolist() == ["B", "A~B", "A"]
    for terms in (one, other, both):
        assert_frame_equal(
            found.contrasts(terms), together.loc[terms["contrast"][:1]].reset_index()
        )
    assert together["value"].tolist() == pytest.approx([1 / 12, 5 / 12, 6 / 12])
    sides = together.loc[["A", "B"], ["low", "high", "value"]]
    below = sides.loc["A", "value"] - sides.loc["A", "low"]
    above = sides.loc["B", "high"] - sides.loc["B", "value"]
    # Different people in the two groups: the two changes' reaches add as squares.
    assert together.loc["A~B", "low"] == pytest.approx(5 / 12 - np.hypot(below, above))


def test_design_names_whom_a_change_compares() -> None:
    assert [design(overlap) for overlap in (1, 0.9, 0.5, 0.1, 0)] == [
        *["same_people"] * 2,
        "mixed",
        *["different_people"] * 2,
    ]


# ----- simulated companies


def simulated(
    draw: np.random.Generator, rates: NDArray[np.float64], n: int, alike: float, returning: float
) -> pd.DataFrame:
    """``n`` answers on both sides for every row of ``rates`` (before, after), a group each.

    The share ``returning`` answers on both sides, with correlation ``alike`` when rates are equal.
    """
    shape, stay = (len(rates), n), round(n * returning)
    before, fresh = draw.random(shape), draw.random(shape)
    same = (draw.random(shape) < alike) & (np.arange(n) < stay)
    person = np.arange(shape[0])[:, None] * 2 * n + np.arange(n)
    newcomer = np.where(np.arange(n) < stay, person, person + n)
    yes = [before < rates[:, :1], np.where(same, before, fresh) < rates[:, 1:]]
    return pd.DataFrame(
        {
            "window": np.repeat(["before", "after"], person.size),
            "cut": "all",
            "group": np.tile(np.repeat(np.arange(len(rates)), n), 2),
            "cluster": np.concatenate([person.ravel(), newcomer.ravel()]),
            "x": np.concatenate([answers.ravel() for answers in yes]).astype(float),
            "y": 1.0,
        }
    )


def every_change(found: Ratios, groups: int) -> pd.DataFrame:
    side = pd.DataFrame({"contrast": range(groups), "cut": "all", "group": range(groups)})
    before, after = side.assign(window="before", sign=-1), side.assign(window="after", sign=1)
    return found.contrasts(pd.concat([before, after]))


def covered(low: pd.Series, high: pd.Series, truth: NDArray[np.float64]) -> NDArray[np.bool_]:
    return ((low <= truth + 1e-12) & (truth - 1e-12 <= high)).to_numpy()


RATES = [(0.05, 0.05), (0.1, 0.2), (0.3, 0.2), (0.5, 0.5), (0.5, 0.6), (0.8, 0.8), (0.95, 0.95)]
PAIRING = [(0.0, 0.0), (0.0, 0.5), (0.3, 1.0), (0.6, 0.5), (0.6, 1.0), (0.9, 1.0)]
DRAWS = {10: 600, 30: 400, 50: 300, 100: 150, 300: 100}


def coverage(
    draws: Mapping[int, int] = DRAWS,
    rates_of: Sequence[tuple[float, float]] = RATES,
    pairing: Sequence[tuple[float, float]] = PAIRING,
    seed: int = 1998,
) -> pd.DataFrame:
    """How often 95 % intervals of changes and of estimates hold the truth, by n and by case."""
    draw, rows = np.random.default_rng(seed), []
    for n, repeats in draws.items():
        rates = np.repeat(np.array(rates_of), repeats, axis=0)
        for alike, returning in pairing:
            found = ratios(simulated(draw, rates, n, alike, returning))
            changes = every_change(found, len(rates))
            before = found.estimates.query("window == 'before'").sort_values("group")
            hit = pd.DataFrame(
                {
                    "change": covered(changes["low"], changes["high"], rates[:, 1] - rates[:, 0]),
                    "estimate": covered(before["low"], before["high"], rates[:, 0]),
                }
            )
            by_rate = hit.groupby(np.repeat(np.arange(len(rates_of)), repeats)).mean()
            case = {"n": n, "repeats": repeats, "alike": alike, "returning": returning}
            rows.append(by_rate.assign(**case, rate=list(rates_of)))
    return pd.concat(rows, ignore_index=True)


def test_intervals_cover_what_they_promise() -> None:
    """95 % intervals: 94 to 97.5 in the mean, never under 90, nor under 93 from fifty people.

    A single case is drawn a few hundred times, so each floor is met within three standard errors
    of that; the means rest on tens of thousands of draws.
    """
    found = coverage()
    assert 0.94 <= found["change"].mean() <= 0.975
    assert 0.94 <= found["estimate"].mean() <= 0.975
    floor = np.where(found["n"] >= 50, 0.93, 0.90)
    chance = 3 * np.sqrt(floor * (1 - floor) / found["repeats"])
    assert (found["change"] >= floor - chance).all()
    assert (found["estimate"] >= floor - chance).all()
    assert found.groupby("n")["change"].mean().between(0.94, 0.99).all()


@pytest.mark.parametrize(("n", "answers", "floor"), [(10, 10, 0.93), (50, 10, 0.93), (10, 2, 0.93)])
def test_intervals_hold_for_people_who_answer_often(n: int, answers: int, floor: float) -> None:
    """Shares of several answers a person, whose own rates differ: before and after alike."""
    draw, groups = np.random.default_rng(24), 1000
    rate = draw.beta(3, 7, (groups, n))
    side = pd.DataFrame({"group": np.repeat(np.arange(groups), n), "cluster": range(groups * n)})
    sides = [
        side.assign(window=when, x=draw.binomial(answers, rate).ravel(), y=float(answers))
        for when in ("before", "after")
    ]
    found = ratios(pd.concat(sides))
    changes = every_change(found, groups)
    assert covered(changes["low"], changes["high"], np.zeros(groups)).mean() >= floor
    each = found.estimates
    assert covered(each["low"], each["high"], np.full(len(each), 0.3)).mean() >= floor


@pytest.mark.parametrize(("n", "alike", "returning"), [(12, 0.6, 1.0), (30, 0.3, 0.5), (60, 0, 0)])
def test_a_comparison_without_change_is_rarely_told_as_one(
    n: int, alike: float, returning: float
) -> None:
    """Twenty changes at a time, nothing changed: "better" or "worse" in at most one of twenty."""
    draw, comparisons, size = np.random.default_rng(95), 400, 20
    rates = np.tile(np.resize([0.1, 0.3, 0.5, 0.7, 0.9], size), comparisons)[:, None] * [1, 1]
    found = ratios(simulated(draw, rates, n, alike, returning))
    changes = every_change(found, len(rates)).rename(columns={"value": "change"})
    by_comparison = changes.groupby(np.repeat(np.arange(comparisons), size))
    told = [
        (judge(part, "higher")["verdict"] != "no_clear_change").any() for _, part in by_comparison
    ]
    assert np.mean(told) <= 0.05


# ----- verdicts


@pytest.mark.parametrize(("n", "points"), [(10, 63), (30, 36), (100, 20), (300, 11)])
def test_smallest_visible_change_of_a_share_near_one_half(n: int, points: int) -> None:
    """(1.96 + 0.84)·√(2·¼/n), what a change of different people must be for 80 % power."""
    rows = counted("before", n // 2, n) + counted("after", n // 2, n, first=n)
    seen = ratios(rows).contrasts(change())
    ends = (seen[name].to_numpy() for name in ("low", "high", "se"))
    assert 100 * smallest_visible_change(*ends).item() == pytest.approx(points, abs=1.5)


def test_p_and_interval_agree() -> None:
    draw = np.random.default_rng(2)
    rates = draw.random((300, 2))
    found = every_change(ratios(simulated(draw, rates, 15, 0.5, 0.5)), len(rates))
    judged = judge(found.rename(columns={"value": "change"}), "higher")
    excluded = (judged["low"] > 0) | (judged["high"] < 0)
    assert excluded.any()
    assert ((judged["p"] < 0.05) == excluded).all()


def test_verdicts_say_which_way_is_good() -> None:
    changes = pd.DataFrame({"change": [0.3, -0.3, 0.0, 0.3, np.nan]})
    changes = changes.assign(low=changes["change"] - 0.1, high=changes["change"] + 0.1)
    changes.loc[3, "low"] = -0.1
    unclear = ["no_clear_change"] * 3
    assert judge(changes, "higher")["verdict"].tolist() == ["better", "worse", *unclear]
    assert judge(changes, "lower")["verdict"].tolist() == ["worse", "better", *unclear]
    assert judge(changes, "none")["verdict"].tolist() == ["changed", "changed", *unclear]
    each = pd.Series(["lower", "none", "higher", "lower", "none"])
    assert judge(changes, each)["verdict"].tolist() == ["worse", "changed", *unclear]
    assert judge(changes.iloc[:0], "lower").empty


def test_changes_without_an_interval_are_not_among_those_looked_at() -> None:
    """Two of two with p = .03 have q = .03; two of four would have .06."""
    reach = stats.norm.ppf(0.975) / stats.norm.isf(0.015)
    clear = pd.DataFrame({"change": [1.0, 1.0], "low": 1 - reach, "high": 1 + reach})
    blind = pd.DataFrame({"change": [0.0, 9.0], "low": np.nan, "high": np.nan})
    judged = judge(pd.concat([clear, blind]), "higher")
    assert judged["q"].tolist() == pytest.approx([0.03, 0.03, 1, 1])
    assert judged["verdict"].tolist() == ["better"] * 2 + ["no_clear_change"] * 2
