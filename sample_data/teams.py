"""Who takes part in which project, and who comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from sample_data import story
from sample_data.roster import ABSENT, LEVELS, Roster
from sample_data.workdays import next_working_day

_A_YEAR = timedelta(days=365)
_RETURN_TO = {
    story.CO_CREATION: {story.CO_CREATION: 1.0, story.CONVENTIONAL: 0.15},
    story.CONVENTIONAL: {story.CO_CREATION: 0.5, story.CONVENTIONAL: 0.5},
}
_LATE_FROM, _LATE_UNTIL = 0.35, 0.70
_DROP_FROM, _DROP_UNTIL = 0.25, 0.80
_LATE_OBSERVERS = 0.5
_LARGEST_TEAM = 20


@dataclass(frozen=True)
class Participation:
    """One person's part in one project; ``person`` is a place in the roster."""

    project: str
    person: int
    joined_on: date
    left_on: date | None
    role: str
    volunteered: bool

    def runs_on(self, day: date, closed_on: date | None) -> bool:
        """Say whether the person is in the team on a day."""
        ends = self.left_on or closed_on
        return self.joined_on <= day and (ends is None or day <= ends)


class Casting:
    """Fills the seats of one project after another, in the order of their kick-offs.

    People who came to the end of a project return to a later one at the planted rate; every other
    seat goes to somebody who was in no project before, while there is anybody, so that the rate
    holds as planted.
    """

    def __init__(self, roster: Roster, rng: np.random.Generator) -> None:
        self._roster, self._rng = roster, rng
        self._projects = started(roster.last_day)
        self._team: dict[str, list[Participation]] = {}
        self._quota: dict[tuple[str, str], int] = {}
        self._returned: defaultdict[str, set[int]] = defaultdict(set)

    def all(self) -> list[Participation]:
        """Cast every project that was kicked off before the records end."""
        for project in self._projects:
            returning = self._returning(project)
            self._team[project.id] = self._seated(project, returning)
            self._plan_returns(project)
        return [one for team in self._team.values() for one in team]

    def _plan_returns(self, project: story.Project) -> None:
        """Decide how many of a team's people each later project will see again."""
        later = returning_to(project, self._projects)
        if not later:
            return
        weights = np.array([_RETURN_TO[project.kind][one.kind] for one in later])
        back = round(story.REPEAT[project.kind] * len(self._team[project.id]))
        shares = self._rng.multinomial(back, weights / weights.sum())
        for one, share in zip(later, shares.tolist(), strict=True):
            self._quota[project.id, one.id] = share

    def _returning(self, project: story.Project) -> list[int]:
        """Pick who comes back to a project from those that closed in the year before."""
        picked: list[int] = []
        for earlier in self._team:
            alumni = {one.person for one in self._team[earlier] if one.left_on is None}
            already = len(alumni.intersection(picked) - self._returned[earlier])
            wanted = self._quota.get((earlier, project.id), 0) - already
            free = alumni - self._returned[earlier] - set(picked) - self._busy(project)
            picked += self._some(free, wanted)
        for earlier in self._team:
            if (earlier, project.id) in self._quota:
                self._returned[earlier].update(picked)
        return picked

    def _busy(self, project: story.Project) -> set[int]:
        """Tell who cannot start: engaged in another team, or gone before the project ends."""
        day = project.kicked_off_on
        ends = project.closed_on or self._roster.last_day
        closing = {one.id: one.closed_on for one in self._projects}
        engaged = {
            one.person
            for team in self._team.values()
            for one in team
            if one.runs_on(day, closing[one.project])
        }
        starts, last = self._roster.month_of(day), self._roster.month_of(ends)
        staying = (self._roster.homes[:, [starts, last]] != ABSENT).all(axis=1)
        return engaged.union(np.flatnonzero(~staying).tolist())

    def _seated(self, project: story.Project, returning: list[int]) -> list[Participation]:
        """Seat those who return first, then others until each department's seats are filled."""
        start = project.kicked_off_on
        engaged = self._busy(project).union(returning)
        team = [self._part(project, person, start) for person in returning]
        taken = self._homes(project, returning)
        for department, seats in project.seats.items():
            wanted = min(seats - taken.count(department), _LARGEST_TEAM - len(team))
            called_in = self._called_in(project, department, wanted, engaged)
            team += [self._part(project, person, start) for person in called_in]
        return self._led(project, team + self._latecomers(project, team, engaged))

    def _latecomers(
        self, project: story.Project, team: list[Participation], engaged: set[int]
    ) -> list[Participation]:
        """Add the departments that were asked only once the plan stood."""
        engaged = engaged.union(one.person for one in team)
        late = []
        for department, seats in project.late_seats.items():
            called_in = self._called_in(project, department, seats, engaged)
            day = _between(project, self._rng.uniform(_LATE_FROM, _LATE_UNTIL))
            if day <= self._roster.last_day:
                late += [self._part(project, one, day) for one in called_in]
        return late

    def _called_in(
        self, project: story.Project, department: str, wanted: int, engaged: set[int]
    ) -> list[int]:
        """Pick a department's people: newcomers, and old hands only when those run out."""
        seen = {one.person for team in self._team.values() for one in team}
        free = self._colleagues(project, department) - engaged
        newcomers = self._some(free - seen, wanted)
        return newcomers + self._some(free & seen, wanted - len(newcomers))

    def _part(self, project: story.Project, person: int, joined_on: date) -> Participation:
        """Draw how one person takes part: to the end or not, watching or not, asked or not."""
        late = joined_on > project.kicked_off_on
        dropped = not late and self._rng.random() < story.DROPPED_OUT[project.kind]
        left_on = _between(project, self._rng.uniform(_DROP_FROM, _DROP_UNTIL)) if dropped else None
        observing = late and self._rng.random() < _LATE_OBSERVERS
        return Participation(
            project=project.id,
            person=person,
            joined_on=joined_on,
            left_on=None if left_on and left_on > self._roster.last_day else left_on,
            role="observer" if observing else "member",
            volunteered=bool(self._rng.random() < story.VOLUNTEERED[project.kind]),
        )

    def _led(self, project: story.Project, team: list[Participation]) -> list[Participation]:
        """Make the planner of the highest level who stays to the end the lead."""
        month = self._roster.month_of(project.kicked_off_on)
        planners = self._colleagues(project, "planning")
        staying = [one for one in team if one.person in planners and one.left_on is None]
        if not staying:
            return team
        lead = max(staying, key=lambda one: int(self._roster.levels[one.person, month]))
        return [
            Participation(**{**vars(one), "role": "lead"}) if one is lead else one for one in team
        ]

    def _homes(self, project: story.Project, people: Iterable[int]) -> list[str]:
        month = self._roster.month_of(project.kicked_off_on)
        return [story.DEPARTMENT_IDS[int(self._roster.homes[one, month])] for one in people]

    def _colleagues(self, project: story.Project, department: str) -> set[int]:
        """Tell who works in a department at kick-off, short of the company's top."""
        month = self._roster.month_of(project.kicked_off_on)
        here = self._roster.homes[:, month] == story.DEPARTMENT_IDS.index(department)
        top = self._roster.levels[:, month] == LEVELS.index("executive")
        return set(np.flatnonzero(here & ~top).tolist())

    def _some(self, people: Iterable[int], count: int) -> list[int]:
        """Draw up to ``count`` of these people."""
        ordered = sorted(people)
        size = min(max(count, 0), len(ordered))
        return [int(one) for one in self._rng.choice(ordered, size, replace=False)] if size else []


def _between(project: story.Project, share: float) -> date:
    """Give the working day at a share of a project's running time."""
    ends = project.closed_on or project.kicked_off_on + _A_YEAR / 2
    running = (ends - project.kicked_off_on).days
    return next_working_day(project.kicked_off_on + timedelta(days=round(running * share)))


def started(last_day: date) -> list[story.Project]:
    """List the projects kicked off by a day, in that order."""
    ready = [one for one in story.PROJECTS if one.kicked_off_on <= last_day]
    return sorted(ready, key=lambda one: one.kicked_off_on)


def returning_to(project: story.Project, projects: list[story.Project]) -> list[story.Project]:
    """List the projects whose kick-off lies within twelve months of another's closing."""
    closed = project.closed_on
    if closed is None:
        return []
    return [one for one in projects if closed < one.kicked_off_on <= closed + _A_YEAR]


def participations_table(roster: Roster, parts: list[Participation]) -> pd.DataFrame:
    """Give the participations as the loaders read them; who stayed to the end has no left_on."""
    return pd.DataFrame(
        {
            "project": one.project,
            "person": roster.people[one.person],
            "joined_on": one.joined_on.isoformat(),
            "left_on": one.left_on.isoformat() if one.left_on else "",
            "role": one.role,
            "volunteered": "true" if one.volunteered else "false",
        }
        for one in parts
    )


def projects_table(last_day: date) -> pd.DataFrame:
    """Give the projects as they stood on the day the records end."""
    proposed = [one for one in story.PROJECTS if one.proposed_on <= last_day]
    return pd.DataFrame(
        {
            "project": one.id,
            "name": one.name,
            "name_en": one.name_en,
            "kind": one.kind,
            "theme": one.theme,
            "theme_en": one.theme_en,
            "proposed_on": one.proposed_on.isoformat(),
            "kicked_off_on": _if_known(one.kicked_off_on, last_day),
            "closed_on": _if_known(one.closed_on, last_day),
            "grew_out_of": one.grew_out_of,
        }
        for one in proposed
    )


def _if_known(day: date | None, last_day: date) -> str:
    return day.isoformat() if day and day <= last_day else ""
