"""The log of contacts, drawn and written month by month.

Everything is drawn with arrays, one month at a time, so that a log of twenty million rows takes
minutes and a bounded amount of memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sample_data import story
from sample_data.circles import Circles, Directory
from sample_data.daily import Daily, habits
from sample_data.files import opened
from sample_data.roster import ABSENT, Roster
from sample_data.rows import CHANNELS, NONE, Rows, joined, with_deflections
from sample_data.team_log import introduce, team_rows, teams_in
from sample_data.teams import Participation
from sample_data.workdays import Indices, Numbers, volume_of

_ACTIVITY_SPREAD = 0.5
_VOLUME_SPREAD = 0.05
_PLAIN = csv.WriteOptions(include_header=False, quoting_style="none")


class Log:
    """Draws about ``rows`` interactions of a company's staff, uneven by month as they come."""

    def __init__(
        self, roster: Roster, parts: Sequence[Participation], rows: int, rng: np.random.Generator
    ) -> None:
        self._roster, self._parts, self._rng = roster, parts, rng
        self._circles = Circles()
        self._activity = rng.lognormal(0.0, _ACTIVITY_SPREAD, len(roster.people))
        self._volumes = self._shared_out(rows)
        self._usual = rows / len(roster.months) / np.count_nonzero(roster.homes[:, 0] != ABSENT)

    def _shared_out(self, rows: int) -> Numbers:
        """Share rows out over the months, by working days, season and chance."""
        volumes = np.array([volume_of(month) for month in self._roster.months])
        volumes *= self._rng.normal(1.0, _VOLUME_SPREAD, len(volumes))
        shares: Numbers = volumes / volumes.sum()
        return shares * rows

    def months(self) -> Iterator[tuple[date, Rows]]:
        """Draw the interactions of one month after the other, each in the order of time."""
        for at, month in enumerate(self._roster.months):
            homes = self._roster.homes[:, at]
            self._circles.renew(Directory(homes), self._rng)
            teams = teams_in(month, self._parts)
            for team in teams:
                introduce(team, homes, self._circles, self._rng)
            projects = [team_rows(month, one, self._usual, self._rng) for one in teams]
            since = story.months_since_kick_off(month)
            practised = habits(homes, self._activity, since, self._members(month))
            daily = Daily(month, practised, self._circles, self._rng)
            rows = joined([*projects, *daily.rows(self._volumes[at] - sum(map(len, projects)))])
            yield month, with_deflections(rows, homes, _deflecting(since), self._rng)

    def _members(self, month: date) -> Indices:
        """List who has joined a co-creation project before a month."""
        joined_before = {
            one.person
            for one in self._parts
            if story.KIND_OF[one.project] == story.CO_CREATION and one.joined_on < month
        }
        return np.array(sorted(joined_before), dtype=np.int64)


def _deflecting(months: int) -> Numbers:
    """Give each department's chance to turn down a message from another one."""
    refusals = np.array([one.refusals.at(months) for one in story.DEPARTMENTS])
    return refusals * story.DEFLECTIONS_PER_REFUSAL


def write_log(log: Log, roster: Roster, path: Path) -> None:
    """Write the log as CSV, one month at a time; conversations are numbered through."""
    people = pa.array(roster.people, pa.string())
    talks = 0
    with opened(path) as stream:
        for at, (month, rows) in enumerate(log.months()):
            table = _table(month, rows, people, talks)
            if at == 0:
                stream.write((",".join(table.column_names) + "\n").encode())
            csv.write_csv(table, stream, _PLAIN)
            talks += int(rows.conversation.max(initial=NONE)) + 1


def _table(month: date, rows: Rows, people: pa.Array, talks: int) -> pa.Table:
    """Word one month's rows as the table ``interactions`` has them."""
    number = pa.array(rows.conversation + talks, mask=rows.conversation == NONE)
    projects = [one.id for one in story.PROJECTS]
    return pa.table(
        {
            "occurred_at": _moments(month, rows.minute),
            "sender": people.take(pa.array(rows.sender)),
            "recipient": people.take(pa.array(rows.recipient)),
            "channel": _worded(rows.channel, CHANNELS),
            "group_size": pa.array(rows.group_size),
            "conversation": pc.binary_join_element_wise("C", number.cast(pa.string()), ""),
            "project": _worded(rows.project, projects),
            "deflects": _worded(rows.deflects, ("false", "true")),
        }
    )


def _moments(month: date, minutes: Indices) -> pa.Array:
    """Write minutes since a month's first midnight as ISO 8601 in UTC."""
    used, place = np.unique(minutes, return_inverse=True)
    moments = np.datetime64(month, "s") + used.astype("timedelta64[m]")
    return pa.array(np.datetime_as_string(moments, timezone="UTC")).take(pa.array(place))


def _worded(codes: Indices, words: Sequence[str]) -> pa.Array:
    """Write codes as words; NONE stays empty."""
    return pa.array(words, pa.string()).take(pa.array(codes, mask=codes == NONE))
