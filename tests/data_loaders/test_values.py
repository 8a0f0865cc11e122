"""What cells mean: ids as they came, numbers and flags in two languages, one date style."""

from __future__ import annotations

import pandas as pd
import pytest

from data_loaders import LoadError, load
from data_loaders.dates import to_dates, to_times
from data_loaders.scales import favourable_scores, to_counts, to_flags, to_numbers, to_scores


def cells(*text: str) -> pd.Series:
    return pd.Series(text, dtype="str")


def days(*text: str) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in to_dates(cells(*text))[0]]


def test_ids_stay_as_they_came() -> None:
    content = b"person,valid_from\n0012,2025-04-01\n12,2025-04-01\n1e3,2025-04-01\n"
    assert load(content, "a.csv").frame["person"].tolist() == ["0012", "12", "1e3"]


def test_characters_of_a_name_stay_and_its_spaces_go() -> None:
    content = "department,name\n ①課 ,㈱山田\u3000\n"
    frame = load(content.encode(), "a.csv", table="departments").frame
    assert frame.loc[2, ["department", "name"]].tolist() == ["①課", "㈱山田"]


@pytest.mark.parametrize("said", ["はい", "yes", "Yes", "ＹＥＳ", "○", "1", "１", "true", "参加"])
def test_yes(said: str) -> None:
    assert to_flags(cells(said))[0].tolist() == [True]
    if said not in ("1", "１"):
        assert to_scores(cells(said))[0].tolist() == [1.0]


@pytest.mark.parametrize("said", ["いいえ", "no", "NO", "×", "0", "０", "false", "不参加"])
def test_no(said: str) -> None:
    assert to_flags(cells(said))[0].tolist() == [False]
    assert to_scores(cells(said))[0].tolist() == [0.0]


def test_full_width_digits() -> None:
    assert to_numbers(cells("５", "－３", "１．５"))[0].tolist() == [5.0, -3.0, 1.5]
    assert to_counts(cells("１２"))[0].tolist() == [12]


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-01",
        "2025/4/1",
        "2025.04.01",
        "20250401",
        "2025年4月1日",
        "２０２５年４月１日",
        "2025-04-01 09:30",
        "2025/4/1 9:30:05",
        "2025-04-01T23:30:00-05:00",
        "2025-04-01T08:00+09:00",
    ],
)
def test_a_date_is_the_day_that_is_written(text: str) -> None:
    assert days(text) == ["2025-04-01"]


def test_one_telling_date_decides_the_column() -> None:
    assert days("31/12/2025", "01/02/2025") == ["2025-12-31", "2025-02-01"]
    assert days("12/31/2025", "01/02/2025") == ["2025-12-31", "2025-01-02"]


@pytest.mark.parametrize(
    "text", [("04/05/2025",), ("31/12/2025", "12/31/2025"), ("04/05/2025", "2025-04-05")]
)
def test_day_and_month_that_cannot_be_told_apart_are_asked_for(text: tuple[str, ...]) -> None:
    found, message = to_dates(cells(*text))
    assert pd.isna(found[0])
    assert "day/month or month/day" in message


@pytest.mark.parametrize("text", ["2025-04-31", "2025-02-29", "2025-13-01", "0000-00-00", "soon"])
def test_a_day_that_never_was(text: str) -> None:
    found, message = to_dates(cells(text))
    assert found.isna().tolist() == [True]
    assert "not a date" in message


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-04-01 09:30", "2025-04-01 09:30:00"),
        ("2025/4/1 9:30:05", "2025-04-01 09:30:05"),
        ("2025-04-01T09:30:00Z", "2025-04-01 09:30:00"),
        ("2025-04-01T09:30:00+09:00", "2025-04-01 00:30:00"),
        ("2025-04-01T09:30+0900", "2025-04-01 00:30:00"),
        ("2025-04-01T23:30-05:00", "2025-04-02 04:30:00"),
        ("２０２５/０４/０１ ９：３０", "2025-04-01 09:30:00"),
    ],
)
def test_times_are_utc_with_the_zone_of_the_source(text: str, utc: str) -> None:
    assert to_times(cells(text))[0].tolist() == [pd.Timestamp(utc)]


def test_the_mapping_wins_over_a_name_that_would_match() -> None:
    content = "person,番号,valid_from\nold,new,2025-04-01\n".encode()
    found = load(content, "a.csv", mapping={"person": "番号"})
    assert found.frame["person"].tolist() == ["new"]
    assert found.columns["person"] == "番号"


def test_a_mapping_makes_an_unknown_header_readable() -> None:
    content = b"wer,wann\nP1,2025-04-01\n"
    with pytest.raises(LoadError):
        load(content, "a.csv")
    found = load(content, "a.csv", mapping={"person": "wer", "valid_from": "wann"})
    assert (found.table, found.frame["person"].tolist()) == ("people", ["P1"])


def test_a_mapping_for_other_tables_changes_nothing() -> None:
    content = b"person,valid_from\nP1,2025-04-01\n"
    found = load(content, "a.csv", mapping={"sender": "person"})
    assert found.frame["person"].tolist() == ["P1"]


@pytest.mark.parametrize(
    ("low", "high", "reversed_", "favourable"),
    [
        (1, 2, False, (2,)),
        (1, 3, False, (3,)),
        (1, 4, False, (4,)),
        (1, 5, False, (4, 5)),
        (1, 6, False, (4, 5, 6)),
        (1, 7, False, (6, 7)),
        (1, 8, False, (6, 7, 8)),
        (1, 9, False, (7, 8, 9)),
        (1, 10, False, (8, 9, 10)),
        (0, 10, False, (9, 10)),
        (1, 5, True, (1, 2)),
    ],
)
def test_favourable_answers_are_the_usual_top_boxes(
    low: int, high: int, *, reversed_: bool, favourable: tuple[int, ...]
) -> None:
    assert favourable_scores(low, high, is_reversed=reversed_) == favourable
