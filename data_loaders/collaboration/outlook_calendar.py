"""Outlook's calendar as CSV: one row a meeting, its attendees in one cell, divided by ";".

People are what the export calls them, mail addresses in small letters. All-day entries are no
meetings, and what was cancelled says so in its subject, which is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import Sheet, matching_key
from data_loaders.formats import Format, found_by
from data_loaders.meetings import TABLE, Meeting, contacts

_PLACES = {
    "subject": ("subject", "件名"),
    "day": ("start date", "開始日"),
    "clock": ("start time", "開始時刻"),
    "all_day": ("all day event", "終日イベント"),
    "organiser": ("meeting organizer", "会議の開催者"),
    "required": ("required attendees", "必須出席者"),
    "optional": ("optional attendees", "任意出席者"),
}
_CANCELLED = ("canceled:", "cancelled:", "キャンセル済み:", "キャンセル:")
_TRUE = ("true", "yes", "1", "はい", "オン")


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:  # noqa: ARG001
    """See when it begins, who called it, and who has to come."""
    return (
        TABLE
        if {"day", "organiser", "required"} <= found_by(sheet.header, _PLACES, {}).keys()
        else None
    )


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    found = found_by(header, _PLACES, {})
    ours = {"occurred_at": "day", "sender": "organiser", "recipient": "required"}
    return {one: found[place] for one, place in ours.items() if place in found}


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row each pair of a meeting, indexed by the meeting's row."""
    found = found_by(sheet.header, _PLACES, {})
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    rows = rows.reindex(columns=list(_PLACES), fill_value="")
    rows["day"] = dates.in_order(rows["day"], mapping.get("dates", ""), sheet.file)
    off = rows["subject"].map(matching_key).str.startswith(_CANCELLED)
    whole_day = rows["all_day"].map(matching_key).isin(_TRUE)
    return contacts(_meeting(one) for one in rows[~off & ~whole_day].to_records())


def _meeting(row: pd.DataFrame) -> Meeting:
    people = [row["organiser"], *row["required"].split(";"), *row["optional"].split(";")]
    starts_at = f"{row['day']} {row['clock']}".strip()
    known = tuple(_called(one) for one in people)
    return Meeting(int(row["index"]), starts_at, known, f"{starts_at} {' '.join(sorted(known))}")


def _called(one: str) -> str:
    bare = one.strip()
    return bare.casefold() if "@" in bare else bare


FORMAT = Format("outlook_calendar", recognise, read, names)
