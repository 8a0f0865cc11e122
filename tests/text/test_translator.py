from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import Translator, escape


def test_english_words_stand_in_the_code() -> None:
    assert Translator("en")("Updated {day}", day="today") == "Updated today"


def test_japanese_comes_from_its_file() -> None:
    assert Translator("ja")("Updated {day}", day="今日") == "今日に更新"


def test_what_has_no_japanese_stays_as_it_is() -> None:
    assert Translator("ja")("P-014") == "P-014"


@pytest.mark.parametrize(
    ("language", "row", "name"),
    [
        ("en", {"id": "sales", "name": "営業部", "name_en": "Sales"}, "Sales"),
        ("ja", {"id": "sales", "name": "営業部", "name_en": "Sales"}, "営業部"),
        ("en", {"id": "sales", "name": "営業部", "name_en": None}, "営業部"),
        ("ja", {"id": "sales", "name": float("nan"), "name_en": "Sales"}, "Sales"),
        ("ja", {"id": "sales", "name": "", "name_en": None}, "sales"),
    ],
)
def test_a_name_is_the_readers_if_there_is_one(
    language: str, row: dict[str, object], name: str
) -> None:
    assert Translator(language).name_of(row) == name


def test_what_has_no_name_at_all_is_left_empty() -> None:
    row = {"theme": float("nan"), "theme_en": None}
    assert Translator("ja").name_of(row, "theme") == ""
    assert Translator("en").name_of({**row, "theme": "詰め替え"}, "theme") == "詰め替え"


@pytest.mark.parametrize(
    "name", ["![x](https://example.com/x.png)", "[a](javascript:1)", "<img>", ":red[x]", "$x$"]
)
def test_markdown_in_a_name_stays_dead(name: str) -> None:
    signs = [sign for sign in escape(name) if sign in "![]<>:$"]
    assert signs
    assert all(escape(name)[place - 1] == "\\" for place in _places(escape(name), signs))


def _places(text: str, signs: list[str]) -> list[int]:
    return [place for place, sign in enumerate(text) if sign in signs]


@pytest.mark.parametrize(
    ("words", "phrases"),
    [
        ("はい。39%から25%に減りました。", ["はい。", "39%から", "25%に", "減りました。"]),
        ("商品企画部の「うちの部署では」", ["商品企画部の", "「うちの", "部署では」"]),
        ("38%が31か月以内に", ["38%が", "31か月以内に"]),
        ("2025年9月：0.7から3.4へ", ["2025年", "9月：0.7から", "3.4へ"]),
        ("A\\(B\\)社が\\*増えた", ["A\\(B\\)社が", "\\*増えた"]),
    ],
)
def test_a_heading_breaks_between_phrases(words: str, phrases: list[str]) -> None:
    told = Translator("ja").phrased(words)
    assert [one.replace("\u2060", "") for one in told.split("\u200b")] == phrases
    assert Translator("en").phrased(words) == words


@given(st.text("営業部のあがかにはい。、「」\\*_%1２.か月 ab"))
def test_phrases_change_no_word_and_no_escaped_sign(words: str) -> None:
    plain = words.replace("\u200b", "").replace("\u2060", "")
    told = Translator("ja").phrased(plain)
    assert told.replace("\u200b", "").replace("\u2060", "") == plain
    assert "\\\u200b" not in told
