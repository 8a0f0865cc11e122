"""What a share that a detector found says of the true share, its own errors carried along.

A detector hears only some of what it looks for (its sensitivity) and raises false alarms. A share
p that it finds stands for (p − alarms)/(sensitivity − alarms) (Rogan & Gladen 1978, Am J Epidemiol
107:71). How well it hears is itself estimated from labelled texts; that uncertainty is added to the
interval by the delta method (as Lang & Reiczigel 2014, Prev Vet Med 113:13, do), in squares, on
each side by itself as in MOVER.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.estimate.ratios import Floats, Z
from dashboard.estimate.verdicts import smallest_visible_change

_LEAST, _ROUNDED = 0.05, 1e-6


@dataclass(frozen=True)
class Detector:
    """How well a detector hears: ``sensitivity`` and ``alarms`` (its false alarm rate).

    ``spread`` are the variances of the two and their covariance. ``labels`` says how many texts
    that rests on; 0 where nothing is corrected.
    """

    sensitivity: float = 1.0
    alarms: float = 0.0
    spread: tuple[float, float, float] = (0.0, 0.0, 0.0)
    labels: int = 0

    @property
    def power(self) -> float:
        """How far apart it tells what it looks for from all else; never quite nothing."""
        return max(self.sensitivity - self.alarms, _LEAST)

    def true_share(self, found: Floats) -> Floats:
        """Give the true share behind a found one, between 0 and 1."""
        return np.clip((np.asarray(found, float) - self.alarms) / self.power, 0.0, 1.0)

    def error(self, share: Floats) -> Floats:
        """Give the variance that not knowing the detector better adds to a true share."""
        of_sensitivity, of_alarms, both = self.spread
        missed = np.asarray(share, float)
        variance = missed**2 * of_sensitivity + (1 - missed) ** 2 * of_alarms
        return np.asarray((variance + 2 * missed * (1 - missed) * both) / self.power**2)

    def error_of_change(self, change: Floats) -> Floats:
        """Give the same of a change: an error that both sides share shortens or stretches it."""
        of_sensitivity, of_alarms, both = self.spread
        stretch = of_sensitivity + of_alarms - 2 * both
        return np.asarray(np.asarray(change, float) ** 2 * stretch / self.power**2)


def of_labelled(heard: int, refusals: int, alarms: int, others: int) -> Detector:
    """Give the rates seen among texts labelled whatever the detector said of them.

    ``heard`` of the ``refusals`` were found, and ``alarms`` among the ``others``. One hit and one
    miss are added to each, so that a rate of 0 or 1 is not taken for certain.
    """
    sensitivity, of_sensitivity = _rate(heard, refusals)
    alarm, of_alarms = _rate(alarms, others)
    return Detector(sensitivity, alarm, (of_sensitivity, of_alarms, 0.0), refusals + others)


def of_review(
    confirmed: int, candidates: int, missed: int, sampled: int, flagged: float
) -> Detector:
    """Give the rates from a review of what was found and of a sample of what was not.

    ``confirmed`` of the reviewed ``candidates`` were refusals, and ``missed`` of the ``sampled``
    others; ``flagged`` is the share of all texts that the detector found. By Bayes' rule the shares
    of refusals in both parts give the rates; the delta method gives their spread.
    """
    right, of_right = _rate(confirmed, candidates)
    wrong, of_wrong = _rate(missed, sampled)
    share = float(np.clip(flagged, _ROUNDED, 1 - _ROUNDED))
    found, lost = right * share, wrong * (1 - share)
    refusals = found + lost
    others = 1 - refusals
    # d(sensitivity) and d(alarms) by the share of refusals in what was found, and in what was not.
    to_right = np.array([share * lost / refusals**2, -share * (1 - share) * (1 - wrong)])
    to_wrong = np.array([-(1 - share) * found / refusals**2, share * (1 - share) * (1 - right)])
    to_right[1] /= others**2
    to_wrong[1] /= others**2
    spread = of_right * np.outer(to_right, to_right) + of_wrong * np.outer(to_wrong, to_wrong)
    return Detector(
        sensitivity=found / refusals,
        alarms=(share - found) / others,
        spread=(float(spread[0, 0]), float(spread[1, 1]), float(spread[0, 1])),
        labels=candidates + sampled,
    )


def _rate(hits: int, of: int) -> tuple[float, float]:
    rate = (hits + 1) / (of + 2)
    return rate, rate * (1 - rate) / (of + 2)


def mixed(parts: Sequence[tuple[float, Detector]]) -> Detector:
    """Give the detector of a mixture of texts; ``parts`` are its shares, which add up to 1."""
    if not parts:
        return Detector()
    spread = np.sum([share**2 * np.array(one.spread) for share, one in parts], axis=0)
    return Detector(
        sensitivity=sum(share * one.sensitivity for share, one in parts),
        alarms=sum(share * one.alarms for share, one in parts),
        spread=(float(spread[0]), float(spread[1]), float(spread[2])),
        labels=sum(one.labels for _, one in parts),
    )


def corrected(estimates: pd.DataFrame, detector: Detector) -> pd.DataFrame:
    """Turn found shares (value, low, high) into true ones."""
    value = detector.true_share(estimates["value"].to_numpy(float))
    own = Z**2 * detector.error(value)
    low, high = (detector.true_share(estimates[end].to_numpy(float)) for end in ("low", "high"))
    reach_down, reach_up = np.sqrt((value - low) ** 2 + own), np.sqrt((high - value) ** 2 + own)
    ends = {"low": value - reach_down, "high": value + reach_up}
    return estimates.assign(value=value, **{name: np.clip(end, 0, 1) for name, end in ends.items()})


def corrected_changes(changes: pd.DataFrame, detector: Detector) -> pd.DataFrame:
    """Turn changes of found shares into changes of true ones.

    ``changes`` have before, after, change, low, high, se and smallest_visible_change.
    """
    if changes.empty:
        return changes
    change = changes["change"].to_numpy(float) / detector.power
    own = Z**2 * detector.error_of_change(change)
    down = (changes["change"] - changes["low"]).to_numpy(float) / detector.power
    up = (changes["high"] - changes["change"]).to_numpy(float) / detector.power
    low, high = change - np.sqrt(down**2 + own), change + np.sqrt(up**2 + own)
    se = np.sqrt((changes["se"].to_numpy(float) / detector.power) ** 2 + own / Z**2)
    told = changes.assign(change=change, low=low, high=high, se=se)
    plain = changes["cut"] != "difference"  # the levels of a difference are gaps
    for side in ("before", "after"):
        level = changes[side].to_numpy(float)
        told[side] = np.where(plain, detector.true_share(level), level / detector.power)
    told["smallest_visible_change"] = smallest_visible_change(low, high, se)
    return told
