"""Working days and hours in Japan, as a log of contacts shows them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

MINUTES_A_DAY = 24 * 60
_SATURDAY = 5
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12

_YEARLY_HOLIDAYS = (
    ((1, 1), (1, 4)),
    ((2, 11), (2, 11)),
    ((2, 23), (2, 23)),
    ((3, 20), (3, 20)),
    ((4, 29), (4, 29)),
    ((5, 3), (5, 6)),
    ((8, 11), (8, 16)),
    ((9, 23), (9, 23)),
    ((11, 3), (11, 3)),
    ((11, 23), (11, 23)),
    ((12, 29), (12, 31)),
)
_HOLIDAY_MONDAYS = {1: 2, 7: 3, 9: 3, 10: 2}
_QUIET_SPANS = (((4, 30), (5, 2)), ((8, 8), (8, 20)), ((12, 26), (12, 28)))
_QUIET = 0.6

_BUSY_MONTHS = {2: 1.06, 3: 1.15, 4: 1.05, 8: 0.92, 9: 1.08, 10: 1.04, 12: 0.95}

_FIRST_MINUTE = 9 * 60
_HOURLY = (1.2, 1.4, 1.3, 0.5, 1.2, 1.3, 1.2, 1.1, 0.7)
_TOKYO_AHEAD_OF_UTC = 9 * 60


def month_starts(start: date, months: int) -> list[date]:
    """Give the first day of each month, from the month of ``start``."""
    first = start.year * _MONTHS_A_YEAR + start.month - 1
    return [
        date(at // _MONTHS_A_YEAR, at % _MONTHS_A_YEAR + 1, 1)
        for at in range(first, first + months)
    ]


def month_after(day: date) -> date:
    """Give the first day of the next month."""
    return month_starts(day, 2)[1]


def _within(day: date, spans: tuple[tuple[tuple[int, int], tuple[int, int]], ...]) -> bool:
    return any(first <= (day.month, day.day) <= last for first, last in spans)


def _is_holiday_monday(day: date) -> bool:
    nth = (day.day - 1) // _DAYS_A_WEEK + 1
    return day.weekday() == 0 and _HOLIDAY_MONDAYS.get(day.month) == nth


def business(day: date) -> float:
    """Say how much goes on: 0 on weekends and holidays, less round the long ones, else 1."""
    if day.weekday() >= _SATURDAY or _within(day, _YEARLY_HOLIDAYS) or _is_holiday_monday(day):
        return 0.0
    return _QUIET if _within(day, _QUIET_SPANS) else 1.0


def next_working_day(day: date) -> date:
    """Give the day itself, or the next one on which people work."""
    while not business(day):
        day += timedelta(days=1)
    return day


def days_of(month: date) -> list[date]:
    """List the days of the month that begins on ``month``."""
    length = (month_after(month) - month).days
    return [month + timedelta(days=at) for at in range(length)]


def volume_of(month: date) -> float:
    """Say how much a month holds compared with others: its working days and its season."""
    return sum(map(business, days_of(month))) * _BUSY_MONTHS.get(month.month, 1.0)


def minutes_in(month: date, count: int, rng: np.random.Generator) -> Indices:
    """Draw moments in a month's working hours, as minutes since its first midnight in UTC."""
    day = choose(np.array([business(one) for one in days_of(month)]), count, rng)
    hour = choose(np.array(_HOURLY), count, rng)
    minute = rng.integers(0, 60, count)
    return day * MINUTES_A_DAY + _FIRST_MINUTE - _TOKYO_AHEAD_OF_UTC + hour * 60 + minute


def choose(weights: Numbers, count: int, rng: np.random.Generator) -> Indices:
    """Draw positions in proportion to their weights, with replacement."""
    edges = np.cumsum(weights)
    drawn: Indices = np.searchsorted(edges, rng.random(count) * edges[-1], side="right")
    return np.minimum(drawn, len(edges) - 1)
