"""Waiting times of which some are not over: Kaplan-Meier, with clusters.

A contribution is one wait: x the days watched, y whether what was waited for came (1) or is still
awaited (0). ``cluster2`` keeps the waits of one cluster apart.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dashboard.estimate.ratios import CELL, NOBODY, Codes, Floats, Ratios, Z, t_reach

YEAR = 365.0
_HALF = 0.5
_ROUNDING = 1e-9  # products of many shares are a half but for their last digits
Came = NDArray[np.bool_]


class Survival(Ratios):
    """The median wait in days or, of unit "share", the share that came within a year.

    S is Kaplan & Meier's (1958) product limit. The influence of a wait on S(t) is that of its
    hazards; squared and summed it is Greenwood's variance when every cluster has one wait, and
    summed by cluster first it stays right when some have several. The interval of a median is where
    the log-log band of S crosses one half (Brookmeyer & Crowley 1982, Biometrics 38:29). Where too
    few waits are over there is no upper end, or no median at all; nor is there a share where nobody
    was watched for a year. Changes of medians put the sides' own intervals together (MOVER).
    """

    @cached_property
    def _value(self) -> Floats:
        if self.unit == "share":
            return np.array([_within(*self._waits(rows), YEAR) for rows in self._rows])
        return self._medians[:, 0]

    @cached_property
    def _psi(self) -> Floats:
        # A median has no standard error of its own: its interval comes from the band.
        psi = np.full(len(self.sums), np.nan)
        if self.unit == "share":
            for rows in self._rows:
                psi[rows] = -_influence(*self._waits(rows), np.array([YEAR]))[:, 0]
        return psi

    def _interval(self, value: Floats, variance: Floats, people: Codes) -> tuple[Floats, Floats]:
        if self.unit == "share":
            return super()._interval(value, variance, people)
        return self._medians[:, 1], self._medians[:, 2]

    def _around(
        self, value: Floats, signs: Floats, cells: Codes, covariance: Floats, people: Codes
    ) -> tuple[Floats, Floats]:
        if self.unit == "share":
            return super()._around(value, signs, cells, covariance, people)
        terms = cells.shape[1]
        low, high = self._combined(signs, cells, np.eye(terms))
        known = ~np.isnan(low) & ~np.isnan(high)
        return np.where(known, low, np.nan), np.where(known, high, np.nan)

    def curves(self, every: float | None = None) -> pd.DataFrame:
        """Give the share that came by each day, with its band.

        Gives window, cut, group, days, value, low and high. Days are those on which something came
        or, given ``every``, its multiples while somebody is still watched. The band is the one the
        median's interval is read from.
        """
        parts = []
        for cell, rows in zip(self._totals.index, self._rows, strict=True):
            days, came = self._waits(rows)
            times = np.unique(days[came]) if every is None else np.arange(every, days.max(), every)
            left, reach = self._reach(rows, times)
            low, high = _band(left, reach)
            part = pd.DataFrame(
                {"days": times, "value": 1 - left, "low": 1 - high, "high": 1 - low}
            )
            parts.append(part.assign(**dict(zip(CELL, cell, strict=True))))
        columns = [*CELL, "days", "value", "low", "high"]
        return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)

    @cached_property
    def _medians(self) -> Floats:
        """Give each cell's median and the ends of its interval: cells x 3."""
        return np.array([self._median(rows) for rows in self._rows]).reshape(-1, 3)

    def _median(self, rows: Codes) -> tuple[float, float, float]:
        days, came = self._waits(rows)
        times = np.unique(days[came])
        left, reach = self._reach(rows, times)
        low, high = _band(left, reach)
        return _first(times, left), _first(times, low), _first(times, high)

    def _reach(self, rows: Codes, times: Floats) -> tuple[Floats, Floats]:
        """Give the share still waiting after each time, and how far its interval reaches.

        Of one cluster alone nobody knows how far.
        """
        days, came = self._waits(rows)
        owners = self._ends[0][rows]
        by_cluster = pd.DataFrame(_influence(days, came, times)).groupby(owners).sum()
        alone = len(by_cluster) == len(days)
        scale = Z if alone else t_reach(np.array(len(by_cluster)))
        spread = np.sqrt((by_cluster.to_numpy() ** 2).sum(axis=0))
        reach = scale * spread if len(by_cluster) > 1 else np.full(len(times), np.nan)
        return _survival(days, came, times), reach

    def _waits(self, rows: Codes) -> tuple[Floats, Came]:
        chosen = self.sums.iloc[rows]
        return chosen["x"].to_numpy(float), chosen["y"].to_numpy() > 0

    @cached_property
    def _rows(self) -> list[Codes]:
        """Give the places of each cell's rows, in the order of the cells."""
        order = np.argsort(self._cell, kind="stable")
        ends = np.cumsum(np.bincount(self._cell, minlength=len(self._totals)))
        return np.split(order, ends)[: len(ends)]

    @cached_property
    def _ends(self) -> tuple[Codes, Codes]:
        first, _ = pd.factorize(self.sums["cluster"])
        return first, np.full(len(first), NOBODY)


def log_rank(sums: pd.DataFrame, cut: str, one: str, other: str) -> pd.DataFrame:
    """Give how likely chance alone parts the waits of two groups of a cut so far, by window.

    Gives window, cut, group (``one~other``) and p. The log-rank test takes waits as independent, so
    a window in which a cluster waits several times has none; nor has one without both groups.
    """
    rows = []
    for window, mine in sums[sums["cut"] == cut].groupby("window"):
        sides = [mine[mine["group"] == name] for name in (one, other)]
        known = all(len(side) for side in sides) and (mine["y"] > 0).any()
        if known and mine["cluster"].is_unique:
            waits = [_censored(side) for side in sides]
            rows.append((window, cut, f"{one}~{other}", stats.logrank(*waits).pvalue))
    return pd.DataFrame(rows, columns=[*CELL, "p"])


def _censored(waits: pd.DataFrame) -> stats.CensoredData:
    over = waits["y"] > 0
    return stats.CensoredData(waits.loc[over, "x"], right=waits.loc[~over, "x"])


def _counts(days: Floats, came: Came, times: Floats) -> tuple[Floats, Floats]:
    """Count those who waited up to each time, and those whose wait ended then."""
    at_risk = len(days) - np.searchsorted(np.sort(days), times)
    over = np.sort(days[came])
    ended = np.searchsorted(over, times, side="right") - np.searchsorted(over, times)
    return at_risk.astype(float), ended.astype(float)


def _survival(days: Floats, came: Came, times: Floats) -> Floats:
    """Give the share still waiting after each time."""
    events = np.unique(days[came])
    at_risk, ended = _counts(days, came, events)
    steps = np.concatenate([[1.0], np.cumprod(1 - ended / at_risk)])
    return np.asarray(steps[np.searchsorted(events, times, side="right")])


def _within(days: Floats, came: Came, time: float) -> float:
    """Give the share whose wait was over by a time; unknown when nobody left was watched so far."""
    left = float(_survival(days, came, np.array([time]))[0])
    return 1 - left if left == 0 or days.max() >= time else np.nan


def _influence(days: Floats, came: Came, times: Floats) -> Floats:
    """Give each wait's influence on the share still waiting after each time: waits x times."""
    events = np.unique(days[came])
    at_risk, ended = _counts(days, came, events)
    left = at_risk - ended
    stay = np.divide(1, left, out=np.zeros_like(left), where=left > 0)
    past = np.concatenate([[0.0], np.cumsum(stay * ended / at_risk)])
    jump = np.concatenate([[0.0], stay])
    # A wait is exposed to the hazards up to its own end; its own event comes on top.
    own = np.searchsorted(events, days, side="right")[:, None]
    at = np.searchsorted(events, times, side="right")
    over = came[:, None] & (own <= at)
    each = over * jump[own] - past[np.minimum(own, at)]
    return np.asarray(-_survival(days, came, times) * each)


def _band(left: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """Give the log-log band of survival; none where nobody is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.log(-np.log(left))
        away = reach / (left * -np.log(left))
        return np.exp(-np.exp(centre + away)), np.exp(-np.exp(centre - away))


def _first(times: Floats, curve: Floats) -> float:
    """Give the first time a curve is at one half or below; never is not a number."""
    reached = np.flatnonzero(curve <= _HALF + _ROUNDING)
    return float(times[reached[0]]) if len(reached) else np.nan
