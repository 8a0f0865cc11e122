"""What departments gave each other, worked out by hand, on pandas and on DuckDB."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.estimate import Ratios
from tests.metrics.test_team_metrics import Engine, engine
from tests.test_every_metric import group_interactions, windows

__all__ = ["engine"]
SPRING = windows(("spring", "2025-04-01", "2025-05-31"))
MONTHS = windows(("april", "2025-04-01", "2025-04-30"), ("may", "2025-05-01", "2025-05-31"))


def given(*rows: tuple[str, str, str | None, float]) -> pd.DataFrame:
    """Give hours of departments of ten people: month, from, to, amount."""
    return group_interactions(*((*row, "hours", 10) for row in rows))


TOLD = given(
    ("2025-04-01", "planning", "planning", 6.0),
    ("2025-04-01", "planning", "sales", 2.0),
    ("2025-04-01", "sales", "planning", 1.0),
    ("2025-04-01", "sales", "sales", 4.0),
    ("2025-05-01", "planning", "planning", 3.0),
    ("2025-05-01", "planning", "sales", 3.0),
)


def test_what_went_to_other_departments_of_all_that_was_given(engine: Engine) -> None:
    assert engine.cells("group_contact", {"group_interactions": TOLD}, MONTHS) == {
        ("april", "all", "all"): (3, 13),
        ("april", "department", "planning"): (2, 8),
        ("april", "department", "sales"): (1, 5),
        ("may", "all", "all"): (3, 6),
        ("may", "department", "planning"): (3, 6),
    }
    found = engine.cells("group_contact", {"group_interactions": TOLD}, SPRING)
    assert found["spring", "department", "planning"] == (5, 14)


def test_people_of_no_known_department_are_left_out(engine: Engine) -> None:
    told = pd.concat([TOLD, given(("2025-04-01", "planning", None, 90.0))], ignore_index=True)
    found = engine.cells("group_contact", {"group_interactions": told}, MONTHS)
    assert found["april", "department", "planning"] == (2, 8)


@pytest.mark.parametrize(("people", "there"), [(1, False), (4, False), (5, True), (None, True)])
def test_a_department_of_too_few_people_is_left_out(
    engine: Engine, people: int | None, *, there: bool
) -> None:
    board = group_interactions(("2025-04-01", "board", "sales", 7.0, "hours", people))
    told = pd.concat([TOLD, board], ignore_index=True)
    found = engine.cells("group_contact", {"group_interactions": told}, MONTHS)
    assert (("april", "department", "board") in found) is there
    assert found["april", "all", "all"] == ((10, 20) if there else (3, 13))


def test_what_others_gave_to_a_small_department_is_theirs(engine: Engine) -> None:
    told = pd.concat([TOLD, given(("2025-04-01", "sales", "board", 5.0))], ignore_index=True)
    found = engine.cells("group_contact", {"group_interactions": told}, MONTHS)
    assert found["april", "department", "sales"] == (6, 10)


def test_hours_and_contacts_are_never_added_up(engine: Engine) -> None:
    counts = TOLD.assign(unit="count", amount=TOLD["amount"] * 100)
    alone = engine.cells("group_contact", {"group_interactions": counts}, MONTHS)
    assert alone["april", "all", "all"] == (300, 1300)
    both = pd.concat([TOLD, counts], ignore_index=True)
    found = engine.cells("group_contact", {"group_interactions": both}, MONTHS)
    assert found["april", "all", "all"] == (3, 13)


def test_pairs_that_share_a_department_vary_together(engine: Engine) -> None:
    three = given(
        ("2025-04-01", "a", "a", 4.0),
        ("2025-04-01", "a", "b", 2.0),
        ("2025-04-01", "b", "c", 2.0),
        ("2025-04-01", "c", "c", 2.0),
    )
    sums = engine.sums("group_contact", {"group_interactions": three}, MONTHS[:1])
    found = Ratios(sums, "share").estimates.set_index("cut").loc["all"]
    # Four of ten hours cross. Influence of a row, (x − .4 y) / 10: a–a −.16, a–b .12, b–c .12,
    # c–c −.08. Added up by department, what stays within it once: a −.04, b .24, c .04.
    assert found["value"] == pytest.approx(0.4)
    assert found["variance"] == pytest.approx(0.04**2 + 0.24**2 + 0.04**2)
