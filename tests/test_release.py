"""A release: the same from the same data, whole at every moment, silent about what is hidden."""

from __future__ import annotations

import shutil
import statistics
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.metrics import metrics
from dashboard.metrics.constructs import STANDARD
from dashboard.release import read
from dashboard.release.build import build
from dashboard.release.windows import all_windows, around, default_comparisons
from data_loaders import load

PLANNING, SALES, SUPPORT = (
    [f"{one}{i}" for i in range(n)] for one, n in (("p", 8), ("s", 7), ("x", 3))
)
EVERYBODY = {"planning": PLANNING, "sales": SALES, "support": SUPPORT}
_SIDES = {f"{one}:{side}" for one in ("organisation", "project-P1") for side in ("before", "after")}
FIGURES = ["value", "low", "high", "people_band"]
TOLD = [
    "before",
    "after",
    "change",
    "low",
    "high",
    "people_band",
    "smallest_visible_change",
    "q",
    "design",
]


def story() -> dict[str, str]:
    """Give a small company's files: three departments (one of three people) and one project."""
    people = [(one, name) for name, all_of in EVERYBODY.items() for one in all_of]
    log = [
        (f"2025-{month:02d}-{day:02d}", a, b)
        for month in range(1, 10)
        for day, (a, b) in enumerate(
            zip(PLANNING * 3, [*SALES, *PLANNING, *SUPPORT], strict=False), 1
        )
        if a != b and not (month < 4 and a in PLANNING[:4] and b in SALES[:4])
    ]
    log += [(f"2025-{month:02d}-20", "x0", "x1") for month in range(1, 10)]
    log.append(("2025-09-28", "p0", "s1"))
    answers = [
        (wave, f"{wave}-{one}", one, name, int((i + shift) % 3 == 0))
        for wave, shift in (("2025-02", 0), ("2025-05", 1))
        for i, (one, name) in enumerate(people)
    ]
    tables = {
        "departments": ["department,name", *(f"{name},{name}部" for name in EVERYBODY)],
        "people": [
            "person,valid_from,department",
            *(f"{one},2024-01-01,{name}" for one, name in people),
        ],
        "projects": [
            "project,name,kind,proposed_on,kicked_off_on,closed_on",
            "P1,香り,co_creation,2025-02-01,2025-04-15,2025-08-31",
        ],
        "participations": [
            "project,person,joined_on",
            *(f"P1,{one},2025-04-15" for one in [*PLANNING[:4], *SALES[:4]]),
        ],
        "interactions": [
            "occurred_at,sender,recipient,channel",
            *(f"{day},{a},{b},mail" for day, a, b in log),
        ],
        "answers": [
            "wave,response,respondent,department,question,score",
            *(
                f"{w},{form},{one},{name},not_our_department,{x}"
                for w, form, one, name, x in answers
            ),
        ],
    }
    return {name: "\n".join(lines) for name, lines in tables.items()}


def filled(folder: Path) -> None:
    with store.opened(folder) as workspace:
        for table, text in story().items():
            workspace.add(load(text.encode(), f"{table}.csv", table=table))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the story and its release."""
    made = tmp_path_factory.mktemp("release") / "workspace"
    filled(made)
    with store.opened(made) as workspace:
        build(workspace)
    return made


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """The same workspace for a test that changes it."""
    return Path(shutil.copytree(folder, tmp_path / "own"))


@pytest.fixture
def release(folder: Path) -> read.Release:
    return read.current(folder)


def paths(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in read.releases_of(folder).rglob("*")}


# The same, and whole


def test_the_same_data_gives_the_same_release_and_nothing_new(folder: Path, tmp_path: Path) -> None:
    before, released = paths(folder), read.current(folder).id
    with store.opened(folder) as workspace:
        assert build(workspace).id == released
    assert paths(folder) == before
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "workspace.key").write_bytes((folder / "workspace.key").read_bytes())
    filled(elsewhere)
    with store.opened(elsewhere) as workspace:
        assert build(workspace).id == released


def test_other_data_gives_another_release_beside_it(own: Path) -> None:
    first = read.current(own).id
    with store.opened(own) as workspace:
        workspace.undo(6)
        assert build(workspace).id != first
        answers = story()["answers"].encode()
        workspace.add(load(answers, "answers.csv"))
        assert build(workspace).id == first
    assert len(list(read.releases_of(own).glob("*/release.json"))) == 2


def test_a_reader_always_gets_a_whole_release(own: Path) -> None:
    seen: set[str] = set()
    failures: list[BaseException] = []
    done = threading.Event()

    def keep_reading() -> None:
        while not done.wait(0.002):
            try:
                release = read.current(own)
                seen.add(release.id)
                assert release.facts.threshold == 5
                assert all(len(release.table(name).columns) for name in read.TABLES)
            except BaseException as error:  # noqa: BLE001 - it is told by the main thread
                failures.append(error)
                return

    reader = threading.Thread(target=keep_reading, daemon=True)
    reader.start()
    days = [date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 30)]
    for tie_min in (2, 3):
        with store.opened(own) as workspace:
            workspace.declare(store.Comparison("c", "c", None, *days, tie_min=tie_min))
            build(workspace)
    done.set()
    reader.join()
    assert failures == []
    assert len(seen) > 1


def test_a_workspace_without_any_upload_shows_the_sample(own: Path) -> None:
    assert not read.current(own).facts.sample
    with store.opened(own) as workspace:
        for upload in workspace.uploads():
            workspace.undo(upload.upload)
        assert build(workspace).facts.sample
    assert read.current(own).facts.sample


@pytest.mark.parametrize("table", list(story()))
def test_any_table_alone_makes_a_release(tmp_path: Path, table: str) -> None:
    with store.opened(tmp_path) as workspace:
        workspace.add(load(story()[table].encode(), "a.csv", table=table))
        release = build(workspace)
    for name in read.TABLES:
        assert list(release.table(name).columns)


# Windows


@pytest.mark.parametrize(
    ("kick_off", "first", "last", "sides"),
    [
        (
            date(2025, 7, 10),
            date(2024, 1, 1),
            date(2026, 6, 30),
            (date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        ),
        (
            date(2025, 7, 31),
            date(2025, 1, 1),
            date(2025, 10, 31),
            (date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 10, 31)),
        ),
        (
            date(2025, 7, 1),
            date(2025, 1, 1),
            date(2025, 10, 10),
            (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 30)),
        ),
        (
            date(2025, 2, 10),
            date(2024, 11, 1),
            date(2025, 12, 31),
            (date(2024, 11, 1), date(2025, 1, 31), date(2025, 2, 1), date(2025, 4, 30)),
        ),
        (date(2025, 2, 10), date(2024, 12, 1), date(2025, 12, 31), None),
        (date(2025, 7, 10), date(2024, 1, 1), date(2025, 9, 15), None),
        (date(2023, 7, 10), date(2024, 1, 1), date(2025, 9, 15), None),
    ],
    ids=[
        "six months a side",
        "as many as both have",
        "a last month that is not whole",
        "three are enough",
        "two before are too few",
        "two after are too few",
        "before all records",
    ],
)
def test_the_windows_round_a_kick_off(
    kick_off: date, first: date, last: date, sides: tuple[date, ...] | None
) -> None:
    assert around(kick_off, first, last) == sides


def started(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["project", "kind", "kicked_off_on"])
    return frame.assign(kicked_off_on=pd.to_datetime(frame["kicked_off_on"]))


def opened(*days: str) -> pd.DataFrame:
    frame = pd.DataFrame({"wave": [f"Wave {9 + i}" for i in range(len(days))]})
    dates = pd.to_datetime(pd.Series(days, dtype="str"))
    return frame.assign(opened_on=dates, closed_on=dates + pd.Timedelta(days=9))


FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)


def test_the_organisation_is_compared_round_its_first_co_creation_project() -> None:
    found = default_comparisons(
        started(
            ("P3", "co_creation", "2025-04-01"),
            ("P1", "conventional", "2024-08-01"),
            ("P2", "co_creation", "2024-10-20"),
            ("P4", "co_creation", None),
            ("P5", "co_creation", "2025-11-01"),
        ),
        opened(),
        FIRST,
        LAST,
    )
    told = [(one.comparison, one.project, one.after_from) for one in found]
    assert told == [
        ("organisation", None, date(2024, 10, 1)),
        ("project-P1", "P1", date(2024, 8, 1)),
        ("project-P2", "P2", date(2024, 10, 1)),
        ("project-P3", "P3", date(2025, 4, 1)),
    ]
    assert [one.treated for one in found[:2]] == ["membership:members", "project:P1"]


def test_without_a_project_the_first_wave_is_compared_with_the_latest() -> None:
    waves = opened("2025-03-01", "2024-06-01", "2025-09-01")
    (found,) = default_comparisons(started(), waves, FIRST, LAST)
    assert (found.before_from, found.before_to) == (date(2024, 6, 1), date(2024, 6, 10))
    assert (found.after_from, found.after_to) == (date(2025, 9, 1), date(2025, 9, 10))
    assert default_comparisons(started(), opened("2025-03-01"), FIRST, LAST) == []
    assert default_comparisons(started(), opened(), None, None) == []


def test_windows_are_ordered_by_date_never_by_name() -> None:
    waves = opened("2025-10-01", "2025-01-01")  # Wave 9 came after Wave 10
    (found,) = default_comparisons(started(), waves, None, None)
    assert found.before_from == date(2025, 1, 1)
    told = all_windows([found], waves, None, None)
    assert told["window"].tolist() == ["Wave 10", "Wave 9", "waves:before", "waves:after"]


def test_both_sides_of_a_comparison_have_the_same_members() -> None:
    found = default_comparisons(
        started(("P1", "co_creation", "2025-04-01")), opened("2025-02-03"), FIRST, LAST
    )
    told = all_windows(found, opened("2025-02-03"), FIRST, LAST).set_index("window")
    sides = told.loc[["organisation:before", "organisation:after"], "joined_by"]
    assert sides.tolist() == [pd.Timestamp(2025, 9, 30)] * 2
    assert told.loc["2024-02", "joined_by"] == pd.Timestamp(2024, 2, 29)
    assert told.loc["Wave 9", "joined_by"] == pd.Timestamp(2025, 2, 12)
    assert (told["kind"] == "month").sum() == 24


# Figures


def test_what_is_released_of_a_small_company(release: read.Release) -> None:
    windows = release.table("windows").set_index("window")
    assert str(windows.loc["organisation:before", "starts_on"])[:10] == "2025-01-01"
    assert str(windows.loc["organisation:after", "ends_on"])[:10] == "2025-06-30"
    estimates = release.table("estimates").set_index(["metric", "cut", "group", "window"])
    # In each wave every third of the eighteen people met a refusal: 6 of 18; of planning's
    # eight three in the first wave and two in the second. Sales' seven would tell what the three
    # of development said.
    refused = estimates.loc["not_our_department"]["value"]
    assert refused["all", "all", "2025-02"] == pytest.approx(6 / 18)
    assert refused["department", "planning", "2025-02"] == pytest.approx(3 / 8)
    assert pd.isna(refused["department", "sales", "2025-02"])
    assert refused["department", "planning", "2025-05"] == pytest.approx(2 / 8)
    assert release.facts.until == date(2025, 9, 28)


def test_every_change_is_after_minus_before_of_released_figures(release: read.Release) -> None:
    value = release.table("estimates").set_index(["metric", "cut", "group", "window"])["value"]
    changes = release.table("changes")
    shown = changes[changes["change"].notna()]
    assert {"all", "department", "project", "membership", "difference"} <= set(shown["cut"])
    for one in shown.itertuples():
        levels = {
            side: value[one.metric, one.cut, one.group, f"{one.comparison}:{side}"]
            for side in ("before", "after")
            if one.cut != "difference"
        }
        for side, level in levels.items():
            assert getattr(one, side) == pytest.approx(level, abs=1e-12)
        assert one.change == pytest.approx(one.after - one.before, abs=1e-12)
        assert one.low <= one.change <= one.high


def test_a_difference_is_the_treated_groups_change_minus_the_controls(
    release: read.Release,
) -> None:
    changes = release.table("changes")
    change = changes.set_index(["comparison", "metric", "cut", "group"])["change"]
    differences = changes[(changes["cut"] == "difference") & changes["change"].notna()]
    assert len(differences)
    for one in differences.itertuples():
        treated, control = (
            change[one.comparison, one.metric, *group.split(":")] for group in one.group.split("~")
        )
        assert one.change == pytest.approx(treated - control, abs=1e-12)
        assert one.design == "difference_in_differences"


def test_q_is_benjamini_hochberg_over_one_comparison(release: read.Release) -> None:
    normal = statistics.NormalDist()
    changes = release.table("changes")
    shown = changes[changes["change"].notna()]
    # What has no interval can tell nothing, and is not counted among what was looked at.
    blind = shown["low"].isna() | shown["high"].isna()
    for _, one in shown[~blind].groupby("comparison"):
        reach = (one["change"] - one["low"]).where(one["change"] > 0, one["high"] - one["change"])
        far = one["change"].abs() / reach * normal.inv_cdf(0.975)
        distance = far.where(one["change"] != 0, 0.0)
        p = (2 * distance.map(lambda far: normal.cdf(-far))).sort_values(ascending=False)
        ranks = range(len(p), 0, -1)
        adjusted = pd.Series(
            [min(1.0, one_p * len(p) / rank) for one_p, rank in zip(p, ranks, strict=True)], p.index
        ).cummin()
        assert one["q"].to_dict() == pytest.approx(adjusted.to_dict(), abs=1e-9)
        assert one.loc[p.index, "q"].is_monotonic_decreasing
        assert (one["q"] >= p.sort_index()[one.index] - 1e-12).all()
        clear = one["verdict"].isin(["better", "worse", "changed"])
        assert (clear == (one["q"] < 0.05)).all()


# What is hidden


def test_a_hidden_cell_has_no_figure_anywhere(release: read.Release) -> None:
    estimates, changes = release.table("estimates"), release.table("changes")
    hidden = estimates[estimates["status"] == "withheld"]
    assert {"support"} <= set(hidden["group"])
    assert hidden[FIGURES].isna().all(axis=None)
    shown = estimates[estimates["status"] == "shown"]
    assert shown["value"].notna().all()
    # One project alone has a figure, and nothing that tells how sure it is; it is nobody's.
    counts = {one.id: one.counts for one in metrics(STANDARD)}
    of_people = shown[shown["metric"].map(counts) == "people"]
    assert of_people[FIGURES].notna().all(axis=None)
    assert 0 < len(of_people) < len(shown)

    small = changes[(changes["cut"] == "department") & (changes["group"] == "support")]
    assert len(small)
    assert set(small["verdict"]) == {"too_few"}
    assert small[TOLD].isna().all(axis=None)
    assert (changes.loc[changes["change"].isna(), "verdict"] == "too_few").all()

    withheld = release.table("withheld")
    keys = ["metric", "cut", "group", "window"]
    assert list(withheld.columns) == keys
    assert set(withheld.itertuples(index=False)) == set(hidden[keys].itertuples(index=False))


def test_a_change_with_one_hidden_side_is_hidden(tmp_path: Path) -> None:
    tables = story()
    lines = tables["answers"].splitlines()
    gone = [
        line for line in lines if line.startswith("2025-05") and line.split(",")[2] in SALES[3:]
    ]
    tables["answers"] = "\n".join(line for line in lines if line not in gone)
    with store.opened(tmp_path) as workspace:
        for table, text in tables.items():
            workspace.add(load(text.encode(), f"{table}.csv", table=table))
        changes = build(workspace).table("changes")
    mine = changes[(changes["metric"] == "not_our_department") & (changes["group"] == "sales")]
    assert len(mine)
    assert mine[TOLD].isna().all(axis=None)


def test_a_comparison_with_figures_on_one_side_only_makes_no_change(own: Path) -> None:
    days = [date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 30)]
    with store.opened(own) as workspace:
        workspace.declare(store.Comparison("c", "c", None, *days))
        release = build(workspace)
    # A wave in February, none in March or April.
    mine = release.table("changes").set_index("comparison").loc[["c"]]
    assert "not_our_department" not in set(mine["metric"])
    of_ties = {one.id for one in metrics(STANDARD) if "ties" in one.needs}
    measured = {"cross_department_share", "ei_index", "department_density"}
    assert measured <= set(mine["metric"]) <= of_ties
    windows = release.table("estimates").groupby("metric")["window"].agg(set)
    assert "c:before" in windows["not_our_department"]
    assert "c:after" not in windows["not_our_department"]


def test_edges_show_five_people_two_a_side_or_nothing(release: read.Release) -> None:
    edges = release.table("department_ties")
    assert set(edges["status"]) == {"shown", "withheld"}
    figures = ["interactions", "ties", "density", "people_band"]
    assert edges.loc[edges["status"] == "withheld", figures].isna().all(axis=None)
    within = edges[(edges["from_department"] == "support") & (edges["to_department"] == "support")]
    assert (within["status"] == "withheld").all()


def test_departments_stand_at_one_place_in_every_window(release: read.Release) -> None:
    nodes = release.table("departments")
    places = nodes.groupby("department")[["x", "y"]].nunique()
    assert places.to_numpy().tolist() == [[1, 1]] * 3
    months = [f"2025-{month:02d}" for month in range(1, 10)]
    assert set(nodes["window"]) == {*months, *_SIDES}
    bands = nodes.groupby("department")["people_band"].first().to_dict()
    assert bands["planning"] == "5-9"
    assert nodes.loc[nodes["department"] == "support", "people_band"].isna().all()


def test_a_hidden_tie_is_hidden_as_a_share_and_as_a_change_too(release: read.Release) -> None:
    edges = release.table("department_ties")
    edges["group"] = edges["from_department"] + "~" + edges["to_department"]
    status = edges.set_index(["window", "group"])["status"]
    pairs = release.table("estimates").query("cut == 'department_pair'")
    told = pairs.set_index(["window", "group"])["status"]
    assert told.to_dict() == status[told.index].to_dict()
    assert set(told) == {"shown", "withheld"}
    changes = release.table("changes").query("cut == 'department_pair'")
    hidden = [
        "withheld"
        in {status[f"{one.comparison}:{side}", one.group] for side in ("before", "after")}
        for one in changes.itertuples()
    ]
    assert any(hidden)
    assert changes.loc[hidden, "verdict"].eq("too_few").all()


def test_chance_is_told_of_shown_figures_only(release: read.Release) -> None:
    chance = release.table("chance").set_index(["window", "cut", "group"])
    told = release.table("estimates").query("metric == 'ei_index'")
    shown = told[told["status"] == "shown"].set_index(["window", "cut", "group"])
    assert set(chance.index) == set(shown.index)
    assert "support" in set(told.loc[told["status"] == "withheld", "group"])


def test_no_table_tells_how_many_people(release: read.Release) -> None:
    for name in read.TABLES:
        columns = set(release.table(name).columns)
        assert not columns & {"people", "variance", "se", "from_people", "to_people", "fewest"}


def test_a_table_that_is_changed_by_its_reader_stays_as_released(release: read.Release) -> None:
    mine = release.table("estimates")
    mine["value"] = 0.0
    assert not (release.table("estimates")["value"] == 0.0).all()


@pytest.fixture(autouse=True)
def no_cached_tables() -> Iterator[None]:
    """Read each test's release from disk."""
    read._parquet.cache_clear()  # noqa: SLF001
    yield
    read._parquet.cache_clear()  # noqa: SLF001
