"""Which windows a release is about: months, waves, and both sides of every comparison."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.comparisons import Comparison, months_between

MONTHS_A_SIDE = 6
FEWEST_MONTHS = 3
_ONE_DAY = timedelta(days=1)
_NEARLY_OVER = timedelta(days=8)
_DAYS = ["starts_on", "ends_on", "joined_by"]
_COLUMNS = ["window", "kind", *_DAYS, "comparison", "tie_min"]


def month_start(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Give the first day of the month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def around(kick_off: date, first: date, last: date) -> tuple[date, date, date, date] | None:
    """Give the windows either side of a kick-off: six whole months, or as many as both have.

    The month of the kick-off opens the after window. ``first`` and ``last`` are the days the
    records span; a last month within a week of its end counts as whole. Fewer than three months
    on a side make no comparison.
    """
    start = month_start(kick_off)
    next_month = add_months(last, 1)
    ending = next_month if next_month - last <= _NEARLY_OVER else month_start(last)
    months = min(MONTHS_A_SIDE, months_between(first, start), months_between(start, ending))
    if months < FEWEST_MONTHS:
        return None
    last_of_all = add_months(start, months) - _ONE_DAY
    return add_months(start, -months), start - _ONE_DAY, start, last_of_all


def default_comparisons(
    projects: pd.DataFrame, waves: pd.DataFrame, first: date | None, last: date | None
) -> list[Comparison]:
    """Give the comparisons nobody needs to declare.

    The organisation around its first co-creation project, then each project around its own
    kick-off. Without such a project: the first wave against the latest.
    """
    started = projects.dropna(subset="kicked_off_on").sort_values("kicked_off_on")
    found: list[Comparison] = []
    if first and last:
        together = started[started["kind"] == "co_creation"].head(1)
        candidates = [("organisation", None, row) for row in together.itertuples()]
        candidates += [(f"project-{row.project}", row.project, row) for row in started.itertuples()]
        for comparison, project, row in candidates:
            sides = around(row.kicked_off_on.date(), first, last)
            if sides:
                treated = f"project:{project}" if project else "membership:members"
                found.append(
                    Comparison(comparison, "", None, *sides, treated=treated, project=project)
                )
    return found or _first_and_latest(waves)


def _first_and_latest(waves: pd.DataFrame) -> list[Comparison]:
    opened = waves.sort_values("opened_on")
    if len(opened) < len(("before", "after")):
        return []
    sides = [opened.iloc[0], opened.iloc[-1]]
    days = [day.date() for side in sides for day in (side["opened_on"], side["closed_on"])]
    return [Comparison("waves", "", None, *days)]


def all_windows(
    comparisons: list[Comparison], waves: pd.DataFrame, first: date | None, last: date | None
) -> pd.DataFrame:
    """List every window, with the columns a metric needs and its kind and comparison.

    Days are inclusive. ``joined_by`` is the day up to which joining a project makes a member:
    both sides of a comparison carry the end of its after window. ``earlier`` is as long as a
    comparison's before and ends where it begins, where any record is as old. ``whole`` spans
    everything.
    """
    rows: list[tuple[object, ...]] = []
    if first and last:
        starts = [add_months(month_start(first), i) for i in range(months_between(first, last) + 1)]
        for start in starts:
            end = add_months(start, 1) - _ONE_DAY
            rows.append((f"{start:%Y-%m}", "month", start, end, end, None, 2))
        rows.append(("whole", "whole", month_start(first), last, last, None, 2))
    for wave in waves.sort_values("opened_on").itertuples():
        day = wave.opened_on.date()
        rows.append((wave.wave, "wave", day, day, wave.closed_on.date(), None, 2))
    for one in comparisons:
        months = months_between(one.before_from, one.before_to) + 1
        sides = [
            ("earlier", add_months(one.before_from, -months), one.before_from - _ONE_DAY),
            ("before", one.before_from, one.before_to),
            ("after", one.after_from, one.after_to),
        ]
        for side, start, end in sides[0 if first and first < one.before_from else 1 :]:
            window = f"{one.comparison}:{side}"
            rows.append((window, side, start, end, one.after_to, one.comparison, one.tie_min))
    frame = pd.DataFrame(rows, columns=_COLUMNS).assign(records_end=last)
    return frame.astype(dict.fromkeys([*_DAYS, "records_end"], "datetime64[us]"))
