"""Makes a release: every metric over every window, what may be shown of it, and the pointer.

A release is written whole beside the others and only then pointed at, so a page reads one
release or the other, never half of one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, fields
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import networkx as nx
import pandas as pd

from dashboard import networks, privacy
from dashboard.estimate import Ratios, sums_by_cluster
from dashboard.metrics import Metric, metrics
from dashboard.release.changes import changes, judged
from dashboard.release.read import POINTER, TABLES, Release, current, releases_of
from dashboard.release.windows import all_windows, default_comparisons, months_between
from dashboard.store import Comparison, Workspace
from data_loaders.tables import N_

_KINDS = {
    "wave": ("wave", "before", "after"),
    "month": ("month", "before", "after"),
    "closing": ("month", "whole", "before", "after"),
}
_POINTS_AT_ONCE = 12

Progress = Callable[[str, float], object]


def build(
    workspace: Workspace, *, sample: bool = False, progress: Progress = lambda _what, _share: None
) -> Release:
    """Measure everything, decide what may be shown, and make it the current release.

    ``progress`` is told what is being done and the share that is done. ``sample`` marks the
    release as invented data. A workspace from which everything was taken back has none: the
    sample story opens again.
    """
    if all(one.undone_at for one in workspace.uploads()):
        (releases_of(workspace.folder) / POINTER).unlink(missing_ok=True)
        return current(workspace.folder)
    told = _tables(workspace, progress)
    facts = {
        "until": _iso(workspace.days()[1]),
        "threshold": privacy.THRESHOLD,
        "sample": sample,
        "version": version("yotte"),
    }
    return write(releases_of(workspace.folder), told, facts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def write(folder: Path, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, object]) -> Release:
    """Write a release's tables into a folder named by their content, and point at it."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name in TABLES:
        path = draft / f"{name}.parquet"
        tables[name].to_parquet(path, index=False, compression="lz4")
        digest.update(path.read_bytes())
    stamped = {**facts, "built_at": datetime.now(UTC).isoformat(timespec="seconds")}
    (draft / "release.json").write_text(json.dumps(stamped, indent=1), "utf-8")
    final = folder / digest.hexdigest()[:12]
    if final.exists():
        shutil.rmtree(draft)
    else:
        draft.chmod(0o755)
        draft.rename(final)
    pointer = folder / f".{POINTER}"
    pointer.write_text(final.name, "utf-8")
    pointer.replace(folder / POINTER)
    return Release(final)


def _tables(workspace: Workspace, progress: Progress) -> dict[str, pd.DataFrame]:
    projects, waves = workspace.frame("projects"), workspace.frame("waves")
    first, last = workspace.days()
    usual = default_comparisons(projects, waves, first, last)
    comparisons = [*usual[:1], *workspace.comparisons(), *usual[1:]]
    windows = all_windows(comparisons, waves, first, last)
    chosen = [metric for metric in metrics() if _has_data(workspace, metric)]
    work = [(metric, part) for metric in chosen for part in _parts(windows, metric)]
    estimates, moved = [], []
    for done, (metric, part) in enumerate(work):
        progress(metric.label, done / (len(work) + 1))
        ratios = _ratios(workspace, metric, part)
        estimates.append(privacy.hide_small(ratios.estimates).assign(metric=metric.id))
        moved.append(changes(ratios, metric, part, comparisons))
    progress(N_("Departments and their ties"), len(work) / (len(work) + 1))
    told = _stacked(estimates, _ESTIMATES)
    return {
        "metrics": _declared(chosen),
        "estimates": told,
        "changes": judged(moved),
        "windows": windows.drop(columns=["joined_by", "records_end"]),
        "comparisons": _comparisons(comparisons),
        "names": _names(workspace),
        "projects": projects[_PROJECTS],
        "withheld": told.loc[told["status"] == "withheld", ["metric", "cut", "group", "window"]],
        **_network(workspace, windows),
    }


def _has_data(workspace: Workspace, metric: Metric) -> bool:
    return all(len(workspace.tables()[name].head(1).collect()) for name in metric.needs)


def _parts(windows: pd.DataFrame, metric: Metric) -> Iterator[pd.DataFrame]:
    """Give a metric's windows some at a time: a comparison's two, or a year of months.

    So memory depends on the busiest of them and not on how many years were logged.
    """
    chosen = windows[windows["kind"].isin(_KINDS[metric.period])]
    for _, sides in chosen.dropna(subset="comparison").groupby("comparison", sort=False):
        yield sides
    points = chosen[chosen["comparison"].isna()]
    for start in range(0, len(points), _POINTS_AT_ONCE):
        yield points.iloc[start : start + _POINTS_AT_ONCE]


def _ratios(workspace: Workspace, metric: Metric, windows: pd.DataFrame) -> Ratios:
    lent = workspace.lend("windows", windows)
    sums = sums_by_cluster(metric.contributions(workspace.tables(), lent))
    # In one order, since the last digits of an interval depend on it and the release's id on them.
    keys = [name for name in sums if name not in ("x", "y")]
    return Ratios(sums.sort_values(keys, ignore_index=True), metric.unit)


_PROJECTS = ["project", "kind", "proposed_on", "kicked_off_on", "closed_on", "grew_out_of"]
_NODES = ["window", "department", "x", "y", "people_band"]
_PAIR = ["window", "from_department", "to_department"]
_EDGES = [
    *_PAIR,
    "interactions",
    "ties",
    "density",
    "from_people",
    "to_people",
    "people",
    "headcount",
]
_TIES = [*_PAIR, "interactions", "ties", "density", "people_band", "status"]
_ESTIMATES = ["metric", "cut", "group", "window", "value", "low", "high", "people_band", "status"]


def _stacked(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    empty = pd.DataFrame(columns=columns)
    return pd.concat(filled, ignore_index=True)[columns] if filled else empty


def _declared(chosen: list[Metric]) -> pd.DataFrame:
    columns = ["metric", "label", "short", "question", "unit", "better", "period"]
    rows = [(one.id, *(getattr(one, name) for name in columns[1:])) for one in chosen]
    return pd.DataFrame(rows, columns=columns)


def _comparisons(comparisons: list[Comparison]) -> pd.DataFrame:
    columns = [field.name for field in fields(Comparison)]
    frame = pd.DataFrame([astuple(one) for one in comparisons], columns=columns)
    days = ["before_from", "before_to", "after_from", "after_to"]
    frame[days] = frame[days].apply(pd.to_datetime)
    months = [
        [
            months_between(start, end)
            for start, end in ((one.before_from, one.before_to), (one.after_from, one.after_to))
        ]
        for one in comparisons
    ]
    return frame.assign(equal_length=[before == after for before, after in months])


def _names(workspace: Workspace) -> pd.DataFrame:
    """Give what departments, projects and waves are called, in the order to show them."""
    departments = workspace.frame("departments").sort_values("position")
    projects = workspace.frame("projects").sort_values("proposed_on")
    waves = workspace.frame("waves").sort_values("opened_on")
    parts = [
        frame.assign(kind=kind, id=frame[kind])[["kind", "id", "name", "name_en"]]
        for kind, frame in (("department", departments), ("project", projects), ("wave", waves))
    ]
    return pd.concat(parts, ignore_index=True)


def _network(workspace: Workspace, windows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Build the department graphs of the comparisons' windows, at the same places in each."""
    sides = windows[windows["kind"].isin(("before", "after"))]
    pairs = networks.ties_between(workspace.tables()["ties"], workspace.lend("windows", sides))
    counted = networks.department_ties(workspace.hold("pairs", pairs))
    headcounts = workspace.headcounts()
    order = workspace.frame("departments").sort_values("position")["department"]
    ring = networks.positions([one for one in order if one in set(headcounts["department"])])
    edges = []
    for window, people in headcounts.groupby("window"):
        graph = networks.department_graph(
            counted[counted["window"] == window], people.set_index("department")["people"]
        )
        listed = nx.to_pandas_edgelist(graph, "from_department", "to_department")
        edges.append(listed.assign(window=window))
    nodes = headcounts.merge(ring, on="department")
    band = privacy.people_band(nodes["people"]).where(nodes["people"] >= privacy.THRESHOLD)
    return {
        "departments": nodes.assign(people_band=band)[_NODES],
        "department_ties": privacy.hide_small_edges(_stacked(edges, _EDGES))[_TIES],
    }
