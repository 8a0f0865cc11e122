"""What cannot be used is told by file, row and column, all of it at once."""

from __future__ import annotations

import gzip

import pytest

from data_loaders import LoadError, load

PEOPLE = "person,valid_from,department,level\n"
LOG = "occurred_at,sender,recipient,channel,group_size\n"
NOISE = "".join(f"P{i},2025-04-0{i % 9 + 1},sales,staff\n" for i in range(200))


def refused(content: str | bytes, **options: str) -> list[tuple[int | None, str]]:
    """Load what must be refused and give the places that are named."""
    if isinstance(content, str):
        content = content.encode()
    with pytest.raises(LoadError) as caught:
        load(content, "roster.csv", **options)
    assert {one.file for one in caught.value.problems} == {"roster.csv"}
    assert "{" not in str(caught.value)
    return [(one.row, one.column) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("P1,2025-04-01,sales,staff\nP2,someday,sales,staff\n", (3, "valid_from")),
        ("P1,2025-04-31,sales,staff\n", (2, "valid_from")),
        ("P1,2025-02-29,sales,staff\n", (2, "valid_from")),
        ("P1,04/05/2025,sales,staff\n", (2, "valid_from")),
        ("P1,2025-04-01,sales,boss\n", (2, "level")),
        (",2025-04-01,sales,staff\n", (2, "person")),
        ("P1,,sales,staff\n", (2, "valid_from")),
        ("P1,١/٢/2025,sales,staff\n", (2, "valid_from")),
    ],
)
def test_a_value_nobody_can_use(rows: str, place: tuple[int, str]) -> None:
    assert refused(PEOPLE + rows) == [place]


def test_places_bear_the_names_of_the_file() -> None:
    assert refused("社員番号,発令日,所属\nP1,いつか,営業\n") == [(2, "発令日")]


def test_blank_rows_count_as_a_spreadsheet_counts_them() -> None:
    assert refused(PEOPLE + "P1,2025-04-01,sales,staff\n\n\nP2,?,sales,staff\n") == [
        (5, "valid_from")
    ]


def test_a_cell_of_two_lines_is_one_row() -> None:
    rows = (
        'project,name,kind,proposed_on\nA,"two\nlines",co_creation,2025-04-01\nB,b,co_creation,?\n'
    )
    assert refused(rows) == [(3, "proposed_on")]


def test_every_problem_is_listed_each_once() -> None:
    rows = "P1,?,sales,boss\n,2025-04-01,sales,staff\nP3,2025-04-01,sales,staff\nP4,?,,\n"
    assert refused(PEOPLE + rows) == [
        (2, "valid_from"),
        (2, "level"),
        (3, "person"),
        (5, "valid_from"),
    ]


def test_unreadable_and_missing_in_one_row() -> None:
    assert refused(PEOPLE + ",?,sales,staff\n") == [(2, "person"), (2, "valid_from")]


def test_a_row_that_stands_twice_is_named_both_times() -> None:
    rows = "P1,2025-04-01,sales,staff\nP2,2025-04-01,sales,staff\nP1,2025-04-01,planning,lead\n"
    assert {row for row, _ in refused(PEOPLE + rows)} == {2, 4}


def test_two_unreadable_dates_are_no_row_twice() -> None:
    assert refused(PEOPLE + "P1,?,sales,staff\nP1,!,sales,staff\n") == [
        (2, "valid_from"),
        (3, "valid_from"),
    ]


@pytest.mark.parametrize("size", ["1", "0", "-2", "2.5", "many", "1e30", "inf", "nan"])
def test_an_interaction_has_two_people_or_more(size: str) -> None:
    rows = f"2025-04-01,a,b,mail,2\n2025-04-02,a,b,mail,{size}\n"
    assert refused(LOG + rows) == [(3, "group_size")]


def test_a_channel_nobody_declared() -> None:
    assert refused(LOG + "2025-04-01,a,b,pigeon,2\n") == [(2, "channel")]


@pytest.mark.parametrize("score", ["inf", "-inf", "1e400", "nan", "five", "4 of 5"])
def test_what_is_no_score(score: str) -> None:
    rows = f"wave,response,department,question,score\n2025Q1,r1,sales,q1,{score}\n"
    assert refused(rows) == [(2, "score")]


def test_a_missing_column_is_named_once() -> None:
    rows = "person,department\nP1,sales\nP2,sales\n"
    assert refused(rows, table="people") == [(1, "valid_from")]


def test_a_header_that_fits_no_table_says_what_is_nearest() -> None:
    with pytest.raises(LoadError) as caught:
        load(b"person,department,level\nP1,sales,staff\n", "roster.csv")
    (problem,) = caught.value.problems
    assert problem.row == 1
    assert problem.facts["table"] == "people"
    assert problem.facts["wanted"] == "valid_from"


def test_a_table_nobody_declared() -> None:
    with pytest.raises(LoadError, match="nonsense"):
        load(b"person,department\nP1,sales\n", "roster.csv", table="nonsense")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (PEOPLE + "P1,2025-04-01\n", (2, "")),
        (PEOPLE + "P1,2025-04-01,sales,staff\nP2,2025-04-01,sales,staff,more\n", (3, "")),
        (PEOPLE + 'P1,2025-04-01,"sales,staff\n' + NOISE, (2, "")),
        (PEOPLE + "P1,2025-04-01,sa\x00les,staff\n", (2, "")),
        ("person,valid_from,department,person\nP1,2025-04-01,sales,P1\n", (1, "")),
        (PEOPLE, (1, "")),
        ("", (None, "")),
        ("\n \n", (None, "")),
        (b"\xef\xbb\xbf", (None, "")),
        (gzip.compress((PEOPLE + NOISE).encode())[:-20], (None, "")),
        (gzip.compress((PEOPLE + NOISE).encode())[:8] + b"damaged" * 9, (None, "")),
    ],
    ids=[
        "ragged, short",
        "ragged, long",
        "unclosed quote",
        "NUL",
        "duplicate header",
        "header only",
        "empty",
        "blank",
        "byte order mark only",
        "gzip cut off",
        "gzip damaged",
    ],
)
def test_what_is_no_table(content: str | bytes, place: tuple[int | None, str]) -> None:
    assert refused(content, table="people") == [place]


JAPANESE = "社員番号,発令日,所属\nP1,2025-04-01,《営業》\nP2,2025-04-01,営業".encode


@pytest.mark.parametrize(
    ("before", "broken"),
    [
        (b"person,valid_from\nP1,2025-04-01\nP2", b"\xff2025-04-01\n"),
        (b"\xef\xbb\xbfperson,valid_from\nP1,\n", b"\x80\n"),
        (JAPANESE("utf-8"), b"\x82,\n"),
        (JAPANESE("utf-8"), "あ".encode()[:2] + b",\n"),
        (JAPANESE("cp932"), b"\x82\n"),
        (JAPANESE("cp932"), b"\xa0\n"),
        (b"\xff\xfe" + JAPANESE("utf-16-le"), b"\x00\xd8,\x00"),
    ],
)
def test_the_first_broken_byte_is_named(before: bytes, broken: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        load(before + broken, "roster.csv")
    (problem,) = caught.value.problems
    assert problem.row == 3
    assert problem.facts == {"byte": f"0x{broken[0]:02X}", "position": len(before) + 1}
