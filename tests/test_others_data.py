"""Published results of others, found again from their own data by way of our loaders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.estimate import Ratios
from dashboard.release import read
from dashboard.release.build import build
from data_loaders import LoadError, load
from tests.conftest import Put

STATES = {1: "NJ", 0: "PA"}
WAVES = {0: "1992-02", 1: "1992-11"}
COUNTRY = "civil_service"
ASKED = 1000


def csv(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False))


def question(name: str, low: float, high: float, favourable: str) -> str:
    header = "question,construct,kind,low,high,favourable"
    return f"{header}\n{name},{name},scale,{low},{high},{favourable}"


def change_of(release: read.Release, metric: str, cut: str, comparison: str) -> pd.DataFrame:
    table = release.table("changes")
    mine = table[(table["metric"] == metric) & (table["cut"] == cut)]
    return mine[mine["comparison"] == comparison].set_index("group")


def test_card_and_kruegers_minimum_wage(
    workspace: store.Workspace, put: Put, shared_data: Path
) -> None:
    """Card & Krueger 1994, Am. Econ. Rev. 84:772, table 3: a shop is a respondent."""
    shops = pd.read_csv(shared_data / "card-krueger" / "ck.csv")
    shops["shop"] = shops.groupby("d").cumcount()
    told = shops.dropna(subset="fte")
    answers = pd.DataFrame(
        {
            "wave": told["d"].map(WAVES),
            "respondent": told["shop"],
            "department": told["nj"].map(STATES),
            "question": "employment",
            "score": told["fte"],
        }
    )
    put(
        "waves",
        "wave,opened_on,closed_on\n1992-02,1992-02-15,1992-03-04\n1992-11,1992-11-05,1992-12-31",
    )
    good = ";".join(f"{one:g}" for one in told["fte"].unique() if one >= told["fte"].median())
    put("questions", question("employment", 0, 100, good))
    put("answers", csv(answers))
    days = map(date.fromisoformat, ("1992-02-01", "1992-02-29", "1992-11-01", "1992-11-30"))
    minimum_wage = Comparison(
        "wage", "最低賃金", None, *days, treated="department:NJ", control="department:PA"
    )
    workspace.declare(minimum_wage)
    release = build(workspace)

    states = change_of(release, "employment_mean", "department", "wage")
    assert states.loc["NJ", ["before", "after"]].tolist() == pytest.approx(
        [20.439, 21.027], abs=5e-4
    )
    assert states.loc["PA", ["before", "after"]].tolist() == pytest.approx(
        [23.331, 21.166], abs=5e-4
    )
    (difference,) = change_of(release, "employment_mean", "difference", "wage").to_dict("records")
    assert difference["change"] == pytest.approx(2.754, abs=5e-4)
    assert difference["design"] == "difference_in_differences"
    # The standard error by shops, 1.3041, behind an interval of t with 409 degrees of freedom.
    reach = (difference["high"] - difference["low"]) / 2
    assert reach / 1.96575 == pytest.approx(1.3041, abs=5e-4)


def test_the_civil_services_series(workspace: store.Workspace, put: Put, shared_data: Path) -> None:
    """Civil Service People Survey, mean of organisations, B42: is change managed well?

    What is published are shares without persons, so a thousand forms a year stand for each.
    """
    series = pd.read_csv(
        shared_data / "uk-csps" / "csps2020_mean_timeseries.csv", encoding="utf-8-sig"
    )
    shares = series.set_index("Measure").loc["B42"].drop(["Label", "Section"]).astype(float)
    forms = [
        (year, f"{year}-{i}", COUNTRY, "change_managed", 4 if i < round(ASKED * share) else 2)
        for year, share in shares.items()
        for i in range(ASKED)
    ]
    columns = ["wave", "response", "department", "question", "score"]
    # Newest first: years are put in order by their days.
    put(
        "waves",
        "\n".join(
            [
                "wave,opened_on,closed_on",
                *(f"{year},{year}-10-01,{year}-10-31" for year in shares.index[::-1]),
            ]
        ),
    )
    put("questions", question("change_managed", 1, 5, "4;5"))
    put("answers", csv(pd.DataFrame(forms[::-1], columns=columns)))
    release = build(workspace)

    windows = release.table("windows").query("kind == 'wave'")
    assert windows["window"].tolist() == list(shares.index)
    table = release.table("estimates")
    mine = table[(table["metric"] == "change_managed") & (table["cut"] == "all")]
    found = mine.set_index("window")["value"][shares.index]
    assert found.tolist() == pytest.approx(shares.tolist())
    assert found[["2009", "2019", "2020"]].tolist() == pytest.approx([0.23, 0.34, 0.40])
    (change,) = change_of(release, "change_managed", "all", "waves").to_dict("records")
    assert [change["before"], change["after"]] == pytest.approx([0.23, 0.40])
    assert (change["verdict"], change["design"]) == ("better", "different_people")
    # Newcombe's interval of two independent shares of a thousand.
    assert [change["low"], change["high"]] == pytest.approx([0.1300, 0.2095], abs=1e-3)


# Golden figures of ours that rest on a formula of others


def scores(*groups: tuple[str, int, float]) -> Ratios:
    """Give people of one mind each: window, how many, their score."""
    rows = [
        (window, "all", "all", f"{window}{score}{i}", score, 1.0)
        for window, n, score in groups
        for i in range(n)
    ]
    return Ratios(
        pd.DataFrame(rows, columns=["window", "cut", "group", "cluster", "x", "y"]), "mean"
    )


def test_a_net_promoter_score_is_the_mean_of_its_thirds() -> None:
    # 40 % promoters, 30 % detractors among fifty: +10, and 1.96 standard errors of
    # √((p + d − (p − d)²)/n) are 23.0 points. Ours has t and n − 1: a little wider.
    found = scores(("w", 20, 1.0), ("w", 15, -1.0), ("w", 15, 0.0)).estimates.iloc[0]
    assert found["value"] == pytest.approx(0.10)
    published = 1.96 * np.sqrt((0.7 - 0.1**2) / 50)
    assert published == pytest.approx(0.230, abs=5e-4)
    reach = (found["high"] - found["low"]) / 2
    assert reach == pytest.approx(published * 2.0096 / 1.96 * np.sqrt(50 / 49), rel=1e-4)


# All that others made: a table, or the message it deserves

LACKS_PEOPLE = "results without the number of people behind them"
NO_CONTACT = "nothing in it that can be used"
UNASKED = "No column asks a question that is known"
LOADED = {
    "vivainsights/g2g_data.csv": ("viva_group_to_group", 150),
    "vivainsights/p2p_data.csv": ("viva_person_to_person", 2014),
}
REFUSED = {
    "calendars/alarm_google_acknowledged.ics": NO_CONTACT,  # nobody was invited
    "calendars/alarm_google_future.ics": NO_CONTACT,
    "calendars/event_with_rsvp.ics": NO_CONTACT,  # an event without a day
    "calendars/issue_156_RDATE_with_PERIOD_TZID_khal.ics": NO_CONTACT,  # one attendee alone
    "calendars/issue_156_RDATE_with_PERIOD_TZID_khal_2.ics": NO_CONTACT,
    "calendars/issue_27_multiple_periods_in_freebusy_multiple_freebusies.ics": NO_CONTACT,
    "calendars/issue_27_multiple_periods_in_freebusy_one_freebusy.ics": NO_CONTACT,
    "calendars/property_params.ics": NO_CONTACT,  # a whole day
    "calendars/rfc_6868.ics": NO_CONTACT,
    "calendars/rfc_7256_multi_value_parameters.ics": NO_CONTACT,
    "calendars/rfc_7265_request_status.ics": NO_CONTACT,
    "card-krueger/ck.csv": "The columns fit no table",
    "survey-formats/msforms_en_multiline_header.csv": UNASKED,
    "survey-formats/msforms_ja_header_only.csv": "There is a header but no row below it",
    "survey-formats/qualtrics_3header_de_ropensci.csv": UNASKED,
    "survey-formats/qualtrics_legacy_2header_ropensci.csv": UNASKED,
    "survey-formats/surveymonkey_2row_header.csv": UNASKED,
    "uk-csps/csps2018_demographics.csv": "Which column tells the department",
    "uk-csps/csps2019_orgscores.csv": LACKS_PEOPLE,
    "uk-csps/csps2020_mean_timeseries.csv": LACKS_PEOPLE,
    "uk-csps/csps2020_median_timeseries.csv": LACKS_PEOPLE,
    "vivainsights/mt_data.csv": "meetings without the people in them",
    "vivainsights/p2g_data.csv": "department of the second collaborator only",
    "vivainsights/pq_data.csv": "The columns fit no table",
}


def test_every_file_of_others_is_expected(shared_data: Path) -> None:
    there = {str(path.relative_to(shared_data)) for path in shared_data.glob("*/*")}
    assert there == {*LOADED, *REFUSED}


@pytest.mark.parametrize("file", LOADED)
def test_files_of_others_load(shared_data: Path, file: str) -> None:
    path = shared_data / file
    found = load(path.read_bytes(), path.name, mapping={"dates": "day/month"})
    assert (found.format, len(found.frame)) == LOADED[file]


@pytest.mark.parametrize("file", REFUSED)
def test_files_of_others_are_refused_with_what_they_lack(shared_data: Path, file: str) -> None:
    path = shared_data / file
    with pytest.raises(LoadError, match=REFUSED[file]):
        load(path.read_bytes(), path.name)
