"""Ratios of sums over clusters, and contrasts of them, with honest intervals.

Nearly every figure is a ratio R = Σx/Σy over rows that belong to clusters: people, or pairs of
people for interactions. A contribution is ``window, cut, group, cluster, cluster2?, x, y``; one
(window, cut, group) is a *cell*. Whatever is shown is a linear contrast of cells: an estimate is
one cell, a change two, a difference-in-differences four.

The influence of cluster i on a ratio is ψᵢ = (xᵢ − R·yᵢ)/Σy (Taylor linearisation; Särndal,
Swensson & Wretman 1992, ch. 5). Influences of one contrast are added within a cluster before
they are squared, so people who answered on both sides, on one side only, or a mixture, need no
separate cases. Where rows are pairs of people (``cluster2``) two pairs that share a person are
correlated: the dyadic cluster-robust variance of Aronow, Samii & Assenova (2015). A row that
pairs a person with themself stands for all the pairs they could be in: ties per possible pair are
counted without a row for each pair that is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

Unit = Literal["share", "index", "mean", "number", "days"]
Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

CELL = ["window", "cut", "group"]
CONTRAST = ["contrast", "value", "low", "high", "se", "people", "overlap"]
NOBODY = -1
CONFIDENCE = 0.95
FEW_PEOPLE = 100  # below this the dyadic variance keeps its diagonal: coverage .97, not .85–.93
NO_ANSWER = 1e-9  # an effective size so small that the interval is 0 to 1
ROUNDING = 1e-20  # a variance below this part of value² is 0 that rounding disturbed

BOUNDS: dict[str, tuple[float, float]] = {"share": (0.0, 1.0), "index": (-1.0, 1.0)}

Z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))


def wilson(share: Floats | float, n: Floats | float) -> tuple[Floats, Floats]:
    """Give Wilson's score interval of a share seen among ``n`` (Newcombe 1998, method 3)."""
    share, n = np.asarray(share, float), np.asarray(n, float)
    centre = share + Z**2 / (2 * n)
    reach = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    low, high = (centre - reach) / scale, (centre + reach) / scale
    return np.clip(low, 0, share), np.clip(high, share, 1)


def mover(
    signs: Floats, values: Floats, lows: Floats, highs: Floats, correlation: Floats
) -> tuple[Floats, Floats]:
    """Give the interval of Σ sign·value from each value's own interval (Zou & Donner 2008).

    The square-and-add method: Newcombe's hybrid is its case of two shares without correlation.
    The last axis holds the terms of a contrast; axes before it are contrasts side by side.
    """
    value = (signs * values).sum(-1)
    down = signs * np.where(signs > 0, values - lows, highs - values)
    up = signs * np.where(signs > 0, highs - values, values - lows)
    # With every |correlation| ≤ 1 these are squares; rounding alone can push them below zero.
    reach_down = np.sqrt(np.maximum(_quadratic(down, correlation), 0))
    reach_up = np.sqrt(np.maximum(_quadratic(up, correlation), 0))
    return value - reach_down, value + reach_up


def sums_by_cluster(contributions: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Reduce contributions to one row a cell and cluster: the one query an engine has to run.

    The result has the contribution's columns, with x and y summed, in the order of the clusters:
    the last digits of an interval depend on it. What names a cell is a category, and so is sorted
    and grouped by its code.
    """
    names = contributions.collect_schema().names()
    keys = [*CELL, *(name for name in ("wave", "cluster", "cluster2") if name in names)]
    summed = [name for name in ("x", "y", "points") if name in names]
    numbers = contributions.with_columns(nw.col(summed).cast(nw.Float64))
    added = numbers.group_by(keys).agg(nw.col(summed).sum()).sort(keys[len(CELL) :])
    # Through Arrow: DuckDB's own way to pandas takes ten times as long.
    table = added.collect("pyarrow").to_native()
    found = pd.DataFrame(table.to_pandas(strings_to_categorical=True))
    for name in found.select_dtypes("category"):
        found[name] = found[name].cat.reorder_categories(sorted(found[name].cat.categories))
    return found


@dataclass(frozen=True)
class Ratios:
    """The ratios of one metric, with everything needed to contrast them.

    ``sums`` is the outcome of ``sums_by_cluster``; ``unit`` says whether a ratio has ends (a share
    0 and 1, an index −1 and 1: Wilson's interval and MOVER) or none (a mean, a number: symmetric,
    Student's t; a number is never less than nothing). A row without a cluster belongs to nobody: it
    counts in the ratio and adds no variance.
    """

    sums: pd.DataFrame
    unit: Unit

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row a cell: window, cut, group, value, low, high, people, variance.

        ``people`` are the distinct clusters (of pairs, the first of each); ``variance`` is
        without G/(G−1).
        """
        value, people = self._value, _row_sizes(self._presence)
        cells = np.arange(len(value))[:, None]
        variance = self._covariance(cells, np.ones(cells.shape), people)[:, 0, 0]
        low, high = self._interval(value, variance, people)
        owners = _row_sizes(self._taking_part(self._ends[0]))
        found = {"value": value, "low": low, "high": high, "people": owners, "variance": variance}
        return self._totals.index.to_frame(index=False).assign(**found)

    def contrasts(self, terms: pd.DataFrame) -> pd.DataFrame:
        """Contrast cells: Σ sign·ratio with its interval.

        ``terms`` has a row a cell taken: contrast (an id), window, cut, group, sign (±1). Contrasts
        with a cell nobody contributed to are left out. Gives contrast, value, low, high, se,
        people (in any of its cells) and overlap (share of them who are in every window).
        """
        used = self._located(terms)
        if used.empty:
            return pd.DataFrame(columns=CONTRAST)
        code, names = pd.factorize(used["contrast"])
        cells, signs = _laid_out(code, used)
        people, overlap = self._turnout(code, used)
        covariance = self._covariance(cells, signs, people)
        value = (signs * self._value[cells]).sum(axis=1)
        spread = np.sqrt(np.maximum(_quadratic(signs, covariance), 0))
        low, high = self._around(value, signs, cells, covariance, people)
        found = (names, value, low, high, unbiased(people) * spread, people, overlap)
        return pd.DataFrame(dict(zip(CONTRAST, found, strict=True)))

    def _around(
        self, value: Floats, signs: Floats, cells: Codes, covariance: Floats, people: Codes
    ) -> tuple[Floats, Floats]:
        """Give the interval of each contrast."""
        if self.unit in BOUNDS:
            correlation = _correlation(covariance / self._width**2, self._share[cells])
            return self._combined(signs, cells, correlation)
        alone = (_row_sizes(self._presence)[cells] <= 1).any(axis=1)
        spread = np.sqrt(np.maximum(_quadratic(signs, covariance), 0))
        reach = np.where(alone, np.nan, t_reach(people) * spread)
        return value - reach, value + reach

    def _combined(self, signs: Floats, cells: Codes, correlation: Floats) -> tuple[Floats, Floats]:
        """Put the sides' own intervals together."""
        lows, highs = (self.estimates[end].to_numpy()[cells] for end in ("low", "high"))
        return mover(signs, self._value[cells], lows, highs, correlation)

    def _located(self, terms: pd.DataFrame) -> pd.DataFrame:
        """Give the terms with the number of their cell, without contrasts that lack a value."""
        cell = self._totals.index.get_indexer(pd.MultiIndex.from_frame(terms[CELL]))
        lacking = terms.loc[(cell < 0) | np.isnan(self._value[cell]), "contrast"]
        return terms.assign(cell=cell)[~terms["contrast"].isin(lacking)]

    def _turnout(self, code: Codes, used: pd.DataFrame) -> tuple[Codes, Floats]:
        """Give each contrast's people and the share of them who are in all of its windows."""
        window = used.groupby([code, used["window"]], sort=True)
        side, owner = window.ngroup().to_numpy(), window.size().index.codes[0]
        in_window = (_ones(side, used["cell"].to_numpy(), len(self._totals)) @ self._presence) > 0
        windows = _ones(owner, np.arange(len(owner)), len(owner)) @ in_window.astype(float)
        people = _row_sizes(windows)
        contrast = np.repeat(np.arange(len(people)), people)
        in_all = windows.data == np.bincount(owner)[contrast]
        return people, np.bincount(contrast, in_all, len(people)) / np.maximum(people, 1)

    def _interval(self, value: Floats, variance: Floats, people: Codes) -> tuple[Floats, Floats]:
        if self.unit in BOUNDS:
            share, least = self._share, BOUNDS[self.unit][0]
            ends = wilson(share, _effective_size(share, variance / self._width**2, people))
            low, high = (least + self._width * end for end in ends)
            return low, high
        reach = t_reach(people) * np.sqrt(variance)
        least = 0.0 if self.unit == "number" else -np.inf
        return np.maximum(value - reach, least), value + reach

    def _covariance(self, cells: Codes, signs: Floats, people: Codes) -> Floats:
        """Give the covariances (without G/(G−1)) of the cells of each contrast, n x k x k.

        Of pairs of people the diagonal is subtracted, unless that leaves no variance.
        """
        by_person, by_pair = self._influence
        full = _products(by_person, cells)
        reduced = full - _products(by_pair, cells)
        left = np.minimum(_variances(reduced).min(axis=1), _quadratic(signs, reduced))
        subtract = (people >= FEW_PEOPLE) & (left > 0)
        covariance = np.where(subtract[:, None, None], reduced, full)
        real = _variances(covariance) > ROUNDING * self._value[cells] ** 2
        return covariance * real[:, :, None] * real[:, None, :]

    @cached_property
    def _influence(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """Give ψ as cells x people and, for rows that are pairs of people, as cells x pairs."""
        first, second = self._ends
        pair = np.where(first == second, NOBODY, _unordered(first, second))
        return self._spread(self._psi, first, second), self._spread(self._psi, pair)

    @cached_property
    def _psi(self) -> Floats:
        """Give each row's influence on its cell."""
        cell, weight = self._cell, self._totals["y"].to_numpy()[self._cell]
        residual = self.sums["x"].to_numpy() - self._value[cell] * self.sums["y"].to_numpy()
        psi: Floats = np.divide(residual, weight, out=np.zeros(len(cell)), where=weight > 0)
        return psi

    @cached_property
    def _presence(self) -> sparse.csr_array:
        """Count the rows each person takes part in by cell: cells x people."""
        return self._taking_part(*self._ends)

    def _taking_part(self, *ends: Codes) -> sparse.csr_array:
        counts = (self.sums["x"].to_numpy() != 0) | (self.sums["y"].to_numpy() != 0)
        return self._spread(np.ones(len(counts)), *(np.where(counts, end, NOBODY) for end in ends))

    def _spread(self, amounts: Floats, *owners: Codes) -> sparse.csr_array:
        """Sum amounts by cell and owner: cells x owners. What nobody owns is left out."""
        width = 1 + max(int(owner.max(initial=NOBODY)) for owner in owners)
        shape = (len(self._totals), width)
        if shape[0] * shape[1] < len(amounts):
            full = np.zeros(shape[0] * shape[1])
            for owner in owners:
                owned = owner != NOBODY
                place = self._cell[owned] * width + owner[owned]
                full += np.bincount(place, amounts[owned], minlength=len(full))
            return sparse.csr_array(full.reshape(shape))
        owner = np.concatenate(owners)
        row, amount = np.tile(self._cell, len(owners)), np.tile(amounts, len(owners))
        owned = owner != NOBODY
        return sparse.csr_array((amount[owned], (row[owned], owner[owned])), shape=shape)

    @cached_property
    def _ends(self) -> tuple[Codes, Codes]:
        """Number each row's cluster and its partner, who is nobody where rows are not pairs."""
        first = self.sums["cluster"]
        if "cluster2" not in self.sums:
            return pd.factorize(first)[0], np.full(len(first), NOBODY)
        code, _ = pd.factorize(pd.concat([first, self.sums["cluster2"]], ignore_index=True))
        return code[: len(first)], code[len(first) :]

    @cached_property
    def _value(self) -> Floats:
        x, y = self._totals["x"].to_numpy(), self._totals["y"].to_numpy()
        value: Floats = np.divide(x, y, out=np.full(len(x), np.nan), where=y > 0)
        return value

    @cached_property
    def _width(self) -> float:
        """How far a ratio's ends lie apart; 1 where it has none."""
        low, high = BOUNDS.get(self.unit, (0.0, 1.0))
        return high - low

    @cached_property
    def _share(self) -> Floats:
        """Give each ratio as a share of the way between its ends."""
        low, _ = BOUNDS[self.unit]
        return np.clip((self._value - low) / self._width, 0, 1)

    @cached_property
    def _totals(self) -> pd.DataFrame:
        totals = self._by_cell[["x", "y"]].sum()
        cells = totals.index.to_frame()
        named = dict.fromkeys(cells.select_dtypes("category"), "str")
        return totals.set_axis(pd.MultiIndex.from_frame(cells.astype(named)))

    @cached_property
    def _cell(self) -> Codes:
        return np.asarray(self._by_cell.ngroup(), np.intp)

    @cached_property
    def _by_cell(self) -> Any:  # noqa: ANN401 - pandas does not export the type of a grouping
        return self.sums.groupby(CELL, observed=True)


def _unordered(first: Codes, second: Codes) -> Codes:
    """Give each pair of people a number, whoever of the two comes first."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    pair = np.full(len(low), NOBODY)
    pair[low >= 0], _ = pd.factorize(low[low >= 0] * (high.max(initial=0) + 1) + high[low >= 0])
    return pair


def _laid_out(code: Codes, used: pd.DataFrame) -> tuple[Codes, Floats]:
    """Lay terms out as contrasts x terms; shorter ones repeat a cell with sign 0."""
    place = used.groupby(code).cumcount().to_numpy()
    cells = np.zeros((code.max() + 1, place.max() + 1), np.intp)
    cells[code[place == 0]] = used["cell"].to_numpy()[place == 0, None]
    signs = np.zeros(cells.shape)
    cells[code, place], signs[code, place] = used["cell"], used["sign"]
    return cells, signs


def _products(influence: sparse.csr_array, cells: Codes) -> Floats:
    """Give Σψψ' of every two cells of each contrast: contrasts x terms x terms."""
    taken = [influence[column] for column in cells.T]
    sums = [[one.multiply(other).sum(axis=1) for other in taken] for one in taken]
    return np.asarray(sums, float).reshape(cells.shape[1], cells.shape[1], -1).transpose(2, 0, 1)


def _quadratic(weights: Floats, matrix: Floats) -> Floats:
    return np.asarray(np.einsum("...i,...ij,...j", weights, matrix, weights))


def _variances(covariance: Floats) -> Floats:
    return np.diagonal(covariance, axis1=-2, axis2=-1)


def _correlation(covariance: Floats, shares: Floats) -> Floats:
    """Give the correlation of shares; what does not vary is correlated with itself only.

    It may make a change of the same few people look too sure: at ten people who never changed
    their answers it is 1 and the interval a point. So a correlation above 0 is brought nearer to
    0 by ½ in the count of yes on both sides (Newcombe 1998, Stat Med 17:2635, method 10).
    """
    scale = _outer(np.sqrt(_variances(covariance)))
    found, half = np.zeros_like(scale), np.zeros_like(scale)
    np.divide(covariance, scale, out=found, where=scale > 0)
    np.divide(scale, 2 * _outer(shares * (1 - shares)), out=half, where=scale > 0)
    nearer = np.clip(np.where(found > 0, np.maximum(found - half, 0), found), -1, 1)
    return np.where(np.eye(shares.shape[-1], dtype=bool), 1.0, nearer)


def _outer(values: Floats) -> Floats:
    return np.asarray(values[..., :, None] * values[..., None, :])


def _effective_size(share: Floats, variance: Floats, people: Codes) -> Floats:
    """Give n* = R(1−R)/v, how many independent answers a share is worth.

    One answer a person makes it their number. What is beyond it, v has learnt from these few
    people, so there it is cut as t is wider than z (Korn & Graubard 1998, Survey Meth 24:193).
    """
    varies = variance > 0
    size = np.divide(share * (1 - share), variance, out=people.astype(float), where=varies)
    certain = np.minimum(size, people)
    learnt = size * (Z / t_reach(people)) ** 2
    return np.asarray(np.maximum(np.fmax(certain, learnt), NO_ANSWER))


def t_reach(people: Codes) -> Floats:
    """Half a 95 % interval in standard deviations without G/(G−1); none from one person."""
    return np.asarray(stats.t.ppf((1 + CONFIDENCE) / 2, people - 1) * unbiased(people))


def unbiased(people: Codes) -> Floats:
    """Give √(G/(G−1)), which makes a standard deviation one of a sample."""
    alone = np.full(people.shape, np.nan)
    return np.asarray(np.sqrt(np.divide(people, people - 1, out=alone, where=people > 1)))


def _row_sizes(matrix: sparse.csr_array) -> Codes:
    """Count the stored entries of each row."""
    return np.asarray(np.diff(matrix.indptr))


def _ones(rows: Codes, columns: Codes, width: int) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(rows.max() + 1, width))
