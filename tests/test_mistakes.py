"""Mistakes that other tools make, each a test here."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
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
