"""Comparisons: two windows fixed before anybody looks, and what must hold of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from data_loaders import Problem
from data_loaders.tables import N_

MEMBERS, OTHERS = "membership:members", "membership:others"
_DECLARED = re.compile(r"declared-(\d+)")
_NEAREST = 3


@dataclass(frozen=True)
class Comparison:
    """Two windows declared before they are read, so that nobody fishes for a good one.

    Days are inclusive. ``treated`` and ``control`` name groups as cut:group ("project:P7",
    "department:planning", "membership:others"), whose changes are contrasted. A tie needs
    ``tie_min`` interactions in a window.
    """

    comparison: str
    name: str
    name_en: str | None
    before_from: date
    before_to: date
    after_from: date
    after_to: date
    treated: str = MEMBERS
    control: str = OTHERS
    tie_min: int = 2
    project: str | None = None


def months_between(first: date, last: date) -> int:
    """Count the months from one day's month to another's."""
    return (last.year - first.year) * 12 + last.month - first.month


def next_id(known: Iterable[Comparison]) -> str:
    """Give an id that no declared comparison has: links to others keep their meaning."""
    numbers = [_DECLARED.fullmatch(one.comparison) for one in known]
    return f"declared-{max((int(one[1]) for one in numbers if one), default=0) + 1}"


def problems_of(
    one: Comparison,
    *,
    others: Iterable[Comparison],
    departments: Collection[str],
    projects: Collection[str],
    unequal: bool = False,
) -> list[Problem]:
    """List what keeps a comparison from being declared.

    Nothing is unknown while nothing of its kind is declared. ``unequal`` allows windows of
    different lengths; every figure of such a comparison says so.
    """
    found = list(_of_windows(one, unequal=unequal))
    if not one.name.strip():
        found.append(Problem(N_("A comparison needs a name.")))
    if any(one.name == other.name and one.comparison != other.comparison for other in others):
        message = N_("There is a comparison called “{name}” already.")
        found.append(Problem(message, {"name": one.name}))
    if one.tie_min < 1:
        found.append(Problem(N_("A tie needs at least one contact.")))
    if one.treated == one.control:
        found.append(Problem(N_("A group cannot be compared with itself.")))
    known = {"project": projects, "department": departments}
    for group in (one.treated, one.control):
        found += _of_group(group, known)
    return found


def _of_windows(one: Comparison, *, unequal: bool) -> Iterator[Problem]:
    if one.before_from > one.before_to or one.after_from > one.after_to:
        yield Problem(N_("A window must begin before it ends."))
    elif one.before_to >= one.after_from:
        yield Problem(N_("The window before must end before the window after begins."))
    before = months_between(one.before_from, one.before_to)
    after = months_between(one.after_from, one.after_to)
    if before != after and not unequal:
        places = {"before": before + 1, "after": after + 1}
        message = N_("The windows differ in length: {before} months before, {after} after.")
        yield Problem(message, places)


def _of_group(group: str, known: dict[str, Collection[str]]) -> Iterator[Problem]:
    if group in (MEMBERS, OTHERS):
        return
    cut, _, name = group.partition(":")
    if cut not in known or not name:
        message = N_("“{group}” is no group. Write it like project:P7 or department:planning.")
        yield Problem(message, {"group": group})
    elif known[cut] and name not in known[cut]:
        nearest = ", ".join(get_close_matches(name, list(known[cut]), _NEAREST, cutoff=0.3))
        words = {
            "project": N_("No project is called “{found}”. Nearest: {nearest}."),
            "department": N_("No department is called “{found}”. Nearest: {nearest}."),
        }
        yield Problem(words[cut], {"found": name, "nearest": nearest or "–"})
