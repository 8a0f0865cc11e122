"""What the Data page says of the soundness of what was loaded, from small tables by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import store
from dashboard.quality import incomplete, odd_days, quality
from tests.conftest import Put

HEADER = "occurred_at,sender,recipient,channel\n"


def test_strangers_and_their_share(workspace: store.Workspace, put: Put) -> None:
    put("people", "person,valid_from,department\na,2024-01-01,sales\nb,2024-01-01,\n")
    put(
        "interactions",
        HEADER
        + """2025-02-01,a,b,mail
        2025-02-02,x,a,mail
        2025-02-03,x,y,mail
        2025-02-04,a,a,mail""",
    )
    found = quality(workspace).log
    # b is on the roster without a department; x and y are on none.
    assert found["strangers"] == 2
    assert found["counted"] == 3
    assert found["unknown_department"] == 3
    assert found["with_oneself"] == 1


def test_rows_that_two_exports_hold(workspace: store.Workspace, put: Put) -> None:
    march = "2025-03-01 09:00,a,b,mail\n2025-03-31 09:00,a,c,mail\n"
    put("interactions", HEADER + march)
    assert quality(workspace).log["twice"] == 0
    later = put("interactions", HEADER + "2025-03-31 09:00,a,c,mail\n2025-04-02 09:00,a,b,mail\n")
    assert quality(workspace).log["twice"] == 1
    workspace.undo(later.upload)
    assert quality(workspace).log["twice"] == 0


def test_one_log_that_holds_a_row_twice_is_no_duplicated_export(
    workspace: store.Workspace, put: Put
) -> None:
    put("interactions", HEADER + "2025-03-01 09:00,a,b,mail\n2025-03-01 09:00,a,b,mail\n")
    assert quality(workspace).log["twice"] == 0


def months(*counts: int, first: str = "2025-01-01", last: str = "2025-06-30") -> pd.DataFrame:
    every = pd.date_range("2025-01-01", periods=len(counts), freq="MS")
    rows = pd.DataFrame({"month": every, "contacts": counts})
    rows["first_on"], rows["last_on"] = rows["month"], rows["month"] + pd.offsets.MonthEnd(0)
    rows.loc[rows.index[0], "first_on"] = pd.Timestamp(first)
    rows.loc[rows.index[-1], "last_on"] = pd.Timestamp(last)
    return rows[rows["contacts"] > 0]


def test_months_that_lack_something() -> None:
    found = incomplete(months(100, 110, 0, 90, 20, 100))
    assert [f"{one.month:%m} {one.why}" for one in found.itertuples()] == ["03 none", "05 few"]
    assert found["usual"].tolist() == [90, 55]
    assert incomplete(months(100, 110, 90, 100, 80, 100)).empty
    assert incomplete(months(0)).empty


def test_a_log_that_begins_and_ends_inside_a_month() -> None:
    found = incomplete(months(60, 100, 100, 100, 100, 60, first="2025-01-15", last="2025-06-20"))
    assert found["why"].tolist() == ["begins", "ends"]
    found = incomplete(months(60, 100, 100, 100, 100, 60, first="2025-01-05", last="2025-06-26"))
    assert found.empty


def test_days_nobody_can_mean(workspace: store.Workspace, put: Put) -> None:
    put("people", "person,valid_from,department\na,1989-12-31,sales\n")
    put("interactions", HEADER + "2025-03-01 09:00,a,b,mail\n")
    put("interactions", HEADER + "2999-03-01 09:00,a,b,mail\n")
    odd = odd_days(workspace.uploads())
    assert [(one.table, one.first_on) for one in odd] == [
        ("people", date(1989, 12, 31)),
        ("interactions", date(2999, 3, 1)),
    ]
