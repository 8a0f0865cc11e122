"""Whatever was shown of a survey stays shown: corrections must not give anybody away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.release.disclosure import History, possible_answers

YES_NO = np.array([[0.0, 1.0]])
WAVES = ("w1", "w2")


def answers(of: dict[int, float], wave: str, *windows: str) -> pd.DataFrame:
    """List what people said of a wave: the first twelve are of planning, the others of sales."""
    rows = [
        (window, wave, cut, group, person, said, 1.0)
        for window in windows
        for person, said in of.items()
        for cut, group in (("all", "all"), ("department", "planning" if person < 12 else "sales"))
    ]
    columns = ["window", "wave", "cut", "group", "cluster", "x", "y"]
    return pd.DataFrame(rows, columns=columns)


def everybody(people: int = 30) -> dict[int, float]:
    return {person: float(person % 3 == 0) for person in range(people)}


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path, 5)


def rules(history: History, rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    told = history.judged(rows, "consultation", YES_NO)
    return {(window, group): rule for window, _, group, rule in told.to_numpy()}


def test_the_same_answers_again_are_shown_again(history: History) -> None:
    first = rules(history, answers(everybody(), "w1", "w1"))
    assert set(first.values()) == {"shown"}
    assert rules(history, answers(everybody(), "w1", "w1")) == first


@pytest.mark.parametrize(("people", "rule"), [(1, "held"), (4, "held"), (5, "shown")])
def test_what_differs_by_a_few_is_held_back(history: History, people: int, rule: str) -> None:
    rules(history, answers(everybody(), "w1", "w1"))
    later = rules(history, answers(everybody(30 + people), "w1", "w1"))
    assert later == {("w1", "all"): rule, ("w1", "planning"): "shown", ("w1", "sales"): rule}


@pytest.mark.parametrize(("people", "rule"), [(1, "held"), (4, "held"), (6, "shown")])
def test_corrected_answers_count_people_and_not_answers(
    history: History, people: int, rule: str
) -> None:
    said = everybody()
    rules(history, answers(said, "w1", "w1"))
    turned = {person: 1 - x if 12 <= person < 12 + people else x for person, x in said.items()}
    assert rules(history, answers(turned, "w1", "w1"))["w1", "sales"] == rule


def test_it_is_remembered_in_files_nobody_else_can_read(tmp_path: Path) -> None:
    history = History(tmp_path, 5)
    rules(history, answers(everybody(), "w1", "w1"))
    history.keep(pd.DataFrame(columns=["metric", "window", "cut", "group"]))
    files = sorted(tmp_path.rglob("*.parquet"))
    assert [file.name for file in files] == ["answers.parquet", "cells.parquet", "withheld.parquet"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert rules(History(tmp_path, 5), answers(everybody(31), "w1", "w1"))["w1", "all"] == "held"


def test_a_wave_that_is_hidden_hides_the_window_that_pools_it(history: History) -> None:
    few = {person: x for person, x in everybody().items() if person >= 8}
    rows = [answers(few, "w1", "w1", "both"), answers(everybody(), "w2", "w2", "both")]
    told = rules(history, pd.concat(rows))
    # Of planning four answered the first wave: all less sales would be they, so one of them goes.
    assert (told["w1", "planning"], told["both", "planning"]) == ("few", "few")
    assert (told["w1", "sales"], told["both", "sales"]) == ("together", "together")
    assert (told["w2", "sales"], told["both", "all"]) == ("shown", "shown")


def test_nobody_differs_by_less_than_a_wave(history: History) -> None:
    """Four more people in another wave are other answers: each wave is asked anew."""
    told = rules(history, answers(everybody(), "w1", "w1"))
    told |= rules(history, answers(everybody(34), "w2", "w2"))
    assert set(told.values()) == {"shown"}


def test_scales_are_bounded_by_their_outermost_answers() -> None:
    scales = pd.DataFrame({"low": [1.0], "high": [5.0], "reversed": [False], "favourable": ["4;5"]})
    assert possible_answers(scales).T.tolist() == [[0, 1], [0, 3], [1, 4], [1, 5]]
    turned = scales.assign(reversed=True, favourable="1;2")
    assert possible_answers(turned).T.tolist() == [[0, 1], [0, 3], [1, 4], [1, 5]]
    assert possible_answers(scales[:0]).T.tolist() == [[0, 0], [1, 1]]
