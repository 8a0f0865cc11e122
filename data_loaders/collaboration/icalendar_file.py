"""Calendars (iCalendar, RFC 5545): a row each two people of a meeting, repeated ones each time.

Who organised it and who was invited count as there, but for those who declined, rooms and other
equipment. Cancelled meetings and whole days are out. A series without an end is followed up to when
the file was written. People are their mail addresses in small letters; titles are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice, takewhile
from typing import Any

import pandas as pd
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Component

from data_loaders.formats import Raw
from data_loaders.meetings import TABLE, Meeting, contacts
from data_loaders.tables import N_, LoadError, Problem

_FIRST = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*BEGIN:V(?:CALENDAR|EVENT)\s", re.IGNORECASE)
_BEGIN = re.compile(rb"^BEGIN:VEVENT", re.MULTILINE | re.IGNORECASE)
_THINGS = ("ROOM", "RESOURCE")
_TIMES = ("DTSTART", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_LONGEST_SERIES = 4_000
"""Eleven years of every day; what repeats more often is no meeting of people."""
_CUT_OFF = N_("The calendar breaks off.")
_BROKEN = N_("The calendar cannot be read: {reason}.")


def recognise(content: bytes) -> bool:
    """See how a calendar, or an event by itself, begins."""
    return _FIRST.match(content[:1000]) is not None


def read(content: bytes, file: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row each pair of a meeting, indexed by the line its event begins on.

    Raises LoadError for what is no calendar.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [one for calendar in calendars for one in calendar.walk("VEVENT")]
        lines = [content.count(b"\n", 0, one.start()) + 1 for one in _BEGIN.finditer(content)]
        if len(lines) != len(events):
            raise LoadError(Problem(_CUT_OFF, file=file))
        placed = list(zip(lines, events, strict=True))
        problems = [
            Problem(_BROKEN, {"reason": reason}, file, line)
            for line, event in placed
            for name, reason in event.errors
            if name in _TIMES
        ]
        if problems:
            raise LoadError(*problems)
        return contacts(_meetings(placed))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise LoadError(Problem(_BROKEN, {"reason": reason}, file)) from error


def _meetings(events: list[tuple[int, Component]]) -> Iterator[Meeting]:
    moved = {
        _occasion(one, one.decoded("RECURRENCE-ID")) for _, one in events if "RECURRENCE-ID" in one
    }
    stamps = [one.decoded("DTSTAMP") for _, one in events if "DTSTAMP" in one]
    written = max(map(_utc, stamps), default=datetime.max.replace(tzinfo=UTC))
    for line, event in events:
        starts = event.decoded("DTSTART", None)
        if not isinstance(starts, datetime) or _says(event, "STATUS") == "CANCELLED":
            continue
        people = _people(event)
        for moment in takewhile(lambda one: _utc(one) <= written, _times(event, starts)):
            occasion = _occasion(event, moment)
            if "RECURRENCE-ID" in event or occasion not in moved:
                stamp = f"{_utc(moment):%Y-%m-%d %H:%M:%S}"
                yield Meeting(line, stamp, people, f"{occasion[0]} {stamp}")


def _times(event: Component, starts: datetime) -> Iterator[datetime]:
    """Give when an event takes place: once, or each time of a series."""
    if "RECURRENCE-ID" in event or not {"RRULE", "RDATE"} & event.keys():
        return iter((starts,))
    series = rruleset()
    series.rdate(starts)
    for rule in _listed(event.get("RRULE")):
        series.rrule(rrulestr(rule.to_ical().decode(), dtstart=starts))
    for name, add in (("RDATE", series.rdate), ("EXDATE", series.exdate)):
        for dates in _listed(event.get(name)):
            for one in dates.dts:
                moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
                if isinstance(moment, datetime):
                    add(moment)
    return islice(iter(series), _LONGEST_SERIES)


def _people(event: Component) -> tuple[str, ...]:
    """Give who was there, the organiser first."""
    found = [_address(one) for one in _listed(event.get("ORGANIZER"))]
    for one in _listed(event.get("ATTENDEE")):
        told = {key.upper(): str(value).upper() for key, value in one.params.items()}
        if told.get("PARTSTAT") != "DECLINED" and told.get("CUTYPE") not in _THINGS:
            found.append(_address(one))
    return tuple(found)


def _address(person: object) -> str:
    return str(person).casefold().removeprefix("mailto:").strip()


def _occasion(event: Component, moment: date) -> tuple[str, str]:
    """Name one time of a series, which an event of its own may move or change."""
    when = _utc(moment) if isinstance(moment, datetime) else moment
    return _says(event, "UID") or _says(event, "SUMMARY"), f"{when}"


def _says(event: Component, name: str) -> str:
    return str(event.get(name, ""))


def _utc(moment: datetime) -> datetime:
    """Give a time in UTC; one without a zone is taken as it stands."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - one property, several, or none
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


FORMAT = Raw("icalendar", TABLE, recognise, read)
