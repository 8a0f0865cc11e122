"""What chance alone would do with a handful of projects: their windows are dealt anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dashboard.estimate.ratios import Floats

FEWEST = 6  # below this a side, no dealing of labels is unlikely enough to tell anything
_DEALINGS = 9_999
_KEYS = ["cut", "group"]


def dealt(
    sums: pd.DataFrame, windows: Mapping[str, tuple[str, str]], *, ratios: bool
) -> pd.DataFrame:
    """Say how likely chance alone changes Σx/Σy so far, when few clusters carry the change.

    ``sums`` comes from ``sums_by_cluster``; ``windows`` gives each comparison's before and after.
    Gives comparison, cut, group, enough (six clusters a side) and p, known where there are enough:
    clusters of one window each are dealt to the windows anew, and where some are in both, those
    have their two windows swapped (Fisher's randomisation test; the share of 9,999 dealings, or of
    all there are, as in Phipson & Smyth 2010). Without ``ratios`` (medians) there is no p.
    """
    rows = []
    for comparison, sides in windows.items():
        mine = sums[sums["window"].isin(sides)]
        for (cut, group), cell in mine.groupby(_KEYS):
            table = cell.pivot_table(
                index="cluster", columns="window", values=["x", "y"], aggfunc="sum"
            )
            rows.append((comparison, cut, group, *_told(table, sides, ratios=ratios)))
    return pd.DataFrame(rows, columns=["comparison", *_KEYS, "enough", "p"])


def _told(table: pd.DataFrame, sides: tuple[str, str], *, ratios: bool) -> tuple[bool, float]:
    present = [table["y"].get(side, pd.Series(dtype=float)).dropna().index for side in sides]
    both = present[0].intersection(present[1])
    enough = min(len(one) for one in present) >= FEWEST
    if not enough or not ratios:
        return enough, np.nan
    if len(both) == 0:
        return enough, _p(table, sides, present, "independent")
    return enough, _p(table, sides, [both, both], "samples") if len(both) >= FEWEST else np.nan


def _p(
    table: pd.DataFrame, sides: tuple[str, str], clusters: list[pd.Index], dealing: str
) -> float:
    x, y = (
        np.concatenate(
            [table.loc[who, (name, side)] for who, side in zip(clusters, sides, strict=True)]
        )
        for name in ("x", "y")
    )
    places = np.arange(len(x))
    cut = len(clusters[0])

    def change(before: NDArray[np.intp], after: NDArray[np.intp], axis: int) -> Floats:
        first, last = (x[one].sum(axis=axis) / y[one].sum(axis=axis) for one in (before, after))
        return np.asarray(last - first)

    found = stats.permutation_test(
        (places[:cut], places[cut:]),
        change,
        permutation_type=dealing,
        vectorized=True,
        n_resamples=_DEALINGS,
        rng=np.random.default_rng(0),
    )
    return float(found.pvalue)
