"""Rows of the log of contacts, as arrays: what a message, a round mail or a meeting leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from sample_data.circles import NOBODY
from sample_data.workdays import Indices, Numbers

CHANNELS = ("mail", "chat", "meeting", "document", "ticket")
MAIL, CHAT, MEETING, DOCUMENT, TICKET = range(len(CHANNELS))
WITH_WORDS = (MAIL, CHAT, TICKET)
NONE = -1
PAIR = 2

ANSWERED = 0.45
_ANSWERED_WITHIN = 90


@dataclass(frozen=True)
class Rows:
    """Interactions of one month, a column each; people are places in the roster, NONE is empty.

    ``minute`` counts from the month's first midnight in UTC.
    """

    minute: Indices
    sender: Indices
    recipient: Indices
    channel: Indices
    group_size: Indices
    conversation: Indices
    project: Indices
    deflects: Indices

    def __len__(self) -> int:
        return len(self.minute)

    def take(self, which: Indices) -> Rows:
        """Pick rows."""
        return Rows(*(getattr(self, one.name)[which] for one in fields(self)))

    def within(self, project: int) -> Rows:
        """Give the same rows as work of a project."""
        return replace(self, project=np.full(len(self), project))


def _rows(
    minute: Indices,
    sender: Indices,
    recipient: Indices,
    *,
    channel: Indices | int,
    group_size: Indices | int,
    conversation: Indices,
) -> Rows:
    """Give rows that belong to no project and of whose words nothing is known yet."""
    unknown = np.full(len(minute), NONE)
    return Rows(
        minute,
        sender,
        recipient,
        channel=np.broadcast_to(channel, len(minute)),
        group_size=np.broadcast_to(group_size, len(minute)),
        conversation=conversation,
        project=unknown,
        deflects=unknown,
    )


def joined(parts: Sequence[Rows]) -> Rows:
    """Put rows of a month together in the order of time, with no conversation number used twice."""
    offset, talks = 0, []
    for part in parts:
        talks.append(np.where(part.conversation == NONE, NONE, part.conversation + offset))
        offset += int(part.conversation.max(initial=NONE)) + 1
    columns = {
        one.name: np.concatenate([getattr(part, one.name) for part in parts])
        for one in fields(Rows)
    }
    rows = Rows(**{**columns, "conversation": np.concatenate(talks)})
    rows = rows.take(np.argsort(rows.minute, kind="stable"))
    return replace(rows, conversation=_numbered(rows.conversation))


def _numbered(talks: Indices) -> Indices:
    """Give conversations numbers from 0, in the order in which they begin."""
    _, first, group = np.unique(talks, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    some = talks[first] != NONE
    rank[~some] = NONE
    rank[np.flatnonzero(some)[np.argsort(first[some])]] = np.arange(some.sum())
    return rank[group]


def to_one(
    minute: Indices,
    sender: Indices,
    recipient: Indices,
    channel: Indices,
    rng: np.random.Generator,
) -> Rows:
    """Give messages between two people; some are answered within the hour or two.

    An answered message and its answer are one conversation; a single one bears no number.
    """
    sent = recipient != NOBODY
    answered = sent & np.isin(channel, WITH_WORDS) & (rng.random(len(sent)) < ANSWERED)
    talk = np.where(answered, np.cumsum(answered) - 1, NONE)
    later = minute + rng.integers(1, _ANSWERED_WITHIN + 1, len(minute))
    return _rows(
        np.concatenate([minute[sent], later[answered]]),
        np.concatenate([sender[sent], recipient[answered]]),
        np.concatenate([recipient[sent], sender[answered]]),
        channel=np.concatenate([channel[sent], channel[answered]]),
        group_size=PAIR,
        conversation=np.concatenate([talk[sent], talk[answered]]),
    )


def to_many(minute: Indices, sender: Indices, recipients: Indices) -> Rows:
    """Give round mails: one row for each recipient (a table, one mail a row, NOBODY as filler)."""
    mail, place = np.nonzero(recipients != NOBODY)
    size = 1 + (recipients != NOBODY).sum(axis=1)
    return _rows(
        minute[mail],
        sender[mail],
        recipients[mail, place],
        channel=MAIL,
        group_size=size[mail],
        conversation=mail,
    )


def meetings(minute: Indices, attendees: Indices) -> Rows:
    """Give meetings: one row for each pair that met (a table, one meeting a row)."""
    first, second = np.triu_indices(attendees.shape[1], k=1)
    present = attendees != NOBODY
    meeting, pair = np.nonzero(present[:, first] & present[:, second])
    size = present.sum(axis=1)
    return _rows(
        minute[meeting],
        attendees[meeting, first[pair]],
        attendees[meeting, second[pair]],
        channel=MEETING,
        group_size=size[meeting],
        conversation=meeting,
    )


def with_deflections(
    rows: Rows, homes: Indices, chances: Numbers, rng: np.random.Generator
) -> Rows:
    """Mark which messages between two people turn a request down as out of scope.

    Only somebody of another department is deflected, with the chance of the sender's department;
    meetings, documents and round mails are not read, so nothing is known of them.
    """
    own, theirs = homes[rows.sender], homes[rows.recipient]
    deflecting = (own != theirs) & (rng.random(len(rows)) < chances[own])
    read = np.isin(rows.channel, WITH_WORDS) & (rows.group_size == PAIR)
    return replace(rows, deflects=np.where(read, deflecting.astype(np.int64), NONE))
