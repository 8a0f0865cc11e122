"""What the release before already says, and what that rested on.

A part of a release (one metric over one comparison, or over one month) is a pure function of the
uploads it rests on, its windows and the code that measures. While these stay the same its rows are
taken over from the release before, so that a new month costs a month and not the years before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd

from dashboard.release.read import POINTER, TABLES, Release
from dashboard.store import Upload

LEDGER = "measured.json"
NETWORK = "network"
_MEASURES = {
    "dashboard": ("metrics", "release", "sql", "estimate", "networks.py", "privacy"),
    "data_loaders": ("questions.py", "scales.py"),
}


@dataclass(frozen=True, eq=False)
class Part:
    """One metric, or the network, over the two windows of a comparison or over one other window.

    ``of`` is the metric's id or NETWORK, ``name`` the comparison's or the window's.
    """

    of: str
    name: str
    windows: pd.DataFrame

    @property
    def id(self) -> str:
        """What the memory calls it."""
        return f"{self.of}|{self.name}"

    @property
    def compares(self) -> bool:
        """Whether its windows are the two sides of a comparison."""
        return len(self.windows) > 1


class Memory:
    """The newest release of a folder with the digest of what each of its parts rested on.

    ``uploads`` are those there are now, ``detector`` the version that read the comments.
    """

    def __init__(self, folder: Path, uploads: Sequence[Upload], detector: str = "") -> None:
        self._folder, self.uploads, self.detector = folder, uploads, detector
        self._before: Mapping[str, str] = {}
        self._now: dict[str, str] = {}
        pointer, ledger = folder / POINTER, folder / LEDGER
        if pointer.exists() and ledger.exists():
            told = json.loads(ledger.read_text("utf-8"))
            # A ledger of another release, or a release that is gone, tells nothing.
            self._release = Release(folder / pointer.read_text("utf-8").strip())
            if told["release"] == self._release.id and self._release.folder.exists():
                self._before = told["parts"]

    def holds(self, part: str, rests_on: str) -> bool:
        """Note what a part rests on now; whether it rested on the same in the release before."""
        self._now[part] = rests_on
        return self._before.get(part) == rests_on

    def rows(self, table: str, parts: Sequence[Part]) -> pd.DataFrame:
        """Give the rows that the release before has of some parts."""
        if not parts:
            return pd.DataFrame(columns=list(TABLES[table]))
        found = self._release.table(table)
        places = [(window, part.name) for part in parts for window in part.windows["window"]]
        names = found["comparison"] if "comparison" in found else found["window"].map(dict(places))
        of = found.get("metric", NETWORK)
        return found[(of + "|" + names).isin([part.id for part in parts])]

    def keep(self, release: Release) -> None:
        """Remember for the next time what the parts of this release rest on."""
        draft = self._folder / f".{LEDGER}"
        draft.write_text(json.dumps({"release": release.id, "parts": self._now}), "utf-8")
        draft.replace(self._folder / LEDGER)


def digest(windows: pd.DataFrame, sources: Sequence[str]) -> str:
    """Name what a part rests on: its windows, the uploads behind it, and the code."""
    told = str([_code(), *windows.itertuples(index=False, name=None), *sources])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def _code() -> str:
    found = hashlib.sha256()
    for package, names in _MEASURES.items():
        for name in names:
            for file in _sources(files(package) / name):
                found.update(file.read_bytes())
    return found.hexdigest()


def _sources(place: Traversable) -> Iterator[Traversable]:
    if place.is_file():
        yield place
    else:
        inside = (one for one in place.iterdir() if one.name.endswith((".py", ".sql")))
        yield from sorted(inside, key=lambda one: one.name)
