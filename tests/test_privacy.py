"""What may be shown: five people or more, and at an edge five in all and two on each side."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import privacy


def cell(people: int) -> pd.DataFrame:
    return pd.DataFrame({"value": [0.4], "low": [0.1], "high": [0.8], "people": [people]})


@pytest.mark.parametrize("people", [0, 1, 4])
def test_a_cell_of_fewer_than_five_keeps_nothing(people: int) -> None:
    told = privacy.hide_small(cell(people))
    assert told["status"].tolist() == ["withheld"]
    assert told.drop(columns="status").isna().all(axis=None)
    assert "people" not in told


@pytest.mark.parametrize(
    ("people", "band"),
    [
        (5, "5-9"),
        (9, "5-9"),
        (10, "10-19"),
        (19, "10-19"),
        (20, "20-49"),
        (49, "20-49"),
        (50, "50+"),
        (100_000, "50+"),
    ],
)
def test_a_shown_cell_tells_the_band_of_its_people(people: int, band: str) -> None:
    told = privacy.hide_small(cell(people))
    assert told.to_dict("records") == [
        {"value": 0.4, "low": 0.1, "high": 0.8, "people_band": band, "status": "shown"}
    ]


def test_a_higher_threshold_hides_more() -> None:
    assert privacy.hide_small(cell(9), threshold=10)["status"].tolist() == ["withheld"]


def edge(sides: tuple[int, int], people: int, ties: int = 4) -> pd.DataFrame:
    figures = {"interactions": 12, "ties": ties, "density": 0.25}
    sides_of = {"from_people": sides[0], "to_people": sides[1], "people": people, "headcount": 20}
    ends = {"window": "w", "from_department": "a", "to_department": "b"}
    return pd.DataFrame([{**ends, **figures, **sides_of}])


def hide(edges: pd.DataFrame) -> pd.DataFrame:
    return privacy.hide_small_edges(edges)[0]


@pytest.mark.parametrize(
    ("sides", "people", "shown"),
    [
        ((2, 3), 5, True),
        ((3, 2), 5, True),
        ((2, 2), 4, False),
        ((1, 4), 5, False),
        ((9, 1), 10, False),
        ((4, 4), 4, False),
        ((6, 6), 6, True),
    ],
)
def test_an_edge_needs_five_in_all_and_two_on_each_side(
    sides: tuple[int, int], people: int, *, shown: bool
) -> None:
    (told,) = hide(edge(sides, people)).to_dict("records")
    assert told["status"] == ("shown" if shown else "withheld")
    figures = [told[name] for name in ("interactions", "ties", "density", "people_band")]
    assert [pd.notna(one) for one in figures] == [shown] * 4
    assert not {"people", "from_people", "to_people"} & told.keys()


def test_no_tie_at_all_is_no_secret() -> None:
    none = edge((0, 0), 0, ties=0).assign(interactions=0, density=0.0)
    (told,) = hide(none).to_dict("records")
    assert (told["status"], told["ties"], told["density"]) == ("shown", 0.0, 0.0)


def test_of_a_department_under_five_not_even_its_missing_ties_are_told() -> None:
    none = edge((0, 0), 0, ties=0).assign(interactions=0, density=0.0)
    for one in (none, edge((4, 9), 13)):
        (told,) = hide(one.assign(headcount=4)).to_dict("records")
        assert told["status"] == "withheld"
        assert all(pd.isna(told[name]) for name in ("interactions", "ties", "density"))


def test_nothing_to_hide() -> None:
    assert privacy.hide_small(cell(9)[:0]).empty
    assert hide(edge((2, 3), 5)[:0]).empty


def test_what_projects_did_is_nobodys_and_has_no_band() -> None:
    told = privacy.hide_small(privacy.of_no_person(cell(1)))
    assert told["status"].tolist() == ["shown"]
    assert told["value"].tolist() == [0.4]
    assert told["people_band"].isna().all()
