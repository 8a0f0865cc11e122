"""The contacts of every day, outside projects: who turns to whom, and across which border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sample_data import story
from sample_data.circles import BRIDGING, INSIDE, NOBODY, ROUTINE, Circles
from sample_data.roster import ABSENT
from sample_data.rows import (
    ANSWERED,
    CHAT,
    DOCUMENT,
    MAIL,
    TICKET,
    WITH_WORDS,
    Rows,
    meetings,
    to_many,
    to_one,
)
from sample_data.workdays import Indices, Numbers, choose, minutes_in

Shares = Mapping[int, float]

_TO_ONE, _MAILS, _MEETINGS, _CIRCULARS = 0.60, 0.14, 0.25, 0.01
"""Shares of all rows."""

_CHANNELS: Shares = {MAIL: 0.34, CHAT: 0.46, DOCUMENT: 0.12, TICKET: 0.08}
_MAILED: Shares = {2: 0.4, 3: 0.3, 4: 0.2, 6: 0.1}
_INVITED: Shares = {2: 0.3, 3: 0.3, 4: 0.2, 5: 0.12, 7: 0.08}
_CIRCULATED: Shares = {24: 0.5, 32: 0.3, 40: 0.2}
"""How many others a mail, a meeting or a circular has, and how often."""


def drawn(shares: Shares, count: int, rng: np.random.Generator) -> Indices:
    """Draw keys in proportion to their shares."""
    return np.array(list(shares))[choose(np.array(list(shares.values())), count, rng)]


def events(expected: float, rng: np.random.Generator) -> int:
    """Draw how often something happens that is expected so often."""
    return int(rng.poisson(max(expected, 0.0)))


@dataclass(frozen=True)
class Habits:
    """How a month's staff keeps contact: how much each person, and how often across which border.

    ``activity`` is 0 for who is absent; ``routine`` and ``bridging`` are shares of a person's
    contacts with the circles of these names, the rest stays inside the department.
    """

    activity: Numbers
    routine: Numbers
    bridging: Numbers

    def circles(self, senders: Indices, rng: np.random.Generator) -> Indices:
        """Draw to which circle each sender turns."""
        chance = rng.random(len(senders))
        bridging = self.bridging[senders]
        routine = chance < bridging + self.routine[senders]
        return np.select([chance < bridging, routine], [BRIDGING, ROUTINE], INSIDE)


def habits(homes: Indices, activity: Numbers, months: int, members: Indices) -> Habits:
    """Give the habits so many months after the first kick-off.

    ``members`` are those who have joined a co-creation project; departments that co-creation does
    not reach keep their ways.
    """
    bridging = np.array([one.bridging.at(months) for one in story.DEPARTMENTS])
    routine = np.array([one.routine for one in story.DEPARTMENTS])
    personal = bridging[homes]
    reached = members[personal[members] > 0]
    personal[reached] += story.MEMBER_BRIDGING
    return Habits(np.where(homes == ABSENT, 0.0, activity), routine[homes], personal)


class Daily:
    """Draws a month's contacts outside projects."""

    def __init__(
        self, month: date, practised: Habits, circles: Circles, rng: np.random.Generator
    ) -> None:
        self._month, self._habits, self._circles, self._rng = month, practised, circles, rng

    def rows(self, expected: float) -> list[Rows]:
        """Draw about as many rows as expected, over all kinds of contact."""
        return [
            self._to_one(expected * _TO_ONE),
            self._mails(expected * _MAILS),
            self._meetings(expected * _MEETINGS),
            self._circulars(expected * _CIRCULARS),
        ]

    def _started(self, expected: float) -> tuple[Indices, Indices]:
        """Draw when so many contacts begin, and by whom."""
        count = events(expected, self._rng)
        sender = choose(self._habits.activity, count, self._rng).astype(np.int64)
        return minutes_in(self._month, count, self._rng), sender

    def _to_one(self, rows: float) -> Rows:
        answerable = sum(_CHANNELS.get(one, 0.0) for one in WITH_WORDS)
        minute, sender = self._started(rows / (1 + ANSWERED * answerable))
        circle = self._habits.circles(sender, self._rng)
        recipient = self._circles.one(circle, sender, self._rng)
        channel = drawn(_CHANNELS, len(minute), self._rng)
        return to_one(minute, sender, recipient, channel, self._rng)

    def _mails(self, rows: float) -> Rows:
        minute, sender = self._started(rows / sum(n * share for n, share in _MAILED.items()))
        return to_many(minute, sender, self._invited(sender, _MAILED))

    def _meetings(self, rows: float) -> Rows:
        pairs = sum(n * (n + 1) / 2 * share for n, share in _INVITED.items())
        minute, sender = self._started(rows / pairs)
        attendees = np.hstack([sender[:, None], self._invited(sender, _INVITED)])
        return meetings(minute, attendees)

    def _circulars(self, rows: float) -> Rows:
        minute, sender = self._started(rows / sum(n * share for n, share in _CIRCULATED.items()))
        size = drawn(_CIRCULATED, len(minute), self._rng)
        present = np.flatnonzero(self._habits.activity).astype(np.int64)
        listed = [self._rng.choice(present, max(_CIRCULATED), replace=False) for _ in minute]
        recipients = np.array(listed, dtype=np.int64).reshape(len(minute), max(_CIRCULATED))
        recipients[np.arange(max(_CIRCULATED)) >= size[:, None]] = NOBODY
        recipients[recipients == sender[:, None]] = NOBODY
        return to_many(minute, sender, recipients)

    def _invited(self, sender: Indices, sizes: Shares) -> Indices:
        """Invite from one's own department, or half and half when the matter crosses its border."""
        size = drawn(sizes, len(sender), self._rng)
        circle = self._habits.circles(sender, self._rng)
        beyond = np.where(circle == INSIDE, 0, (size + 1) // 2)
        columns = [self._circles.several(INSIDE, sender, size - beyond, self._rng)]
        for other in (ROUTINE, BRIDGING):
            count = np.where(circle == other, beyond, 0)
            columns.append(self._circles.several(other, sender, count, self._rng))
        return np.hstack(columns)
