"""What project teams exchange among themselves, and the acquaintances they keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_data import story
from sample_data.circles import NOBODY, Circles
from sample_data.daily import Shares, drawn, events
from sample_data.rows import CHAT, Rows, joined, meetings, to_one
from sample_data.teams import Participation
from sample_data.workdays import MINUTES_A_DAY, Indices, minutes_in, month_after

_INVITED: Shares = {3: 0.3, 4: 0.3, 5: 0.25, 6: 0.15}
_MEETINGS = 0.20
_MESSAGES = 0.22
"""A team's meetings, and each member's messages to it, per row the average person has."""


@dataclass(frozen=True)
class Team:
    """Who works in a project through all of its days in one month; latecomers from the next."""

    project: int
    people: Indices
    first: date
    last: date

    @property
    def starts(self) -> bool:
        """Say whether the project is kicked off in this month."""
        return self.first == story.PROJECTS[self.project].kicked_off_on


def teams_in(month: date, parts: Sequence[Participation]) -> list[Team]:
    """Tell who is in which running project in a month."""
    month_end = month_after(month) - timedelta(days=1)
    teams = []
    for at, project in enumerate(story.PROJECTS):
        closed_on = project.closed_on
        first, last = max(month, project.kicked_off_on), min(month_end, closed_on or month_end)
        people = [
            one.person
            for one in parts
            if one.project == project.id
            and one.runs_on(first, closed_on)
            and one.runs_on(last, closed_on)
        ]
        if first <= last and len(people) > 1:
            teams.append(Team(at, np.array(people, dtype=np.int64), first, last))
    return teams


def introduce(team: Team, homes: Indices, circles: Circles, rng: np.random.Generator) -> None:
    """Let those who start a co-creation project together know each other from then on."""
    if not team.starts or story.PROJECTS[team.project].kind != story.CO_CREATION:
        return
    for person in team.people.tolist():
        others = team.people[homes[team.people] != homes[person]]
        circles.introduce(person, rng.permutation(others))


def team_rows(month: date, team: Team, usual: float, rng: np.random.Generator) -> Rows:
    """Draw a team's messages and meetings on the days it runs.

    ``usual`` is how many rows a month the average person has: a busier log is busier in teams too.
    """
    said = events(len(team.people) * _MESSAGES * usual, rng)
    pair = _subsets(team.people, np.full(said, 2), rng)
    chat = np.full(said, CHAT)
    talk = to_one(minutes_in(month, said, rng), pair[:, 0], pair[:, 1], chat, rng)
    met = events(_MEETINGS * usual, rng)
    attendees = _subsets(team.people, drawn(_INVITED, met, rng) + 1, rng)
    rows = joined([talk, meetings(minutes_in(month, met, rng), attendees)])
    day = rows.minute // MINUTES_A_DAY + 1
    running = np.flatnonzero((day >= team.first.day) & (day <= team.last.day))
    return rows.take(running).within(team.project)


def _subsets(people: Indices, sizes: Indices, rng: np.random.Generator) -> Indices:
    """Draw sets of different people: a row each, filled up with nobody."""
    order = np.argsort(rng.random((len(sizes), len(people))), axis=1, kind="stable")
    chosen = people[order]
    chosen[np.arange(len(people)) >= sizes[:, None]] = NOBODY
    return chosen
