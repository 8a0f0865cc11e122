"""What happened in each project, as an event log: proposals, voices, tests, decisions, stories.

The two kinds of project do the same things. Co-creation does them sooner and with everybody in the
room; conventional projects fix the plan first and explain it to the other departments afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from sample_data import story
from sample_data.roster import Roster, called
from sample_data.teams import Participation, started
from sample_data.workdays import next_working_day

Range = tuple[int, int]


@dataclass(frozen=True)
class Pace:
    """How a kind of project goes about its work.

    Shares of the running time say when something happens; ranges are days or numbers drawn from.
    """

    approved: float
    plan_fixed: float
    sessions: tuple[float, ...]
    voices: Range
    voice_used: float
    days_until_used: Range
    decisions: int
    days_to_decide: Range
    cycles: int
    days_to_agree: Range
    reworked: float
    explained: bool
    retrospective: float
    handed_over: float
    own_pitch: float
    story_shared: float


PACES: Mapping[str, Pace] = {
    story.CO_CREATION: Pace(
        approved=0.5,
        plan_fixed=0.40,
        sessions=(0.06, 0.18, 0.32, 0.50, 0.68, 0.82),
        voices=(12, 18),
        voice_used=0.72,
        days_until_used=(3, 25),
        decisions=6,
        days_to_decide=(3, 11),
        cycles=5,
        days_to_agree=(6, 15),
        reworked=0.35,
        explained=False,
        retrospective=1.0,
        handed_over=0.8,
        own_pitch=0.50,
        story_shared=0.45,
    ),
    story.CONVENTIONAL: Pace(
        approved=0.7,
        plan_fixed=0.25,
        sessions=(0.20,),
        voices=(6, 9),
        voice_used=0.30,
        days_until_used=(40, 120),
        decisions=5,
        days_to_decide=(16, 38),
        cycles=3,
        days_to_agree=(22, 48),
        reworked=1.4,
        explained=True,
        retrospective=0.5,
        handed_over=0.0,
        own_pitch=0.08,
        story_shared=0.08,
    ),
}

_VOICES = (
    "注ぎ口から垂れて手が汚れる",
    "詰め替えの最後がうまく出ない",
    "香りが強くて家族が嫌がる",
    "ふたが固くて開けにくい",
    "残りの量が外から分からない",
    "置き場所を取る",
    "説明の字が小さくて読めない",
    "夜は音が気になって使えない",
    "一人分だと使い切れない",
    "子どもと一緒に使いたい",
    "ごみの分け方が分からない",
    "肌につくとひりひりする",
    "続けると高くつく",
    "似た商品が多くて選べない",
    "旅行に持って行きたい",
)

_TOLD = {
    story.CONVENTIONAL: ("manufacturing", "sales_east", "sales_west", "support"),
    story.CO_CREATION: ("manufacturing",),
}
"""Departments that are only told what was decided when they have no seat in the project."""

_EXPLAINED = (0.55, 0.85)
_VOICES_UNTIL = {story.CO_CREATION: 0.7, story.CONVENTIONAL: 0.3}
_DECISIONS_FROM, _DECISIONS_UNTIL = 0.08, 0.75
_CYCLES_FROM, _CYCLES_UNTIL = 0.15, 0.80
_PROTOTYPE_DAYS = 7
_LAUNCH_DAYS = 14
_RETROSPECTIVE_DAYS = 4
_AROUND_LAUNCH: Range = (-30, 50)
_REUSED: Range = (4, 30)
_LESSONS_REUSED = 2
_USUAL_LENGTH = 180


@dataclass(frozen=True)
class Event:
    """Something that happened in a project; ``person`` is a place in the roster."""

    project: str
    day: date
    activity: str
    department: str = ""
    person: int | None = None
    refers_to: Event | None = None
    note: str = ""


class Diary:
    """Writes down what happened in one project, aspect by aspect."""

    def __init__(
        self,
        project: story.Project,
        team: Sequence[Participation],
        roster: Roster,
        rng: np.random.Generator,
    ) -> None:
        self._project, self._team = project, team
        self._roster, self._rng = roster, rng
        self._pace = PACES[project.kind]
        closed_on = project.closed_on
        self._days = (closed_on - project.kicked_off_on).days if closed_on else _USUAL_LENGTH

    def events(self, lessons: Sequence[Event]) -> Iterator[Event]:
        """Tell the whole project; ``lessons`` are the retrospectives it can build on."""
        yield from self._beginning()
        yield from self._sessions()
        yield from self._voices()
        yield from self._decisions()
        yield from self._cycles()
        yield from self._explanations()
        yield from self._reuse(lessons)
        yield from self._ending()
        yield from self._told()

    def _at(self, share: float) -> date:
        """Give the working day at a share of the running time."""
        return self._after(self._project.kicked_off_on, round(self._days * share))

    def _after(self, day: date, days: int) -> date:
        return next_working_day(day + timedelta(days=days))

    def _days_in(self, between: Range) -> int:
        return int(self._rng.integers(*between, endpoint=True))

    def _happens(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def _event(
        self, day: date, activity: str, *, department: str = "", refers_to: Event | None = None
    ) -> Event:
        return Event(self._project.id, day, activity, department, refers_to=refers_to)

    def _by(self, one: Participation, day: date, activity: str, note: str = "") -> Event:
        """Note an event under a member and the department the member works in on that day."""
        department = self._roster.department(one.person, day)
        return Event(self._project.id, day, activity, department, one.person, note=note)

    def _somebody(self, day: date) -> Participation:
        """Draw somebody who is in the team on a day, or its first member."""
        present = [one for one in self._team if one.runs_on(day, self._project.closed_on)]
        return present[int(self._rng.integers(len(present)))] if present else self._team[0]

    def _beginning(self) -> Iterator[Event]:
        """Propose, approve, kick off, and fix the plan."""
        proposed, kicked_off = self._project.proposed_on, self._project.kicked_off_on
        wait = round((kicked_off - proposed).days * self._pace.approved)
        yield self._event(proposed, "proposed", department="planning")
        yield self._event(self._after(proposed, wait), "approved")
        yield self._event(kicked_off, "kicked_off", department="planning")
        yield self._event(self._at(self._pace.plan_fixed), "plan_fixed", department="planning")

    def _sessions(self) -> Iterator[Event]:
        """Meet consumers and read their voices together."""
        for share in self._pace.sessions:
            yield self._event(self._at(share), "session")

    def _voices(self) -> Iterator[Event]:
        """Collect what consumers say; some of it leads to a decision, the rest stays buried."""
        until = _VOICES_UNTIL[self._project.kind]
        said = self._rng.permutation(_VOICES)
        for at in range(self._days_in(self._pace.voices)):
            day = self._at(self._rng.uniform(0.0, until))
            note = str(said[at % len(said)])
            voice = self._by(self._somebody(day), day, "voice_collected", note=note)
            yield voice
            used_on = self._after(day, self._days_in(self._pace.days_until_used))
            if self._happens(self._pace.voice_used) and self._is_running(used_on):
                yield self._event(used_on, "voice_used", refers_to=voice)

    def _is_running(self, day: date) -> bool:
        return self._project.closed_on is None or day <= self._project.closed_on

    def _decisions(self) -> Iterator[Event]:
        """Ask for decisions and get them."""
        for share in np.linspace(_DECISIONS_FROM, _DECISIONS_UNTIL, self._pace.decisions):
            asked = self._event(self._at(float(share)), "decision_requested", department="planning")
            yield asked
            answered = self._after(asked.day, self._days_in(self._pace.days_to_decide))
            yield self._event(answered, "decided", refers_to=asked)

    def _cycles(self) -> Iterator[Event]:
        """Build, test, mend and agree, several times over."""
        for share in np.linspace(_CYCLES_FROM, _CYCLES_UNTIL, self._pace.cycles):
            tested = self._at(float(share))
            built = self._after(tested, -_PROTOTYPE_DAYS)
            days = self._days_in(self._pace.days_to_agree)
            yield self._event(built, "prototyped", department="development")
            yield self._event(tested, "tested", department="development")
            for _ in range(int(self._rng.poisson(self._pace.reworked))):
                mended = self._after(tested, int(self._rng.integers(1, days)))
                yield self._event(mended, "reworked", department="development")
            yield self._event(self._after(tested, days), "agreed")

    def _explanations(self) -> Iterator[Event]:
        """Tell departments that have no seat what was decided."""
        seated = {self._roster.department(one.person, one.joined_on) for one in self._team}
        for department in _TOLD[self._project.kind]:
            if department not in seated:
                day = self._at(self._rng.uniform(*_EXPLAINED))
                yield self._event(day, "explained", department=department)

    def _reuse(self, lessons: Sequence[Event]) -> Iterator[Event]:
        """Build on what earlier projects learnt; conventional projects begin anew."""
        if self._project.kind == story.CO_CREATION:
            for lesson in lessons[-_LESSONS_REUSED:]:
                day = self._after(self._project.kicked_off_on, self._days_in(_REUSED))
                yield self._event(day, "experience_reused", refers_to=lesson)

    def _ending(self) -> Iterator[Event]:
        """Launch, look back and hand the experience over."""
        closed_on = self._project.closed_on
        if closed_on is None:
            return
        yield self._event(self._launched_on(closed_on), "launched", department="planning")
        if self._happens(self._pace.retrospective):
            yield self._event(self._after(closed_on, -_RETROSPECTIVE_DAYS), "retrospective")
            if self._happens(self._pace.handed_over):
                yield self._event(closed_on, "handed_over")

    def _launched_on(self, closed_on: date) -> date:
        return self._after(closed_on, -_LAUNCH_DAYS)

    def _told(self) -> Iterator[Event]:
        """Let members make a pitch of their own and tell the story of the development."""
        centre = self._launched_on(self._project.closed_on or self._at(1.0))
        for one in self._team:
            for activity, share in (
                ("own_pitch", self._pace.own_pitch),
                ("story_shared", self._pace.story_shared),
            ):
                day = self._after(centre, self._days_in(_AROUND_LAUNCH))
                if one.left_on is None and self._happens(share):
                    yield self._by(one, max(day, one.joined_on), activity)


def draw_events(
    roster: Roster, parts: Sequence[Participation], rng: np.random.Generator
) -> list[Event]:
    """Draw what happened in all projects up to the day the records end, in the order of time."""
    told: list[Event] = []
    for project in started(roster.last_day):
        team = [one for one in parts if one.project == project.id]
        learnt = [
            one
            for one in told
            if one.activity == "retrospective" and one.day <= project.kicked_off_on
        ]
        told += Diary(project, team, roster, rng).events(learnt)
    return sorted((one for one in told if one.day <= roster.last_day), key=lambda one: one.day)


def events_table(roster: Roster, events: Sequence[Event]) -> pd.DataFrame:
    """Give the events as the loaders read them, numbered in the order of time."""
    numbers = {id(one): f"E{at:04d}" for at, one in enumerate(events, start=1)}
    return pd.DataFrame(
        {
            "event": numbers[id(one)],
            "project": one.project,
            "occurred_on": one.day.isoformat(),
            "activity": one.activity,
            "department": called(one.department, one.day),
            "person": "" if one.person is None else roster.people[one.person],
            "refers_to": numbers[id(one.refers_to)] if one.refers_to else "",
            "note": one.note,
        }
        for one in events
    )
