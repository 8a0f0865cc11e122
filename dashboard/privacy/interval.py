"""How closely a hidden group can be fenced in by what is shown, and what to hide so that it cannot.

No sum of few people follows exactly once the row-space rule holds, yet it can be fenced in: answers
lie on a scale, so a total near an end leaves little room to any part of it. How much room is left
is a linear program: the answers of each atom are counts of the possible answers, the shown totals
are equations, and the group's mean is driven as low and as high as they allow. A group too small to
be shown must be left uncertain by 40 points of a share and half of a scale (2 points of 1 to 5).
A larger one that is hidden for another's sake need not be: shown by itself it would harm nobody.

Where all answered alike, a number would tell what each of them said. Such a share is told as a
band, 10 % or less or 90 % or more, which counts as an inequality here and must stay as uncertain as
it is wide. Of fewer than ten people that band would be as exact as the number: their bands are 20
and 80 %, and a share from which one person differs is told so too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from dashboard.privacy.row_space import Flags, Floats, Lattice, cheapest, distinct_columns

_ROOM = np.array([0.4, 0.5])  # of a share, of a scale
_BAND, _WIDE_BAND, _FEW = 0.1, 0.2, 10
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Answers:
    """What the atoms of a lattice answered.

    ``sums`` is measures x atoms: how many answers were favourable and, where the question has a
    scale, the sum of the points. ``count`` is how many answers an atom gave. ``possible`` is
    measures x answers: flag and points of the answers between which all others lie (the least and
    the greatest of either kind).
    """

    sums: Floats
    count: Floats
    possible: Floats

    @classmethod
    def of(cls, member: Flags, sums: Floats, count: Floats, possible: Floats) -> Answers:
        """Add respondents' answers up to those of the atoms that ``Lattice.of`` makes of them."""
        _, of, _ = distinct_columns(member)
        added = np.array([np.bincount(of, one) for one in sums])
        return cls(added, np.bincount(of, count).astype(float), possible)


def band_width(count: Floats) -> Floats:
    """Give the width of the band of a share of so many answers."""
    return np.where(count < _FEW, _WIDE_BAND, _BAND)


def banded_cells(favourable: Floats, count: Floats) -> Flags:
    """Give the cells whose share is told as a band: all alike, of few all but one."""
    differing = np.minimum(favourable, count - favourable)
    found: Flags = differing < np.where(count < _FEW, 1, 0) + _ROUNDING
    return found


def loose_cells(lattice: Lattice, shown: Flags, answers: Answers, threshold: int) -> Flags:
    """Give which of the shown cells may stay, so that no hidden or banded group is fenced in.

    Cells told before stay: they are past helping.
    """
    shown = shown.copy()
    while True:
        fence = _fence(lattice, shown, answers, threshold)
        dropped = None if fence is None else cheapest(lattice, fence & ~lattice.told)
        if dropped is None:
            return shown
        shown[dropped] = False


def _fence(lattice: Lattice, shown: Flags, answers: Answers, threshold: int) -> Flags | None:
    """Give the cells that fence some group in and can be dropped, if any."""
    count = lattice.member @ answers.count
    agreed = banded_cells(lattice.member @ answers.sums[0], count)
    small = lattice.cell_people < threshold
    spans = answers.possible.max(axis=1) - answers.possible.min(axis=1)
    for group in np.flatnonzero((small | agreed) & (count > 0)):
        # Answers are whole: of a band of 10 % twelve can fill no more than a twelfth.
        whole = np.floor(band_width(count[group]) * count[group]) / count[group]
        rooms = spans * (_ROOM[: len(spans)] if small[group] else whole)
        for measure, needed in enumerate(rooms):
            room, fence = _room(lattice, shown, agreed, answers, group=int(group), measure=measure)
            if room < needed - _ROUNDING and (fence & ~lattice.told).any():
                return fence
    return None


def _room(
    lattice: Lattice,
    shown: Flags,
    agreed: Flags,
    answers: Answers,
    *,
    group: int,
    measure: int,
) -> tuple[float, Flags]:
    """Give how far apart a group's mean may lie, and the exactly shown cells that bind it."""
    seen, exact, banded = shown.copy(), shown & ~agreed, shown & agreed
    seen[group] = True
    rows = np.flatnonzero(seen)
    atoms, of, _ = distinct_columns(lattice.member[rows])
    count = np.bincount(of, answers.count).astype(float)
    sums = np.array([np.bincount(of, one) for one in answers.sums])
    kinds = answers.possible.shape[1]
    known = atoms[exact[rows]].astype(float)
    equations = [sparse.kron(known, of_answers[None]) for of_answers in answers.possible]
    totals = [known @ one for one in sums]
    whole = sparse.kron(sparse.eye_array(len(count)), np.ones((1, kinds)))
    told = atoms[banded[rows]].astype(float)
    least, most = _of_bands(told, answers.possible[0], told @ sums[0], told @ count)
    mine = atoms[np.flatnonzero(rows == group)[0]].astype(float)
    goal = np.kron(mine, answers.possible[measure])
    ends, binding = [], np.zeros(len(known), bool)
    for sign in (1, -1):
        found = optimize.linprog(
            sign * goal,
            A_eq=sparse.vstack([*equations, whole]),
            b_eq=np.concatenate([*totals, count]),
            A_ub=sparse.csr_array(least),
            b_ub=most,
            bounds=(0, None),
            method="highs",
        )
        ends.append(sign * found.fun)
        price = found.eqlin.marginals[: len(known) * len(sums)].reshape(len(sums), -1)
        binding |= (np.abs(price) > _ROUNDING).any(axis=0)
    fence = np.zeros(len(seen), bool)
    fence[rows[exact[rows]][binding]] = True
    return (ends[1] - ends[0]) / float(mine @ count), fence


def _of_bands(
    told: Floats, flags: Floats, favourable: Floats, people: Floats
) -> tuple[Floats, Floats]:
    """Give what bands tell as inequalities: coefficients and bounds."""
    sign = np.where(favourable <= people / 2, 1.0, -1.0)
    width = band_width(people)
    edge = np.where(sign > 0, width * people, (width - 1) * people)
    return sign[:, None] * np.kron(told, flags[None]), edge
