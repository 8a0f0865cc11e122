"""How far departments lie apart: gaps of two, and the spread of all.

Both are made of the departments' own ratios and only of those that may be shown, so that a gap
tells nothing of a hidden department.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.estimate.ratios import (
    CELL,
    CONTRAST,
    Floats,
    Ratios,
    Unit,
    mover,
    t_reach,
)

FEWEST_PEOPLE = 5  # as many as the release asks for: what is derived rests on shown cells only
_ALL, _PAIR = "all", "department_pair"
_ESTIMATE = [*CELL, "value", "low", "high", "people", "variance"]


@dataclass(frozen=True)
class Gaps:
    """Gaps between departments' ratios, of the outcome of ``sums_by_cluster`` by department.

    A gap is the absolute difference of two ratios, whichever is the larger; it reaches down to 0
    where the signed interval holds 0. The spread is the standard deviation of the departments'
    ratios freed of sampling noise, √(var R − mean v). Its interval is that of its square, which has
    no edge at 0 to upset it, by a jackknife that leaves out one person at a time.
    """

    sums: pd.DataFrame
    unit: Unit

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row a cell: window, cut (all, department_pair), group, value, low, high, people.

        Of a gap the people are those of the smaller side.
        """
        parts = [one for one in (self._gaps, self._spreads) if len(one)]
        return pd.concat(parts, ignore_index=True) if parts else self._gaps

    def contrasts(self, terms: pd.DataFrame) -> pd.DataFrame:
        """Contrast gaps and spreads as ``Ratios.contrasts`` does ratios.

        A gap's change is that of the two ratios behind it, each window's larger one first.
        """
        known = terms.merge(self.estimates[CELL], on=CELL)
        complete = (
            known.groupby("contrast")["sign"].transform("size")
            == terms.groupby("contrast")["sign"].size().reindex(known["contrast"]).to_numpy()
        )
        known = known[complete]
        pairs = known[known["cut"] == _PAIR].merge(self._sides, on=["window", "group"])
        taken = pairs.assign(
            cut="department", group=pairs["department"], sign=pairs["sign"] * pairs["side"]
        )
        found = [self._ratios.contrasts(taken[["contrast", *CELL, "sign"]])]
        for name, mine in known[known["cut"] == _ALL].groupby("contrast"):
            found.append(self._change(name, mine))
        filled = [one for one in found if len(one)]
        return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=CONTRAST)

    @cached_property
    def _ratios(self) -> Ratios:
        return Ratios(self.sums, self.unit)

    @cached_property
    def _shown(self) -> pd.DataFrame:
        """Give the departments that may be shown."""
        known = self._ratios.estimates
        return known[(known["people"] >= FEWEST_PEOPLE) & known["value"].notna()]

    @cached_property
    def _sides(self) -> pd.DataFrame:
        """Give the two ratios of each gap: window, group, department, side (+1 the larger)."""
        rows: list[tuple[object, str, str, float]] = []
        for window, mine in self._shown.groupby("window"):
            ratios = mine.set_index("group")["value"].sort_index()
            for a, b in combinations(ratios.index, 2):
                side = 1.0 if ratios[a] >= ratios[b] else -1.0
                rows += [(window, f"{a}~{b}", a, side), (window, f"{a}~{b}", b, -side)]
        return pd.DataFrame(rows, columns=["window", "group", "department", "side"])

    @cached_property
    def _gaps(self) -> pd.DataFrame:
        sides = self._sides
        if sides.empty:
            return pd.DataFrame(columns=_ESTIMATE)
        number = sides.groupby(["window", "group"]).ngroup()
        terms = pd.DataFrame(
            {
                "contrast": number,
                "window": sides["window"],
                "cut": "department",
                "group": sides["department"],
                "sign": sides["side"],
            }
        )
        people = terms.merge(self._shown, on=CELL).groupby("contrast")["people"].min()
        keys = sides[["window", "group"]].assign(contrast=number).drop_duplicates("contrast")
        found = self._ratios.contrasts(terms).drop(columns="people").merge(keys, on="contrast")
        told = found.assign(
            cut=_PAIR,
            low=found["low"].clip(lower=0),
            high=np.maximum(found["high"], -found["low"]),
            people=found["contrast"].map(people),
            variance=found["se"] ** 2,
        )
        return told[_ESTIMATE]

    @cached_property
    def _spreads(self) -> pd.DataFrame:
        rows = []
        for window, (square, influence) in self._squares.items():
            people = len(influence)
            reach = float(t_reach(np.array(people))) * np.sqrt((influence**2).sum())
            ends = _root(square - reach), _root(square + reach)
            rows.append((window, _ALL, _ALL, _root(square), *ends, people, np.nan))
        return pd.DataFrame(rows, columns=_ESTIMATE)

    def _change(self, contrast: object, terms: pd.DataFrame) -> pd.DataFrame:
        """Contrast spreads, whose correlation is that of their squares."""
        told = self._spreads.set_index("window").loc[terms["window"]]
        value, low, high = (told[name].to_numpy(float) for name in ("value", "low", "high"))
        signs = terms["sign"].to_numpy(float)
        influences = pd.concat([self._squares[one][1] for one in terms["window"]], axis=1)
        ends = mover(signs, value, low, high, _correlation(influences.fillna(0).to_numpy()))
        people, overlap = len(influences), float(influences.notna().all(axis=1).mean())
        se = np.nan  # a spread near 0 has none: the interval tells how sure it is
        row = (contrast, (signs * value).sum(), *map(float, ends), se, people, overlap)
        return pd.DataFrame([row], columns=CONTRAST)

    @cached_property
    def _squares(self) -> dict[object, tuple[float, pd.Series]]:
        """Give each window's squared spread, and every person's influence on it."""
        listed = self.sums.merge(self._shown[CELL], on=CELL)
        several = listed.groupby("window")["group"].transform("nunique") > 1
        return {window: _jackknife(mine) for window, mine in listed[several].groupby("window")}


def _root(square: float) -> float:
    return float(np.sqrt(max(square, 0.0)))


def _correlation(influences: Floats) -> Floats:
    products = influences.T @ influences
    scale = np.sqrt(np.outer(np.diag(products), np.diag(products)))
    found = np.divide(products, scale, out=np.eye(len(products)), where=scale > 0)
    return np.asarray(found)


def _jackknife(sums: pd.DataFrame) -> tuple[float, pd.Series]:
    """Give var R − mean v over groups, and each cluster's influence on it by leaving it out.

    ``sums`` has group, cluster, x, y. Leaving a person out changes the ratio of their department
    and its noise; both follow from sums of squares.
    """
    x, y = sums["x"].to_numpy(float), sums["y"].to_numpy(float)
    own = np.column_stack([x, y, x * x, x * y, y * y, np.ones(len(x))])
    group, _ = pd.factorize(sums["group"])
    person, names = pd.factorize(sums["cluster"])
    whole = np.array([own[group == one].sum(axis=0) for one in range(group.max() + 1)])
    ratio, noise = _ratio_and_noise(whole)
    ratios, noises = np.tile(ratio, (len(names), 1)), np.tile(noise, (len(names), 1))
    ratios[person, group], noises[person, group] = _ratio_and_noise(whole[group] - own)
    left_out = _square(ratios, noises)
    count = len(names)
    influence = (left_out.mean() - left_out) * (count - 1) / count
    return float(_square(ratio, noise)), pd.Series(influence, index=names)


def _square(ratios: Floats, noises: Floats) -> Floats:
    return np.asarray(ratios.var(axis=-1, ddof=1) - noises.mean(axis=-1))


def _ratio_and_noise(sums: Floats) -> tuple[Floats, Floats]:
    """Give Σx/Σy and its variance from Σx, Σy, Σx², Σxy, Σy² and the number of clusters."""
    x, y, xx, xy, yy, people = sums.T
    ratio = x / y
    residual = np.maximum(xx - 2 * ratio * xy + ratio**2 * yy, 0)
    return ratio, residual / y**2 * people / (people - 1)
