"""Attackers who read what is exported, and nothing else, over many companies drawn at random."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from dashboard import store
from dashboard.cli import DONE, main
from dashboard.release import read
from dashboard.release.build import build
from dashboard.settings import keep, raised
from data_loaders import load
from tests.attacks.test_row_space import leaks

K, COMPANIES = 5, 120
SCORES = np.arange(1, 6)
FAVOURABLE = (SCORES >= 4).astype(float)
NEAR = 2.0  # points of a mean of 1 to 5
Shown = Mapping[tuple[str, str], tuple[float, float, float, str]]


def stored(workspace: store.Workspace, table: str, lines: Sequence[str]) -> None:
    workspace.add(load("\n".join(lines).encode(), f"{table}.csv", table=table))


def exported(metric: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Give what anybody may export of a metric."""
    capsys.readouterr()
    assert main(["estimates", "--metric", metric]) == DONE
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


# T5: a victim in a group of fewer than five


def department_sizes(random: np.random.Generator) -> dict[str, int]:
    """Draw departments, of which one or two have fewer than five people who answered."""
    small = {f"s{i}": int(random.integers(1, K)) for i in range(random.integers(1, 3))}
    large = {f"d{i}": int(random.integers(K, 25)) for i in range(random.integers(1, 7))}
    return small | large


Companies = tuple[Path, dict[str, dict[str, int]]]


def released(folder: Path, companies: int) -> Companies:
    """Release companies, each a wave of one survey, some of one mind; give who answered where."""
    random = np.random.default_rng(5)
    sizes, lines = {}, ["wave,response,department,question,score"]
    for company in range(companies):
        wave = f"{2001 + company // 12}-{company % 12 + 1:02d}"
        sizes[wave] = department_sizes(random)
        mood = random.dirichlet(np.full(5, random.choice([0.2, 1.0, 5.0])))
        for name, people in sizes[wave].items():
            scores = random.choice(SCORES, people, p=mood)
            lines += [
                f"{wave},{name}-{i},{name},consultation,{score}" for i, score in enumerate(scores)
            ]
    with store.opened(folder) as workspace:
        stored(workspace, "answers", lines)
        build(workspace)
    return folder, sizes


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Companies:
    return released(tmp_path_factory.mktemp("companies") / "workspace", COMPANIES)


def room(sizes: dict[str, int], shares: Shown, means: Shown, wave: str, victim: str) -> float:
    """Give how far apart the victim's group may lie, by what is exported of its wave.

    Unknown are how many of each department gave each score; the attacker knows everybody's
    department.
    """
    names = list(sizes)
    exact, totals, bounds, limits = [], [], [], []
    for name in names:
        exact.append(np.kron([name == one for one in names], np.ones(5)))
        totals.append(float(sizes[name]))
    for told, values in ((shares, FAVOURABLE), (means, SCORES.astype(float))):
        for group in ("all", *names):
            inside = np.array([group in ("all", one) for one in names], float)
            people = inside @ np.array(list(sizes.values()))
            value, low, high, status = told.get((wave, group), (np.nan, np.nan, np.nan, "withheld"))
            row = np.kron(inside, values)
            if status == "shown":
                exact.append(row)
                totals.append(value * people)
            elif status == "band":
                bounds += [row, -row]
                limits += [high * people, -low * people]
    goal = np.kron([victim == one for one in names], SCORES)
    ends = []
    for sign in (1, -1):
        found = optimize.linprog(
            sign * goal,
            A_eq=np.array(exact),
            b_eq=np.array(totals),
            A_ub=np.array(bounds) if bounds else None,
            b_ub=np.array(limits) if limits else None,
            bounds=(0, None),
        )
        assert found.success, found.message
        ends.append(sign * found.fun)
    return (ends[1] - ends[0]) / sizes[victim]


def test_a_victim_among_fewer_than_five_stays_two_points_uncertain(
    companies: Companies,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, sizes = companies
    monkeypatch.setenv("YOTTE_WORKSPACE", str(folder))
    told: list[Shown] = []
    for metric in ("consultation", "consultation_mean"):
        rows = [row for row in exported(metric, capsys) if row["cut"] in ("all", "department")]
        told.append(
            {
                (row["window"], row["group"]): (
                    *(float(row[name] or "nan") for name in ("value", "low", "high")),
                    row["status"],
                )
                for row in rows
            }
        )
    assert sum(one[3] == "shown" for one in told[0].values()) > 2 * len(sizes)
    victims = [
        (wave, name) for wave, of in sizes.items() for name, people in of.items() if people < K
    ]
    assert len(victims) > len(sizes)
    near = {
        (wave, name): uncertain
        for wave, name in victims
        if (uncertain := room(sizes[wave], *told, wave, name)) < NEAR - 1e-6
    }
    assert not near


def test_reasons_for_hiding_cannot_be_told_apart(
    companies: Companies,
) -> None:
    """T13: what is too small and what protects another look the same in every released table."""
    folder, sizes = companies
    release = read.current(folder)
    estimates = release.table("estimates")
    hidden = estimates[(estimates["status"] == "withheld") & (estimates["cut"] == "department")]
    people = [
        sizes[wave][group]
        for wave, group in zip(hidden["window"], hidden["group"], strict=True)
        if wave in sizes
    ]
    assert min(people) < K <= max(people), "both reasons should be there"
    figures = ["value", "low", "high", "people_band"]
    assert hidden[figures].isna().all(axis=None)
    assert list(release.table("withheld")) == ["metric", "cut", "group", "window"]


# A company whose people are known: departments, projects, members


def roster(random: np.random.Generator, people: int) -> dict[str, list[str]]:
    """Draw a small company with two projects, as the files it would load."""
    departments = [f"d{i}" for i in random.integers(0, 4, people)]
    scores = {wave: random.choice(SCORES, people) for wave in ("2025-02", "2025-04", "2025-06")}
    team = {f"P{i}": random.choice(people, random.integers(6, 13), replace=False) for i in (1, 2)}
    return {
        "people": [
            "person,valid_from,department",
            *(f"p{i},2024-01-01,{of}" for i, of in enumerate(departments)),
        ],
        "projects": [
            "project,name,kind,proposed_on,kicked_off_on",
            *(f"{name},{name},co_creation,2025-02-20,2025-03-01" for name in team),
        ],
        "participations": [
            "project,person,role,joined_on",
            *(f"{name},p{i},member,2025-03-01" for name, of in team.items() for i in of),
        ],
        "answers": [
            "wave,response,respondent,department,question,score",
            *(
                f"{wave},{wave}p{i},p{i},{departments[i]},consultation,{score}"
                for wave, of in scores.items()
                for i, score in enumerate(of)
            ),
        ],
    }


def cells_of(files: Mapping[str, list[str]]) -> dict[tuple[str, str], set[str]]:
    """Give who is in each cell, read from the files: the membership an attacker knows."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in files["people"][1:]:
        person, _, department = line.split(",")
        for cell in (("all", "all"), ("department", department)):
            found.setdefault(cell, set()).add(person)
    for line in files["participations"][1:]:
        project, person, *_ = line.split(",")
        found.setdefault(("project", project), set()).add(person)
        found.setdefault(("membership", "members"), set()).add(person)
    found["membership", "others"] = found["all", "all"] - found["membership", "members"]
    return found


def shown_cells(release: read.Release) -> set[tuple[str, str, str]]:
    """Give window, cut and group of everything that is told of the question."""
    table = release.table("estimates")
    mine = table[(table["metric"].str.startswith("consultation")) & (table["status"] == "shown")]
    return set(mine[["window", "cut", "group"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("seed", range(3))
def test_everything_ever_shown_together_leaks_nowhere(tmp_path: Path, seed: int) -> None:
    """T11: comparisons come and go and k is raised; the union of all releases is attacked."""
    random = np.random.default_rng(seed)
    files = roster(random, int(random.integers(30, 45)))
    shown: set[tuple[str, str, str]] = set()
    folder = tmp_path / "workspace"
    with store.opened(folder) as workspace:
        for table, lines in files.items():
            stored(workspace, table, lines)
        shown |= shown_cells(build(workspace))
        keep(folder, raised(folder, people=7, comments=10))
        shown |= shown_cells(build(workspace))
    cells = cells_of(files)
    everybody = sorted(cells["all", "all"])
    # The membership of a group is the same on every day here, so all windows are attacked as one.
    told = sorted({(cut, group) for _, cut, group in shown})
    member = np.array([[one in cells[cell] for one in everybody] for cell in told])
    assert len(told) > 2
    assert not leaks(member)


def estimates_of(workspace: store.Workspace) -> pd.DataFrame:
    table = build(workspace).table("estimates")
    mine = table[table["metric"].isin(["consultation", "consultation_mean"])]
    return mine.set_index(["metric", "window", "cut", "group"]).sort_index()


Change = Callable[[list[str]], list[str]]


def added(lines: list[str]) -> list[str]:
    return [*lines, "2025-02,new,new,d0,consultation,5"]


def removed(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def edited(lines: list[str]) -> list[str]:
    *rest, score = lines[1].split(",")
    return [lines[0], ",".join([*rest, str(6 - int(score) if score != "3" else 5)]), *lines[2:]]


@pytest.mark.parametrize("change", [added, removed, edited])
@pytest.mark.parametrize("seed", range(2))
def test_one_respondent_more_less_or_otherwise_changes_nothing_that_is_shown(
    tmp_path: Path, change: Change, seed: int
) -> None:
    """T6: what was shown is told again to the last byte, or no more."""
    files = roster(np.random.default_rng(seed), 40)
    with store.opened(tmp_path / "workspace") as workspace:
        stored(workspace, "people", files["people"])
        stored(workspace, "answers", files["answers"])
        before = estimates_of(workspace)
        workspace.undo(2)
        if change is added:
            stored(workspace, "people", ["person,valid_from,department", "new,2024-01-01,d0"])
        stored(workspace, "answers", change(files["answers"]))
        after = estimates_of(workspace)
    told = before[before["status"] == "shown"]
    assert len(told) > 20
    again = after.reindex(told.index)
    still = again["status"] == "shown"
    pd.testing.assert_frame_equal(told[still.to_numpy()], again[still])


def test_joiners_and_leavers_between_waves_hide_no_trend(tmp_path: Path) -> None:
    """T7: everybody answers anew, so one who comes and one who goes give nobody away."""
    files = roster(np.random.default_rng(3), 60)
    lines = [line for line in files["answers"] if ",p7," not in line or "2025-06" not in line]
    with store.opened(tmp_path / "workspace") as workspace:
        stored(workspace, "people", files["people"])
        stored(workspace, "answers", lines)
        told = estimates_of(workspace).loc["consultation"].reset_index()
    sizes = {name: len(of) for (cut, name), of in cells_of(files).items() if cut == "department"}
    assert min(sizes.values()) > K
    waves = told[told["window"].str.len() == len("2025-02")]
    shown = waves[waves["status"] == "shown"]
    shown = shown[shown["cut"].isin(["all", "department"])]
    assert shown.groupby("group").size().to_dict() == dict.fromkeys(["all", *sorted(sizes)], 3)


def test_a_department_that_is_merged_later_is_not_told_by_the_difference(tmp_path: Path) -> None:
    """T10: planning was shown without the four who join it afterwards."""
    sizes = {"planning": 12, "sales": 12, "support": 4, "works": 4}
    lines = ["wave,response,department,question,score"]
    lines += [
        f"2025-02,{name}{i},{name},consultation,{i % 5 + 1}"
        for name, people in sizes.items()
        for i in range(people)
    ]
    with store.opened(tmp_path / "workspace") as workspace:
        stored(workspace, "answers", lines)
        before = estimates_of(workspace).xs("planning", level="group")
        assert (before["status"] == "shown").all()
        names = ["name,department", "support,planning"]
        stored(workspace, "department_names", names)
        after = estimates_of(workspace).xs("planning", level="group")
    same = after["status"] == "shown"
    pd.testing.assert_series_equal(before["value"][same.to_numpy()], after["value"][same])


@pytest.mark.parametrize(("people", "status"), [(4, "withheld"), (5, "shown")])
def test_who_answers_twice_counts_once(tmp_path: Path, people: int, status: str) -> None:
    """T12: everybody of planning sent two forms in."""
    lines = ["wave,response,respondent,department,question,score"]
    lines += [
        f"2025-02,{form}p{i},p{i},{'planning' if i < people else 'sales'},consultation,{i % 5 + 1}"
        for i in range(30)
        for form in ("a", "b")
    ]
    with store.opened(tmp_path / "workspace") as workspace:
        stored(workspace, "answers", lines)
        told = estimates_of(workspace).xs("planning", level="group")
    assert set(told["status"]) == {status}


@pytest.mark.parametrize("seed", range(4))
def test_gaps_and_changes_are_made_of_shown_cells_only(tmp_path: Path, seed: int) -> None:
    """P6b: a pair of departments has a gap where both are shown, and so has a change its sides."""
    files = roster(np.random.default_rng(seed), 26)
    answers = [line.replace("consultation", "temperature") for line in files["answers"]]
    with store.opened(tmp_path / "workspace") as workspace:
        for table in ("people", "projects", "participations"):
            stored(workspace, table, files[table])
        stored(workspace, "answers", answers)
        release = build(workspace)
    table = release.table("estimates")
    shown = table[(table["metric"] == "temperature") & (table["status"] == "shown")]
    departments = set(
        shown.loc[shown["cut"] == "department", ["window", "group"]].itertuples(
            index=False, name=None
        )
    )
    gaps = table[
        (table["metric"] == "temperature_gap")
        & (table["cut"] == "department_pair")
        & table["value"].notna()
    ]
    ends = [
        (window, end)
        for window, pair in zip(gaps["window"], gaps["group"], strict=True)
        for end in pair.split("~")
    ]
    assert set(ends) <= departments
    changes = release.table("changes")
    mine = changes[(changes["metric"] == "temperature") & changes["change"].notna()]
    cells = set(shown[["window", "cut", "group"]].itertuples(index=False, name=None))
    for one in mine.itertuples():
        pairs = [(one.cut, one.group)]
        if one.cut == "difference":
            pairs = [tuple(side.split(":")) for side in one.group.split("~")]
        sides = {
            (f"{one.comparison}:{side}", *pair) for pair in pairs for side in ("before", "after")
        }
        assert sides <= cells


def test_where_all_answered_alike_no_number_tells_it(tmp_path: Path) -> None:
    """T8: all of planning chose the same; neither their cell nor the difference tells it."""
    sizes = {"planning": 12, "sales": 20, "works": 20}
    lines = ["wave,response,department,question,score"]
    lines += [
        f"2025-02,{name}{i},{name},consultation,{1 if name == 'planning' else i % 5 + 1}"
        for name, people in sizes.items()
        for i in range(people)
    ]
    with store.opened(tmp_path / "workspace") as workspace:
        stored(workspace, "answers", lines)
        told = estimates_of(workspace)
    shares = told.loc["consultation"].xs("2025-02", level="window").droplevel("cut")
    assert shares.loc["planning", "status"] == "band"
    assert pd.isna(shares.loc["planning", "value"])
    assert not (shares.loc[["all", "sales", "works"], "status"] == "shown").all()
    assert told.loc["consultation_mean"].xs("planning", level="group")["value"].isna().all()


def test_a_survey_has_one_figure_and_none_of_those_who_answered_twice(tmp_path: Path) -> None:
    """P6: all respondents and those of both waves would tell of the rest."""
    files = roster(np.random.default_rng(3), 60)
    with store.opened(tmp_path / "workspace") as workspace:
        for table in ("people", "projects", "participations", "answers"):
            stored(workspace, table, files[table])
        readings = build(workspace).table("readings")
    assert len(readings)
    assert "panel" not in set(readings["reading"])
