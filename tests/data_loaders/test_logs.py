"""A log that is streamed is stored, and refused, as if it had been read whole."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import store
from data_loaders import LoadError, files

HEADER = "occurred_at,sender,recipient,channel,group_size,conversation,project,deflects\n"
PLAIN = "".join(
    f"2025-04-{i % 28 + 1:02d}T09:{i % 60:02d}:00Z,p{i % 50},q{i % 40},mail,2,c{i},P1,false\n"
    for i in range(1500)
)
LATE = 1502  # the row after all plain ones, beyond what is looked at to recognise a log
Outcome = Any  # the stored rows and their digest, or the problems: message, row, column
Both = Callable[..., tuple[Outcome, Outcome]]


def stored_rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(workspace / store.DATABASE) as connection:
        return connection.execute(f"{query} ORDER BY ALL").fetchall()


def stored(folder: Path, content: bytes, name: str) -> tuple[str, Outcome]:
    """Load a log into a workspace of a fixed key: how it was read, and its rows or problems."""
    path = folder / name
    path.write_bytes(content)
    workspace = folder / "workspace"
    workspace.mkdir(exist_ok=True)
    (workspace / "workspace.key").write_bytes(b"k" * 32)
    with store.opened(workspace) as opened:
        try:
            upload = opened.add_file(path)
        except LoadError as error:
            return "", [(one.message, one.row, one.column) for one in error.problems]
    rows = stored_rows(workspace, "SELECT * EXCLUDE (upload) FROM loaded.interactions")
    return upload.format, (rows, upload.digest)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Both:
    """Load the same bytes twice, streamed and whole."""

    def load_both(content: str | bytes, name: str = "log.csv") -> tuple[Outcome, Outcome]:
        raw = content.encode() if isinstance(content, str) else content
        outcomes = []
        for way, limit in (("streamed", 0), ("whole", 10**12)):
            monkeypatch.setattr(files, "STREAMED_FROM_BYTES", limit)
            folder = tmp_path / way
            folder.mkdir()
            form, outcome = stored(folder, raw, name)
            assert form in ("", {"streamed": "streamed_csv", "whole": "plain_csv"}[way])
            outcomes.append(outcome)
        return outcomes[0], outcomes[1]

    return load_both


@pytest.mark.parametrize(
    "late",
    [
        "2025-04-01T09:00:00+09:00,p1,q1,mail,2,,,",
        "2025-04-01T09:00+09,p1,q1,mail,2,,,",
        "2025-04-01 09:00:00.5,p1,q1,MAIL,2,,,true",
        "2025/4/1 9:05,p1,q1,メール,３,,,はい",
        "2025年4月1日,p1,q1,ＭＡＩＬ,,,,いいえ",
        " 2025-04-01 ,\u3000p1 ,q1\t,mail,2,,,0",
        '2025-04-01,"p ""1""","q,1",mail,2,"a\nb",,',
        ",,,,,,,",
        "",
    ],
)
def test_the_same_log_is_stored_both_ways(late: str, both: Both) -> None:
    streamed, whole = both(HEADER + PLAIN + late + "\n")
    assert isinstance(streamed, tuple)
    assert streamed == whole


@pytest.mark.parametrize(
    ("late", "column"),
    [
        ("soon,p1,q1,mail,2,,,", "occurred_at"),
        ("2025-04-31,p1,q1,mail,2,,,", "occurred_at"),
        ("2025-04-01T24:00:00Z,p1,q1,mail,2,,,", "occurred_at"),
        ("infinity,p1,q1,mail,2,,,", "occurred_at"),
        (",p1,q1,mail,2,,,", "occurred_at"),
        ("2025-04-01,,q1,mail,2,,,", "sender"),
        ("2025-04-01,p1,\u3000,mail,2,,,", "recipient"),
        ("2025-04-01,p1,q1,pigeon,2,,,", "channel"),
        ("2025-04-01,p1,q1,mail,1,,,", "group_size"),
        ("2025-04-01,p1,q1,mail,2.5,,,", "group_size"),
        ("2025-04-01,p1,q1,mail,9999999999,,,", "group_size"),
        ("2025-04-01,p1,q1,mail,2,,,t", "deflects"),
        ("2025-04-01,p\x001,q1,mail,2,,,", ""),
    ],
)
def test_the_same_row_is_refused_both_ways(late: str, column: str, both: Both) -> None:
    streamed, whole = both(HEADER + PLAIN + late + "\n")
    assert [place[1:] for place in streamed] == [(LATE, column)]
    assert streamed == whole


@pytest.mark.parametrize(
    "late",
    [
        b"2025-04-01,p1,q1,mail,2,,\n",
        b"2025-04-01,p1,q1,mail,2,,,,more\n",
        b'2025-04-01,"p1,q1,mail,2,,,\n',
        b"2025-04-01,p\xff1,q1,mail,2,,,\n",
    ],
)
def test_what_is_no_row_is_named_both_ways(late: bytes, both: Both) -> None:
    streamed, whole = both((HEADER + PLAIN).encode() + late)
    assert {row for _, row, _ in (*streamed, *whole)} == {LATE}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEADER + PLAIN).encode(),
        (HEADER + PLAIN).replace("\n", "\r\n").encode(),
        (HEADER + PLAIN).replace(",", "\t").encode(),
        gzip.compress((HEADER + PLAIN).encode()),
        (HEADER + PLAIN).replace("\n", ",Note,note,\n").encode(),
        (HEADER.replace("\n", ',"a,b"\n') + PLAIN.replace("\n", ",x\n")).encode(),
    ],
    ids=["BOM", "CRLF", "tabs", "gzip", "columns of no use", "quoted header"],
)
def test_a_log_in_many_shapes(content: bytes, both: Both) -> None:
    streamed, whole = both(content)
    assert len(streamed[0]) == 1500
    assert streamed == whole


@pytest.mark.parametrize("kept", [300, 60_000])
def test_a_gzip_that_is_cut_off(kept: int, both: Both) -> None:
    noise = "".join(f"2025-04-01,{os.urandom(9).hex()},q,mail,2,,,\n" for _ in range(5000))
    streamed, whole = both(gzip.compress((HEADER + noise).encode())[:kept], "log.csv.gz")
    assert streamed == whole
    assert ["cut off" in message for message, *_ in streamed] == [True]


def test_a_header_may_name_columns_in_japanese_or_by_the_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: store.Workspace
) -> None:
    monkeypatch.setattr(files, "STREAMED_FROM_BYTES", 0)
    path = tmp_path / "log.csv"
    path.write_text("日時,誰,宛先,手段\n2025-04-01,p1,q1,会議\n", "utf-8")
    upload = workspace.add_file(path, mapping={"sender": "誰"})
    assert (upload.format, upload.rows) == ("streamed_csv", 1)


def test_nothing_of_a_streamed_log_stays_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: store.Workspace
) -> None:
    monkeypatch.setattr(files, "STREAMED_FROM_BYTES", 0)
    for rows in (PLAIN, PLAIN + "2025-04-01,,q,mail,2,,,\n"):
        path = tmp_path / "log.csv"
        path.write_text(HEADER + rows)
        list(workspace.add_files([path]))
        names = workspace._column("SELECT table_name FROM duckdb_tables() WHERE temporary")  # noqa: SLF001
        assert not {"staged_log", "staged_text"} & set(names)
