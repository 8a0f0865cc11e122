"""Measures the parts of a release: every metric over every comparison, month and wave.

Each part is measured once and taken over from the release before while what it rests on stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType

import narwhals as nw
import networkx as nx
import numpy as np
import pandas as pd

from dashboard import networks, privacy
from dashboard.comparisons import Comparison
from dashboard.engines import Engine
from dashboard.estimate import (
    CELL,
    ESTIMATORS,
    Detector,
    Estimator,
    Survival,
    corrected,
    corrected_changes,
    log_rank,
    sums_by_cluster,
)
from dashboard.metrics import Contributions, Figure, Metric, Rows, Tables
from dashboard.metrics.constructs import as_figure
from dashboard.release import disclosure, readings
from dashboard.release.changes import changes, of_few_clusters, with_effects
from dashboard.release.memory import NETWORK, Memory, Part, digest
from dashboard.release.read import TABLES
from dashboard.store import rests_on

MEASURED = (
    "estimates",
    "changes",
    "readings",
    "curves",
    "chance",
    "department_ties",
    "departments",
)
_KINDS = {
    "wave": ("wave", "earlier", "before", "after"),
    "month": ("month", "earlier", "before", "after"),
    "closing": ("month", "whole", "before", "after"),
    "event": ("month", "whole", "before", "after"),
    "comparison": ("earlier", "before", "after"),
}
_OF_PROJECTS = ("closing", "event")
A_MONTH = 365 / 12
_COUNTS = ["interactions", "ties", "density", "from_people", "to_people", "people", "headcount"]
Told = dict[str, pd.DataFrame]
# Which tables each metric reads, found out once: it is a matter of the code alone.
_READ: dict[str, frozenset[str]] = {NETWORK: frozenset(("pairs", "people"))}


def parts_of(of: str, period: str, windows: pd.DataFrame) -> Iterator[Part]:
    """Give the parts of a metric, comparisons first, then its months or waves in their order."""
    chosen = windows[windows["kind"].isin(_KINDS[period])]
    if period not in _OF_PROJECTS:
        # The day the records end moves with every upload: only who waits for it may rest on it.
        chosen = chosen.drop(columns="records_end")
    for name, sides in chosen.dropna(subset="comparison").groupby("comparison", sort=False):
        yield Part(of, str(name), sides)
    for name, point in chosen[chosen["comparison"].isna()].groupby("window", sort=False):
        yield Part(of, str(name), point)


class Measurer:
    """Measures parts on an engine, and takes over what the release before already says."""

    def __init__(
        self,
        engine: Engine,
        metrics: Sequence[Metric],
        comparisons: Sequence[Comparison],
        history: disclosure.History,
        memory: Memory | None = None,
        *,
        detectors: Mapping[str, Detector] = MappingProxyType({}),
    ) -> None:
        self._engine, self._memory, self._history = engine, memory, history
        self._detectors = detectors
        self._metrics = {one.id: one for one in metrics}
        self._comparisons = {one.comparison: one for one in comparisons}
        self._edges: list[pd.DataFrame] = []
        self._margins: list[pd.DataFrame] = []
        self._held: dict[str, tuple[pd.DataFrame, Rows]] = {}
        self._asked_over = pd.DataFrame()
        self._judged: dict[str, pd.DataFrame] = {}
        self._answers: tuple[str, pd.DataFrame] = "", pd.DataFrame()

    def measure(self, windows: pd.DataFrame, progress: Callable[[str, float], object]) -> Told:
        """Give the release's MEASURED tables over these windows.

        ``progress`` is told what is measured anew, and the share that is done.
        """
        # Which ties may be shown decides which pairs of departments may: the network comes first.
        parts = [*parts_of(NETWORK, "month", windows[windows["kind"] != "earlier"])]
        for one in self._metrics.values():
            parts += parts_of(one.id, one.period, self._of_interest(one, windows))
        known: list[Part] = []
        told: dict[str, list[pd.DataFrame]] = {name: [] for name in MEASURED}
        if self._memory:
            memory = self._memory
            known = [one for one in parts if memory.holds(one.id, self._rests_on(one, memory))]
            told = {name: [memory.rows(name, known)] for name in MEASURED}
        self._edges, self._margins = told["department_ties"], told["departments"]
        anew = [part for part in parts if part not in known]
        of_surveys = [part.windows for part in anew if self._of_survey(part.of)]
        self._asked_over = pd.concat([windows.head(0), *of_surveys]).drop_duplicates()
        work = list(_batches(anew, self._logged, self._engine.places_at_once))
        for done, batch in enumerate(work):
            progress(batch[0].of, done / len(work))
            for name, frame in self._anew(batch).items():
                told[name].append(frame)
        return {name: _stacked(frames, name) for name, frames in told.items()}

    def _of_interest(self, metric: Metric, windows: pd.DataFrame) -> pd.DataFrame:
        """Leave out what came before a comparison when it would tell nothing.

        That is when the metric does not tell its groups apart, or the log has not all its months.
        """
        cuts = {name: one.treated.partition(":")[0] for name, one in self._comparisons.items()}
        cut = windows["comparison"].map(cuts)
        told = cut.isin(metric.cuts)
        if metric.period == "comparison":  # one of two windows alone means nothing to some of these
            told &= cut != "department"
        if self._logged(metric.id):
            months = windows.loc[windows["kind"] == "month", "starts_on"]
            told &= windows["starts_on"] >= months.min()
        return windows[(windows["kind"] != "earlier") | told]

    def _logged(self, of: str) -> bool:
        """Whether something is measured from everybody's contacts, whose number knows no bounds."""
        if of == NETWORK:
            return True
        return "ties" in self._metrics[of].needs and self._metrics[of].period not in _OF_PROJECTS

    def _of_pairs(self, of: str) -> bool:
        """Whether something is measured of the ties of two departments."""
        return self._logged(of) and "department_pair" in self._metrics[of].cuts

    def _of_survey(self, of: str) -> bool:
        return of in self._metrics and bool(self._metrics[of].construct)

    def _rests_on(self, part: Part, memory: Memory) -> str:
        if part.of not in _READ:
            # Which tables are read does not depend on their rows, and some metrics fetch them.
            empty = {name: rows.head(0) for name, rows in self._engine.tables().items()}
            lent = self._engine.lend("windows", part.windows)
            watched = Watched(empty, {"pairs": lambda: networks.pairs_between(empty["ties"], lent)})
            self._metrics[part.of].contributions(watched, lent)
            _READ[part.of] = frozenset(watched.read)
        days = part.windows["starts_on"].min().date(), part.windows["ends_on"].max().date()
        if part.of in self._metrics and self._metrics[part.of].period in _OF_PROJECTS:
            days = date.min, date.max  # a project placed by its end is told by what passed before
        uploads = rests_on(memory.uploads, _READ[part.of], *days)
        sources = [*uploads, str(self._comparisons.get(part.name)), str(self._history.threshold)]
        if part.of == NETWORK or self._of_pairs(part.of):
            sources.append(f"{self._departments['department'].tolist()} {self._groups.to_dict()}")
        if part.of in self._metrics and (heard_in := self._metrics[part.of].heard_in):
            sources += [memory.detector, str(self._detectors[heard_in])]
        return digest(part.windows, sources)

    def _anew(self, batch: Sequence[Part]) -> Told:
        windows = pd.concat([part.windows for part in batch])
        if batch[0].of == NETWORK:
            pairs = self._lent(windows)[0]["pairs"]
            order = self._departments["department"].tolist()
            return network(self._engine, pairs, order, self._groups, self._history.threshold)
        metric = self._metrics[batch[0].of]
        found = self._measured(metric, windows)
        return {name: frame.assign(metric=metric.id) for name, frame in found.items()}

    def _asked(self, construct: str, asked: Contributions) -> pd.DataFrame:
        """Give all answers to a construct, summed; held for what is measured of it next."""
        if self._answers[0] != construct:
            self._answers = construct, sums_by_cluster(asked(*self._lent(self._asked_over)))
        return self._answers[1]

    def _rules(self, construct: str, answers: pd.DataFrame) -> pd.DataFrame:
        """Judge what may be shown of a construct, once for all metrics of it."""
        if construct not in self._judged:
            lattice = disclosure.within_lattice(answers, self._asked_over, self._comparisons)
            scales = self._engine.frame("questions")
            possible = disclosure.possible_answers(scales[scales["construct"] == construct])
            first = next(iter(self._comparisons), "")
            self._judged[construct] = self._history.judged(lattice, construct, possible, first)
        return self._judged[construct]

    def _lent(self, windows: pd.DataFrame, *, relabelled: bool = False) -> tuple[Tables, Rows]:
        """Give what is read over these windows; pairs are held for what is measured next.

        ``relabelled`` counts everybody in the department of before.
        """
        lent = self._engine.lend("windows", windows)
        tables = self._engine.tables()
        if relabelled:
            tables["ties"] = readings.relabelled(tables["ties"], tables["people"], windows)
        name = "relabelled_pairs" if relabelled else "pairs"

        def pairs() -> Rows:
            if name not in self._held or not self._held[name][0].equals(windows):
                formed = networks.pairs_between(tables["ties"], lent)
                self._held[name] = windows, self._engine.hold(name, formed)
            return self._held[name][1]

        return Watched(tables, {"pairs": pairs}), lent

    @cached_property
    def _people(self) -> pd.DataFrame:
        return self._engine.frame("people")

    @cached_property
    def _departments(self) -> pd.DataFrame:
        """The departments that people are or were in, in their declared order."""
        departments = self._engine.frame("departments").sort_values("position")
        return departments[departments["department"].isin(self._people["department"].dropna())]

    @cached_property
    def _groups(self) -> pd.Series:
        return networks.groups(self._departments)

    def _measured(self, metric: Metric, windows: pd.DataFrame) -> Told:
        if metric.asked:
            return self._surveyed(metric, windows, self._asked(metric.construct, metric.asked))
        tables, lent = self._lent(windows)
        ordered = sums_by_cluster(metric.contributions(tables, lent))
        if len(self._groups) and self._of_pairs(metric.id):
            ordered = networks.between_groups(ordered, self._groups)
        figures = ESTIMATORS[metric.estimator](ordered, metric.unit)
        # What nobody can know yet (half have not come) is no figure.
        cells = figures.estimates.dropna(subset="value")
        if "ties" in metric.needs:
            cells = privacy.hide_pairs(cells, pd.concat(self._edges))
            cells = privacy.hide_margins(cells, pd.concat(self._margins))
        if metric.counts != "people":
            cells = privacy.of_no_person(cells)
        found = self._compared(metric, figures, (ordered, cells), windows)
        if metric.counts == "projects":
            ratios = metric.estimator == "ratio"
            found["changes"] = of_few_clusters(found["changes"], ordered, ratios=ratios)
        shown = found["estimates"].query("status == 'shown'")
        chance = metric.by_chance(tables, lent) if metric.by_chance else pd.DataFrame()
        if len(chance):
            chance = chance.merge(shown[["window", "cut", "group"]])
        if "kind" in metric.cuts:
            chance = log_rank(ordered, "kind", "co_creation", "conventional")
        before = self._with_labels_of_before(metric, windows)
        found |= {"chance": chance, "readings": pd.concat([found["readings"], *before])}
        if isinstance(figures, Survival):
            found["curves"] = _curves(figures, metric, shown)
        return found

    def _surveyed(self, metric: Metric, windows: pd.DataFrame, answers: pd.DataFrame) -> Told:
        """Measure what people answered, of which not everything may be shown."""
        rules = self._rules(metric.construct, answers)
        sums = _told(answers[answers["window"].isin(windows["window"])], metric.figure)
        ordered = disclosure.within_lattice(sums, windows, self._comparisons)
        derived = metric.estimator == "gap"
        if derived:
            ordered = disclosure.only_shown(ordered[ordered["cut"] == "department"], rules)
        figures = ESTIMATORS[metric.estimator](ordered, metric.unit)
        every = figures.estimates.dropna(subset="value")
        cells = every if derived else disclosure.hidden(every, rules)
        found = self._compared(metric, figures, (ordered, cells), windows)
        if metric.unit == "mean":
            found["changes"] = with_effects(found["changes"], ordered)
        if not derived:
            if metric.unit == "share":
                found["estimates"] = disclosure.with_bands(found["estimates"], every, rules)
            comparisons = list(self._comparisons.values())
            found = self._history.with_what_is_held(found, metric.id, rules, comparisons)
        return found

    def _compared(
        self,
        metric: Metric,
        figures: Estimator,
        measured: tuple[pd.DataFrame, pd.DataFrame],
        windows: pd.DataFrame,
    ) -> Told:
        """Give estimates, changes and readings; ``measured`` are the sums and their estimates."""
        threshold, comparisons = self._history.threshold, list(self._comparisons.values())
        found = {
            "estimates": privacy.hide_small(measured[1], threshold),
            "changes": changes(figures, measured[1], windows, comparisons, threshold),
            "readings": readings.readings(
                metric, figures, measured, windows, comparisons, threshold=threshold
            ),
        }
        if metric.heard_in:
            detector = self._detectors[metric.heard_in]
            found["estimates"] = corrected(found["estimates"], detector)
            for name in ("changes", "readings"):
                found[name] = corrected_changes(found[name], detector)
        return found

    def _with_labels_of_before(
        self, metric: Metric, windows: pd.DataFrame
    ) -> Iterator[pd.DataFrame]:
        """Give a reading of the comparisons between whose windows departments came or went."""
        if not self._logged(metric.id) or "all" not in metric.cuts or metric.estimator != "ratio":
            return
        sides = windows[windows["kind"].isin(("before", "after"))]
        for _, mine in sides.groupby("comparison"):
            if readings.reorganised(self._people, mine):
                tables, lent = self._lent(mine, relabelled=True)
                sums = sums_by_cluster(metric.contributions(tables, lent))
                told = readings.panel(metric, sums, mine, self._history.threshold)
                if metric.heard_in:
                    told = corrected_changes(told, self._detectors[metric.heard_in])
                yield told.assign(reading="before_departments")


def _told(answers: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """Give the sums of one figure by cell and cluster, whatever the wave."""
    rows = as_figure(nw.from_native(answers, eager_only=True), figure).to_native()
    keys = [*CELL, "cluster"]
    return (
        rows.groupby(keys, observed=True, as_index=False)[["x", "y"]]
        .sum()
        .sort_values("cluster", kind="stable", ignore_index=True)
    )


def _curves(figures: Survival, metric: Metric, shown: pd.DataFrame) -> pd.DataFrame:
    """Give the curves over everything on record; of people by the month, so no step is a person."""
    found = figures.curves(None if metric.counts == "projects" else A_MONTH)
    whole = shown.loc[shown["window"] == "whole", ["window", "cut", "group"]]
    return found.merge(whole, on=["window", "cut", "group"])


class Watched(dict[str, Rows]):
    """Tables that note which of them are read, so that nobody has to declare it.

    ``made`` makes some of them when they are read.
    """

    def __init__(self, tables: Mapping[str, Rows], made: Mapping[str, Callable[[], Rows]]) -> None:
        super().__init__(tables)
        self._made = made
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Rows:
        self.read.add(name)
        return self._made[name]() if name in self._made else super().__getitem__(name)


def _batches(
    parts: Sequence[Part], logged: Callable[[str], bool], places_at_once: int
) -> Iterator[list[Part]]:
    """Give what may be measured in one query, what rests on the same pairs one after the other.

    Of the log so many comparisons, or quarters, at a time: so memory depends on the busiest of them
    and not on how many years were logged. Records and surveys are small enough for all at once.
    """
    places = {place: i for i, place in enumerate(dict.fromkeys(map(_place, parts)))}
    together: dict[int, dict[str, list[Part]]] = {}
    for part in parts:
        turn = places[_place(part)] // places_at_once if logged(part.of) else -1
        together.setdefault(turn, {}).setdefault(part.of, []).append(part)
    for of in together.values():
        yield from sorted(of.values(), key=lambda parts: len(parts[0].windows))


def _place(part: Part) -> str:
    if part.compares:
        return part.name
    return str(pd.Period(part.windows["starts_on"].iloc[0], "Q"))


def _stacked(parts: Sequence[pd.DataFrame], table: str) -> pd.DataFrame:
    """Put the parts of a table together in one order, whatever order they were measured in."""
    columns = TABLES[table]
    filled = [part.reindex(columns=list(columns)) for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(columns)).astype(dict(columns))
    keys = [name for name, kind in columns.items() if kind == "str" and name not in _SAID]
    whole = pd.concat([part.astype(dict(columns)) for part in filled])
    return whole.sort_values(keys, ignore_index=True)


_SAID = ("people_band", "status", "verdict", "design")


def network(
    engine: Engine, pairs: Rows, order: list[str], groups: pd.Series, threshold: int
) -> Told:
    """Build the graphs of departments, and of their groups, in the lent windows.

    ``order`` is that of the departments on their ring, at the same places in each window.
    """
    ties, headcounts = networks.ties_of(pairs), engine.headcounts()
    listed = _edges(networks.department_ties(ties), headcounts)
    nodes = headcounts.merge(networks.positions(order), on="department")
    nodes["within"] = nodes["department"].map(groups)
    of_groups = None
    if len(groups):
        of_groups, people = _of_groups(engine, ties, headcounts, groups)
        ring = networks.positions(groups.reindex(order).unique().tolist())
        nodes = pd.concat([nodes, people.merge(ring, on="department")], ignore_index=True)
    told, margins = privacy.hide_small_edges(listed, threshold, groups.to_dict(), of_groups)
    keys = ["window", "department"]
    open_ = pd.MultiIndex.from_frame(nodes[keys]).isin(pd.MultiIndex.from_frame(margins))
    spoken = nodes["window"].isin(margins.loc[margins["department"] == "", "window"])
    nodes["status"] = np.select([open_, spoken], ["shown", "withheld"], "silent")
    band = privacy.people_band(nodes["people"]).where(nodes["people"] >= threshold)
    return {"departments": nodes.assign(people_band=band), "department_ties": told}


def _of_groups(
    engine: Engine, ties: Rows, headcounts: pd.DataFrame, groups: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every two groups of departments of each window, and how many people each group has."""
    lent = engine.lend("groups", groups.rename("group").rename_axis("department").reset_index())
    named = headcounts.assign(department=headcounts["department"].map(groups))
    people = named.groupby(["window", "department"], as_index=False)["people"].sum()
    edges = _edges(networks.department_ties(networks.grouped(ties, lent)), people)
    return edges[edges["from_department"] != edges["to_department"]], people


def _edges(counted: pd.DataFrame, headcounts: pd.DataFrame) -> pd.DataFrame:
    """Give every pair of departments of each window, tied or not."""
    found = [pd.DataFrame(columns=["window", "from_department", "to_department", *_COUNTS])]
    for window, people in headcounts.groupby("window"):
        graph = networks.department_graph(
            counted[counted["window"] == window], people.set_index("department")["people"]
        )
        listed = nx.to_pandas_edgelist(graph, "from_department", "to_department")
        found.append(listed.assign(window=window))
    return pd.concat([one for one in found if len(one)] or found, ignore_index=True)
