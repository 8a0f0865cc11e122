"""Who works where: people join, move between departments, are promoted and leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_data import story
from sample_data.workdays import Indices, Numbers, choose, month_starts

ABSENT = -1
LEVELS = ("staff", "lead", "manager", "executive")

_LEVEL_SHARES = np.array([0.70, 0.19, 0.09, 0.02])
_FEWEST_PEOPLE = 100
_APRIL, _OCTOBER = 4, 10
_LEAVING = {_APRIL: 0.020}
_LEAVING_OTHERWISE = 0.003
_MOVING = {_APRIL: 0.028, _OCTOBER: 0.012}
_PROMOTED = {_APRIL: 0.03}
_REFILLED = {_APRIL: 1.0}
_REFILLED_OTHERWISE = 0.12
_HIGHEST_EARNED = LEVELS.index("manager")
_SHORTEST_ID = 4


@dataclass(frozen=True)
class Roster:
    """Everybody who ever worked at the company, month by month.

    ``homes`` and ``levels`` are people x months: the department's place in ``story.DEPARTMENTS``
    (ABSENT when not employed) and the level's place in ``LEVELS``. Changes fall on the first of
    a month.
    """

    people: npt.NDArray[np.object_]
    months: list[date]
    homes: Indices
    levels: Indices

    @property
    def last_day(self) -> date:
        """The day the records end."""
        return month_starts(self.months[-1], 2)[1] - timedelta(days=1)

    def month_of(self, day: date) -> int:
        """Give the place of a day's month, the first or last one when the day lies outside."""
        first = self.months[0]
        at = (day.year - first.year) * 12 + day.month - first.month
        return min(max(at, 0), len(self.months) - 1)

    def department(self, person: int, day: date) -> str:
        """Name a person's department on a day, as it was called then."""
        home = int(self.homes[person, self.month_of(day)])
        return "" if home == ABSENT else called(story.DEPARTMENT_IDS[home], day)

    def left_on(self, person: int) -> date | None:
        """Give the day a person left the company, if they did."""
        present = np.flatnonzero(self.homes[person] != ABSENT)
        after = int(present[-1]) + 1
        return None if after == len(self.months) else self.months[after]


def called(department: str, day: date, old: str = story.OLD_ID) -> str:
    """Give the id a department went by on a day."""
    return old if department == story.RENAMED and day < story.RENAMED_ON else department


def headcounts(people: int) -> Indices:
    """Share people out over the departments; the tiny one stays tiny in a company of any size."""
    if people < _FEWEST_PEOPLE:
        raise ValueError(f"{people} people are too few: at least {_FEWEST_PEOPLE}.")
    planned = np.array([one.headcount for one in story.DEPARTMENTS])
    tiny = story.DEPARTMENT_IDS.index(story.TINY)
    counts: Indices = np.round(planned * people / planned.sum()).astype(np.int64)
    counts[tiny] = story.TINY_HEADCOUNT
    counts[np.argmax(counts)] += people - counts.sum()
    return counts


def draw_roster(people: int, months: int, rng: np.random.Generator) -> Roster:
    """Draw the company's staff from its first month to its last."""
    starts = month_starts(story.START, months)
    planned = headcounts(people)
    home = rng.permutation(np.repeat(np.arange(len(planned), dtype=np.int64), planned))
    level = choose(_LEVEL_SHARES, people, rng).astype(np.int64)
    homes, levels = [home], [level]
    for month in starts[1:]:
        home, level = _next_month(home, level, month, planned, rng)
        homes.append(home)
        levels.append(level)
    width = max(_SHORTEST_ID, len(str(len(home))))
    ids = np.array([f"A{at:0{width}d}" for at in range(1, len(home) + 1)], dtype=object)
    return Roster(ids, starts, _side_by_side(homes), _side_by_side(levels))


def _next_month(
    home: Indices, level: Indices, month: date, planned: Indices, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Let people leave, move, rise and join on the first of a month."""
    home, level = home.copy(), level.copy()
    stable = (home == ABSENT) | (home == story.DEPARTMENT_IDS.index(story.TINY))
    chance = np.where(stable, 1.0, rng.random(len(home)))
    leaving = _LEAVING.get(month.month, _LEAVING_OTHERWISE)
    moving = ~(chance < leaving) & (chance < leaving + _MOVING.get(month.month, 0.0))
    home[chance < leaving] = ABSENT
    home[moving] = choose(_open_to_movers(planned), int(moving.sum()), rng)
    rising = rng.random(len(home)) < _PROMOTED.get(month.month, 0.0)
    level[rising & (home != ABSENT) & (level < _HIGHEST_EARNED)] += 1
    joining = _joiners(home, planned, month)
    beginners = np.minimum(choose(_LEVEL_SHARES, len(joining), rng), 1).astype(np.int64)
    return np.concatenate([home, joining]), np.concatenate([level, beginners])


def _open_to_movers(planned: Indices) -> Numbers:
    """Weigh departments for those who move: the larger the likelier, and never the tiny one."""
    return np.where(planned > story.TINY_HEADCOUNT, planned, 0).astype(np.float64)


def _joiners(home: Indices, planned: Indices, month: date) -> Indices:
    """Hire for the vacant places, most of them each April."""
    places = np.arange(len(planned))
    vacant = np.maximum(planned - (home[:, None] == places).sum(axis=0), 0)
    share = _REFILLED.get(month.month, _REFILLED_OTHERWISE)
    return np.repeat(places, np.round(vacant * share).astype(int)).astype(np.int64)


def _side_by_side(columns: list[Indices]) -> Indices:
    """Put months of growing length into one table, absent before they joined."""
    table = np.full((len(columns[-1]), len(columns)), ABSENT, dtype=np.int64)
    for at, column in enumerate(columns):
        table[: len(column), at] = column
    return table


def people_table(roster: Roster) -> pd.DataFrame:
    """Give the roster as effective-dated rows: one for each joining, change and leaving."""
    both = np.stack([roster.homes, roster.levels])
    both[1][roster.homes == ABSENT] = ABSENT
    before = np.concatenate([np.full_like(both[:, :, :1], ABSENT), both[:, :, :-1]], axis=2)
    person, month = np.nonzero((both != before).any(axis=0))
    home, level = roster.homes[person, month], both[1][person, month]
    renamed = story.DEPARTMENT_IDS.index(story.RENAMED)
    early = np.array([one < story.RENAMED_ON for one in roster.months])[month]
    department = np.array([*story.DEPARTMENT_IDS, ""], dtype=object)[home]
    department[(home == renamed) & early] = story.OLD_ID
    return pd.DataFrame(
        {
            "person": roster.people[person],
            "valid_from": np.array(roster.months, dtype="datetime64[D]")[month].astype(str),
            "department": department,
            "level": np.array([*LEVELS, ""], dtype=object)[level],
        }
    )
