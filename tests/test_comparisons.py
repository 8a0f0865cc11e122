"""What must hold of a comparison before it is declared, whoever declares it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard import store
from dashboard.comparisons import Comparison, next_id, problems_of
from data_loaders import LoadError

SPRING = Comparison(
    "declared-1",
    "spring",
    None,
    date(2025, 1, 1),
    date(2025, 3, 31),
    date(2025, 4, 1),
    date(2025, 6, 30),
)


def problems(one: Comparison, *others: Comparison, unequal: bool = False) -> list[str]:
    found = problems_of(
        one, others=others, departments=["planning"], projects=["P7", "P8"], unequal=unequal
    )
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"treated": "project:P7", "control": "department:planning"},
        {"treated": "membership:others", "control": "membership:members", "tie_min": 1},
    ],
)
def test_a_sound_comparison_has_no_problem(changed: dict[str, object]) -> None:
    assert problems(replace(SPRING, **changed)) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"before_to": date(2024, 12, 31)}, "must begin before it ends"),
        ({"after_to": date(2025, 3, 31)}, "must begin before it ends"),
        ({"after_from": date(2025, 3, 31)}, "must end before the window after begins"),
        ({"after_to": date(2025, 5, 31)}, "3 months before, 2 after"),
        ({"name": " "}, "needs a name"),
        ({"tie_min": 0}, "at least one contact"),
        ({"treated": "project:P7", "control": "project:P7"}, "compared with itself"),
        ({"treated": "project:P9"}, "No project is called “P9”"),
        ({"control": "department:plannning"}, "Nearest: planning"),
        ({"treated": "everybody"}, "is no group"),
        ({"treated": "project:"}, "is no group"),
    ],
)
def test_what_is_wrong_is_told(changed: dict[str, object], told: str) -> None:
    found = problems(replace(SPRING, **changed))
    assert any(told in one for one in found), found


def test_windows_of_different_lengths_are_allowed_when_wanted() -> None:
    assert problems(replace(SPRING, after_to=date(2025, 5, 31)), unequal=True) == []


def test_a_name_stands_for_one_comparison() -> None:
    assert problems(replace(SPRING, comparison="declared-2"), SPRING)
    assert problems(replace(SPRING, tie_min=3), SPRING) == []


def test_nothing_is_unknown_while_nothing_is_declared() -> None:
    one = replace(SPRING, treated="project:P1", control="department:x")
    assert problems_of(one, others=[], departments=[], projects=[]) == []


def test_an_id_that_is_in_use_is_never_given_again() -> None:
    assert next_id([]) == "declared-1"
    assert next_id([replace(SPRING, comparison="declared-2")]) == "declared-3"
    assert next_id([replace(SPRING, comparison="year")]) == "declared-1"


def test_a_refused_comparison_leaves_no_trace(workspace: store.Workspace) -> None:
    with pytest.raises(LoadError, match="needs a name"):
        workspace.declare(replace(SPRING, name=""))
    assert workspace.comparisons() == []


def test_a_withdrawn_comparison_can_be_declared_again(workspace: store.Workspace) -> None:
    workspace.declare(SPRING)
    assert workspace.withdraw("spring") == SPRING
    assert workspace.comparisons() == []
    workspace.declare(SPRING)
    assert workspace.comparisons() == [SPRING]
    with pytest.raises(LoadError, match="“autumn”"):
        workspace.withdraw("autumn")
