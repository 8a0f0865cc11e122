"""Comments: each once, where ten wrote, masked, and only after HR has read them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.release.comments import comments, in_groups, masked, written
from dashboard.settings import Settings, with_comments_read
from dashboard.store import Workspace
from data_loaders import LoadError
from tests.conftest import Put

FEWEST = 10


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("田中さんに断られた", "●●さんに断られた"),
        ("営業の佐藤部長が言った", "営業の●●部長が言った"),
        ("皆さんのおかげ、お客様の声", "皆さんのおかげ、お客様の声"),
        ("write to taro.yamada+x@example.co.jp please", "write to ●● please"),
        ("内線０９０-1234、社員A0501", "内線●●、社員●●"),
        ("Mr. Smith and Ms Jones said so", "Mr. ●● and Ms ●● said so"),
        ("ask Tanaka-san", "ask ●●-san"),
        ("部署の範囲外です", "部署の範囲外です"),
    ],
)
def test_names_addresses_and_numbers_are_masked(text: str, told: str) -> None:
    assert masked(text) == told


def rows(**departments: int) -> pd.DataFrame:
    """List one comment a person: planning=12 has twelve."""
    told = [
        ("w1", f"{name}{i}", name, f"{name} {i}", f"{name}{i}")
        for name, people in departments.items()
        for i in range(people)
    ]
    named = pd.DataFrame(told, columns=["wave", "writer", "department", "text", "code"])
    return named.assign(language="en", deflects=False)


@pytest.mark.parametrize(
    ("departments", "groups"),
    [
        ({"planning": 12, "sales": 10}, {"planning": 12, "sales": 10}),
        ({"planning": 12, "sales": 9}, {"planning": 12}),
        ({"planning": 12, "sales": 9, "works": 1}, {"planning": 12, "": 10}),
        ({"planning": 5, "sales": 4}, {}),
    ],
)
def test_a_comment_stands_once_where_enough_wrote(
    departments: dict[str, int], groups: dict[str, int]
) -> None:
    found = in_groups(rows(**departments), FEWEST)
    assert found["department"].value_counts().to_dict() == groups
    assert not found["text"].duplicated().any()
    assert "writer" not in found


def test_ten_comments_of_one_person_are_one_persons() -> None:
    of_one = rows(planning=12).assign(writer="the same")
    assert in_groups(of_one, FEWEST).empty


def test_the_order_tells_nothing_of_the_writers() -> None:
    told = rows(planning=12)
    assert in_groups(told[::-1], FEWEST).equals(in_groups(told, FEWEST))


def test_comments_appear_when_hr_read_them_and_while_they_are_the_same(
    workspace: Workspace, put: Put
) -> None:
    put("questions", "question,construct,kind\nwhy,open,text")
    answers = ["wave,response,department,question,text"]
    answers += [f"2025-02,{i},planning,why,{'あいうえおかきくけこさし'[i]}の話" for i in range(12)]
    first = put("answers", "\n".join(answers))
    settings = Settings()
    assert comments(workspace.tables(), settings).empty
    codes = in_groups(written(workspace.tables()), FEWEST)["code"]
    read = with_comments_read(settings, "2025-02", codes)
    assert len(comments(workspace.tables(), read)) == 12

    put("answers", "\n".join([answers[0], "2025-02,13,planning,why,もう一人の話"]))
    assert comments(workspace.tables(), read).empty
    more = in_groups(written(workspace.tables()), FEWEST)["code"]
    with pytest.raises(LoadError, match="1 comments differ"):
        with_comments_read(read, "2025-02", more)
    workspace.undo(first.upload + 1)
    assert len(comments(workspace.tables(), read)) == 12


def test_what_nine_wrote_does_not_appear(workspace: Workspace, put: Put) -> None:
    put("questions", "question,construct,kind\nwhy,open,text")
    lines = [f"2025-02,{i},planning,why,{'あいうえおかきくけ'[i]}の話" for i in range(9)]
    put("answers", "\n".join(["wave,response,department,question,text", *lines]))
    codes = sorted(written(workspace.tables())["code"])
    assert comments(workspace.tables(), Settings(read={"2025-02": codes})).empty


def test_ids_of_writers_are_nowhere_in_what_is_released(company_a: Path) -> None:
    (found,) = company_a.glob("releases/*/comments.parquet")
    told = pd.read_parquet(found)
    assert list(told) == ["wave", "department", "text"]
    per_group = told.groupby(["wave", "department"]).size()
    assert len(told) > 100
    assert per_group.min() >= FEWEST
