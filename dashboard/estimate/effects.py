"""How large a change of scores is, in a measure that does not depend on the scale."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import special, stats

from dashboard.estimate.ratios import Floats

_KEYS = ["cut", "group"]


def hedges_g(before: Floats, after: Floats) -> float:
    """Give the difference of two means in standard deviations, free of small samples' bias.

    Hedges 1981, J. Educ. Stat. 6:107: Cohen's d with the pooled deviation, times the exact J. Not a
    number without two values a side, or where all are alike.
    """
    freedom = len(before) + len(after) - 2
    if min(len(before), len(after)) < 2:  # noqa: PLR2004 - a deviation needs two
        return float("nan")
    sides = [((side - side.mean()) ** 2).sum() for side in (before, after)]
    pooled = np.sqrt(sum(sides) / freedom)
    if pooled == 0:
        return float("nan")
    log_j = special.gammaln(freedom / 2) - special.gammaln((freedom - 1) / 2)
    unbiased = np.exp(log_j) / np.sqrt(freedom / 2)
    return float(unbiased * (after.mean() - before.mean()) / pooled)


def cliffs_delta(before: Floats, after: Floats) -> float:
    """Give how much more often a score of after beats one of before than loses to it.

    Cliff 1993, Psychol. Bull. 114:494, for scores of which only the order means something: −1 to 1.
    """
    if not (len(before) and len(after)):
        return float("nan")
    wins = stats.mannwhitneyu(after, before).statistic
    return float(2 * wins / (len(before) * len(after)) - 1)


def effects(sums: pd.DataFrame, windows: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Give the effect sizes of a mean's changes: comparison, cut, group, hedges_g, cliffs_delta.

    ``sums`` comes from ``sums_by_cluster``; a person's score in a window is the mean of their
    answers there. ``windows`` gives each comparison's before and after.
    """
    scored = sums.assign(score=sums["x"] / sums["y"])
    rows = []
    for comparison, sides in windows.items():
        mine = scored[scored["window"].isin(sides)]
        for (cut, group), cell in mine.groupby(_KEYS, observed=True):
            before, after = (cell.loc[cell["window"] == one, "score"].to_numpy() for one in sides)
            sizes = hedges_g(before, after), cliffs_delta(before, after)
            rows.append((comparison, cut, group, *sizes))
    return pd.DataFrame(rows, columns=["comparison", *_KEYS, "hedges_g", "cliffs_delta"])
