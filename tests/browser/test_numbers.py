"""Every figure a page shows is the released one: read back from the page, to the digits shown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser

from dashboard.release.read import sample
from tests.browser.shown import HIDDEN, Shown, figures, value, wrong, wrong_lines
from tests.browser.visit import address, settle

SCALE = {"share": 100.0}
LEVELS, CHANGE = ["value", "low", "high"], ["before", "after", "change", "low", "high"]
SIDES = ("before", "after")
CLEAR = ("better", "worse", "changed")
WORDS = {
    "better": "Better",
    "worse": "Worse",
    "changed": "Changed",
    "no_clear_change": "No clear change",
    "too_few": "Too few people",
}
Open = Callable[[str, str], Shown]


def released(table: str) -> pd.DataFrame:
    """Read one table of the sample story's release as it lies on the disk."""
    return pd.read_parquet(sample().folder / f"{table}.parquet")


METRICS = released("metrics").set_index("metric")
FIRST = released("comparisons")["comparison"].iloc[0]
CHANGES = released("changes").query("comparison == @FIRST")
ESTIMATES = released("estimates")
PROJECTS = released("projects")


def names(kind: str, shown: Shown) -> dict[str, str]:
    """Give what departments or projects are called in the page's language, in their order."""
    table = released("names")
    table = table[table["kind"] == kind].set_index("id")
    if shown.t.language == "en":
        return dict(table["name_en"].fillna(table["name"]))
    return dict(table["name"])


def scaled(rows: pd.DataFrame, columns: list[str]) -> list[list[float]]:
    """Give figures in the unit they are shown in."""
    scale = rows["metric"].map(METRICS["unit"]).map(SCALE).fillna(1.0)
    values: list[list[float]] = rows[columns].mul(scale, axis=0).to_numpy(float).tolist()
    return values


def changes(metrics: list[str], cut: str, groups: list[str]) -> pd.DataFrame:
    """Give the first comparison's changes, by group and then by measure."""
    rows = CHANGES[(CHANGES["cut"] == cut) & CHANGES["metric"].isin(metrics)]
    placed = rows.assign(
        metric=pd.Categorical(rows["metric"], metrics), group=pd.Categorical(rows["group"], groups)
    )
    return placed.sort_values(["group", "metric"]).astype({"metric": "str", "group": "str"})


def bands(texts: Iterable[object]) -> list[list[str]]:
    """Give the ends of bands of people, as they are told or as they were released."""
    return [re.findall(r"\d+", text) if isinstance(text, str) else [] for text in texts]


def check_changes(
    shown: Shown, told: list[list[str]], rows: pd.DataFrame, called: dict[str, str]
) -> None:
    """Each line of a table is a change of the release, in order, with all its figures."""
    t = shown.t
    labels = [[t(METRICS.loc[row.metric, "label"]), called[row.group]] for row in rows.itertuples()]
    assert [line[:2] for line in told] == labels
    assert wrong_lines((line[2:7] for line in told), scaled(rows, CHANGE)) == []
    assert [line[9] for line in told] == [t(WORDS[one]) for one in rows["verdict"]]
    assert bands(line[8] for line in told) == bands(rows["people_band"])


def check_words(
    shown: Shown, picture: str, rows: pd.DataFrame, called: dict[str, str], column: str = "change"
) -> None:
    """Beside each name in a picture stands its figure, in the order of the release's rows."""
    expected = [called[group] for group in rows["group"]]
    texts = shown.texts(picture)
    assert [text for text in texts if text in expected] == expected
    words = [figure for text in texts if text not in expected for figure in figures(text)]
    assert wrong(words, [row[0] for row in scaled(rows, [column])]) == []


def check_levels(told: list[list[str]], rows: pd.DataFrame) -> None:
    """The last five columns of each line are a level of the release with its interval."""
    assert wrong_lines((line[-5:-2] for line in told), scaled(rows, LEVELS)) == []
    assert bands(line[-1] for line in told) == bands(rows["people_band"])


def check_answer(shown: Shown, metric: str) -> None:
    """The answer tells before and after, then the change with its interval and the people."""
    row = changes([metric], "all", ["all"])
    (before, after, change, low, high), *_ = scaled(row, CHANGE)
    said = shown.answer()
    assert wrong(figures(said)[:6], [before, after, change, 95, low, high]) == []
    people = said.rpartition("、" if shown.t.language == "ja" else ",")[2]
    assert bands([people]) == bands(row["people_band"])


def check_groups(shown: Shown, metric: str) -> None:
    """Everyone, then each department, in the table and in the picture."""
    departments = names("department", shown)
    called = {"all": shown.t("Everyone"), **departments}
    everyone = changes([metric], "all", ["all"])
    each = changes([metric], "department", list(departments))
    rows = pd.concat([everyone, each])
    check_changes(shown, shown.table(f"{metric}-department"), rows, called)
    check_words(shown, f"{metric}-department", rows, called)
    check_spread(shown.heading(f"{metric}-department"), each)


def check_members(shown: Shown, metric: str) -> None:
    """Members and the others, and by how much more the members moved."""
    called = {"members": shown.t("Members"), "others": shown.t("Others")}
    rows = changes([metric], "membership", list(called))
    check_changes(shown, shown.table(f"{metric}-membership"), rows, called)
    check_words(shown, f"{metric}-membership", rows, called)
    difference = CHANGES[(CHANGES["metric"] == metric) & (CHANGES["cut"] == "difference")].iloc[0]
    size = [abs(difference["change"]) * 100] if difference["verdict"] in CLEAR else []
    assert wrong(figures(shown.heading(f"{metric}-membership")), size) == []


def check_spread(heading: str, rows: pd.DataFrame) -> None:
    """A heading counts the departments that are shown, and those that moved either way."""
    counts = rows["verdict"].value_counts()
    moved = [counts[one] for one in ("better", "worse") if counts.get(one)]
    expected = [*moved, len(rows) - counts.get("too_few", 0)] if moved else []
    assert sorted(map(int, figures(heading))) == sorted(expected)


def check_trend(shown: Shown, metric: str, kind: str) -> None:
    """Each wave or month has its line, and the heading tells the last."""
    windows = released("windows")
    dated = windows[windows["kind"] == kind].sort_values("starts_on")
    chosen = ESTIMATES[(ESTIMATES["metric"] == metric) & (ESTIMATES["cut"] == "all")]
    rows = dated.merge(chosen, on="window")
    told = shown.table(f"{metric}-trend")
    assert [line[0] for line in told] == [month(day, shown) for day in rows["starts_on"]]
    check_levels(told, rows)
    last = scaled(rows.dropna(subset="value"), ["value"])[-1]
    assert wrong(figures(shown.heading(f"{metric}-trend")), last) == []


def month(day: pd.Timestamp, shown: Shown) -> str:
    return f"{day:%b %Y}" if shown.t.language == "en" else f"{day.year}年{day.month}月"


def check_listing(shown: Shown, name: str, open_rows: list[list[str]], metrics: list[str]) -> None:
    """Measures in one table, and again with all their figures behind it."""
    rows = changes(metrics, "all", ["all"])
    check_changes(shown, shown.table(name), rows, {"all": shown.t("Everyone")})
    for line, row in zip(open_rows, scaled(rows, CHANGE), strict=True):
        before, after, change, low, high = row
        interval = [] if math.isnan(low) else [95, low, high]
        assert wrong(figures(line[1]), [before, after]) == []
        assert wrong(figures(line[2]), [change, *interval]) == []


def check_readings(shown: Shown, metric: str) -> None:
    """A change read in other ways: the change itself first."""
    shown.main.get_by_text(shown.t("Does it hold when looked at differently?")).click()
    order = ["panel", "before_mix", "before_departments", "lead"]
    table = released("readings").query("comparison == @FIRST and metric == @metric")
    ordered = table.sort_values("reading", key=lambda one: one.map(order.index))
    rows = pd.concat([changes([metric], "all", ["all"]), ordered])
    told = shown.tables()[0]
    for line, row, reading in zip(told, scaled(rows, CHANGE), rows["reading"], strict=True):
        before, after, change, low, high = row
        levels = [float("nan")] if reading == "lead" else [before, after]
        assert wrong(figures(line[1]), levels) == []
        assert wrong(figures(line[2]), [change, 95, low, high]) == []


@pytest.fixture
def look(chromium: Browser, sample_address: str) -> Iterator[Open]:
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})

    def opened(view: str, language: str) -> Shown:
        page.goto(address(sample_address, view, language))
        settle(page)
        return Shown(page, language)

    yield opened
    page.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_overview(look: Open, language: str) -> None:
    shown = look("overview", language)
    headlines = METRICS.index[METRICS["headline"]]
    found = changes(list(headlines), "all", ["all"])
    verdicts = found["verdict"].value_counts()
    counts = [verdicts.get(one, 0) for one in ("better", "worse")]
    title = shown.page.locator("h1").first.inner_text()
    assert {int(one) for one in figures(title)} == {len(headlines), *filter(None, counts)}
    check_cards(shown, found)

    visible = [row[0] for row in scaled(found, ["smallest_visible_change"])]
    (sureness,) = shown.tables()
    assert wrong([line[2] for line in sureness], visible) == []
    assert bands(line[1] for line in sureness) == bands(found["people_band"])

    departments = names("department", shown)
    shares = [one for one in headlines if METRICS.loc[one, "unit"] == "share"]
    each = changes(shares, "department", list(departments))
    told = shown.table("departments")
    ids = {label: one for one, label in departments.items()}
    labels = {shown.t(METRICS.loc[one, "label"]): one for one in shares}
    keys = [(ids[line[1]], labels[line[0]]) for line in told]
    assert sorted(keys) == sorted(zip(each["group"], each["metric"], strict=True))
    as_told = each.set_index(["group", "metric"], drop=False).loc[keys]
    check_changes(shown, told, as_told.reset_index(drop=True), departments)
    check_heatmap(shown, each)

    most = each[each["verdict"].isin(CLEAR)].sort_values("change", key=abs, ascending=False).head(7)
    check_changes(shown, shown.table("moved-most"), most, departments)
    words = [one for text in shown.texts("moved-most") for one in figures(text)]
    assert wrong(words, [row[0] for row in scaled(most, ["change"])]) == []

    shown.narrow()
    for line, row in zip(shown.tables()[0], scaled(found, CHANGE), strict=True):
        assert wrong(figures(line[1] + line[2]), row[:3]) == []
    one = each[each["metric"] == headlines[0]]
    check_changes(shown, shown.table("one-measure"), one, departments)
    check_words(shown, "one-measure", one, departments)


def check_cards(shown: Shown, found: pd.DataFrame) -> None:
    """Each promise has its card: before, after, change, and below it interval and people."""
    cards = shown.main.get_by_test_id("stMetric").filter(visible=True).all()
    below = "xpath=following::*[@data-testid='stCaptionContainer'][1]"
    rests = [card.locator(below).inner_text() for card in cards]
    for card, rest, row in zip(cards, rests, scaled(found, CHANGE), strict=True):
        before, after, change, low, high = row
        assert wrong(figures(card.inner_text()), [before, after, change]) == []
        interval = [] if math.isnan(low) else [95, low, high]
        assert wrong(figures(rest.partition("·")[0]), interval) == []
    assert bands(rest.partition("·")[2] for rest in rests) == bands(found["people_band"])


def check_heatmap(shown: Shown, each: pd.DataFrame) -> None:
    """Each cell has its change: with its sign, or by an arrow where it is clear."""
    clear = each["verdict"].isin(CLEAR)
    values = each["change"].abs().where(clear, each["change"]) * 100
    texts = shown.texts("departments")
    assert wrong(texts, values.tolist()) == []
    arrows = (each["change"] > 0).map({True: "↑", False: "↓"}).where(clear, "")
    assert [text[0] if text[0] in "↑↓" else "" for text in texts] == arrows.tolist()


def test_not_our_department(look: Open) -> None:
    shown, metric = look("not_our_department", "ja"), "not_our_department"
    check_answer(shown, metric)
    check_trend(shown, metric, "wave")
    check_groups(shown, metric)
    check_members(shown, metric)
    check_readings(shown, metric)


def test_voices(look: Open) -> None:
    shown, metric = look("voices", "en"), "consultation"
    shares = METRICS[(METRICS["promise"] == "voices") & (METRICS["unit"] == "share")].index
    asked = [one for one in shares if one != "response_rate"]
    there = set(CHANGES.query("cut == 'all'")["metric"])
    check_answer(shown, metric)
    check_trend(shown, metric, "wave")
    check_groups(shown, metric)
    check_members(shown, metric)
    check_listing(shown, "voices", shown.tables()[0], [one for one in asked if one in there])
    check_readings(shown, metric)
    check_groups(shown, "response_rate")

    departments = names("department", shown)
    rows = CHANGES[CHANGES["metric"] == "temperature_gap"].query("cut == 'department_pair'")
    widest = rows.dropna(subset="change").nlargest(8, "before")
    ends = {pair: pair.split("~") for pair in widest["group"]}
    called = {pair: f"{departments[a]} and {departments[b]}" for pair, (a, b) in ends.items()}
    check_changes(shown, shown.table("temperature_gap-pairs"), widest, called)
    check_words(shown, "temperature_gap-pairs", widest, called)
    check_spread(shown.heading("temperature_gap-pairs"), rows)


def test_network(look: Open) -> None:
    shown, metric = look("network", "ja"), "cross_department_share"
    check_answer(shown, metric)
    check_trend(shown, metric, "month")
    check_groups(shown, metric)
    check_members(shown, metric)
    check_pairs(shown)
    check_outward(shown)


def check_pairs(shown: Shown) -> None:
    """Each pair of departments has its line in the tables, and its cell on either side."""
    departments = names("department", shown)
    ties = released("department_ties").query("from_department != to_department")
    ties = ties.set_index(ties["from_department"] + "~" + ties["to_department"])
    sides = [ties.loc[ties["window"] == f"{FIRST}:{side}", "density"] for side in SIDES]
    moves = CHANGES[CHANGES["metric"] == "department_density"].set_index("group")
    moves = moves[(moves["cut"] == "department_pair") & moves.index.isin(ties.index)]
    whole = pd.concat([*sides, moves[["change", "low", "high"]]], axis=1) * 100

    ids = {label: one for one, label in departments.items()}
    for name in ("department-graph", "department-pairs"):
        told = shown.table(name)
        pairs = ["~".join(sorted(ids[label] for label in line[:2])) for line in told]
        assert sorted(pairs) == sorted(whole.index)
        assert wrong_lines((line[2:7] for line in told), whole.loc[pairs].to_numpy().tolist()) == []

    cells = [
        "~".join(sorted((b, a))) for n, a in enumerate(departments) for b in [*departments][:n]
    ]
    for side, densities in zip(SIDES, sides, strict=True):
        texts = [one for one in shown.texts(f"department-pairs-{side}") if one not in ids]
        assert wrong(texts, [100 * densities[one] for one in cells if one in densities]) == []

    clear = moves[moves["verdict"].isin(CLEAR)].sort_values("change")
    counts = [int((clear["change"] * sign > 0).sum()) for sign in (1, -1)]
    known = int((moves["verdict"] != "too_few").sum())
    heading = [int(one) for one in figures(shown.heading("department-graph"))]
    assert sorted(heading) == sorted([known, *(one for one in counts if one)])

    before, after, change, low, high = (100 * clear[CHANGE].iloc[-1]).tolist()
    said = [one for one in figures(shown.heading("department-pairs")) if one != "100"]
    assert wrong(said, [before, after]) == []
    card = shown.main.get_by_test_id("stMetric")
    levels = [one for one in figures(card.inner_text()) if one != "100"]
    assert wrong(levels, [before, after, change]) == []
    caption = card.locator("xpath=following::*[@data-testid='stCaptionContainer'][1]")
    assert wrong(figures(caption.inner_text())[:3], [95, low, high]) == []


def check_outward(shown: Shown) -> None:
    """The E-I index, and what chance would give, in the table and in the picture."""
    departments = names("department", shown)
    called = {"all": shown.t("Everyone"), **departments}
    each = changes(["ei_index"], "department", list(departments))
    rows = pd.concat([changes(["ei_index"], "all", ["all"]), each])
    chance = released("chance").query("metric == 'ei_index' and window == @FIRST + ':after'")
    expected = rows["group"].map(chance.set_index("group")["expected"])
    told = shown.table("ei-index")
    check_changes(shown, [line[:10] for line in told], rows, called)
    assert wrong([line[10] for line in told], expected.tolist()) == []

    numbers = sorted([*rows["before"].dropna(), *rows["after"].dropna(), *expected.dropna()])
    texts = [one for text in shown.texts("ei-index") for one in figures(text)]
    drawn = sorted((one for one in texts if one != HIDDEN), key=value)
    assert wrong(drawn, numbers) == []
    assert texts.count(HIDDEN) == int(rows["after"].isna().sum())


def test_repeat_participation(look: Open) -> None:
    shown, metric = look("repeat_participation", "en"), "repeat_participation"
    check_answer(shown, metric)
    check_groups(shown, metric)

    called = names("project", shown)
    closed = PROJECTS.dropna(subset="closed_on").sort_values("closed_on")
    whole = ESTIMATES.query("metric == @metric and cut == 'project' and window == 'whole'")
    rows = closed.merge(whole, left_on="project", right_on="group", how="left")
    rows = rows.assign(metric=metric)
    told = shown.table(f"{metric}-projects")
    assert [line[0] for line in told] == [called[one] for one in rows["project"]]
    assert [line[2] for line in told] == [month(day, shown) for day in rows["closed_on"]]
    check_levels(told, rows)
    texts = shown.texts(f"{metric}-projects")
    known = rows.dropna(subset="value")
    words = [text for text in texts if text.endswith("%")]
    assert wrong(words, (100 * known["value"]).tolist()) == []
    together = known.groupby("kind")["value"].agg([lambda one: int((one >= 0.5).sum()), "size"])
    counts = together.loc[["co_creation", "conventional"]].to_numpy().ravel().tolist()
    assert [int(one) for one in figures(shown.heading(f"{metric}-projects"))] == counts
    assert texts.count(HIDDEN) == int((rows["status"] == "withheld").sum())

    back = released("curves").query("metric == 'repeat_by_month' and cut == 'all'")
    check_curve(shown, "repeat_by_month", back)
    heading = figures(shown.heading("repeat_by_month-curve"))
    assert wrong(heading[:1], [100 * back["value"].iloc[-1]]) == []

    parents = set(PROJECTS["grew_out_of"].dropna())
    family = PROJECTS[PROJECTS["grew_out_of"].notna() | PROJECTS["project"].isin(parents)]
    family = family.sort_values("kicked_off_on")
    assert [[line[0], *line[2:]] for line in shown.table("chain")] == [
        [called[one.project], month(one.kicked_off_on, shown), called.get(one.grew_out_of, HIDDEN)]
        for one in family.itertuples()
    ]
    (grown,) = figures(shown.heading("chain"))
    assert int(grown) == family["grew_out_of"].notna().sum()
    with_whom = [
        "incumbent_share",
        "team_familiarity",
        "volunteered",
        "cocreation_offspring",
        "ties_carried_over",
        "own_pitch_rate",
        "story_rate",
    ]
    there = [one for one in with_whom if one in set(CHANGES.query("cut == 'all'")["metric"])]
    check_listing(shown, "with-whom", shown.tables()[0], there)


def check_curve(shown: Shown, metric: str, rows: pd.DataFrame) -> None:
    told = shown.table(f"{metric}-curve")
    values = rows[["days", *LEVELS]].mul([1, 100, 100, 100]).to_numpy(float).tolist()
    assert wrong_lines((line[1:5] for line in told), values) == []


def test_speed(look: Open) -> None:
    shown, metric = look("speed", "ja"), "time_to_kickoff"
    kinds = ESTIMATES.query("cut == 'kind' and window == 'whole'").set_index(["metric", "group"])
    middle = [kinds.loc[(metric, kind), "value"] for kind in ("co_creation", "conventional")]
    assert wrong(figures(shown.page.locator("h1").first.inner_text()), middle) == []
    curves = released("curves").query("metric == @metric and cut == 'kind'")
    check_curve(shown, metric, curves.sort_values("group", ascending=False, kind="stable"))

    facts = [
        "time_to_kickoff",
        "decision_time",
        "improvement_cycle",
        "time_to_launch",
        "rework",
        "alignment_in_parallel",
    ]
    each = ESTIMATES.query("cut == 'project' and window == 'whole' and metric in @facts")
    values = each.pivot_table("value", "group", "metric").reindex(columns=facts)
    ordered = PROJECTS.sort_values("proposed_on")["project"]
    values = values.reindex(ordered) * METRICS["unit"].map(SCALE).reindex(facts).fillna(1.0)
    told, called = shown.table("speed-projects"), names("project", shown)
    assert [line[0] for line in told] == [called[one] for one in ordered]
    assert wrong_lines((line[2:] for line in told), values.to_numpy().tolist()) == []
    check_listing(shown, "speed", shown.tables()[-1], facts)


def test_compare(look: Open) -> None:
    shown = look("compare?project=P04&project=P05&project=P07&project=P12", "en")
    chosen, called = ["P04", "P05", "P07", "P12"], names("project", shown)
    rows = PROJECTS[PROJECTS["project"].isin(chosen)].merge(released("project_facts"))
    said = shown.main.inner_text()
    waits = (rows["kicked_off_on"] - rows["proposed_on"]).dt.days
    builds = (rows["launched_on"] - rows["kicked_off_on"]).dt.days.dropna()
    used = rows["days_until_used"].dropna()
    assert wrong(re.findall(r"Proposal to start\s+(\d+)", said), waits.tolist()) == []
    assert wrong(re.findall(r"Start to launch\s+(\d+)", said), builds.tolist()) == []
    assert wrong(re.findall(r"(\d+) voices collected", said), rows["voices"].tolist()) == []
    assert wrong(re.findall(r"Used after (\d+)", said), used.tolist()) == []

    counts = rows[["voices_used", "voices_waiting", "voices_buried"]]
    values = counts.assign(days=rows["days_until_used"]).to_numpy(float).tolist()
    told = shown.table("projects-voices")
    assert [line[0] for line in told] == [called[one] for one in chosen]
    assert wrong_lines((line[1:] for line in told), values) == []
    check_seats(shown, rows)
    check_changed(shown, chosen)
    for project, parts in zip(chosen, counts.to_numpy(float).tolist(), strict=True):
        drawn = [float(one) for text in shown.texts(f"voices-{project}") for one in figures(text)]
        shares = [100 * part / sum(parts) for part in parts]
        on_it = [part for part, share in zip(parts, shares, strict=True) if share >= 8]
        assert sorted(drawn) == sorted([*on_it, *(round(one) for one in shares if one)])

    whole = ESTIMATES.query("metric == 'repeat_participation' and window == 'whole'")
    back = whole.set_index("group").reindex(chosen).assign(metric="repeat_participation")
    told = shown.table("projects-returned")
    assert [line[0] for line in told] == [called[one] for one in chosen]
    check_levels(told, back)
    known = [text for text in shown.texts("projects-returned") if text.endswith("%")]
    assert wrong(known, (100 * back["value"].dropna()).tolist()) == []


def check_seats(shown: Shown, rows: pd.DataFrame) -> None:
    """Who joined on which day, in the table and at the right of each picture."""
    departments, called = names("department", shown), names("project", shown)
    seats = released("project_departments").merge(rows[["project", "kicked_off_on"]])
    days = (seats["joined_on"] - seats["kicked_off_on"]).dt.days
    seats = seats.assign(days=days, place=seats["department"].map(list(departments).index))
    seats = seats.sort_values(["project", "place"])
    told = shown.table("projects-joined")
    assert [line[:3] for line in told] == [
        [
            called[one.project],
            departments[one.department],
            f"{one.joined_on:%B} {one.joined_on.day}, {one.joined_on.year}",
        ]
        for one in seats.itertuples()
    ]
    assert wrong([line[3] for line in told], seats["days"].tolist()) == []
    for project, mine in seats.groupby("project"):
        words = [one for text in shown.texts(f"joined-{project}") for one in figures(text)]
        assert wrong(words, mine["days"].tolist()) == []


def check_changed(shown: Shown, chosen: list[str]) -> None:
    """What changed among the members of each project, round its own start."""
    called, every = names("project", shown), released("changes")
    own = every[(every["cut"] == "project") & (every["comparison"] == "project-" + every["group"])]
    short = METRICS["short"]
    told = shown.table("projects-changed")
    measures = {label: one for one, label in short.items()}
    keys = [(line[0], measures[line[1]]) for line in told]
    mine = own[own["group"].isin(chosen) & own["change"].notna()]
    mine = mine.assign(called=mine["group"].map(called)).merge(METRICS, on="metric")
    mine = mine[(mine["unit"] == "share") & mine["period"].isin(["wave", "month"])]
    rows = mine.set_index(["called", "metric"], drop=False)
    few = ESTIMATES.query("cut == 'project' and people_band == '5-9'")
    few = {tuple(one) for one in few[["metric", "window"]].to_numpy()}
    hidden = [
        row.period == "wave"
        and any((row.metric, f"{row.comparison}:{side}") in few for side in SIDES)
        for row in mine.itertuples()
    ]
    assert sorted(keys) == sorted(rows.index[~pd.Series(hidden).to_numpy()])
    rows = rows.loc[keys]
    assert wrong_lines((line[2:7] for line in told), scaled(rows, CHANGE)) == []
    for project, drawn in rows.groupby("group", sort=False):
        texts = shown.texts(f"changed-{project}")
        labels = [short[one] for one in drawn["metric"]]
        assert [text for text in texts if text in labels] == labels
        words = [one for text in texts if text not in labels for one in figures(text)]
        assert wrong(words, [row[0] for row in scaled(drawn, ["change"])]) == []
