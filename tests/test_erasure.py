"""Who is erased is gone from every table and every byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import store
from dashboard.cli import BAD_DATA, DONE, main
from dashboard.erasure import holds
from dashboard.release import read
from data_loaders.tables import TABLES

PEOPLE = [(f"member-{i:03}", "planning" if i < 8 else "sales") for i in range(20)]
VICTIM = "member-003"
FILES = {
    "people.csv": [
        "person,valid_from,department",
        *(f"{one},2024-01-01,{of}" for one, of in PEOPLE),
    ],
    "answers.csv": [
        "wave,response,respondent,department,question,score",
        *(
            f"{wave},{i},{one},{of},not_our_department,{(i + k) % 3 // 2}"
            for k, wave in enumerate(("2025-02", "2025-05"))
            for i, (one, of) in enumerate(PEOPLE)
        ),
    ],
    "log.csv": [
        "occurred_at,sender,recipient,channel",
        *(
            f"2025-0{month}-{day:02d},{PEOPLE[day % 20][0]},{PEOPLE[day * month % 19][0]},mail"
            for month in range(2, 7)
            for day in range(1, 29)
            if day % 20 != day * month % 19
        ),
    ],
    "projects.csv": [
        "project,name,kind,proposed_on,kicked_off_on",
        "P1,One,co_creation,2025-02-20,2025-03-01",
    ],
    "participations.csv": [
        "project,person,role,joined_on",
        *(f"P1,{one},member,2025-03-01" for one, _ in PEOPLE[:8]),
    ],
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    for name, lines in FILES.items():
        (folder / name).write_text("\n".join(lines), "utf-8")
    files = [str(folder / name) for name in FILES]
    assert main(["load", *files, "--workspace", str(folder / "workspace")]) == DONE
    return folder


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tmp_path / "workspace"


def code(workspace: Path) -> int:
    with store.opened(workspace) as opened:
        return opened.code_of(VICTIM)


def test_nothing_of_a_person_is_left_in_any_byte(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = code(workspace)
    assert holds(workspace / store.DATABASE, victim), "the search would find it"
    before = read.current(workspace).table("estimates")
    assert main(["erase", VICTIM]) == DONE
    told = capsys.readouterr().err
    assert "nothing is left" in told
    files = [path for path in workspace.rglob("*") if path.is_file()]
    assert not [path for path in files if holds(path, victim)]
    assert not [path for path in files if VICTIM.encode() in path.read_bytes()]
    with duckdb.connect(workspace / store.DATABASE, read_only=True) as connection:
        for table, declared in TABLES.items():
            columns = [
                name for name, one in declared.columns.items() if one.metadata["kind"] == "person"
            ]
            for column in columns:
                query = f"SELECT count(*) FROM loaded.{table} WHERE {column} = ?"  # noqa: S608
                assert connection.execute(query, [victim]).fetchone() == (0,)
        assert connection.execute(
            "SELECT count(*) FROM ties WHERE sender = $1 OR recipient = $1", [victim]
        ).fetchone() == (0,)
    # What was shown of nineteen others and one stays as it was: it would tell what the one said.
    keys = ["metric", "cut", "group", "window"]
    after = read.current(workspace).table("estimates")
    of_survey = ["not_our_department", "all", "all", "2025-02"]
    values = [table.set_index(keys)["value"].loc[tuple(of_survey)] for table in (before, after)]
    assert values[0] == values[1]


def test_what_was_ever_shown_no_longer_knows_who_answered(workspace: Path) -> None:
    path = workspace / "releases" / "shown" / "answers.parquet"
    before = pd.read_parquet(path)
    assert main(["erase", VICTIM]) == DONE
    after = pd.read_parquet(path)
    assert len(set(before["person"]) - set(after["person"])) == 1
    gone = set(before["answer"]) - set(after["answer"])
    assert 0 < len(gone) <= 2 * 3


def test_the_others_and_the_ledger_stay(workspace: Path) -> None:
    with store.opened(workspace) as opened:
        before = {one.table: one for one in opened.uploads()}
    main(["erase", VICTIM])
    with store.opened(workspace) as opened:
        after = {one.table: one for one in opened.uploads()}
        people = opened.frame("people")
    assert len(people) == len(PEOPLE) - 1
    assert before["answers"].rows - after["answers"].rows == 2
    assert before["projects"] == after["projects"]


def test_the_same_file_can_be_loaded_again(workspace: Path, tmp_path: Path) -> None:
    main(["erase", VICTIM])
    assert main(["load", str(tmp_path / "people.csv")]) == DONE
    with store.opened(workspace) as opened:
        assert len(opened.frame("people")) == len(PEOPLE)


def test_nobody_is_erased_who_is_not_there(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (workspace / store.DATABASE).read_bytes()
    assert main(["erase", "nobody"]) == BAD_DATA
    assert "Nothing is stored of a person with this number." in capsys.readouterr().err
    assert (workspace / store.DATABASE).read_bytes() == content
