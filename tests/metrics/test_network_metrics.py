"""The figures of ties, worked out by hand, on pandas and on DuckDB."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.metrics.ei_index_volume_matched import chance_of_any
from tests.metrics.test_team_metrics import Engine, engine, log
from tests.test_every_metric import people, windows

__all__ = ["engine"]
SIDES = windows(("before", "2024-01-01", "2024-06-30"), ("after", "2024-07-01", "2024-12-31"))
EARLY, LATE = "2024-03-01", "2024-09-01"


def both(pair: str, sides: str, n: int = 2) -> list[tuple[str, str, str, None, int]]:
    return [(EARLY, pair, sides, None, n), (LATE, pair, sides, None, n)]


# Ties kept, lost and new. Letters are people; the departments are p, s and d.

TURNED = {
    "ties": log(
        # Kept: ab, cd (written the other way round), ef.
        *both("ab", "ps"),
        (EARLY, "cd", "ps", None, 2),
        (LATE, "dc", "sp", None, 2),
        *both("ef", "sd"),
        # Lost: ad, and cb, which is a single contact afterwards.
        (EARLY, "ad", "ps", None, 3),
        (EARLY, "cb", "ps", None, 2),
        (LATE, "cb", "ps", None, 1),
        # New: af, cf, de.
        (LATE, "af", "pd", None, 2),
        (LATE, "cf", "pd", None, 2),
        (LATE, "de", "sd", None, 2),
        # Inside a department, before and after: not across.
        *both("ac", "pp"),
        # Across before, but g has moved to h's department: neither lost nor kept.
        (EARLY, "gh", "ps", None, 2),
        (LATE, "gh", "ss", None, 2),
    )
}


def test_three_kept_two_lost_three_new(engine: Engine) -> None:
    renewed = engine.cells("ties_renewed", TURNED, SIDES)
    assert renewed["after", "all", "all"] == (3, 8)
    assert 3 / 8 == 0.375
    assert engine.cells("ties_lost", TURNED, SIDES)["after", "all", "all"] == (2, 5)
    assert engine.cells("ties_new", TURNED, SIDES)["after", "all", "all"] == (3, 6)
    # Planning kept ab and cd, lost ad and cb, won af and cf.
    assert renewed["after", "department", "p"] == (2, 6)
    assert {window for window, *_ in renewed} == {"after"}


def test_a_move_loses_no_tie(engine: Engine) -> None:
    moved = {"ties": log((EARLY, "ij", "pp", None, 2), (LATE, "ij", "sp", None, 2))}
    assert engine.cells("ties_renewed", moved, SIDES)["after", "all", "all"] == (1, 1)


def test_windows_of_different_comparisons_are_not_contrasted(engine: Engine) -> None:
    apart = SIDES.assign(comparison=["one", "other"])
    assert engine.cells("ties_renewed", TURNED, apart) == {}
    alone = SIDES.assign(comparison=pd.Series([None, None], dtype="str"))
    assert engine.cells("ties_renewed", TURNED, alone) == {}


# Reach

REACH = {
    "ties": log(
        (EARLY, "ab", "ps", None, 2),
        (EARLY, "ac", "ps", None, 2),
        (EARLY, "ad", "pd", None, 5),
        (EARLY, "bc", "ss", None, 2),
        # A single contact is no tie.
        (EARLY, "cd", "sd", None, 1),
        (EARLY, "ef", "pp", None, 2),
    ),
    "participations": pd.DataFrame(
        {"project": ["P"], "person": [ord("a")], "joined_on": [pd.Timestamp(2024, 1, 1)]}
    ).assign(role="member"),
    "projects": pd.DataFrame({"project": ["P"], "kind": ["co_creation"]}),
}


def test_other_departments_each_person_reaches(engine: Engine) -> None:
    found = engine.cells("department_reach", REACH, SIDES)
    # a: sales and development; b, c and d: planning; e and f: none.
    assert found["before", "all", "all"] == (5, 6)
    assert found["before", "department", "p"] == (2, 3)
    assert found["before", "department", "s"] == (2, 2)
    assert found["before", "membership", "members"] == (2, 1)
    assert found["before", "membership", "others"] == (3, 5)


def test_who_moved_counts_where_most_ties_were_made(engine: Engine) -> None:
    moved = {
        **REACH,
        "ties": log(
            (EARLY, "ab", "ps", None, 2), (EARLY, "ac", "ps", None, 2), (EARLY, "ad", "sd", None, 2)
        ),
    }
    found = engine.cells("department_reach", moved, SIDES)
    assert found["before", "department", "p"] == (2, 1)


# Reciprocity


def test_pairs_in_which_both_wrote(engine: Engine) -> None:
    written = log(
        (EARLY, "ab", "ps", None, 1),
        (EARLY, "ba", "sp", None, 1),
        (EARLY, "ac", "ps", None, 7),
        (EARLY, "ad", "pd", None, 1),
        (EARLY, "bc", "ss", None, 1),
    )
    meetings = log((EARLY, "da", "dp", None, 4), (EARLY, "bd", "sd", None, 4))
    rows = pd.concat([written, meetings.assign(channel="meeting")], ignore_index=True)
    found = engine.cells("reciprocity", {"ties": rows}, SIDES)
    # ab both; ac and ad one way only (a meeting is nobody's answer); bd only met; bc is inside.
    assert found["before", "all", "all"] == (1, 3)
    assert found["before", "department", "p"] == (1, 3)
    assert found["before", "department", "s"] == (1, 2)
    assert found["before", "department", "d"] == (0, 1)


# Links that hang on one person


def links(*ends: str) -> pd.DataFrame:
    """Give ties of two contacts; a letter's department is its place in rows of three."""
    of = {letter: "12345"[i // 3] for i, letter in enumerate("abcdefghijklmno")}
    return log(*((EARLY, pair, of[pair[0]] + of[pair[1]], None, 2) for pair in ends))


def test_a_link_hangs_on_whoever_is_in_all_its_ties(engine: Engine) -> None:
    ties = links(
        *("ad", "ae", "af"),  # 1~2 hangs on a
        *("ag", "bg"),  # 1~3 on g
        *("aj", "bk"),  # 1~4 on nobody
        "dg",  # 2~3 is a single tie: on both its people
        *("dj", "dk", "ek"),  # 2~4 on nobody
        *("de", "ef"),  # within 2
    )
    found = engine.cells("single_bridge", {"ties": ties}, SIDES)
    assert found == {("before", "all", "all"): (3, 5)}


def test_of_fewer_than_five_links_nothing_is_told(engine: Engine) -> None:
    ties = links("ad", "ag", "aj", "dg")
    assert engine.cells("single_bridge", {"ties": ties}, SIDES) == {}


# Levels


def test_ties_across_departments_between_levels(engine: Engine) -> None:
    # The odd lead: a, c, e and g are; b, d and f are staff. b leads from July.
    roster = people(*((ord(one), "2023-01-01", "x") for one in "abcdefg"))
    spell = pd.DataFrame(
        {
            "person": [ord("b")],
            "valid_from": [pd.Timestamp(2024, 7, 1)],
            "valid_to": [pd.Timestamp(9999, 12, 31)],
            "department": ["x"],
            "level": ["lead"],
        }
    )
    ended = roster["person"] == ord("b")
    roster.loc[ended, "valid_to"] = pd.Timestamp(2024, 7, 1)
    ties = log(
        *both("ab", "ps"),
        *both("ac", "ps"),
        *both("bd", "ss"),
        (EARLY, "ah", "ps", None, 2),
    )
    tables = {"ties": ties, "people": pd.concat([roster, spell], ignore_index=True)}
    found = engine.cells("level_mixing", tables, SIDES)
    # ab: lead and staff, later both lead; ac both lead; bd inside; of h no level is known.
    assert found["before", "all", "all"] == (1, 2)
    assert found["after", "all", "all"] == (0, 2)
    assert found["before", "department", "s"] == (1, 2)


# At equal volume


def test_thinning_by_hand() -> None:
    # Of 4 contacts 2 are kept: a pair with 1 of them is seen in 3 of 6 draws, with 2 in 5 of 6.
    one = chance_of_any(np.array([1.0, 2.0, 3.0]), np.full(3, 4.0), np.full(3, 2.0))
    assert one == pytest.approx([3 / 6, 5 / 6, 1])
    same = chance_of_any(np.array([1.0, 4.0]), np.full(2, 4.0), np.full(2, 4.0))
    assert same == pytest.approx([1, 1])


def test_the_busier_window_is_thinned_to_the_quieter(engine: Engine) -> None:
    quiet = [(EARLY, "ab", "ps", None, 1), (EARLY, "ac", "pp", None, 1)]
    busy = [(LATE, "ab", "ps", None, 2), (LATE, "ac", "pp", None, 1), (LATE, "ad", "pp", None, 1)]
    found = engine.cells("ei_index_volume_matched", {"ties": log(*quiet, *busy)}, SIDES)
    assert found["before", "all", "all"] == (0, 2)
    x, y = found["after", "all", "all"]
    # 4 contacts, 2 kept: ab is seen with 5/6, ac and ad with 1/2 each.
    assert (x, y) == pytest.approx((5 / 6 - 1, 5 / 6 + 1))


def test_closed_form_is_the_mean_of_random_thinnings() -> None:
    random = np.random.default_rng(7)
    n = random.geometric(0.2, 400)
    outside = random.random(400) < 0.4
    volume, kept = n.sum(), n.sum() // 3
    seen = chance_of_any(n.astype(float), np.full(400, volume), np.full(400, kept))
    expected = (seen[outside].sum() - seen[~outside].sum()) / seen.sum()
    contacts = np.repeat(np.arange(400), n)
    found = []
    for _ in range(200):
        drawn = np.unique(random.choice(contacts, kept, replace=False))
        found.append((2 * outside[drawn].sum() - len(drawn)) / len(drawn))
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - expected) < 2.6 * error
    # Thinning matters: unthinned the index is far outside of what the draws give.
    whole = (2 * outside.sum() - 400) / 400
    assert abs(whole - expected) > 4 * error
