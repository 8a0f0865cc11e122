"""Each rule of the policy is switched off in turn, and an attack must notice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import privacy, store
from dashboard.privacy import edges, interval
from dashboard.release import comments, disclosure, readings
from tests import test_comments
from tests.attacks import test_disclosure, test_edges, test_released
from tests.conftest import Put

K = 5
Usual = Callable[..., Any]


def _nothing_for_anothers_sake(_: Usual) -> Usual:
    return lambda lattice, threshold: lattice.cell_people >= threshold


def _as_they_come(_: Usual) -> Usual:
    return lambda _lattice, shown, _answers, _threshold: shown.copy()


def _none(_: Usual) -> Usual:
    return lambda favourable, _count: np.zeros(len(favourable), bool)


def _of_those_who_answered_twice(usual: Usual) -> Usual:
    def both(*given: Any, **more: Any) -> Any:
        (metric, _, (sums, _), windows, *_), found = given, usual(*given, **more)
        if metric.estimator != "ratio" or windows["comparison"].isna().all():
            return found
        twice = readings.panel(metric, sums, windows, 1)
        return pd.concat([found, twice.assign(reading="panel")])

    return both


def _every_cell(_: Usual) -> Usual:
    return lambda sums, _rules: sums


def _nothing_was_shown(_: Usual) -> Usual:
    return lambda _path, columns: pd.DataFrame(columns=list(columns))


def _one_is_enough(usual: Usual) -> Usual:
    return lambda rows, _fewest: usual(rows, 1)


def _no_leak(_: Usual) -> Usual:
    return lambda _lattice, _shown, _threshold: None


def _history(folder: Path) -> disclosure.History:
    return disclosure.History(folder, K)


Switch = tuple[Any, str, Callable[[Usual], Usual]]
SWITCHED: dict[str, tuple[list[Switch], Callable[..., None]]] = {
    "P4 row space": (
        [(privacy, "safe_cells", _nothing_for_anothers_sake)],
        lambda folder: test_disclosure.test_a_wave_that_is_hidden_hides_the_window_that_pools_it(
            _history(folder)
        ),
    ),
    "P5 bands": (
        [(privacy, "banded_cells", _none), (interval, "banded_cells", _none)],
        test_released.test_where_all_answered_alike_no_number_tells_it,
    ),
    "P6 one figure": (
        [(readings, "readings", _of_those_who_answered_twice)],
        test_released.test_a_survey_has_one_figure_and_none_of_those_who_answered_twice,
    ),
    "P6b shown cells": (
        [(disclosure, "only_shown", _every_cell)],
        lambda folder: test_released.test_gaps_and_changes_are_made_of_shown_cells_only(folder, 0),
    ),
    "P7 history": (
        [(disclosure, "_read", _nothing_was_shown)],
        test_disclosure.test_it_is_remembered_in_files_nobody_else_can_read,
    ),
    "P9 margins": (
        [(edges, "leak", _no_leak)],
        lambda _: test_edges.test_a_hidden_edge_does_not_follow_from_the_margins(),
    ),
}


@pytest.mark.parametrize("rule", SWITCHED)
def test_an_attack_notices_that_a_rule_is_off(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switches, attack = SWITCHED[rule]
    for module, name, made in switches:
        monkeypatch.setattr(module, name, made(getattr(module, name)))
    with pytest.raises(AssertionError):
        attack(tmp_path)


def test_an_attack_notices_groups_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P3."""
    made = disclosure.History.__init__

    def of_one(self: disclosure.History, releases: Path, _: int) -> None:
        made(self, releases, 1)

    monkeypatch.setattr(disclosure.History, "__init__", of_one)
    with pytest.raises(AssertionError):
        test_released.test_who_answers_twice_counts_once(tmp_path, 4, "withheld")


def test_an_attack_notices_that_groups_may_be_fenced_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """P4, its second half."""
    monkeypatch.setattr(privacy, "loose_cells", _as_they_come(privacy.loose_cells))
    companies = test_released.released(tmp_path / "workspace", 24)
    with pytest.raises(AssertionError):
        test_released.test_a_victim_among_fewer_than_five_stays_two_points_uncertain(
            companies, monkeypatch, capsys
        )


def test_an_attack_notices_comments_of_a_few(
    workspace: store.Workspace, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P8."""
    monkeypatch.setattr(comments, "in_groups", _one_is_enough(comments.in_groups))
    with pytest.raises(AssertionError):
        test_comments.test_what_nine_wrote_does_not_appear(workspace, put)
