"""Contributions in, estimates and changes with honest intervals out: the only statistics.

``ESTIMATORS`` names what may be made of Σx and Σy. Each is built of ``sums_by_cluster`` and a unit,
and gives ``estimates`` (window, cut, group, value, low, high, people) and ``contrasts`` of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pandas as pd

from dashboard.estimate.detection import (
    Detector,
    corrected,
    corrected_changes,
    mixed,
    of_labelled,
    of_review,
)
from dashboard.estimate.effects import cliffs_delta, effects, hedges_g
from dashboard.estimate.gaps import Gaps
from dashboard.estimate.permutation import dealt
from dashboard.estimate.ratios import (
    BOUNDS,
    CELL,
    Ratios,
    Unit,
    mover,
    sums_by_cluster,
    wilson,
)
from dashboard.estimate.survival import Survival, log_rank
from dashboard.estimate.verdicts import design, judge, smallest_visible_change

__all__ = [
    "BOUNDS",
    "CELL",
    "ESTIMATORS",
    "Detector",
    "Estimator",
    "Gaps",
    "Ratios",
    "Survival",
    "Unit",
    "cliffs_delta",
    "corrected",
    "corrected_changes",
    "dealt",
    "design",
    "effects",
    "hedges_g",
    "judge",
    "log_rank",
    "mixed",
    "mover",
    "of_labelled",
    "of_review",
    "smallest_visible_change",
    "sums_by_cluster",
    "wilson",
]


class Estimator(Protocol):
    """What every estimator offers."""

    @property
    def estimates(self) -> pd.DataFrame:
        """One row a cell: window, cut, group, value, low, high, people."""

    def contrasts(self, terms: pd.DataFrame) -> pd.DataFrame:
        """Contrast cells: contrast, value, low, high, se, people, overlap."""


ESTIMATORS: Mapping[str, Callable[[pd.DataFrame, Unit], Estimator]] = {
    "ratio": Ratios,
    "gap": Gaps,
    "survival": Survival,
}
