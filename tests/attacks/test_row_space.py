"""An attacker adds and subtracts whatever is shown, and must never be left with a few people."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.privacy import Lattice, implied, leak, safe_cells

K = 5
PRIME = 2**31 - 1
Flags = NDArray[np.bool_]


def rank(matrix: Flags) -> int:
    """Count independent rows exactly, in the numbers modulo a prime."""
    rows = [[int(x) for x in row] for row in matrix]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        rows[found] = [x * inverse % PRIME for x in rows[found]]
        for i, row in enumerate(rows):
            if i != found and row[column]:
                times = row[column]
                rows[i] = [(x - times * y) % PRIME for x, y in zip(row, rows[found], strict=True)]
        found += 1
    return found


def leaks(member: Flags) -> bool:
    """Whether some combination of cells is zero but on fewer than five people, trying every set.

    There is one for a set of atoms exactly if taking them away takes from the rank.
    """
    columns = [tuple(column) for column in member.T if column.any()]
    atoms = sorted(set(columns))
    sizes = [columns.count(atom) for atom in atoms]
    matrix = np.array(atoms).T
    small = [i for i, size in enumerate(sizes) if size < K]
    whole = rank(matrix)
    return any(
        rank(np.delete(matrix, list(chosen), axis=1)) < whole
        for many in range(1, K)
        for chosen in combinations(small, many)
        if sum(sizes[i] for i in chosen) < K
    )


def company(seed: int) -> Flags:
    """Draw cells of a company of a dozen to forty people, which overlap as they may."""
    random = np.random.default_rng(seed)
    people, cells = int(random.integers(12, 40)), int(random.integers(3, 8))
    member = random.random((cells, people)) < random.uniform(0.15, 0.6, (cells, 1))
    member[0] = True
    department = random.integers(0, 3, people)
    parts = np.array([department == i for i in range(3)])
    return np.vstack([member[: cells - 2], parts]) if seed % 2 else member


@pytest.mark.parametrize("seed", range(60))
def test_a_leak_is_found_exactly_where_there_is_one(seed: int) -> None:
    member = company(seed)
    lattice = Lattice.of(member)
    shown = lattice.cell_people >= K
    assert (leak(lattice, shown, K) is not None) == leaks(member[shown])


@pytest.mark.parametrize("seed", range(60))
def test_what_is_shown_leaks_nowhere(seed: int) -> None:
    member = company(seed)
    shown = safe_cells(Lattice.of(member), K)
    assert not leaks(member[shown])
    assert member[shown].sum(axis=1).min(initial=K) >= K


def test_everybody_less_the_shown_departments_is_the_hidden_one() -> None:
    """20 + 8 + 6 + 3 people: the three are hidden, and the smallest department beside them."""
    department = np.repeat(np.arange(4), [20, 8, 6, 3])
    member = np.vstack([np.ones(37, bool), [department == i for i in range(4)]])
    lattice = Lattice.of(member, rank=np.array([1, 0, 0, 0, 0]))
    assert safe_cells(lattice, K).tolist() == [True, True, True, False, False]
    # What is worth more stays, whoever is smaller.
    worth = np.array([9.0, 1, 7, 8, 9])
    valued = Lattice.of(member, rank=np.array([1, 0, 0, 0, 0]), worth=worth)
    assert safe_cells(valued, K).tolist() == [True, False, True, True, False]


def test_three_in_three_projects_are_found_by_no_subtraction() -> None:
    """Teams of six share three people; two teams less the third would be three and three."""
    teams = np.zeros((3, 12), bool)
    teams[0, :6], teams[1, 3:9], teams[2, [0, 1, 2, 6, 7, 8]] = True, True, True
    # A + B − C = 2 × the three people who are in A and B.
    assert leaks(teams)
    shown = safe_cells(Lattice.of(teams), K)
    assert shown.sum() == 2
    assert not leaks(teams[shown])


def test_what_was_shown_before_counts_and_cannot_be_taken_back() -> None:
    """A second version of a cell with three people more would give the three away."""
    before = np.array([True] * 10 + [False] * 3)
    member = np.array([before, np.ones(13, bool)])
    lattice = Lattice.of(member, told=np.array([True, False]))
    assert safe_cells(lattice, K).tolist() == [True, False]
    more = np.array([[True] * 10 + [False] * 5, [True] * 15])
    assert safe_cells(Lattice.of(more, told=np.array([True, False])), K).all()


def test_who_corrects_an_answer_is_one_person() -> None:
    """Three people with an old and a new answer are three, though six answers differ."""
    old, new = np.array([1] * 10 + [0] * 3), np.array([1] * 7 + [0] * 3 + [1] * 3)
    member = np.array([old, new], bool)
    weight = np.array([1.0] * 7 + [0.5] * 6)
    told = np.array([True, False])
    assert safe_cells(Lattice.of(member, told=told, weight=weight), K).tolist() == [True, False]
    # Were they six people, their difference would be of six.
    assert safe_cells(Lattice.of(member, told=told), K).all()


def test_what_follows_from_what_is_shown() -> None:
    department = np.repeat([0, 1], [6, 7])
    member = np.vstack([np.ones(13, bool), department == 0, department == 1, np.arange(13) < 3])
    found = implied(Lattice.of(member), np.array([True, True, False, False]))
    assert found.tolist() == [True, True, True, False]
