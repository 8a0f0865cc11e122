"""The one door to a number: what has been released, and nothing else.

A release is a folder of small Parquet files beside a pointer file that names it; the pointer is
swapped atomically, so a reader sees one whole release or the one before. Every page pays for this
module's imports, so it needs pandas and pyarrow only.

Tables (ids are English; words come in at the label):

- ``metrics``: metric, label, short, question, unit (share, mean), better (lower, higher, none),
  period (wave, month, closing); label, short and question are message ids for the translator.
- ``estimates``: metric, cut (all, department, project, membership), group, window, value, low,
  high, people_band, status (shown, withheld, no_data).
- ``changes``: metric, cut, group, comparison, before, after, change, low, high, people_band,
  smallest_visible_change, q, verdict (better, worse, changed, no_clear_change, too_few), design.
- ``windows``: window, kind (wave, month, before, after), starts_on, ends_on, comparison.
- ``comparisons``: comparison, name, name_en, before_from, before_to, after_from, after_to, project,
  tie_min, equal_length; the first is the one shown until the reader chooses.
- ``names``: kind (department, project, wave), id, name, name_en, in the order to show them.
- ``projects``: project, kind, proposed_on, kicked_off_on, closed_on, grew_out_of.
- ``department_ties``: window, from_department, to_department, interactions, ties,
  density (ties per possible pair), people_band, status.
- ``departments``: window, department, x, y (position, the same in every window), people_band.
- ``withheld``: metric, cut, group, window (which figures are hidden; no rule, no number).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import pandas as pd
from pyarrow.parquet import ParquetFile

POINTER = "current"
TABLES = (
    "metrics",
    "estimates",
    "changes",
    "windows",
    "comparisons",
    "names",
    "projects",
    "department_ties",
    "departments",
    "withheld",
)


@dataclass(frozen=True)
class Facts:
    """What holds for a whole release.

    ``until`` is the last day any loaded record speaks of; ``threshold`` the fewest people a shown
    figure may rest on; ``sample`` says that the numbers are Company A's, invented.
    """

    built_at: datetime
    until: date | None
    threshold: int
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
            sample=told["sample"],
            version=told["version"],
        )

    def table(self, name: str) -> pd.DataFrame:
        """Give one of ``TABLES`` as a frame of its own."""
        return _parquet(self.folder / f"{name}.parquet").copy(deep=False)


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
        return Release(pointer.parent / pointer.read_text("utf-8").strip())
    return sample()


def sample() -> Release:
    """Give the release of Company A's sample story that ships with Yotte."""
    return Release(Path(str(files("sample_data"))) / "release")
