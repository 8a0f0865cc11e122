"""What a company decides for its workspace: how many people a figure needs, which comments appear.

Kept in ``settings.json`` beside the database, for its owner alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dashboard.release.read import current
from data_loaders import LoadError, Problem
from data_loaders.tables import N_

FLOOR = 3
FILE = "settings.json"


@dataclass(frozen=True)
class Settings:
    """``people`` is the fewest a figure may rest on (k), ``comments`` the fewest who wrote.

    ``read`` are the waves whose comments HR read through, with a code of each text read.
    ``layouts`` are files whose columns HR explained: table and mapping by the columns' code.
    """

    people: int = 5
    comments: int = 10
    read: Mapping[str, list[str]] = field(default_factory=dict)
    layouts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def settings_of(workspace: Path) -> Settings:
    """Give what a workspace decided, or the usual."""
    path = workspace / FILE
    return Settings(**json.loads(path.read_text("utf-8"))) if path.exists() else Settings()


def keep(workspace: Path, settings: Settings) -> None:
    """Write settings down; the next release goes by them."""
    draft = workspace / f".{FILE}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(settings), indent=1), "utf-8")
    draft.replace(workspace / FILE)


def raised(workspace: Path, *, people: int, comments: int) -> Settings:
    """Give the settings with other numbers of people.

    Raises LoadError for fewer than three, and for fewer than the last release asked for: what was
    hidden from readers then would be told now.
    """
    release = current(workspace).facts
    least = {"people": FLOOR, "comments": FLOOR}
    if not release.sample:
        least = {"people": release.threshold, "comments": release.comments_threshold}
    wanted = {"people": people, "comments": comments}
    low = [name for name, number in wanted.items() if number < least[name]]
    if low:
        message = N_("At least {least} people: fewer were hidden in what is released already.")
        if release.sample:
            message = N_("At least {least} people.")
        raise LoadError(*(Problem(message, {"least": least[name]}) for name in low))
    return replace(settings_of(workspace), people=people, comments=comments)


def with_comments_read(settings: Settings, wave: str, codes: Iterable[str]) -> Settings:
    """Let the comments of a wave appear, now that HR has read them.

    Raises LoadError when they differ by a few from those read before: what is new, or gone, would
    be those few people's.
    """
    now, before = set(codes), set(settings.read.get(wave, ()))
    few = [n for n in (len(now - before), len(before - now)) if 0 < n < settings.comments]
    if before and few:
        message = N_("{n} comments differ from those shown before: too few to show them anew.")
        raise LoadError(Problem(message, {"n": few[0]}))
    return replace(settings, read={**settings.read, wave: sorted(now)})


def with_layout(settings: Settings, columns: Iterable[str], mapping: Mapping[str, str]) -> Settings:
    """Remember what the columns of a file mean, for next month's of the same layout."""
    return replace(settings, layouts={**settings.layouts, layout_code(columns): dict(mapping)})


def layout_code(columns: Iterable[str]) -> str:
    """Name a layout by its columns, whatever their order."""
    return hashlib.sha256("\0".join(sorted(columns)).encode()).hexdigest()[:16]


def without_comments(settings: Settings, wave: str) -> Settings:
    """Take the comments of a wave back."""
    return replace(settings, read={name: of for name, of in settings.read.items() if name != wave})
