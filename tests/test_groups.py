"""Of many departments, groups are compared too: which they are, and what their ties come to."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from dashboard import networks
from dashboard.release import read
from tests.many import CLOSER, DIVISIONS, departments, released

PEOPLE, SECTIONS = 9, 4
Company = tuple[Path, dict[str, pd.DataFrame]]


def listed(number: int, parent: str | None, functions: int) -> pd.DataFrame:
    rows = [(f"d{i}", f"f{i % functions}", parent) for i in range(number)]
    return pd.DataFrame(rows, columns=["department", "function", "parent"])


def test_a_group_is_the_department_on_top() -> None:
    sections = departments(3)
    deeper = pd.DataFrame({"department": [f"team_{i}" for i in range(4)], "parent": "sales_1"})
    found = networks.groups(
        pd.concat([sections, deeper.assign(function="support")]).replace("", None)
    )
    assert found["sales_2"] == found["team_3"] == "parent:hq_sales"
    assert set(found) == {f"parent:{one}" for one in DIVISIONS}


def test_without_a_department_above_functions_group() -> None:
    assert networks.groups(listed(21, None, 3)).to_dict() == {
        f"d{i}": f"function:f{i % 3}" for i in range(21)
    }
    # One department above them all tells nothing apart.
    assert set(networks.groups(listed(21, "hq", 3))) == {f"function:f{i}" for i in range(3)}


@pytest.mark.parametrize("rows", [listed(20, None, 3), listed(21, None, 1), listed(22, None, 22)])
def test_where_no_grouping_helps_there_is_none(rows: pd.DataFrame) -> None:
    assert networks.groups(rows).empty


def test_a_department_above_itself_ends() -> None:
    circle = listed(21, None, 2)
    circle.loc[0, "parent"], circle.loc[1, "parent"] = "d1", "d0"
    assert len(networks.groups(circle)) == 21


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("many") / "workspace"
    return folder, released(folder, sections=SECTIONS, people=PEOPLE)


@pytest.fixture(scope="module")
def release(company: Company) -> read.Release:
    return read.current(company[0])


def counted(tables: dict[str, pd.DataFrame], months: list[int], least: int) -> pd.Series:
    """Count ties of every two divisions with plain pandas, per possible pair of people."""
    parent = tables["departments"].set_index("department")["parent"]
    division = tables["people"].set_index("person")["department"].map(parent)
    rows = tables["interactions"]
    mine = rows[pd.to_datetime(rows["occurred_at"]).dt.month.isin(months)]
    pairs = pd.DataFrame(
        [sorted(one) for one in zip(mine["sender"], mine["recipient"], strict=True)]
    )
    often = pairs.value_counts()
    tied = often[often >= least].reset_index()
    ends = tied[[0, 1]].map(division.__getitem__)
    names = ["~".join(f"parent:{one}" for one in sorted(pair)) for pair in ends.to_numpy()]
    return pd.Series(names).value_counts() / (PEOPLE * SECTIONS) ** 2


def test_the_ties_of_groups_are_those_of_their_people(
    company: Company, release: read.Release
) -> None:
    rows = release.table("changes").query("metric == 'department_density'").set_index("group")
    pairs = ["~".join(f"parent:{one}" for one in sorted(two)) for two in combinations(DIVISIONS, 2)]
    told = rows.loc[pairs].dropna(subset="change")
    assert len(told) > 10
    least = int(release.table("comparisons").set_index("comparison").loc["c", "tie_min"])
    for side, months in (("before", [4, 5, 6]), ("after", [7, 8, 9])):
        expected = counted(company[1], months, least)
        assert told[side].to_dict() == pytest.approx(expected[told.index].to_dict())


def test_only_planning_and_sales_came_closer(release: read.Release) -> None:
    rows = release.table("changes").query("metric == 'department_density'")
    clear = rows[rows["group"].str.contains("parent:") & rows["verdict"].isin(["better", "worse"])]
    assert clear[["group", "verdict"]].to_numpy().tolist() == [
        ["~".join(f"parent:{one}" for one in sorted(CLOSER)), "better"]
    ]


def test_a_hidden_sum_is_hidden_as_a_share_too(release: read.Release) -> None:
    edges = release.table("department_ties")
    mine = edges[edges["from_department"].str.startswith("parent:")]
    group = mine["from_department"] + "~" + mine["to_department"]
    status = mine.set_index([mine["window"], group])["status"]
    told = release.table("estimates").query("metric == 'department_density'")
    told = told[told["group"].str.startswith("parent:")].set_index(["window", "group"])["status"]
    assert told.to_dict() == status[told.index].to_dict()
    assert "shown" in set(mine["status"])


def test_groups_have_names_in_both_languages_and_one_place(release: read.Release) -> None:
    names = release.table("names").query("kind == 'group'").set_index("id")
    assert names.loc["parent:hq_sales", ["name", "name_en"]].tolist() == [
        "営業本部",
        "Sales Division",
    ]
    graph = release.table("departments")
    groups = graph[graph["department"].isin(names.index)]
    assert groups.groupby("department")[["x", "y"]].nunique().to_numpy().tolist() == [[1, 1]] * 6
    assert set(groups["people_band"]) == {"20-49"}
    within = graph.dropna(subset="within").drop_duplicates("department")
    assert len(within) == len(DIVISIONS) * SECTIONS
    assert within.set_index("department")["within"]["sales_3"] == "parent:hq_sales"
