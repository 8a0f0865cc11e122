"""Refusals on grounds of scope are heard in texts the weights were not fitted to, and explained."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from dashboard.cli import DONE, WRONG_USE, main
from data_loaders.deflection import (
    LANGUAGES,
    deflects,
    find,
    language_of,
    plainly,
    weights_of,
)
from data_loaders.messages import heard_in
from tests.deflection.train import EVERYDAY, texts

# Precision and recall that a measure can be made of; measured.md says what they are.
LEAST = (0.85, 0.60)
REFUSED = "この件はうちの部署の範囲外ですので、対応いたしかねます。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_texts_are_heard(language: str) -> None:
    rows = texts(language).query(f"half == 'held' and hand != '{EVERYDAY}'")
    found = pd.Series([find(text, language).deflects for text in rows["text"]], index=rows.index)
    right = (found & rows["labelled"]).sum()
    assert len(rows) >= 200
    precision, recall = LEAST
    assert right / found.sum() >= precision
    assert right / rows["labelled"].sum() >= recall


@pytest.mark.parametrize(
    "text",
    [
        REFUSED,
        "Sorry, that's not our department. Please ask general affairs.",
        "営業に聞けば製造だと言われ、製造に聞けば営業だと言われる。",
    ],
)
def test_a_refusal_shows_the_words_that_made_it(text: str) -> None:
    found = find(text)
    assert found.deflects
    assert found.phrases
    assert all(phrase in plainly(text) for phrase in found.phrases)


@pytest.mark.parametrize(
    "text",
    [
        "「うちの部署の範囲外です」と断られたことは一度もありません。",
        "もし担当外だと断られたら、どうすればよいでしょうか。",
        "Nobody here has ever told me that it is not their department.",
        "What if they say it's not their department?",
    ],
)
def test_what_denies_or_imagines_it_is_shown(text: str) -> None:
    found = find(text)
    assert not found.deflects
    assert found.vetoes
    assert all(phrase in plainly(text) for phrase in found.vetoes)


@pytest.mark.parametrize("text", ["", " ", "。", "?", "🎉", "ｱ", "a"])
def test_a_text_of_nothing_is_no_refusal(text: str) -> None:
    assert not find(text).deflects


def test_width_and_case_are_folded() -> None:
    assert find("ＮＯＴ ＯＵＲ ＤＥＰＡＲＴＭＥＮＴ, ask HR.", "en") == find(
        "not our department, ask hr.", "en"
    )
    assert language_of("ﾀﾞﾒです") == "ja"
    assert find(REFUSED, "ja-JP") == find(REFUSED, "JA") == find(REFUSED)


def test_a_company_may_add_phrases() -> None:
    text = "次回の議題はブルー案件です。"
    assert not find(text).deflects
    found = find(text, own={"ブルー案件": True})
    assert found.deflects
    assert found.phrases[0] == "ブルー案件"
    assert find(REFUSED).deflects
    undone = find(REFUSED, own={"この件": False})
    assert not undone.deflects
    assert undone.vetoes == ("この件",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_messages_seldom_alarm(language: str) -> None:
    rows = texts(language).query(f"half == 'held' and hand == '{EVERYDAY}'")
    assert len(rows) >= 200
    assert sum(find(text, language).deflects for text in rows["text"]) / len(rows) <= 0.05


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_heard_among_other_sentences(language: str) -> None:
    rows = texts(language).query("half == 'held'")
    others = rows.loc[rows["category"] == "neutral", "text"].tolist()
    mine = rows[rows["labelled"]]["text"].tolist()
    around = [others[place % len(others)] for place in range(len(mine))]
    heard = [
        find(f"{one}\n{text}\n{one}", language) for text, one in zip(mine, around, strict=True)
    ]
    assert sum(one.deflects for one in heard) / len(heard) >= 0.5


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (REFUSED, ("true", "ja")),
        ("Thanks!", ("false", "en")),
        (f"承知しました。\n> {REFUSED}", ("false", "ja")),
        ("&gt; not our department, ask HR\nThanks, will do.", ("false", "en")),
        ("https://example.com/not_our_department", ("", "")),
        ("<@U1> 🎉", ("", "")),
    ],
)
def test_a_message_is_read_for_its_own_words(text: str, heard: tuple[str, str]) -> None:
    assert heard_in(text) == heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_way_finds_the_same(language: str) -> None:
    for text in texts(language)["text"].head(120):
        assert deflects(text, language) == find(text, language).deflects


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_a_table_to_read(language: str) -> None:
    weights = list(weights_of(language).values())
    assert weights == sorted(weights, reverse=True)
    assert len(weights) > 1_000


def test_a_file_is_read_and_every_row_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "コメント.csv"
    path.write_bytes(f"番号,コメント\n1,{REFUSED}\n2,みんなで作れて楽しかった。\n".encode("cp932"))
    assert main(["deflections", str(path), "--text", "コメント"]) == DONE
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["番号"], row["deflects"]) for row in rows] == [("1", "true"), ("2", "false")]
    assert rows[0]["phrases"]
    assert not rows[0]["veto"]
    assert main(["deflections", str(path), "--text", "コメント", "--format", "json"]) == DONE
    assert [row["deflects"] for row in json.loads(capsys.readouterr().out)] == [True, False]


def test_a_column_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,comment\n1,hello\n", "utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["deflections", str(path), "--text", "text"])
    assert stopped.value.code == WRONG_USE
    assert "The columns are: id, comment." in capsys.readouterr().err
