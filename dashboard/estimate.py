"""Contributions in, estimates and changes with honest intervals out: the only statistics.

Nearly every figure is a ratio R = Σx/Σy over rows that belong to clusters: people, or pairs of
people for interactions. A contribution is ``window, cut, group, cluster, cluster2?, x, y``; one
(window, cut, group) is a *cell*. Whatever is shown is a linear contrast of cells: an estimate is
one cell, a change two, a difference-in-differences four.

The influence of cluster i on a ratio is ψᵢ = (xᵢ − R·yᵢ)/Σy (Taylor linearisation; Särndal,
Swensson & Wretman 1992, ch. 5). Influences of one contrast are added within a cluster before
they are squared, so people who answered on both sides, on one side only, or a mixture, need no
separate cases. Where rows are pairs of people (``cluster2``) two pairs that share a person are
correlated: the dyadic cluster-robust variance of Aronow, Samii & Assenova (2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

Unit = Literal["share", "mean"]
Floats = NDArray[np.float64]

CELL = ["window", "cut", "group"]
CONFIDENCE = 0.95
POWER = 0.80
FEW_PEOPLE = 100  # below this the dyadic variance keeps its diagonal: coverage .97, not .85–.93
MOSTLY = 0.9

_Z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))


def wilson(share: Floats | float, n: Floats | float) -> tuple[Floats, Floats]:
    """Give Wilson's score interval of a share seen among ``n`` (Newcombe 1998, method 3)."""
    share, n = np.asarray(share, float), np.asarray(n, float)
    centre = share + _Z**2 / (2 * n)
    reach = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return np.clip((centre - reach) / scale, 0, 1), np.clip((centre + reach) / scale, 0, 1)


def mover(
    signs: Floats, values: Floats, lows: Floats, highs: Floats, correlation: Floats
) -> tuple[float, float]:
    """Give the interval of Σ sign·value from each value's own interval (Zou & Donner 2008).

    The square-and-add method: Newcombe's hybrid is its case of two shares without correlation.
    """
    value = float(signs @ values)
    down = np.where(signs > 0, values - lows, values - highs) * np.abs(signs)
    up = np.where(signs > 0, highs - values, lows - values) * np.abs(signs)
    # With every |correlation| ≤ 1 these are squares; rounding alone can push them below zero.
    reach_down = np.sqrt(max(float(down @ correlation @ down), 0.0))
    reach_up = np.sqrt(max(float(up @ correlation @ up), 0.0))
    return value - reach_down, value + reach_up


def sums_by_cluster(contributions: nw.LazyFrame) -> pd.DataFrame:
    """Reduce contributions to one row a cell and cluster: the one query an engine has to run.

    The result has the contribution's columns, with x and y summed; order does not matter.
    """
    names = contributions.collect_schema().names()
    keys = [*CELL, *(name for name in ("cluster", "cluster2") if name in names)]
    summed = contributions.group_by(keys).agg(nw.col("x", "y").cast(nw.Float64).sum())
    return pd.DataFrame(summed.collect("pandas").to_native())


@dataclass(frozen=True)
class Ratios:
    """The ratios of one metric, with everything needed to contrast them.

    ``sums`` is the outcome of ``sums_by_cluster``; ``unit`` says whether a ratio is a share
    (between 0 and 1, Wilson's interval and MOVER) or a mean (symmetric, Student's t).
    """

    sums: pd.DataFrame
    unit: Unit

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row a cell: window, cut, group, value, people (distinct clusters)."""
        cell, index = self._cell_codes
        total_x = np.bincount(cell, self.sums["x"], minlength=len(index))
        total_y = np.bincount(cell, self.sums["y"], minlength=len(index))
        owners = self.sums.loc[self.sums["y"] > 0].assign(cell=cell[self.sums["y"] > 0])
        people = owners.groupby("cell")["cluster"].nunique()
        frame = index.to_frame(index=False)
        frame["value"] = np.divide(
            total_x, total_y, out=np.full(len(index), np.nan), where=total_y > 0
        )
        frame["weight"] = total_y
        frame["people"] = people.reindex(range(len(index)), fill_value=0).to_numpy()
        return frame

    @cached_property
    def _cell_codes(self) -> tuple[NDArray[np.intp], pd.MultiIndex]:
        codes, index = pd.MultiIndex.from_frame(self.sums[CELL]).factorize(sort=True)
        return codes, index.set_names(CELL)

    @cached_property
    def _people(self) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
        """Code each row's cluster and its partner (itself where rows are not pairs)."""
        first = self.sums["cluster"].to_numpy()
        second = self.sums["cluster2"].to_numpy() if self._dyadic else first
        codes, known = pd.factorize(np.concatenate([first, second]))
        return codes[: len(first)], codes[len(first) :], len(known)

    @property
    def _dyadic(self) -> bool:
        return "cluster2" in self.sums

    @cached_property
    def _influence(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """Give ψ as cells x units and as cells x people (the same where units are people)."""
        cell, index = self._cell_codes
        value, weight = self.cells["value"].to_numpy(), self.cells["weight"].to_numpy()
        x, y = self.sums["x"].to_numpy(), self.sums["y"].to_numpy()
        with np.errstate(invalid="ignore", divide="ignore"):
            psi = np.nan_to_num((x - value[cell] * y) / weight[cell])
        first, second, n_people = self._people
        low, high = np.minimum(first, second), np.maximum(first, second)
        unit, pairs = pd.factorize(low.astype(np.int64) * n_people + high)
        by_unit = sparse.csr_array((psi, (cell, unit)), shape=(len(index), len(pairs)))
        ends = np.concatenate([pairs // n_people, pairs % n_people])
        which = np.tile(np.arange(len(pairs)), 2)
        once = np.concatenate([np.ones(len(pairs), bool), pairs // n_people != pairs % n_people])
        belongs = sparse.csr_array(
            (np.ones(once.sum()), (which[once], ends[once])), shape=(len(pairs), n_people)
        )
        return by_unit, sparse.csr_array(by_unit @ belongs)

    @cached_property
    def _touched(self) -> sparse.csr_array:
        """Give who takes part in which cell: cells x people, 1 where somebody does."""
        cell, index = self._cell_codes
        first, second, n_people = self._people
        rows, columns = np.tile(cell, 2), np.concatenate([first, second])
        taking_part = np.tile(self.sums["y"].to_numpy() > 0, 2)
        shape = (len(index), n_people)
        counts = sparse.csr_array(
            (np.ones(taking_part.sum()), (rows[taking_part], columns[taking_part])), shape=shape
        )
        return sparse.csr_array(counts > 0)

    def _covariance(self, rows: NDArray[np.intp]) -> tuple[Floats, int]:
        """Give the covariance of some cells' ratios (without G/(G−1)) and G, their people."""
        by_unit, by_person = self._influence
        people = int(np.count_nonzero(self._touched[rows].sum(axis=0)))
        covariance = (by_person[rows] @ by_person[rows].T).toarray()
        if self._dyadic and people >= FEW_PEOPLE:
            covariance = covariance - (by_unit[rows] @ by_unit[rows].T).toarray()
        return covariance, people

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row a cell: window, cut, group, value, low, high, people, variance."""
        by_unit, by_person = self._influence
        people = np.asarray(self._touched.sum(axis=1)).ravel()
        variance = np.asarray(by_person.multiply(by_person).sum(axis=1)).ravel()
        if self._dyadic:
            diagonal = np.asarray(by_unit.multiply(by_unit).sum(axis=1)).ravel()
            variance = np.where(people >= FEW_PEOPLE, variance - diagonal, variance)
        variance = np.maximum(variance, 0)
        low, high = self._interval(self.cells["value"].to_numpy(), variance, people)
        return self.cells.drop(columns="weight").assign(low=low, high=high, variance=variance)

    def _interval(self, value: Floats, variance: Floats, people: Floats) -> tuple[Floats, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            if self.unit == "share":
                # Effective size n* = R(1−R)/v; one answer each makes it the number of answers.
                spread = value * (1 - value)
                effective = np.where(variance > 0, spread / variance, people)
                return wilson(value, np.maximum(effective, 1e-9))
            reach = stats.t.ppf((1 + CONFIDENCE) / 2, people - 1) * np.sqrt(
                variance * people / (people - 1)
            )
            return value - reach, value + reach

    def contrasts(self, terms: pd.DataFrame) -> pd.DataFrame:
        """Contrast cells: Σ sign·ratio with its interval.

        ``terms`` has a row a cell taken: contrast (an id), window, cut, group, sign (±1). Contrasts
        with a cell nobody contributed to are left out. Gives contrast, value, low, high, se,
        people (in any of its cells) and overlap (share of them who are in every window).
        """
        index = pd.MultiIndex.from_frame(self.cells[CELL])
        located = terms.assign(cell=index.get_indexer(pd.MultiIndex.from_frame(terms[CELL])))
        rows = [
            {"contrast": name, **self._contrast(part)}
            for name, part in located.groupby("contrast", sort=False)
            if (part["cell"] >= 0).all() and self.cells["people"].iloc[part["cell"]].min() > 0
        ]
        columns = ["contrast", "value", "low", "high", "se", "people", "overlap"]
        return pd.DataFrame(rows, columns=columns)

    def _contrast(self, part: pd.DataFrame) -> dict[str, float]:
        cells, signs = part["cell"].to_numpy(), part["sign"].to_numpy(float)
        found = self.estimates.iloc[cells]
        covariance, people = self._covariance(cells)
        variance = max(float(signs @ covariance @ signs), 0.0) * people / max(people - 1, 1)
        value = float(signs @ found["value"].to_numpy())
        if self.unit == "share":
            scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
            with np.errstate(invalid="ignore", divide="ignore"):
                correlation = np.where(scale > 0, np.clip(covariance / scale, -1, 1), 0.0)
            np.fill_diagonal(correlation, 1.0)
            low, high = mover(
                signs,
                found["value"].to_numpy(),
                found["low"].to_numpy(),
                found["high"].to_numpy(),
                correlation,
            )
        else:
            reach = stats.t.ppf((1 + CONFIDENCE) / 2, people - 1) * np.sqrt(variance)
            low, high = value - reach, value + reach
        return {
            "value": value,
            "low": low,
            "high": high,
            "se": float(np.sqrt(variance)),
            "people": people,
            "overlap": self._overlap(part["window"], cells),
        }

    def _overlap(self, windows: Sequence[str] | pd.Series, cells: NDArray[np.intp]) -> float:
        """Share of a contrast's people who take part in each of its windows."""
        present = [
            self._touched[cells[np.asarray(windows) == window]].sum(axis=0) > 0
            for window in pd.unique(np.asarray(windows))
        ]
        return float(np.all(present, axis=0).sum() / max(np.any(present, axis=0).sum(), 1))


def design(overlap: float) -> str:
    """Name whom a change compares: the same people, different people, or a mixture."""
    if overlap >= MOSTLY:
        return "same_people"
    return "different_people" if overlap <= 1 - MOSTLY else "mixed"


def judge(changes: pd.DataFrame, better: str | pd.Series) -> pd.DataFrame:
    """Add what may be said of changes: p, q, smallest visible change, verdict.

    p is the one at which the shown interval would just touch 0, so that interval and p agree.
    q is Benjamini & Hochberg's (1995) adjusted p over the rows given: pass one comparison's
    changes at a time. The verdict needs q < .05; ``better`` is "lower", "higher" or "none", one for
    all or one a row.
    The smallest visible change is what these people would show with 80 % power.
    """
    value, low, high = (changes[name].to_numpy(float) for name in ("change", "low", "high"))
    towards_zero = np.where(value > 0, value - low, high - value)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(value == 0, 0.0, np.abs(value) / (towards_zero / _Z))
    p = np.clip(np.nan_to_num(2 * stats.norm.sf(distance), nan=1.0), 0, 1)
    q = stats.false_discovery_control(p) if len(p) else p
    wanted = np.broadcast_to(np.asarray(better, dtype=object), value.shape)
    good = ((wanted == "lower") & (value < 0)) | ((wanted == "higher") & (value > 0))
    clear = np.select([wanted == "none", good], ["changed", "better"], "worse")
    visible = (_Z + stats.norm.ppf(POWER)) * (high - low) / (2 * _Z)
    return changes.assign(
        p=p,
        q=q,
        smallest_visible_change=visible,
        verdict=np.where(q < 1 - CONFIDENCE, clear, "no_clear_change"),
    )
