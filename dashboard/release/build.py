"""Makes a release: every metric over every window, what may be shown of it, and the pointer.

A release is written whole beside the others and only then pointed at, so a page reads one
release or the other, never half of one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import astuple, fields
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from dashboard.comparisons import Comparison, months_between
from dashboard.engines import Engine
from dashboard.estimate import Detector
from dashboard.metrics import Metric, metrics
from dashboard.metrics.constructs import STANDARD
from dashboard.release.anti_patterns import anti_patterns
from dashboard.release.changes import judged
from dashboard.release.comments import comments
from dashboard.release.disclosure import History
from dashboard.release.measure import Measurer
from dashboard.release.memory import NETWORK, Memory
from dashboard.release.projects import project_facts
from dashboard.release.read import POINTER, TABLES, Release, current, releases_of
from dashboard.release.review import ENOUGH, NOTHING, detectors, rates, reviewable
from dashboard.release.windows import all_windows, default_comparisons
from dashboard.settings import Settings, settings_of
from dashboard.store import Workspace
from data_loaders.tables import N_
from data_loaders.tables import TABLES as LOADED

_OF_PROJECTS = ("projects", "participations", "project_events", "people", "departments")
_NETWORK = N_("Departments and their ties")

Progress = Callable[[str, float], object]


def build(
    workspace: Workspace, *, sample: bool = False, progress: Progress = lambda _what, _share: None
) -> Release:
    """Measure what is new, decide what may be shown, and make it the current release.

    ``progress`` is told what is being done and the share that is done. ``sample`` marks the
    release as invented data. A workspace from which everything was taken back has none: the
    sample story opens again.
    """
    uploads = workspace.uploads()
    if all(one.undone_at for one in uploads):
        (releases_of(workspace.folder) / POINTER).unlink(missing_ok=True)
        return current(workspace.folder)
    folder = releases_of(workspace.folder)
    folder.mkdir(parents=True, exist_ok=True)
    memory = Memory(folder, uploads, workspace.detector())
    settings = settings_of(workspace.folder)
    labels, texts = workspace.labels(), NOTHING
    if len(labels) >= ENOUGH:  # masking every comment takes its time
        texts = reviewable(workspace.tables(), labels, settings.comments)
    release = _released(
        workspace, settings, folder, memory, rates(texts), sample=sample, progress=progress
    )
    memory.keep(release)
    return release


def build_on(
    engine: Engine, workspace: Path, *, progress: Progress = lambda _what, _share: None
) -> Release:
    """Measure everything on another engine, and make it the current release of a workspace."""
    folder = releases_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_of(workspace)
    known = rates(NOTHING)  # labels stay in the workspace
    return _released(engine, settings, folder, None, known, sample=False, progress=progress)


def _released(
    engine: Engine,
    settings: Settings,
    folder: Path,
    memory: Memory | None,
    known: Mapping[str, Detector],
    *,
    sample: bool,
    progress: Progress,
) -> Release:
    history = History(folder, settings.people)
    facts = {
        "until": _iso(engine.days()[1]),
        "threshold": settings.people,
        "comments_threshold": settings.comments,
        "sample": sample,
        "version": version("yotte"),
    }
    heard = detectors(engine.heard(), known)
    tables = _tables(engine, memory, history, heard, progress)
    tables["comments"] = comments(engine.tables(), settings)
    history.keep(tables["withheld"])
    return write(folder, tables, facts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def write(folder: Path, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, object]) -> Release:
    """Write a release's tables into a folder named by their content, and point at it."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name, columns in TABLES.items():
        path = draft / f"{name}.parquet"
        frame = tables[name][list(columns)].astype(dict(columns))
        frame.to_parquet(path, index=False, compression="lz4")
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


def _tables(
    engine: Engine,
    memory: Memory | None,
    history: History,
    heard: Mapping[str, Detector],
    progress: Progress,
) -> dict[str, pd.DataFrame]:
    of_projects = {name: engine.frame(name) for name in _OF_PROJECTS}
    projects, waves = of_projects["projects"], engine.frame("waves")
    first, last = engine.days()
    usual = default_comparisons(projects, waves, first, last)
    comparisons = [*usual[:1], *engine.comparisons(), *usual[1:]]
    windows = all_windows(comparisons, waves, first, last)
    filled = {name for name, rows in engine.tables().items() if len(rows.head(1).collect())}
    asked = engine.constructs()
    every = [one for one in metrics(asked) if not one.heard_in or one.heard_in in heard]
    chosen = [one for one in every if filled.issuperset(one.needs)]
    labels = {NETWORK: _NETWORK, **{metric.id: metric.label for metric in chosen}}
    measured = Measurer(engine, chosen, comparisons, history, memory, detectors=heard).measure(
        windows, lambda of, share: progress(labels[of], share)
    )
    hidden = measured["estimates"]["status"] == "withheld"
    facts = project_facts(of_projects, until=last, threshold=history.threshold)
    return {
        **measured,
        "changes": judged(measured["changes"], {metric.id: metric.better for metric in chosen}),
        "metrics": _declared(chosen),
        "detectors": _heard(heard),
        "windows": windows,
        "comparisons": _comparisons(comparisons),
        "names": _names(engine, measured["departments"]),
        "projects": projects,
        "withheld": measured["estimates"][hidden],
        **facts,
        "anti_patterns": anti_patterns(
            facts["project_facts"],
            facts["project_departments"],
            projects,
            of_projects["project_events"],
            last,
        ),
        "lacking": _lacking(asked, chosen, filled),
    }


def _heard(detectors: Mapping[str, Detector]) -> pd.DataFrame:
    rows = [(what, one.sensitivity, one.alarms, one.labels) for what, one in detectors.items()]
    return pd.DataFrame(rows, columns=list(TABLES["detectors"]))


def _lacking(asked: list[str], chosen: list[Metric], filled: set[str]) -> pd.DataFrame:
    """List what cannot be measured yet, with the tables that are missing.

    A standard construct that no survey asked for lacks no table but its question.
    """
    known = {one.id for one in chosen}
    every = [one for one in metrics({*STANDARD, *asked}) if one.unit != "mean"]
    missing = [(one, sorted(set(one.needs) - filled)) for one in every if one.id not in known]
    rows = [(one.id, one.label, ",".join(tables)) for one, tables in missing]
    return pd.DataFrame(rows, columns=list(TABLES["lacking"]))


def _declared(chosen: list[Metric]) -> pd.DataFrame:
    rows = [
        {name: getattr(one, "id" if name == "metric" else name) for name in TABLES["metrics"]}
        for one in chosen
    ]
    frame = pd.DataFrame(rows, columns=list(TABLES["metrics"]))
    joined = {"cuts": ",", "needs": ",", "meaning": "\n"}
    return frame.assign(**{name: frame[name].map(sign.join) for name, sign in joined.items()})


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


def _names(engine: Engine, graph: pd.DataFrame) -> pd.DataFrame:
    """Give what departments, their groups, projects and waves are called, in the order to show."""
    departments = engine.frame("departments").sort_values("position")
    frames = {
        "department": departments,
        "group": _groups(departments, graph),
        "project": engine.frame("projects").sort_values("proposed_on"),
        "wave": engine.frame("waves").sort_values("opened_on"),
    }
    parts = [
        frame.assign(kind=kind, id=frame[kind])[["kind", "id", "name", "name_en"]]
        for kind, frame in frames.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _groups(departments: pd.DataFrame, graph: pd.DataFrame) -> pd.DataFrame:
    """Name groups of departments by the one above them, or by their function."""
    within = graph.dropna(subset="within").drop_duplicates("department")
    of = departments["department"].map(within.set_index("department")["within"])
    functions = LOADED["departments"].columns["function"].metadata["values"]
    known = {f"function:{one}": (words[0], one.capitalize()) for one, words in functions.items()}
    for one in departments.to_dict("records"):
        known[f"parent:{one['department']}"] = one["name"], one["name_en"]
    rows = []
    for group in of.dropna().unique():
        name, name_en = known.get(group, (None, None))
        told = [one for one in (name, name_en, group.partition(":")[2]) if isinstance(one, str)]
        rows.append((group, told[0], name_en))
    return pd.DataFrame(rows, columns=["group", "name", "name_en"])
