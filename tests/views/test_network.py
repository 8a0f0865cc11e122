"""What the network page says and draws is what the release holds, and no more."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.charts.theme import LIGHT
from dashboard.release.read import sample
from dashboard.text import Translator
from dashboard.views import network, ties
from dashboard.views.reading import Reading


@pytest.fixture
def read() -> Reading:
    return Reading(sample(), Translator("en"), LIGHT, "organisation")


def changes(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a", "b", "change", "verdict"])


def test_pairs_are_counted_by_their_verdicts() -> None:
    t = Translator("en")
    moved = network._closer  # noqa: SLF001 - the sentence is what a reader sees
    up, down = ("A", "B", 0.1, "better"), ("A", "C", -0.1, "worse")
    level, few = ("B", "C", 0.3, "no_clear_change"), ("B", "D", float("nan"), "too_few")
    assert (
        moved(t, changes(up, level, few), "departments")
        == "1 of 2 pairs of departments came closer"
    )
    assert moved(t, changes(up, down, few), "departments").endswith(
        "2 pairs of departments came closer, 1 drifted apart"
    )
    assert moved(t, changes(down), "groups") == "1 of 1 pairs of groups drifted apart"
    assert (
        moved(t, changes(level, few), "departments") == "No pair of departments has clearly moved"
    )


def test_the_closest_pair_is_a_clear_one() -> None:
    told = ties.closest(changes(("A", "B", 0.1, "better"), ("B", "C", 0.3, "no_clear_change")))
    assert told is not None
    assert (told["a"], told["b"]) == ("A", "B")
    assert ties.closest(changes(("A", "B", -0.1, "worse"))) is None


def test_planned_pairs_of_the_story_came_closer_and_no_level_one_did(read: Reading) -> None:
    found = ties.pair_changes(read, ties.departments(read))
    clear = found[found["verdict"] == "better"]
    pairs = {frozenset((one.from_department, one.to_department)) for one in clear.itertuples()}
    assert {
        frozenset(("planning", other)) for other in ("sales_metro", "support", "logistics")
    } <= pairs
    # Corporate services and production engineering have no seat and stay as they were.
    assert not any(pair & {"corporate", "engineering"} for pair in pairs)
    assert (found["verdict"] != "worse").all()


def test_a_hidden_department_has_no_pair_with_a_figure(read: Reading) -> None:
    drawn = ties.departments(read)
    rows = ties.compared(read, drawn)
    hidden = rows[(rows["from_department"] == "pr") | (rows["to_department"] == "pr")]
    assert len(hidden)
    assert hidden["density"].isna().all()
    table = ties.pairs_table(read, rows, ties.pair_changes(read, drawn))
    mine = table[
        (table["Department"] == "Public Relations") | (table["With"] == "Public Relations")
    ]
    figures = ["Before", "After", "Change", "95% from", "95% to", "People"]
    assert set(mine[figures].to_numpy().ravel()) == {"–"}


def test_each_pair_stands_once_with_both_sides(read: Reading) -> None:
    rows = ties.compared(read, ties.departments(read))
    assert rows.groupby("group")["side"].agg(list).map(lambda one: one == ["before", "after"]).all()


def test_of_many_departments_those_most_tied_are_drawn(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "MOST", 4)
    drawn = network.drawn(read)
    rows = ties.compared(read, ties.departments(read))
    ends = ("from_department", "to_department")
    amounts = {
        one: sum(rows.loc[rows[end] == one, "density"].sum() for end in ends)
        for one in read.names("department")
    }
    assert set(drawn.names) == set(sorted(amounts, key=lambda one: -amounts[one])[:4])
    # In the order of all, spread evenly over the ring from the top.
    assert list(drawn.names) == [one for one in read.names("department") if one in drawn.names]
    graph = ties.nodes(read, "organisation:after", drawn)
    first, second, *_ = (graph.nodes[one] for one in drawn.names)
    assert (first["x"], first["y"]) == pytest.approx((0, 1))
    assert (second["x"], second["y"]) == pytest.approx((1, 0), abs=1e-9)


def test_of_many_departments_the_followed_one_is_drawn_with_those_most_tied_to_it(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "MOST", 3)
    plain = network.drawn(read).names
    other = next(one for one in ("corporate", "engineering") if one not in plain)
    rows = ties.compared(read, ties.departments(read))
    amounts = {
        one: rows.loc[
            rows["group"].map(lambda pair: set(pair.split("~"))) == {one, other}, "density"
        ]
        for one in read.names("department")
        if one != other
    }
    nearest = sorted(amounts, key=lambda one: -amounts[one].sum())[:2]
    assert set(network.drawn(replace(read, followed=other)).names) == {other, *nearest}


def test_a_followed_department_without_people_stands_out_nowhere(read: Reading) -> None:
    drawn = network.drawn(replace(read, followed="a_division"))
    assert drawn.followed == ""
    changes = ties.pair_changes(read, drawn)
    assert network._moved(read.t, changes, drawn).startswith("12 of")  # noqa: SLF001 - what is read
