"""Waiting times against published figures, scipy, and tables worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.estimate import Survival, Unit, log_rank

# Weeks in remission with 6-MP and with placebo (Freireich et al. 1963, Blood 21:699).
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
RELAPSED = [1] * 9 + [0] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def waits(
    *groups: tuple[str, list[int], list[int]], unit: Unit = "days", clusters: int = 0
) -> Survival:
    """Give waits: window, days, whether over; each its own cluster, or so many share them."""
    parts = [pd.DataFrame({"window": window, "x": x, "y": y}) for window, x, y in groups]
    rows = pd.concat(parts, ignore_index=True).astype({"x": float, "y": float})
    place = np.arange(len(rows))
    owner = place % clusters if clusters else place
    return Survival(rows.assign(cut="all", group="all", cluster=owner, cluster2=place), unit)


REMISSION = waits(("6-MP", TREATED, RELAPSED), ("placebo", PLACEBO, [1] * 21))


def test_medians_of_freireichs_trial() -> None:
    found = REMISSION.estimates.set_index("window")
    # Kalbfleisch & Prentice 2002, ch. 1: 23 weeks against 8.
    assert found["value"].to_dict() == {"6-MP": 23, "placebo": 8}
    # R survfit(conf.type = "log-log"): 6-MP from 13 without an end, placebo 4 to 11.
    assert found.loc["6-MP", "low"] == 13
    assert np.isnan(found.loc["6-MP", "high"])
    assert found.loc["placebo", ["low", "high"]].tolist() == [4, 11]


def test_the_curve_of_freireichs_trial() -> None:
    found = REMISSION.curves()
    mine = found[found["window"] == "6-MP"].set_index("days")
    # Share still in remission, with the log-log band, as SAS LIFETEST and R survfit print it.
    published = {
        6: (0.8571, 0.6197, 0.9516),
        7: (0.8067, 0.5631, 0.9228),
        10: (0.7529, 0.5032, 0.8894),
        13: (0.6902, 0.4316, 0.8491),
        16: (0.6275, 0.3675, 0.8049),
        22: (0.5378, 0.2678, 0.7468),
        23: (0.4482, 0.1881, 0.6801),
    }
    assert mine.index.tolist() == list(published)
    left = 1 - mine[["value", "high", "low"]]
    assert left.to_numpy() == pytest.approx(np.array([*published.values()]), abs=6e-5)


def test_a_curve_by_the_month_lasts_while_somebody_is_watched() -> None:
    found = REMISSION.curves(every=10.0)
    mine = found[found["window"] == "6-MP"]
    # Watched for up to 35 weeks: what is known by day 10 holds on it, and after the last event.
    assert mine["days"].tolist() == [10, 20, 30]
    assert mine["value"].tolist() == pytest.approx([1 - 0.7529, 1 - 0.6275, 1 - 0.4482], abs=6e-5)
    alone = waits(("w", [3, 9], [1, 0]), clusters=1).curves()
    assert alone["value"].tolist() == [0.5]
    assert alone[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("seed", range(5))
def test_variance_is_greenwoods_when_each_waits_once(seed: int) -> None:
    random = np.random.default_rng(seed)
    days = random.integers(1, 700, 60)
    over = random.random(60) < 0.7
    found = waits(("w", list(days), list(over.astype(int))), unit="share").estimates.iloc[0]
    kept = stats.ecdf(stats.CensoredData(uncensored=days[over], right=days[~over])).sf
    assert found["value"] == pytest.approx(1 - kept.evaluate(365))
    events = [day for day in np.unique(days[over]) if day <= 365]
    terms = [
        (days[over] == day).sum() / ((days >= day).sum() * ((days >= day).sum() - d))
        for day in events
        if (d := (days[over] == day).sum())
    ]
    greenwood = (1 - found["value"]) ** 2 * sum(terms)
    assert found["variance"] == pytest.approx(greenwood, rel=1e-9)


def test_without_censoring_a_share_is_a_share() -> None:
    found = waits(("w", [10, 200, 365, 400, 900], [1] * 5), unit="share").estimates.iloc[0]
    assert found["value"] == pytest.approx(3 / 5)
    assert found["variance"] == pytest.approx(0.6 * 0.4 / 5)


def test_who_is_not_watched_for_a_year_counts_as_far_as_it_goes() -> None:
    # Day 100: one of four is back. One is lost on day 200; on day 300 one of the two left is back.
    found = waits(("w", [100, 200, 300, 500], [1, 0, 1, 0]), unit="share").estimates.iloc[0]
    assert found["value"] == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_several_waits_of_one_cluster_are_less_sure() -> None:
    days, over = [30, 40, 500, 600] * 10, [1, 1, 0, 0] * 10
    alone = waits(("w", days, over), unit="share").estimates.iloc[0]
    # Four clusters of ten waits that all end alike.
    together = waits(("w", days, over), unit="share", clusters=4).estimates.iloc[0]
    assert together["value"] == alone["value"] == 0.5
    assert together["variance"] == pytest.approx(10 * alone["variance"])
    assert together["people"] == 4


def test_a_change_of_medians_puts_the_sides_together() -> None:
    long = [20, 30, 30, 40, 50, 60, 60, 70, 90, 95]
    told = waits(("before", long, [1] * 10), ("after", [one // 2 for one in long], [1] * 10))
    terms = pd.DataFrame({"contrast": "c", "window": ["before", "after"], "sign": [-1, 1]})
    change = told.contrasts(terms.assign(cut="all", group="all")).iloc[0]
    sides = told.estimates.set_index("window")
    before, after = sides.loc["before"], sides.loc["after"]
    assert (before["value"], after["value"], change["value"]) == (50, 25, -25)
    down = np.hypot(before["high"] - 50, 25 - after["low"])
    up = np.hypot(50 - before["low"], after["high"] - 25)
    assert change["low"] == pytest.approx(-25 - down)
    assert change["high"] == pytest.approx(-25 + up)


def test_where_the_median_has_no_end_the_change_has_none() -> None:
    terms = pd.DataFrame({"contrast": "c", "window": ["6-MP", "placebo"], "sign": [-1, 1]})
    change = REMISSION.contrasts(terms.assign(cut="all", group="all")).iloc[0]
    assert change["value"] == -15
    assert np.isnan(change["low"])


def test_before_half_have_arrived_there_is_no_median() -> None:
    found = waits(("w", [10, 20, 30], [1, 0, 0])).estimates.iloc[0]
    assert found[["value", "high"]].isna().all()
    nobody = waits(("w", [10, 20, 30], [0, 0, 0])).estimates.iloc[0]
    assert nobody[["value", "low", "high"]].isna().all()


def test_one_wait_has_no_interval() -> None:
    found = waits(("w", [34], [1])).estimates.iloc[0]
    assert found["value"] == 34
    assert found[["low", "high"]].isna().all()


@pytest.mark.parametrize("n", range(2, 60, 2))
def test_exactly_half_left_is_half_whatever_rounding_says(n: int) -> None:
    """Of an even number of waits that all end, half are left after the middle one."""
    found = waits(("w", list(range(1, n + 1)), [1] * n)).estimates.iloc[0]
    assert found["value"] == n / 2


def test_where_nobody_was_watched_for_a_year_nothing_is_known_yet() -> None:
    """Three are back, but what the others do within the year is still to come."""
    young = waits(("w", [50, 60, 70, 100, 100, 100], [1, 1, 1, 0, 0, 0]), unit="share")
    assert young.estimates[["value", "low", "high"]].isna().all(axis=None)
    back = waits(("w", [50, 60, 70, 80, 90, 95], [1] * 6), unit="share").estimates.iloc[0]
    assert back["value"] == 1
    assert back["low"] > 0.5


def test_waits_of_one_project_have_a_median_without_interval() -> None:
    found = waits(("w", [1, 2, 3, 4, 5], [1] * 5), clusters=1).estimates.iloc[0]
    assert (found["value"], found["people"]) == (3, 1)
    assert found[["low", "high", "variance"]].isna().all()


def test_waits_told_again_are_no_more_sure() -> None:
    draw = np.random.default_rng(4)
    days, over = list(draw.integers(1, 900, 40)), list(draw.integers(0, 2, 40))
    once, often = waits(("w", days, over)), waits(("w", days * 5, over * 5), clusters=40)
    (one,), (five,) = once.estimates.to_dict("records"), often.estimates.to_dict("records")
    assert (five["value"], five["people"]) == (one["value"], 40)
    # Several waits a cluster: Student's t in the place of the normal, so no narrower.
    assert five["low"] <= one["low"]
    assert not five["high"] < one["high"]


def test_a_change_without_interval_promises_nothing_else() -> None:
    terms = pd.DataFrame({"contrast": "c", "window": ["placebo", "6-MP"], "sign": [-1, 1]})
    change = REMISSION.contrasts(terms.assign(cut="all", group="all")).iloc[0]
    assert change["value"] == 15
    assert change[["low", "high", "se"]].isna().all()


def test_without_a_median_there_is_no_change() -> None:
    told = waits(("before", [1, 2, 9, 9, 9], [1, 1, 0, 0, 0]), ("after", [1, 2, 3], [1, 1, 1]))
    terms = pd.DataFrame({"contrast": "c", "window": ["before", "after"], "sign": [-1, 1]})
    assert told.contrasts(terms.assign(cut="all", group="all")).empty


def test_intervals_of_waits_hold() -> None:
    """600 groups of 40 waits, a good third not over: 95 % intervals hold the truth."""
    draw, cells, n = np.random.default_rng(8), 600, 40
    days, watched = draw.exponential(400, (cells, n)), draw.uniform(100, 1200, (cells, n))
    rows = pd.DataFrame({"x": np.minimum(days, watched).ravel()})
    rows["y"] = (days <= watched).ravel().astype(float)
    rows["group"], rows["cluster"] = np.repeat(range(cells), n), np.tile(range(n), cells)
    rows = rows.assign(window="w", cut="c")
    truth: dict[Unit, float] = {"share": 1 - np.exp(-365 / 400), "days": 400 * np.log(2)}
    for unit, true in truth.items():
        found = Survival(rows, unit).estimates
        inside = (found["low"] <= true) & (true <= found["high"].fillna(np.inf))
        assert 0.925 <= inside.mean() <= 0.985


def test_nobody_waits() -> None:
    for unit in ("days", "share"):
        nothing = Survival(REMISSION.sums.iloc[:0], unit)
        assert nothing.estimates.empty


# Log-rank


def remission(**columns: object) -> pd.DataFrame:
    sums = REMISSION.sums.assign(cut="kind", group=REMISSION.sums["window"], window="w")
    return sums.assign(**columns)


def test_log_rank_of_freireichs_trial() -> None:
    """χ² 16.79 with one degree of freedom: Kleinbaum & Klein 2012, Survival Analysis, ch. 2."""
    (found,) = log_rank(remission(), "kind", "6-MP", "placebo").to_dict("records")
    assert (found["window"], found["cut"], found["group"]) == ("w", "kind", "6-MP~placebo")
    assert stats.chi2.isf(found["p"], 1) == pytest.approx(16.79, abs=0.005)


@pytest.mark.parametrize(
    "sums", [remission(cluster="P"), remission(group="6-MP"), remission(y=0.0), remission(cut="a")]
)
def test_log_rank_says_nothing_of_what_it_cannot_test(sums: pd.DataFrame) -> None:
    """Several waits of one cluster, one group alone, nothing over yet, another cut."""
    assert log_rank(sums, "kind", "6-MP", "placebo").empty
