"""Contact of groups: a table of ours, or an export of Viva Insights from group to group."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.store import Workspace
from data_loaders import Loaded, LoadError, load
from tests.conftest import Put
from tests.test_every_metric import by_id, measured, windows

HEADER = (
    "PrimaryCollaborator_Organization,PrimaryCollaborator_GroupSize,"
    "SecondaryCollaborator_Organization,SecondaryCollaborator_GroupSize,MetricDate,"
    "Group_collaboration_time_invested,Group_email_sent_count,Group_meeting_time_invested\n"
)
ROWS = """HR,12,Within Group,12,2025-04-07,600,40,300
HR,12,Sales,30,2025-04-07,90,7,60
HR,12,Unclassified Collaborators,3,2025-04-07,30,1,0
HR,12,Other_Collaborators,9,2025-04-07,15,2,0
HR,12,Sales,30,2025-04-14,30,2,0
"""

# Microsoft's library vivainsights 0.4.3 (MIT) of its own sample, `g2g_data`:
# network_g2g(data, return_type="table"), which keeps no edge out; only the plot does.
GROUPS = ["CEO", "Finance", "HR", "Product", "Sales and Marketing", None]
VIVAINSIGHTS = {
    "CEO": [
        None,
        0.20978013858370984,
        0.24726801449337332,
        0.2361317497291966,
        0.30682009719372016,
        None,
    ],
    "Finance": [
        0.0027822333143761356,
        0.5698587110583719,
        0.15227466615560112,
        0.14247307769464096,
        0.1326108508152905,
        4.609617193890246e-07,
    ],
    "HR": [
        0.00308283530006726,
        0.14252855560607652,
        0.5837464047770258,
        0.14132764550360283,
        0.1293145588132277,
        None,
    ],
    "Product": [
        0.003204566883361469,
        0.13160562726666944,
        0.13698996303228203,
        0.5823153570305376,
        0.1458840360233539,
        4.497637955915527e-07,
    ],
    "Sales and Marketing": [
        0.00385280162020871,
        0.13177799478938965,
        0.1303468012450138,
        0.15796288635209282,
        0.5760268151523238,
        3.270094097125855e-05,
    ],
}
WITHIN = {
    "Finance": 0.569859,
    "HR": 0.583746,
    "Product": 0.582315,
    "Sales and Marketing": 0.576027,
}


def read(text: str, **mapping: str) -> Loaded:
    return load(text.encode(), "export.csv", mapping=mapping)


def amounts(loaded: Loaded) -> list[tuple[str, str | None, float]]:
    told = loaded.frame[["from_department", "to_department", "amount"]].astype("object")
    return list(told.where(told.notna(), None).itertuples(index=False, name=None))


def refused(text: str, **mapping: str) -> list[tuple[int | None, str]]:
    with pytest.raises(LoadError) as caught:
        read(text, **mapping)
    return [(one.row, one.column) for one in caught.value.problems]


# Viva Insights


def test_an_export_is_known_by_its_content_whatever_its_name() -> None:
    found = read(HEADER + ROWS)
    assert (found.table, found.format) == ("group_interactions", "viva_group_to_group")
    assert found.columns == {
        "month": "MetricDate",
        "from_department": "PrimaryCollaborator_Organization",
        "to_department": "SecondaryCollaborator_Organization",
        "amount": "Group_collaboration_time_invested",
        "people": "PrimaryCollaborator_GroupSize",
    }
    named = load((HEADER + ROWS).encode(), "export.csv", table="group_interactions")
    assert named.format == "viva_group_to_group"


def test_within_is_the_group_itself_and_minutes_are_hours() -> None:
    found = read(HEADER + ROWS)
    # To nobody's department went 30 + 15 minutes on 7 April, whatever those people are called.
    assert amounts(found) == [
        ("HR", "HR", 10.0),
        ("HR", "Sales", 1.5),
        ("HR", None, 0.75),
        ("HR", "Sales", 0.5),
    ]
    assert set(found.frame["unit"]) == {"hours"}
    assert found.frame["channel"].isna().all()
    assert set(found.frame["people"]) == {12}
    assert found.frame.index.tolist() == [2, 3, 4, 6]


def test_another_measure_is_read_when_it_is_mapped() -> None:
    mails = read(HEADER + ROWS, amount="Group_email_sent_count")
    assert amounts(mails)[:3] == [("HR", "HR", 40.0), ("HR", "Sales", 7.0), ("HR", None, 3.0)]
    assert set(mails.frame["unit"]) == {"count"}
    assert set(mails.frame["channel"]) == {"mail"}
    meetings = read(HEADER + ROWS, amount="Group_meeting_time_invested")
    assert amounts(meetings)[0] == ("HR", "HR", 5.0)


def test_departments_are_the_attribute_that_stands_on_both_sides() -> None:
    header = (
        "PrimaryCollaborator_LevelDesignation,PrimaryCollaborator_Organization,"
        "PrimaryCollaborator_FunctionType,SecondaryCollaborator_FunctionType,"
        "SecondaryCollaborator_Organization,MetricDate,Group_meeting_count\n"
    )
    row = "Manager,HR,People,Within Group,Sales,2025-04-01,3\n"
    assert amounts(read(header + row)) == [("HR", "Sales", 3.0)]
    chosen = read(header + row, from_department="PrimaryCollaborator_FunctionType")
    assert amounts(chosen) == [("People", "People", 3.0)]


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("SecondaryCollaborator_Organization", "SecondaryCollaborator_PersonId"),
        HEADER.replace("SecondaryCollaborator_Organization", "SecondaryCollaborator_Level"),
        HEADER.replace("MetricDate", "Day"),
        HEADER.replace("Group_", "Person_"),
    ],
)
def test_what_is_from_no_group_to_no_group_is_not_taken_for_it(header: str) -> None:
    with pytest.raises(LoadError, match="fit no table"):
        read(header + ROWS)


@pytest.mark.parametrize(
    ("order", "days"),
    [("day/month", ["2025-04-01", "2025-05-01"]), ("month/day", ["2025-01-04", "2025-01-05"])],
)
def test_days_and_months_are_told_apart_by_who_loads(order: str, days: list[str]) -> None:
    rows = "HR,12,Sales,30,01/04/2025,90,7,60\nHR,12,Sales,30,01/05/2025,90,7,60\n"
    assert refused(HEADER + rows) == [(2, "MetricDate"), (3, "MetricDate")]
    found = read(HEADER + rows, dates=order)
    assert found.frame["month"].dt.strftime("%Y-%m-%d").tolist() == days


def test_dates_in_no_order_anybody_knows() -> None:
    with pytest.raises(LoadError, match="day/month, month/day"):
        read(HEADER + ROWS, dates="year/day")


def test_problems_bear_the_files_own_columns() -> None:
    rows = "HR,12,Unclassified Collaborators,3,2025-04-07,much,1,0\n,12,Sales,3,2025-04-07,3,1,0\n"
    assert refused(HEADER + rows) == [
        (2, "Group_collaboration_time_invested"),
        (3, "PrimaryCollaborator_Organization"),
    ]
    twice = "HR,12,Sales,3,2025-04-07,3,1,0\n" * 2
    assert [row for row, _ in refused(HEADER + twice)] == [2, 3]


# Its own sample


@pytest.fixture
def sample(shared_data: Path) -> bytes:
    return (shared_data / "vivainsights/g2g_data.csv").read_bytes()


def test_the_sample_does_not_say_which_is_the_month(sample: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        load(sample, "g2g_data.csv")
    assert {one.column for one in caught.value.problems} == {"MetricDate"}
    assert len(caught.value.problems) == 150


def test_the_table_is_the_one_vivainsights_gives(sample: bytes) -> None:
    loaded = load(sample, "g2g_data.csv", mapping={"dates": "day/month"})
    months = loaded.frame["month"].drop_duplicates().dt.strftime("%Y-%m-%d").tolist()
    assert months == [f"2023-{month:02d}-01" for month in range(4, 10)]
    # As the library does: the mean of a pair over the months it has, out of a group's means.
    pairs = loaded.frame.fillna({"to_department": "nobody"})
    mean = pairs.pivot_table("amount", "from_department", "to_department", aggfunc="mean")
    shares = mean.div(mean.sum(axis=1), axis=0)

    columns = ["nobody" if one is None else one for one in GROUPS]
    expected = pd.DataFrame.from_dict(VIVAINSIGHTS, orient="index", columns=columns)
    pd.testing.assert_frame_equal(
        shares[columns], expected.astype("float64"), check_names=False, rtol=1e-12
    )
    within = {one: round(float(shares.loc[one, one]), 6) for one in WITHIN}
    assert within == WITHIN


def test_the_figure_is_what_is_left_of_the_share_within(
    sample: bytes, workspace: Workspace
) -> None:
    workspace.add(load(sample, "g2g_data.csv", mapping={"dates": "day/month"}))
    spans = workspace.lend("windows", windows(("whole", "2023-04-01", "2023-09-30")))
    sums = measured(
        by_id("group_contact"),
        workspace.tables(),
        spans,
    )
    total = sums[sums["cut"] == "department"].groupby("group")[["x", "y"]].sum()
    # The library's share counts people of no department too: up to 3 of 100,000 in Sales. The
    # CEO is one person, whose own rows are left out.
    within = (1 - total["x"] / total["y"]).to_dict()
    assert within == pytest.approx(WITHIN, abs=3.3e-5)


# A table of ours


def test_a_table_of_departments_in_japanese() -> None:
    found = read("月,発信部署,相手部署,手段,量,単位\n2025/4/1,営業,開発,会議,1２.5,時間\n")
    assert found.table == "group_interactions"
    assert found.format == "plain_csv"
    row = found.frame.iloc[0]
    assert row[["from_department", "to_department", "channel", "amount", "unit"]].tolist() == [
        "営業",
        "開発",
        "meeting",
        12.5,
        "hours",
    ]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("2025-04-01,a,b,-1,hours,6", [(2, "amount")]),
        ("2025-04-01,a,b,1,minutes,6", [(2, "unit")]),
        ("2025-04-01,,b,1,hours,6", [(2, "from_department")]),
        ("2025-04-01,a,b,,hours,6", [(2, "amount")]),
        ("2025-04-01,a,b,1,hours,half", [(2, "people")]),
        ("2025-04-01,a,b,1,hours,6\n2025-04-01,a,b,2,hours,6", [(2, ""), (3, "")]),
    ],
)
def test_a_row_nobody_can_use(row: str, place: list[tuple[int, str]]) -> None:
    header = "month,from_department,to_department,amount,unit,people\n"
    assert refused(f"{header}{row}\n") == place


# In the workspace


TOLD = """month,from_department,to_department,channel,amount,unit,people
    2025-04-01,営業部,sales,,3,hours,8
    2025-04-07,Sales,企画部,,1,hours,8
    2025-04-14,sales,planning,,2,hours,9
    2025-05-01,sales,,,4,hours,8
"""
DEPARTMENTS = "department,name\nplanning,企画部\nsales,営業部\n"
NAMES = "name,department\nSales,sales\n"


def held(workspace: Workspace) -> list[tuple[str, str, str | None, float, int]]:
    frame = workspace.frame("group_interactions").astype({"month": "str", "people": "int"})
    told = frame[["month", "from_department", "to_department", "amount", "people"]]
    return list(told.astype("object").where(told.notna(), None).itertuples(index=False, name=None))


def test_departments_have_one_name_and_weeks_add_up(workspace: Workspace, put: Put) -> None:
    put("departments", DEPARTMENTS)
    put("department_names", NAMES)
    put("group_interactions", TOLD)
    assert held(workspace) == [
        ("2025-04-01", "sales", "planning", 3.0, 9),
        ("2025-04-01", "sales", "sales", 3.0, 8),
        ("2025-05-01", "sales", None, 4.0, 8),
    ]


def test_the_latest_upload_wins_and_can_be_taken_back(workspace: Workspace, put: Put) -> None:
    put("group_interactions", TOLD)
    before = held(workspace)
    mended = put(
        "group_interactions", "\n".join([*TOLD.splitlines()[:1], "2025-05-01,sales,,,5,hours,8"])
    )
    assert ("2025-05-01", "sales", None, 5.0, 8) in held(workspace)
    assert len(held(workspace)) == len(before)
    workspace.undo(mended.upload)
    assert held(workspace) == before


def test_departments_of_groups_are_departments_and_unknown_ones_are_told(
    workspace: Workspace, put: Put
) -> None:
    put(
        "group_interactions",
        "month,from_department,to_department,amount,unit\n2025-04-01,a,b,1,count\n",
    )
    assert sorted(workspace.frame("departments")["department"]) == ["a", "b"]
    put("departments", DEPARTMENTS)
    with pytest.raises(LoadError) as caught:
        put("group_interactions", TOLD)
    assert [(one.row, one.column) for one in caught.value.problems] == [(3, "from_department")]


def test_the_last_day_of_groups_is_the_end_of_their_month(workspace: Workspace, put: Put) -> None:
    put("group_interactions", TOLD)
    assert [str(day) for day in workspace.days()] == ["2025-04-01", "2025-05-31"]
