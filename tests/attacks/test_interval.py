"""An attacker who knows who is where solves for what a hidden group can have answered."""

from __future__ import annotations

import numpy as np

from dashboard.privacy import Answers, Lattice, banded_cells, loose_cells

K = 5
YES_NO = np.array([[0.0, 1.0]])
FIVE_POINTS = np.array([[0.0, 0.0, 1.0, 1.0], [1.0, 3.0, 4.0, 5.0]])


def by_department(*sizes: int) -> np.ndarray:
    """Give everybody and the departments, one after the other."""
    of = np.repeat(np.arange(len(sizes)), sizes)
    return np.vstack([np.ones(len(of), bool), [of == i for i in range(len(sizes))]])


def stays(member: np.ndarray, yes: np.ndarray, shown: list[bool]) -> list[bool]:
    lattice = Lattice.of(member, rank=np.array([1, *[0] * (len(member) - 1)]))
    said = Answers.of(member, yes[None], np.ones(member.shape[1]), YES_NO)
    return loose_cells(lattice, np.array(shown), said, K).tolist()


def test_a_total_near_the_end_fences_a_hidden_group_in() -> None:
    """Ten people are hidden, four of them a group, and one of the ten said yes.

    So of the four no more than one did: 25 points of room, not 40. With the next department hidden
    as well two more yeses are among them, and up to three of the four may have said so.
    """
    member = by_department(20, 8, 6, 4)
    yes = np.zeros(38)
    yes[[0, 1, 2, 3, 20, 21, 28]] = 1
    assert stays(member, yes, [True, True, True, False, False]) == [True, True, False, False, False]
    # Where four of the ten said yes, all of the four may have.
    yes[[29, 30, 31]] = 1
    kept = [True, True, True, False, False]
    assert stays(member, yes, kept) == kept


def test_a_unanimous_department_is_not_found_by_subtraction() -> None:
    """Everybody less the other departments would tell that all twelve of one said no."""
    member = by_department(12, 30, 20)
    yes = np.zeros(62)
    yes[12:20] = yes[42:50] = 1
    kept = stays(member, yes, [True, True, True, True])
    # It is told as a band; another department has to go, the smallest of them.
    assert kept == [True, True, True, False]
    assert banded_cells(np.array([0.0, 8, 8]), np.array([12.0, 30, 20])).tolist() == [
        True,
        False,
        False,
    ]


def test_of_fewer_than_ten_one_who_differs_makes_no_difference() -> None:
    favourable, count = np.array([0.0, 1, 2, 8, 1, 9, 10]), np.array([9.0, 9, 9, 9, 10, 10, 10])
    told = banded_cells(favourable, count)
    assert told.tolist() == [True, True, False, True, False, False, True]


def test_share_and_mean_are_looked_at_together() -> None:
    """Nine hidden people, four of them a group: none is favourable, and all have three points.

    A group whose answers are no secret through the mean may not be told through the share either.
    """
    member = by_department(20, 5, 4)
    yes, points = np.zeros(29), np.full(29, 3.0)
    yes[:10], points[:10] = 1, 5
    lattice = Lattice.of(member, rank=np.array([1, 0, 0, 0]))
    said = Answers.of(member, np.array([yes, points]), np.ones(29), FIVE_POINTS)
    kept = loose_cells(lattice, np.array([True, True, False, False]), said, K)
    assert kept.tolist() == [True, False, False, False]
