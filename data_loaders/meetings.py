"""Meetings made into contacts: a row each two people who were there, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

TABLE = "interactions"
WRITTEN_OUT = 50
"""Of meetings with more people only the first one's pairs are written: no figure counts them, but
HR is told of them."""
_COLUMNS = ["occurred_at", "sender", "recipient", "channel", "group_size", "conversation"]


@dataclass(frozen=True)
class Meeting:
    """Who was to meet, the organiser first; ``row`` is where it was found."""

    row: int
    starts_at: str
    people: tuple[str, ...]
    meeting: str


def contacts(meetings: Iterable[Meeting]) -> pd.DataFrame:
    """Give a row each pair of people in a meeting; of a meeting found twice, once.

    A meeting of one person, or without a day, is no contact.
    """
    rows, places, seen = [], [], set()
    for one in meetings:
        people = list(dict.fromkeys(name for name in one.people if name))
        if one.meeting in seen or not one.starts_at:
            continue
        seen.add(one.meeting)
        for first, second in _pairs(people):
            told = [one.starts_at, first, second, "meeting", str(len(people)), one.meeting]
            rows.append(told)
            places.append(one.row)
    return pd.DataFrame(rows, columns=_COLUMNS, index=places, dtype="str")


def _pairs(people: list[str]) -> Iterator[tuple[str, str]]:
    if len(people) > WRITTEN_OUT:
        return ((people[0], other) for other in people[1:])
    return combinations(people, 2)
