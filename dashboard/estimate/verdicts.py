"""What may be said of changes: whom they compare, how large one would be seen, and the verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from dashboard.estimate.ratios import CONFIDENCE, Floats, Z

POWER = 0.80
MOSTLY = 0.9


def design(overlap: float) -> str:
    """Name whom a change compares: the same people, different people, or a mixture."""
    if overlap >= MOSTLY:
        return "same_people"
    return "different_people" if 1 - overlap >= MOSTLY else "mixed"


def smallest_visible_change(low: Floats, high: Floats, se: Floats) -> Floats:
    """Give the change that these people would show with 80 % power.

    By the interval, or by its standard error where that promises less (in small groups Wilson's
    interval is the narrower).
    """
    noise = np.fmax((high - low) / (2 * Z), se)
    return np.asarray((Z + stats.norm.ppf(POWER)) * noise)


def judge(changes: pd.DataFrame, better: str | pd.Series) -> pd.DataFrame:
    """Add what may be said of changes: p, q, verdict.

    p is read off the shown interval, so it is below .05 exactly where the interval excludes 0,
    unless the changes bring one of their own (a permutation's), as what rests on few clusters does.
    q is Benjamini & Hochberg's (1995) adjusted p over the rows given: pass one comparison's
    changes at a time. A change without an interval (of one project alone) can tell nothing, so it
    does not count among those looked at. The verdict needs q < .05; ``better`` is "lower",
    "higher" or "none", one for all or one a row.
    """
    value, low, high = (changes[name].to_numpy(float) for name in ("change", "low", "high"))
    towards_zero = np.where(value > 0, value - low, high - value)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(value == 0, 0.0, np.abs(value) / (towards_zero / Z))
    p = np.clip(np.nan_to_num(2 * stats.norm.sf(distance), nan=1.0), 0, 1)
    if "p" in changes:
        p = changes["p"].fillna(pd.Series(p, changes.index)).to_numpy(float)
    known, q = np.isfinite(low) & np.isfinite(high), np.ones(len(p))
    if known.any():
        q[known] = stats.false_discovery_control(p[known])
    wanted = np.broadcast_to(np.asarray(better, dtype=object), value.shape)
    good = ((wanted == "lower") & (value < 0)) | ((wanted == "higher") & (value > 0))
    clear = np.select([wanted == "none", good], ["changed", "better"], "worse")
    return changes.assign(p=p, q=q, verdict=np.where(q < 1 - CONFIDENCE, clear, "no_clear_change"))
