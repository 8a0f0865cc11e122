"""The one door to a number: what has been released, and nothing else.

A release is a folder of small Parquet files beside a pointer file that names it; the pointer is
swapped atomically, so a reader sees one whole release or the one before. Every page pays for this
module's imports, so it needs pandas and pyarrow only.

``TABLES`` declares every table's columns (ids are English; words come in at the label):

- ``metrics``: what each metric is called and asks; unit (share, index, mean, number, days), better
  (lower, higher, none), period (wave, month, closing, event, comparison), the promise it tests,
  whether it is a headline, and what the Definitions page tells of it. label, short, question,
  meaning (a paragraph a line), formula and limits are message ids for the translator; cuts and
  needs are lists with commas.
- ``estimates``: cut (all, department, project, membership, department_pair, kind), status (shown,
  withheld, or band: all answered alike or nearly, so low and high are a band and value is none). A
  pair of departments is ``a~b``, in order of name.
- ``changes``: verdict (better, worse, changed, no_clear_change, too_few) and design of each change;
  of projects, p is a permutation's, and fewer than six a side have no interval; changes of scores
  have effect sizes.
- ``readings``: changes of everybody, and of the treated against the control group (cut difference),
  looked at in another way: reading is panel, before_mix, before_departments or lead.
- ``curves``: of waiting times and of coming back, the share it came to by each day (value) over
  everything on record.
- ``chance``: what a figure would be if departments were dealt at random, and how likely chance
  alone gives one as low (p). Of waiting times, cut kind, group ``co_creation~conventional``: how
  likely chance alone parts the two kinds so far (log-rank p; nothing is expected).
- ``windows``: kind (wave, month, whole, earlier, before, after).
- ``comparisons``: the first is the one shown until the reader chooses.
- ``names``: kind (department, group, project, wave), in the order to show them.
- ``projects``, ``project_facts``, ``project_departments``: what happened in each project, and which
  department joined when: standing is before_plan, after_plan or told (never took part).
- ``anti_patterns``: known ways to go wrong found in projects, with their evidence: pattern is
  told_only, late_department, few_at_start, many_themes, no_session_before_plan, buried_voices or
  no_retrospective; number counts departments, themes or voices.
- ``department_ties``, ``departments``: ties per possible pair (density) and the place of each
  department, the same in every window: of every month and both sides of every comparison. A
  department's status says whether its ties to others may be told of in all (shown, withheld;
  silent where not even everybody's may). Where departments are too many to be seen at once, their
  groups stand there as departments do, and ``within`` is a department's group.
- ``withheld``: which figures are hidden; no rule, no number.
- ``comments``: what people wrote, masked, each once: with its department where enough wrote, else
  with the rest (department is "").
- ``detectors``: how well refusals are heard in texts: what (comments, messages), sensitivity, false
  alarm rate (alarms) and the number of labelled texts that rests on, 0 where the source flags them.
- ``lacking``: what cannot be measured yet; needs are the tables to load, none when it is a question
  that no survey asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import pandas as pd
from pyarrow.parquet import ParquetFile

POINTER = "current"
_INTERVAL = {"value": "float64", "low": "float64", "high": "float64"}
_DAY, _COUNT = "datetime64[us]", "float64"
_CELL = {"metric": "str", "cut": "str", "group": "str"}
_TIE = {"window": "str", "from_department": "str", "to_department": "str"}


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "str")


def _days(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, _DAY)


TABLES: Mapping[str, Mapping[str, str]] = {
    "metrics": {
        **_texts("metric", "label", "short", "question", "unit", "better", "period"),
        "headline": "bool",
        **_texts("promise", "cuts", "needs", "meaning", "formula", "limits", "source"),
    },
    "estimates": {**_CELL, "window": "str", **_INTERVAL, "people_band": "str", "status": "str"},
    "changes": {
        **_CELL,
        "comparison": "str",
        "before": "float64",
        "after": "float64",
        "change": "float64",
        "low": "float64",
        "high": "float64",
        "people_band": "str",
        "smallest_visible_change": "float64",
        "hedges_g": "float64",
        "cliffs_delta": "float64",
        "p": "float64",
        "q": "float64",
        "verdict": "str",
        "design": "str",
    },
    "readings": {
        **_CELL,
        "comparison": "str",
        "reading": "str",
        **dict.fromkeys(("before", "after", "change", "low", "high"), "float64"),
        "people_band": "str",
    },
    "curves": {**_CELL, "window": "str", "days": "float64", **_INTERVAL},
    "chance": {**_CELL, "window": "str", "expected": "float64", "p": "float64"},
    "windows": {
        **_texts("window", "kind"),
        **_days("starts_on", "ends_on"),
        "comparison": "str",
        "tie_min": "int64",
    },
    "comparisons": {
        **_texts("comparison", "name", "name_en"),
        **_days("before_from", "before_to", "after_from", "after_to"),
        **_texts("treated", "control"),
        "tie_min": "int64",
        "project": "str",
        "equal_length": "bool",
    },
    "names": _texts("kind", "id", "name", "name_en"),
    "projects": {
        **_texts("project", "kind"),
        **_days("proposed_on", "kicked_off_on", "closed_on"),
        "grew_out_of": "str",
    },
    "project_facts": {
        **_texts("project", "theme", "theme_en"),
        **_days("approved_on", "plan_fixed_on", "launched_on", "ends_on"),
        "at_kick_off": _COUNT,
        "themes": _COUNT,
        "session_before_plan": "boolean",
        "voices": _COUNT,
        "voices_used": _COUNT,
        "voices_waiting": _COUNT,
        "voices_buried": _COUNT,
        "days_until_used": "float64",
    },
    "project_departments": {
        **_texts("project", "department"),
        "joined_on": _DAY,
        "standing": "str",
    },
    "anti_patterns": {
        **_texts("project", "pattern"),
        "occurred_on": _DAY,
        "department": "str",
        "number": _COUNT,
    },
    "department_ties": {
        **_TIE,
        "interactions": _COUNT,
        "ties": _COUNT,
        "density": "float64",
        "people_band": "str",
        "status": "str",
    },
    "departments": {
        **_texts("window", "department", "within"),
        "x": "float64",
        "y": "float64",
        "people_band": "str",
        "status": "str",
    },
    "withheld": {**_CELL, "window": "str"},
    "comments": _texts("wave", "department", "text"),
    "detectors": {"what": "str", "sensitivity": "float64", "alarms": "float64", "labels": "int64"},
    "lacking": _texts("metric", "label", "needs"),
}


@dataclass(frozen=True)
class Facts:
    """What holds for a whole release.

    ``until`` is the last day any loaded record speaks of; ``threshold`` the fewest people a shown
    figure may rest on, ``comments_threshold`` the fewest who wrote where comments are shown;
    ``sample`` says that the numbers are Company A's, invented.
    """

    built_at: datetime
    until: date | None
    threshold: int
    comments_threshold: int
    sample: bool
    version: str


@dataclass(frozen=True)
class Release:
    """One released set of numbers, read from its folder a table at a time."""

    folder: Path

    @property
    def id(self) -> str:
        """The release's name, a digest of its content."""
        return self.folder.name

    @cached_property
    def facts(self) -> Facts:
        """What holds for the whole release."""
        told = json.loads((self.folder / "release.json").read_text("utf-8"))
        return Facts(
            built_at=datetime.fromisoformat(told["built_at"]),
            until=date.fromisoformat(told["until"]) if told["until"] else None,
            threshold=told["threshold"],
            comments_threshold=told.get("comments_threshold", 10),
            sample=told["sample"],
            version=told["version"],
        )

    def table(self, name: str) -> pd.DataFrame:
        """Give one of ``TABLES`` as a frame of its own; an earlier release may lack it."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            return pd.DataFrame(columns=list(TABLES[name])).astype(dict(TABLES[name]))
        return _parquet(path).copy(deep=False)


@lru_cache(maxsize=64)
def _parquet(path: Path) -> pd.DataFrame:
    return ParquetFile(path).read(use_threads=False).to_pandas()


def releases_of(workspace: Path) -> Path:
    """Give the folder in which a workspace keeps its releases."""
    return workspace / "releases"


def current(workspace: Path) -> Release:
    """Give the workspace's newest release, or the sample story's when it has none yet."""
    pointer = releases_of(workspace) / POINTER
    if pointer.exists():
        return _release(pointer.parent / pointer.read_text("utf-8").strip())
    return sample()


def sample() -> Release:
    """Give the release of Company A's sample story that ships with Yotte."""
    return _release(Path(str(files("sample_data"))) / "release")


@lru_cache(maxsize=8)
def _release(folder: Path) -> Release:
    """Give a release, the same object each time: its folder never changes."""
    return Release(folder)
