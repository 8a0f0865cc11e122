"""Mistakes that other tools make, each a test here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.release import read
from dashboard.release.build import build
from data_loaders import files, load
from tests.conftest import Put

# Periods are in order of their days, never of their names


def favourable(wave: str, number: int) -> str:
    """Give twenty people's answers of a wave, so many of them favourable (5 of 5)."""
    rows = (f"{wave},p{i},sales,consultation,{5 if i < number else 2}" for i in range(20))
    return "\n".join(["wave,respondent,department,question,score", *rows])


@pytest.mark.parametrize(("earlier", "later"), [("Wave 9", "Wave 10"), ("Before", "After")])
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_rise_is_a_rise_whatever_its_waves_are_called(
    workspace: store.Workspace, put: Put, earlier: str, later: str, *, newest_first: bool
) -> None:
    assert later < earlier
    uploads = [
        (earlier, favourable(earlier, 1), f"{earlier},2025-01-10,2025-01-20"),
        (later, favourable(later, 18), f"{later},2025-07-10,2025-07-20"),
    ]
    for _, answers, days in reversed(uploads) if newest_first else uploads:
        put("waves", f"wave,opened_on,closed_on\n{days}")
        put("answers", answers)
    release = build(workspace)

    # 1 of 20 before, 18 of 20 after: +0.85, not −0.85.
    told = release.table("changes")
    mine = told[(told["metric"] == "consultation") & (told["cut"] == "all")].iloc[0]
    assert mine[["before", "after", "change"]].tolist() == pytest.approx([0.05, 0.9, 0.85])
    assert mine["verdict"] == "better"
    waves = release.table("windows")
    points = waves[waves["kind"] == "wave"]
    assert points["window"].tolist() == [earlier, later]
    assert points["starts_on"].is_monotonic_increasing
    names = release.table("names")
    assert names.loc[names["kind"] == "wave", "id"].tolist() == [earlier, later]


# The schema of a file is not what its first row holds

MANY = 3_000


def test_ids_are_text_however_many_numbers_come_first() -> None:
    rows = [f"{i},2025-01-01,12,staff" for i in range(1, MANY)]
    rows += ["0012,2025-01-01,0012,staff", "A-7,2025-01-01,1e3,staff"]
    found = load("\n".join(["person,valid_from,department,level", *rows]).encode(), "people.csv")
    assert found.frame["person"].tolist()[-3:] == [str(MANY - 1), "0012", "A-7"]
    assert found.frame["department"].tolist()[-3:] == ["12", "0012", "1e3"]


def test_a_column_may_begin_empty_or_with_whole_numbers() -> None:
    rows = ["2025-01,,r1,sales,q,4,", *(f"2025-01,,s{i},sales,q,4," for i in range(MANY))]
    rows.append("2025-01,0012,r2,sales,q,3.5,late words")
    header = "wave,respondent,response,department,question,score,comment"
    found = load("\n".join([header, *rows]).encode(), "answers.csv").frame
    assert found.loc[:, ["respondent", "score", "text"]].iloc[-1].tolist() == [
        "0012",
        3.5,
        "late words",
    ]
    assert found["respondent"].isna().sum() == MANY + 1


def test_the_last_row_may_say_which_of_two_numbers_is_the_month() -> None:
    rows = ["a,01/04/2025,sales", "b,02/04/2025,sales", "c,31/05/2025,sales"]
    found = load("\n".join(["person,valid_from,department", *rows]).encode(), "people.csv").frame
    assert found["valid_from"].tolist() == [
        pd.Timestamp(2025, 4, 1),
        pd.Timestamp(2025, 4, 2),
        pd.Timestamp(2025, 5, 31),
    ]


def test_a_long_log_is_no_other_when_its_last_rows_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "occurred_at,sender,recipient,channel,group_size,conversation"
    rows = [f"2025-02-{i % 28 + 1:02d} 09:00,{i % 50},{i % 49 + 50},mail,2," for i in range(MANY)]
    rows += ["2025-02-03 09:00,007,7,mail,2,0042", "2025-02-03 09:00,Ä-1,007,mail,2,42"]
    path = tmp_path / "log.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    held = []
    for place, streamed_from in (("streamed", 0), ("whole", path.stat().st_size)):
        monkeypatch.setattr(files, "STREAMED_FROM_BYTES", streamed_from)
        with store.opened(tmp_path / place) as workspace:
            upload = workspace.add_file(path)
            assert (upload.format == "streamed_csv") is (place == "streamed")
            ties = workspace.frame("ties")
            # 0 to 49 wrote to 50 to 98; then come "007", "Ä-1" and nobody else: "7" is one of
            # those who wrote, and "007" is not "7".
            assert len(set(ties["sender"]) | set(ties["recipient"])) == 99 + 2
            held.append(int(ties["n"].sum()))
    assert held == [MANY + 2, MANY + 2]


# A person counts for the department of the day


def log(*contacts: tuple[str, str, str, int]) -> str:
    """Give a log of single messages: month, one, other, how many."""
    rows = [
        f"{month}-{day:02d} 09:00,{one},{other},chat"
        for month, one, other, n in contacts
        for day in range(1, n + 1)
    ]
    return "\n".join(["occurred_at,sender,recipient,channel", *rows])


def changes_of(release: read.Release, metric: str, cut: str = "all") -> pd.DataFrame:
    table = release.table("changes")
    chosen = (table["metric"] == metric) & (table["cut"] == cut)
    mine = table[chosen & (table["comparison"] == "c")]
    return mine.set_index("group")[["before", "after"]]


def compared(*days: str, tie_min: int = 2) -> Comparison:
    return Comparison("c", "c", None, *map(date.fromisoformat, days), tie_min=tie_min)


QUARTERS = compared("2025-01-01", "2025-03-31", "2025-04-01", "2025-06-30")
SALES, PLANNING = ([f"{name}{i}" for i in range(8)] for name in ("s", "p"))


def roster(*moves: str, sales: Sequence[str] = SALES, planning: Sequence[str] = PLANNING) -> str:
    rows = [
        f"{one},2024-01-01,{name}"
        for name, people in (("sales", sales), ("planning", planning))
        for one in people
    ]
    return "\n".join(["person,valid_from,department", *rows, *moves])


@pytest.mark.parametrize("late", [False, True], ids=["known", "corrected afterwards"])
def test_who_moves_counts_for_each_department_on_its_days(
    workspace: store.Workspace, put: Put, *, late: bool
) -> None:
    # Each of sales talks to one of sales and one of planning, the same in every month. In April
    # half of sales moves to planning. With one label for both quarters nothing would change:
    # half of the contacts would cross before and after.
    sales, planning = ([f"{name}{i}" for i in range(16)] for name in ("s", "p"))
    moves = [f"{one},2025-04-01,planning" for one in sales[:8]]
    contacts = [
        (f"2025-{month:02d}", one, other, 2)
        for month in range(1, 7)
        for pairs in (zip(sales[:8], sales[8:], strict=True), zip(sales, planning, strict=True))
        for one, other in pairs
    ]
    moved = roster(*moves, sales=sales, planning=planning)
    put("people", roster(sales=sales, planning=planning) if late else moved)
    put("interactions", log(*contacts))
    workspace.declare(QUARTERS)
    if late:
        build(workspace)
        put("people", moved)
    release = build(workspace)
    # Before: 8 pairs inside sales, 16 across. After: the eight cross as well, and eight of the
    # sixteen are inside planning now.
    share = changes_of(release, "cross_department_share")
    assert share.loc["all"].tolist() == pytest.approx([16 / 24, 16 / 24])
    by_department = changes_of(release, "cross_department_share", "department")
    # Sales, by the ends of contacts: 16 of 32 cross before; after, eight people with two contacts
    # each, all across.
    assert by_department.loc["sales"].tolist() == pytest.approx([16 / 32, 1])
    # Planning: all across before; after, 8 ends with the movers' old colleagues and 8 with those of
    # sales who stayed cross, and eight contacts are inside, which have two ends.
    assert by_department.loc["planning"].tolist() == pytest.approx([1, 16 / 32])


# Two periods in one file do not double the degrees


def test_two_periods_in_one_file_do_not_double_the_degrees(
    workspace: store.Workspace, put: Put
) -> None:
    put("people", roster())
    put(
        "interactions",
        log(
            *(
                (f"2025-{month:02d}", one, other, 2)
                for month in (2, 5)
                for one, other in zip(SALES, PLANNING, strict=True)
            )
        ),
    )
    workspace.declare(QUARTERS)
    release = build(workspace)
    # Everybody has one other department in either quarter; degrees of the whole file would be two.
    assert changes_of(release, "department_reach").loc["all"].tolist() == [1, 1]
    ties = release.table("department_ties").set_index(
        ["window", "from_department", "to_department"]
    )
    sides = [ties.loc[(f"c:{side}", "planning", "sales")] for side in ("before", "after")]
    assert [side["ties"] for side in sides] == [8, 8]
    assert [side["interactions"] for side in sides] == [16, 16]


# One large meeting creates no ties


def test_one_large_meeting_creates_no_ties(workspace: store.Workspace, put: Put) -> None:
    crowd = [f"m{i}" for i in range(80)]
    pairs = list(combinations(crowd, 2))
    people = [f"{one},2024-01-01,{'sales' if i % 2 else 'planning'}" for i, one in enumerate(crowd)]
    put("people", "\n".join(["person,valid_from,department", *people]))
    # The same eighty meet twice, and two of them write to each other twice.
    meeting = [
        f"2025-01-{day} 09:00,{one},{other},meeting,80,town{day}"
        for day in (14, 21)
        for one, other in pairs
    ]
    mail = [f"2025-01-{day} 09:00,m0,m1,mail,2," for day in (15, 22)]
    header = "occurred_at,sender,recipient,channel,group_size,conversation"
    put("interactions", "\n".join([header, *meeting, *mail]))
    assert len(pairs) == 80 * 79 / 2
    ties = workspace.frame("ties")
    assert ties["n"].sum() == 2
    assert workspace.quality()["oversized"] == 2 * len(pairs)
    counted = build(workspace).table("department_ties")
    january = counted[counted["window"] == "2025-01"]
    assert january["ties"].sum() <= 1


# More logging is not more collaboration


def test_more_logging_is_not_more_collaboration(workspace: store.Workspace, put: Put) -> None:
    # Of every pair across one contact is logged before and four after; pairs inside talk ten times
    # as often, and all of it is logged. Nobody works otherwise: only twice as much is seen.
    inside = [*combinations(SALES, 2), *combinations(PLANNING, 2)]
    across = [(one, other) for one in SALES for other in PLANNING]
    contacts = [
        (month, one, other, times * n)
        for month, times in (("2025-02", 1), ("2025-05", 2))
        for pairs, n in ((inside, 5), (across, 1))
        for one, other in pairs
    ]
    put("people", roster())
    put("interactions", log(*contacts))
    workspace.declare(QUARTERS)
    release = build(workspace)
    # 56 pairs inside, 64 across. With two contacts to a tie, those across are ties only when seen
    # twice: the plain index leaps from −1 to (64 − 56)/120.
    assert changes_of(release, "ei_index").loc["all"].tolist() == pytest.approx([-1, 8 / 120])
    share = changes_of(release, "cross_department_share").loc["all"]
    assert share.tolist() == pytest.approx([64 / 344, 64 / 344])
    # At equal volume a pair across is seen with the chance that one of its two contacts is among
    # 344 of 688, some 3 of 4, in the after window; before, all 64 are seen once.
    matched = changes_of(release, "ei_index_volume_matched").loc["all"]
    seen = 1 - (344 / 688) * (343 / 687)
    assert matched["before"] == pytest.approx(8 / 120)
    assert matched["after"] == pytest.approx((64 * seen - 56) / (64 * seen + 56), abs=0.002)


# A reorganisation changes labels, not behaviour: ``test_readings`` has it, with the people present
# in both windows beside everybody.
