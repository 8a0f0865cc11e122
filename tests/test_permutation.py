"""Few clusters: their windows are dealt anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from dashboard.estimate import dealt, judge

WINDOWS = {"c": ("c:before", "c:after")}


def sums(
    before: Sequence[tuple[float, float]],
    after: Sequence[tuple[float, float]],
    *,
    same: bool = False,
) -> pd.DataFrame:
    """Give sums of clusters (x, y), others in each window unless they are the ``same``."""
    rows = [
        (f"c:{side}", "all", "all", f"{'' if same else side}{i}", x, y)
        for side, both in (("before", before), ("after", after))
        for i, (x, y) in enumerate(both)
    ]
    return pd.DataFrame(rows, columns=["window", "cut", "group", "cluster", "x", "y"])


def told(table: pd.DataFrame) -> dict[str, object]:
    (row,) = dealt(table, WINDOWS, ratios=True).to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_perfect_split_of_twelve_is_one_dealing_of_924_on_either_side() -> None:
    found = told(sums([(0, 1)] * 6, [(1, 1)] * 6))
    assert found == {
        "comparison": "c",
        "cut": "all",
        "group": "all",
        "enough": True,
        "p": pytest.approx(2 / 924),
    }


def test_ratios_are_dealt_as_every_dealing_one_by_one() -> None:
    random = np.random.default_rng(3)
    y = random.integers(1, 9, 13).astype(float)
    x = np.floor(y * random.uniform(0, 1, 13))
    table = sums(list(zip(x[:6], y[:6], strict=True)), list(zip(x[6:], y[6:], strict=True)))

    def change(first: tuple[int, ...]) -> float:
        mine = np.isin(np.arange(13), first)
        return float(x[~mine].sum() / y[~mine].sum() - x[mine].sum() / y[mine].sum())

    all_of_them = np.array([change(first) for first in combinations(range(13), 6)])
    observed = change(tuple(range(6)))
    tails = [(all_of_them <= observed + 1e-12).mean(), (all_of_them >= observed - 1e-12).mean()]
    assert told(table)["p"] == pytest.approx(min(1, 2 * min(tails)))


def test_who_is_in_both_windows_has_them_swapped() -> None:
    # Six projects that all rose: one of 64 swappings on either side.
    assert told(sums([(1, 4)] * 6, [(2, 4)] * 6, same=True))["p"] == pytest.approx(2 / 64)
    # One yes-yes, one yes-no, seven no-yes, twelve no-no: the exact McNemar test says .0703.
    before = [(1, 1)] * 2 + [(0, 1)] * 19
    after = [(1, 1), (0, 1)] + [(1, 1)] * 7 + [(0, 1)] * 12
    assert told(sums(before, after, same=True))["p"] == pytest.approx(0.0703, abs=0.01)


@pytest.mark.parametrize(("before", "after"), [(5, 20), (20, 5), (0, 20)])
def test_fewer_than_six_a_side_tell_nothing(before: int, after: int) -> None:
    found = told(sums([(0, 1)] * before, [(1, 1)] * after))
    assert not found["enough"]
    assert np.isnan(found["p"])


def test_some_in_both_windows_and_some_not_have_no_dealing() -> None:
    table = sums([(0, 1)] * 8, [(1, 1)] * 8)
    table.loc[table["cluster"] == "after0", "cluster"] = "before0"
    found = told(table)
    assert found["enough"]
    assert np.isnan(found["p"])
    assert dealt(table, WINDOWS, ratios=False)["p"].isna().all()


def test_a_permutation_decides_the_verdict_where_there_is_one() -> None:
    changes = pd.DataFrame({"change": [0.5, 0.5], "low": [0.1, 0.1], "high": [0.9, 0.9]})
    judged = judge(changes.assign(p=[0.4, np.nan]), "higher")
    assert judged["p"].tolist() == pytest.approx([0.4, 0.0143], abs=1e-4)
    assert judged["verdict"].tolist() == ["no_clear_change", "better"]
