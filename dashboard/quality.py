"""How sound is what was loaded? Counted from the workspace, for HR, before a figure is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.store import Upload, Workspace

EARLIEST = date(1990, 1, 1)
_HALF = 1 / 2
_AROUND = 5
_DAYS_LATE = 5


@dataclass(frozen=True)
class Quality:
    """What was found in a workspace.

    ``log`` are counts: interactions (rows), oversized (in meetings that count for nothing),
    with_oneself, counted (contacts in figures), unknown_department (of them), strangers (people in
    no roster), twice (rows that more than one upload holds). ``incomplete`` are months of the log
    that seem to lack something: month, contacts, usual, and why (none, few, begins, ends).
    ``odd_days`` are uploads with a day before 1990 or after the day they were stored.
    """

    log: dict[str, int]
    incomplete: pd.DataFrame
    odd_days: tuple[Upload, ...]


def quality(workspace: Workspace) -> Quality:
    """Look through a workspace."""
    return Quality(
        log=workspace.quality(),
        incomplete=incomplete(workspace.months()),
        odd_days=odd_days(workspace.uploads()),
    )


def incomplete(months: pd.DataFrame) -> pd.DataFrame:
    """Give the months that seem to lack something: month, contacts, usual, why.

    ``months`` has month, contacts, first_on, last_on. A month lacks something when it has none
    between two that have, fewer than half of what is usual in the months around it (their median),
    or when the log begins late or ends early in it.
    """
    if months.empty:
        return pd.DataFrame(columns=["month", "contacts", "usual", "why"])
    known = months.set_index(pd.DatetimeIndex(months["month"]))
    every = pd.date_range(known.index.min(), known.index.max(), freq="MS")
    rows = known.reindex(every)
    contacts = rows["contacts"].fillna(0)
    usual = contacts.rolling(_AROUND, center=True, min_periods=1).median()
    why = pd.Series("", every).mask(contacts < usual * _HALF, "few").mask(contacts == 0, "none")
    first, last = rows["first_on"].iloc[0], rows["last_on"].iloc[-1]
    begins, ends = every[0], every[-1] + pd.offsets.MonthEnd(0)
    if (pd.Timestamp(first) - begins).days >= _DAYS_LATE:
        why.iloc[0] = "begins"
    if (ends - pd.Timestamp(last)).days >= _DAYS_LATE:
        why.iloc[-1] = "ends"
    told = pd.DataFrame({"month": every, "contacts": contacts, "usual": usual, "why": why})
    return told[told["why"] != ""].reset_index(drop=True)


def odd_days(uploads: Sequence[Upload]) -> tuple[Upload, ...]:
    """Give the uploads in use that speak of days before 1990, or after the one they came on."""
    return tuple(
        one
        for one in uploads
        if not one.undone_at
        and one.first_on
        and one.last_on
        and (one.first_on < EARLIEST or one.last_on > one.stored_at.date())
    )
