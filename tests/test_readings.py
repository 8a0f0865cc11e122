"""A change looked at in other ways: the same people, the same mix, the labels of before, leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.estimate import Ratios
from dashboard.release.build import build
from dashboard.release.readings import before_mix
from tests.conftest import Put

WAVES = """\
wave,opened_on,closed_on
w0,2024-08-01,2024-08-10
w1,2025-02-01,2025-02-10
w2,2025-08-01,2025-08-10"""
HALVES = Comparison(
    "halves",
    "半年",
    "Half years",
    date(2025, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2025, 12, 31),
)
# Said yes and all, by window and department: the admissions of Berkeley in 1973 (Bickel, Hammel &
# O'Connell 1975, Science 187:398), men as before and women as after.
BERKELEY = {
    "A": ((512, 825), (89, 108)),
    "B": ((353, 560), (17, 25)),
    "C": ((120, 325), (202, 593)),
    "D": ((138, 417), (131, 375)),
    "E": ((53, 191), (94, 393)),
    "F": ((22, 373), (24, 341)),
}


def answers(*groups: tuple[str, str, int, int, str], of: str = "respondent") -> str:
    """Give answers: a wave, who (p gives p0, p1, …), how many, how many favourable, took part."""
    rows = [
        f"{wave},{who}{i},sales,consultation,{5 if i < favourable else 2},{took_part}"
        for wave, who, n, favourable, took_part in groups
        for i in range(n)
    ]
    return "\n".join([f"wave,{of},department,question,score,took_part", *rows])


def told(workspace: store.Workspace, reading: str, metric: str = "consultation") -> pd.DataFrame:
    """Release, and give a reading of the declared comparison."""
    rows = build(workspace).table("readings")
    chosen = (rows["metric"] == metric) & (rows["reading"] == reading)
    return rows[chosen & (rows["comparison"] == HALVES.comparison)]


def sides() -> pd.DataFrame:
    """Give windows before and after."""
    return pd.DataFrame(
        {
            "window": ["before", "after"],
            "kind": ["before", "after"],
            "comparison": [HALVES.comparison] * 2,
        }
    )


@pytest.fixture
def halves(workspace: store.Workspace, put: Put) -> Iterator[store.Workspace]:
    put("waves", WAVES)
    workspace.declare(HALVES)
    return workspace


def circles(leaving: int, coming: int = 0) -> dict[str, str]:
    """Ten of sales and ten of planning stay; some more of sales leave in July, some come.

    Of those who stay each of sales talks three times to the next, and once, later twice, to one of
    planning. Each of the others talks five times: who leaves to planning, who comes among them.
    """
    stay = {name: [f"{name}{i}" for i in range(10)] for name in ("sales", "planning")}
    leave, come = ([f"{name}{i}" for i in range(n)] for name, n in (("l", leaving), ("c", coming)))
    ring = [*zip(stay["sales"], [*stay["sales"][1:], stay["sales"][0]], strict=True)]
    across = [*zip(stay["sales"], stay["planning"], strict=True)]
    contacts = {
        3: [(ring, 3), (across, 1), ([*zip(leave, stay["planning"], strict=False)], 5)],
        9: [(ring, 3), (across, 2), ([*zip(come, [*come[1:], *come[:1]], strict=True)], 5)],
    }
    rows = [
        f"2025-{month:02d}-{day:02d},{one},{other},chat"
        for month, parts in contacts.items()
        for pairs, n in parts
        for one, other in pairs
        for day in range(1, n + 1)
    ]
    people = [f"{one},2024-01-01,{name}" for name, those in stay.items() for one in those]
    people += [f"{one},2024-01-01,sales" for one in leave]
    people += [f"{one},2025-07-01,sales" for one in come]
    return {
        "people": "\n".join(["person,valid_from,department", *people]),
        "interactions": "\n".join(["occurred_at,sender,recipient,channel", *rows]),
    }


def test_people_of_both_windows_stand_beside_everybody(halves: store.Workspace, put: Put) -> None:
    for table, text in circles(leaving=10, coming=10).items():
        put(table, text)
    mine = told(halves, "panel", "cross_department_share")
    assert mine[["cut", "group", "people_band"]].to_numpy().tolist() == [["all", "all", "20-49"]]
    # Of 30 + 10 contacts 10 cross, later of 30 + 20 twenty.
    assert mine[["before", "after"]].to_numpy()[0] == pytest.approx([10 / 40, 20 / 50])
    # With those who left, who talked outside, and those who came, who do not, it seems to fall.
    table = build(halves).table("changes").set_index(["comparison", "metric", "cut", "group"])
    plain = table.loc[(HALVES.comparison, "cross_department_share", "all", "all")]
    assert plain[["before", "after"]].tolist() == pytest.approx([60 / 90, 20 / 100])


@pytest.mark.parametrize(("leaving", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_who_left_cannot_be_found_by_subtraction(
    halves: store.Workspace, put: Put, leaving: int, *, is_told: bool
) -> None:
    for table, text in circles(leaving).items():
        put(table, text)
    assert len(told(halves, "panel", "cross_department_share")) == is_told


def test_of_answers_there_is_one_figure(halves: store.Workspace, put: Put) -> None:
    put("answers", answers(("w1", "a", 20, 2, ""), ("w2", "a", 10, 4, "")))
    assert told(halves, "panel").empty
    assert len(told(halves, "before_mix")) == 1


def test_forms_numbered_alike_are_of_different_people(halves: store.Workspace, put: Put) -> None:
    # Forms are numbered anew in every wave: the same number is not the same person.
    put("answers", answers(("w1", "", 10, 2, ""), ("w2", "", 10, 4, ""), of="response"))
    changes = build(halves).table("changes")
    assert set(changes.loc[changes["metric"] == "consultation", "design"]) == {"different_people"}


def sums_of(table: dict[str, tuple[tuple[int, int], ...]]) -> pd.DataFrame:
    """Give sums by cluster, everybody a cluster of their own, for departments and for all."""
    rows = [
        (window, cut, department if cut == "department" else "all", f"{window}{department}{i}", x)
        for department, of_windows in table.items()
        for window, (yes, n) in zip(("before", "after"), of_windows, strict=True)
        for i, x in enumerate([1.0] * yes + [0.0] * (n - yes))
        for cut in ("department", "all")
    ]
    columns = ["window", "cut", "group", "cluster", "x"]
    return pd.DataFrame(rows, columns=columns).assign(y=1.0)


def mixed(table: dict[str, tuple[tuple[int, int], ...]]) -> pd.DataFrame:
    sums = sums_of(table)
    figures = Ratios(sums, "share")
    return before_mix(figures, (sums, figures.estimates), sides(), 5)


def test_berkeleys_departments_turn_the_fall_into_a_rise() -> None:
    (found,) = mixed(BERKELEY).to_dict("records")
    men, women = (np.array([one[i] for one in BERKELEY.values()], float) for i in (0, 1))
    # Over all departments 44.5 % of the men and 30.4 % of the women were admitted.
    crude = [side[:, 0].sum() / side[:, 1].sum() for side in (men, women)]
    assert crude == pytest.approx([0.4452, 0.3035], abs=5e-5)
    weight = men[:, 1] / men[:, 1].sum()
    rates = [side[:, 0] / side[:, 1] for side in (men, women)]
    weight = men[:, 1] / men[:, 1].sum()
    expected = [float(weight @ rate) for rate in rates]
    assert [found["before"], found["after"]] == pytest.approx(expected)
    assert found["change"] == pytest.approx(expected[1] - expected[0])
    assert found["change"] > 0
    # The interval of a stratified difference, as textbooks have it; ours rests on Wilson's.
    variance = sum(
        weight**2 @ (rate * (1 - rate) / side[:, 1])
        for rate, side in zip(rates, (men, women), strict=True)
    )
    reach = 1.96 * variance**0.5
    ends = found["change"] - reach, found["change"] + reach
    assert (found["low"], found["high"]) == pytest.approx(ends, abs=0.01)


def test_the_mix_is_of_departments_shown_in_both_windows() -> None:
    # B is not there after, C is too small before: A alone is left, with all of the weight.
    table = {"A": ((2, 10), (6, 12)), "B": ((9, 9), (0, 0)), "C": ((4, 4), (0, 8))}
    (found,) = mixed(table).to_dict("records")
    assert [found["before"], found["after"]] == pytest.approx([0.2, 0.5])
    assert found["people_band"] == "10-19"


def test_figures_that_two_departments_share_have_no_mix() -> None:
    twice = sums_of({"A": ((2, 10), (6, 12)), "B": ((3, 10), (6, 12))})
    tie = twice[~((twice["cut"] == "all") & twice["cluster"].str.contains("B"))]
    figures = Ratios(tie, "share")
    assert before_mix(figures, (tie, figures.estimates), sides(), 5).empty


def test_a_lead_is_the_difference_one_period_earlier(halves: store.Workspace, put: Put) -> None:
    # Members say it 2, 6, 8 times of ten, the others 2, 4, 5: they moved apart by .2 before
    # anything began, and by .1 in the comparison.
    shares = {"w0": (2, 2), "w1": (6, 4), "w2": (8, 5)}
    put(
        "answers",
        answers(
            *(
                (wave, who, 10, n, took_part)
                for wave, both in shares.items()
                for who, n, took_part in zip(("m", "o"), both, ("yes", "no"), strict=True)
            ),
            of="response",
        ),
    )
    mine = told(halves, "lead")
    assert mine["cut"].tolist() == ["difference"]
    assert mine["change"].tolist() == pytest.approx([0.2])
    changes = build(halves).table("changes").set_index(["comparison", "metric", "cut"])
    plain = changes.loc[(HALVES.comparison, "consultation", "difference")]
    assert plain["change"] == pytest.approx(0.1)


def test_records_that_begin_with_the_comparison_have_no_lead(
    halves: store.Workspace, put: Put
) -> None:
    groups = [
        (wave, who, 10, n, said)
        for wave, n in (("w1", 2), ("w2", 5))
        for who, said in (("m", "yes"), ("o", "no"))
    ]
    put("answers", answers(*groups, of="response"))
    put("waves", WAVES.replace("w0,2024-08-01,2024-08-10\n", ""))
    assert told(halves, "lead").empty


# Departments come and go


ROSTER = {"sales": 16, "planning": 8}
HALVES_OF_SALES = ("sales_east", "sales_west")


def company(*, reorganised: bool) -> dict[str, str]:
    """Give a company whose sales are cut in two on 1 July, and nobody works otherwise for it.

    Everybody of sales talks to the two colleagues on a ring, and to one of planning; each half of
    the ring becomes a department of its own.
    """
    sales = [f"s{i}" for i in range(ROSTER["sales"])]
    planning = [f"p{i}" for i in range(ROSTER["planning"])]
    people = [f"{one},2024-01-01,sales" for one in sales]
    people += [f"{one},2024-01-01,planning" for one in planning]
    if reorganised:
        half = len(sales) // 2
        people += [f"{one},2025-07-01,{HALVES_OF_SALES[i >= half]}" for i, one in enumerate(sales)]
    ring = list(zip(sales, [*sales[1:], sales[0]], strict=True))
    across = list(zip(sales, planning * 2, strict=True))
    log = [
        f"2025-{month:02d}-{day:02d},{a},{b},chat"
        for month in range(1, 13)
        for day in (3, 17)
        for a, b in [*ring, *across]
    ]
    return {
        "people": "\n".join(["person,valid_from,department", *people]),
        "interactions": "\n".join(["occurred_at,sender,recipient,channel", *log]),
    }


def test_a_reorganisation_changes_labels_and_no_behaviour(
    halves: store.Workspace, put: Put
) -> None:
    for table, text in company(reorganised=True).items():
        put(table, text)
    plain = build(halves).table("changes")
    plain = plain[(plain["metric"] == "ei_index") & (plain["comparison"] == HALVES.comparison)]
    # 16 ties on the ring, 16 to planning: (16 − 16)/32 before. Two of the ring cross after.
    everyone = plain[plain["cut"] == "all"].iloc[0]
    assert everyone[["before", "after"]].tolist() == pytest.approx([0, (18 - 14) / 32])
    held = told(halves, "before_departments", "ei_index")
    assert held[["before", "after", "change"]].to_numpy().tolist() == [[0, 0, 0]]
    share = told(halves, "before_departments", "cross_department_share")
    assert share["change"].tolist() == [0]


def test_where_no_department_came_or_went_its_labels_are_those_of_before(
    halves: store.Workspace, put: Put
) -> None:
    for table, text in company(reorganised=False).items():
        put(table, text)
    assert told(halves, "before_departments", "ei_index").empty


def test_who_came_later_is_left_out_of_the_labels_of_before(
    halves: store.Workspace, put: Put
) -> None:
    # Six newcomers, each in touch with one of sales east and one of planning.
    files = company(reorganised=True)
    files["people"] += "".join(f"\nn{i},2025-07-01,sales_east" for i in range(6))
    files["interactions"] += "".join(
        f"\n2025-{month:02d}-{day},n{i},{other},chat"
        for month in range(7, 13)
        for day in (10, 24)
        for i in range(6)
        for other in (f"s{i}", f"p{i}")
    )
    for table, text in files.items():
        put(table, text)
    held = told(halves, "before_departments", "ei_index")
    assert held[["before", "after", "change"]].to_numpy().tolist() == [[0, 0, 0]]
    assert held["people_band"].tolist() == ["20-49"]
    # And of those who were there both times: 18 of 32 ties cross after, as they are called now.
    panel = told(halves, "panel", "ei_index")
    assert panel["after"].tolist() == pytest.approx([(18 - 14) / 32])
