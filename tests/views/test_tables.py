from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest

from dashboard.charts.theme import LIGHT
from dashboard.release.read import sample
from dashboard.text import Translator
from dashboard.views.parts import csv
from dashboard.views.reading import Reading
from dashboard.views.tables import changes_table

FIRST = sample().table("comparisons")["comparison"].iloc[0]


@pytest.fixture(params=["ja", "en"])
def read(request: pytest.FixtureRequest) -> Reading:
    return Reading(sample(), Translator(request.param), LIGHT, FIRST)


def test_a_file_holds_what_its_table_shows_in_numbers_spreadsheets_read(read: Reading) -> None:
    shown = changes_table(read, read.changes("not_our_department"))
    back = pd.read_csv(BytesIO(csv(shown)), encoding="utf-8-sig")
    assert list(back.columns) == list(shown.columns)
    change = read.t("Change")
    assert back[change].iloc[0] == int(shown[change].iloc[0].replace("−", "-"))


def test_a_hidden_department_shows_no_figure_in_any_column(read: Reading) -> None:
    changes = read.changes(cut="department")
    hidden = changes[changes["verdict"] == "too_few"]
    assert len(hidden)
    shown = changes_table(read, hidden)
    figures = ["Before", "After", "Change", "95% from", "95% to", "People"]
    assert set(shown[[read.t(name) for name in figures]].to_numpy().ravel()) == {"–"}


def test_departments_come_in_their_declared_order(read: Reading) -> None:
    names = list(read.names("department"))
    shown = read.changes("not_our_department", cut="department")["group"].tolist()
    assert shown == [name for name in names if name in shown]


def test_a_project_comparison_contrasts_its_own_team(read: Reading) -> None:
    comparisons = read.release.table("comparisons").set_index("comparison")
    project = comparisons["project"].dropna()
    mine = Reading(read.release, read.t, LIGHT, project.index[0])
    rows, difference = mine.contrast("cross_department_share")
    assert rows["group"].tolist() == [project.iloc[0], "others"]
    change = rows["change"].iloc[0] - rows["change"].iloc[1]
    assert difference.change == pytest.approx(change)


def test_the_trend_changes_sides_where_after_begins(read: Reading) -> None:
    points = read.trend("cross_department_share")
    assert points["starts_on"].is_monotonic_increasing
    turn = points.loc[points["side"] == "after", "starts_on"].min()
    assert turn == read.comparison["after_from"]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd", "-x", "\t=1"])
def test_a_name_in_a_file_is_never_a_formula(name: str) -> None:
    assert (
        csv(pd.DataFrame({"Group": [name]})).decode("utf-8-sig").splitlines()[1].strip('"')[0]
        == "'"
    )


def test_a_signed_number_in_a_file_stays_a_number() -> None:
    told = csv(pd.DataFrame({"Change": ["−13", "+15"]})).decode("utf-8-sig")
    assert told.splitlines() == ["Change", "-13", "+15"]
