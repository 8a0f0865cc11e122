"""Which cells may be shown together: no sum or difference of them may give a few people away.

Respondents who belong to the same shown cells are told apart by none of them: they are an *atom*.
What can be worked out exactly from shown sums is the row space of M, cells x atoms of 0 and 1: each
of its vectors is a weighted sum of atoms that anybody can compute. A vector that is zero but on
atoms of fewer than k people tells something of these few alone, so there must be none.

Why looking at few sets is enough. Let U be the part of the row space that is zero on every atom of
k people or more, and P its projector. A vector of U that is zero outside a set S of small atoms
exists exactly if the largest eigenvalue of P[S, S] is 1. Eigenvalues of a projector's part lie
between 0 and 1, so their sum, the trace of P[S, S], must reach 1: a set that leaks has an atom with
Pⱼⱼ of 1 ÷ its size or more. The same holds of its other atoms once the first is taken, with P of
what the first leaves. So sets are walked atom by atom, and hardly any are left to walk.

While something leaks, the cheapest cell in the combination that leaks is dropped. Dropping a cell
only takes vectors away, so it never makes a new leak.

Complementary suppression is as old as census tables (Cox 1980, JASA 75:377); the criterion is that
of query-set auditing (Chin & Özsoyoğlu 1982, IEEE TSE 8:574), for groups instead of single people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.intp]

_ZERO = 1e-7
_MOST_SETS = 20_000


class TooFineError(Exception):
    """So many sets of atoms could leak that they cannot all be looked at."""


@dataclass(frozen=True)
class Lattice:
    """The cells of one question, and what it costs to lose one.

    ``member`` is cells x atoms: whether an atom belongs to a cell. ``people`` counts each atom's
    people; ``weight`` is what an atom adds to the people of a set of atoms, less than its people
    where atoms may share some. ``rank`` orders cells by what goes first (0 before 1), among equals
    the one of least ``worth`` does. ``told`` marks what was shown before: it cannot be dropped.
    """

    member: Flags
    people: Floats
    rank: Codes
    worth: Floats
    told: Flags
    weight: Floats

    @classmethod
    def of(
        cls,
        member: Flags,
        *,
        rank: Codes | None = None,
        worth: Floats | None = None,
        told: Flags | None = None,
        weight: Floats | None = None,
    ) -> Lattice:
        """Make the lattice of cells x respondents; respondents of the same cells become an atom.

        ``weight`` is what each respondent counts as, 1 unless one person stands there twice.
        """
        cells, everyone = member.shape
        one = np.ones(everyone) if weight is None else weight
        atoms, of, people = distinct_columns(member)
        return cls(
            member=atoms,
            people=people.astype(float),
            rank=np.ones(cells, np.intp) if rank is None else rank,
            worth=member.sum(axis=1).astype(float) if worth is None else worth,
            told=np.zeros(cells, bool) if told is None else told,
            weight=np.bincount(of, one, minlength=len(people)).astype(float),
        )

    @property
    def cell_people(self) -> Floats:
        """How many people each cell has."""
        return self.member @ self.people


def distinct_columns(member: Flags) -> tuple[Flags, Codes, Codes]:
    """Give the distinct columns, which of them each column is, and how many columns each is."""
    packed = np.ascontiguousarray(np.packbits(member, axis=0).T)
    keys = packed.view(f"V{packed.shape[1]}").ravel()
    _, first, of, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    return member[:, first], of.ravel(), counts


def safe_cells(lattice: Lattice, threshold: int, wanted: Flags | None = None) -> Flags:
    """Give which of the wanted cells may be shown together with those told before.

    No cell of fewer than ``threshold`` people is, and nothing about fewer than ``threshold`` people
    follows from those that are. What is too fine to be looked at loses its cheapest cells until it
    can be.
    """
    shown = lattice.cell_people >= threshold
    shown = (shown if wanted is None else shown & wanted) | lattice.told
    while True:
        try:
            combination = leak(lattice, shown, threshold)
        except TooFineError:
            combination = shown
        if combination is None:
            return shown
        dropped = cheapest(lattice, combination & shown & ~lattice.told)
        if dropped is None:
            return shown & lattice.told
        shown[dropped] = False


def cheapest(lattice: Lattice, among: Flags) -> int | None:
    """Give the cell to drop first, or none when nothing may be dropped."""
    cells = np.flatnonzero(among)
    if not len(cells):
        return None
    return int(cells[np.lexsort((lattice.worth[cells], lattice.rank[cells]))[0]])


def leak(lattice: Lattice, shown: Flags, threshold: int) -> Flags | None:
    """Give the cells that together tell something about fewer than ``threshold`` people, if any.

    Combinations of cells told before are past helping and are passed over.
    """
    rows = np.flatnonzero(shown)
    atoms, of, _ = distinct_columns(lattice.member[rows])
    people, weight = (
        np.bincount(of, one).astype(float) for one in (lattice.people, lattice.weight)
    )
    inside = atoms.any(axis=0)
    matrix, people, weight = atoms[:, inside].astype(float), people[inside], weight[inside]
    small = people < threshold
    basis = _unseen_by(matrix, ~small)[small]
    for atoms_of in _sets(basis, weight[small], threshold):
        part = basis[atoms_of]
        values, vectors = np.linalg.eigh(part @ part.T)
        for vector in vectors.T[values > 1 - _ZERO]:
            target = np.zeros(matrix.shape[1])
            target[np.flatnonzero(small)[atoms_of]] = vector
            used = _combination(matrix, target, lattice.told[rows])
            if (used & ~lattice.told[rows]).any():
                found = np.zeros(len(shown), bool)
                found[rows[used]] = True
                return found
    return None


def implied(lattice: Lattice, shown: Flags) -> Flags:
    """Give the cells whose sums follow from the shown ones, these among them."""
    matrix = lattice.member.astype(float)
    known = matrix[shown]
    if not len(known):
        return shown.copy()
    _, sizes, vectors = np.linalg.svd(known, full_matrices=False)
    basis = vectors[sizes > _ZERO]
    left = matrix - (matrix @ basis.T) @ basis
    found: Flags = np.abs(left).max(axis=1) < _ZERO
    return found


def _unseen_by(matrix: Floats, large: Flags) -> Floats:
    """Give an orthonormal basis of the row space's part that is 0 on large atoms: atoms x vectors.

    Sizes below ``_ZERO`` are rounding: they are not measured by the largest, which may be one too.
    """
    unseen = linalg.null_space(matrix[:, large].T, rcond=_ZERO)
    vectors, sizes, _ = np.linalg.svd(matrix.T @ unseen, full_matrices=False)
    basis: Floats = vectors[:, sizes > _ZERO]
    return basis


def _sets(basis: Floats, weight: Floats, threshold: int) -> Iterator[list[int]]:
    """Give sets of atoms of fewer than ``threshold`` people outside of which some vector is 0.

    ``basis`` spans U, atoms x vectors. What is left of an atom, given those taken, is how much of
    it no vector of U reaches: 1 − Pⱼⱼ less what the taken ones explain, as in Gram and Schmidt's
    method. Where nothing is left the set is one.
    """
    lightest = weight.min(initial=np.inf)
    walked = 0

    def walk(
        taken: list[int], room: float, left: Floats, columns: list[Floats], free: Flags
    ) -> Iterator[list[int]]:
        nonlocal walked
        walked += 1
        if walked > _MOST_SETS:
            raise TooFineError
        fitting = free & (weight < room)
        closing = fitting & (left < _ZERO)
        yield from ([*taken, int(atom)] for atom in np.flatnonzero(closing))
        most = np.ceil(room / lightest) - 1
        if most <= 1:
            return
        free = free & ~closing
        for atom in np.flatnonzero(fitting & ~closing & (1 - left > 1 / most - _ZERO)):
            column = -(basis @ basis[atom])
            column[atom] += 1
            for known in columns:
                column -= known * known[atom]
            column /= np.sqrt(left[atom])
            free[atom] = False
            yield from walk(
                [*taken, int(atom)],
                room - weight[atom],
                left - column**2,
                [*columns, column],
                free.copy(),
            )

    everything = 1 - (basis**2).sum(axis=1)
    yield from walk([], float(threshold), everything, [], np.ones(len(weight), bool))


def _combination(matrix: Floats, target: Floats, told: Flags) -> Flags:
    """Give the cells of the shortest combination that makes the target; told ones cost little."""
    cost = np.where(told, _ZERO, 1.0)
    scaled = target / np.abs(target).max()
    found = optimize.linprog(
        np.concatenate([cost, cost]),
        A_eq=np.hstack([matrix.T, -matrix.T]),
        b_eq=scaled,
        bounds=(0, None),
        method="highs",
    )
    if found.x is None:
        return ~told
    plus, minus = np.split(found.x, 2)
    used: Flags = np.abs(plus - minus) > _ZERO
    return used
