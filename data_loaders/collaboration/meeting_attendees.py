"""Meetings as a table with one row an attendee: a room system's log, Viva Insights' meeting query.

What is wanted: the meeting's number, who attended, and when it began; perhaps who called it, and
whether it was cancelled or the invitation declined.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import HEADER_ROW, Sheet, matching_key
from data_loaders.formats import Format, found_by
from data_loaders.meetings import TABLE, Meeting, contacts
from data_loaders.tables import N_, LoadError, Problem

_PLACES = {
    "meeting": ("meetingid", "meeting id", "会議id", "会議番号", "予約番号"),
    "starts_at": (
        "collaboration start time",
        "start time",
        "start",
        "started at",
        "開始日時",
        "開催日時",
    ),
    "attendee": (
        "attendee",
        "attendee personid",
        "attendeeid",
        "attendee id",
        "participant",
        "personid",
        "出席者",
        "参加者",
    ),
    "organiser": ("organizer", "organiser", "主催者", "開催者"),
    "cancelled": ("cancelled", "canceled", "キャンセル", "取消"),
    "answer": ("response", "response status", "attendance", "出欠", "回答"),
}
_YES = {"true", "yes", "1", "はい", "キャンセル", "取消"}
_DECLINED = {"declined", "decline", "absent", "辞退", "欠席"}


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See meetings with numbers and times, and somebody in them."""
    found = found_by(sheet.header, _PLACES, mapping)
    somebody = {"attendee", "organiser"} & found.keys()
    return TABLE if {"meeting", "starts_at"} <= found.keys() and somebody else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    found = found_by(header, _PLACES, mapping)
    ours = {"occurred_at": "starts_at", "recipient": "attendee", "conversation": "meeting"}
    return {one: found[place] for one, place in ours.items() if place in found}


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row each pair of a meeting, indexed by the row of its first attendee.

    Raises LoadError for a list of meetings that does not tell who attended.
    """
    found = found_by(sheet.header, _PLACES, mapping)
    if "attendee" not in found:
        raise LoadError(Problem(_UNATTENDED, file=sheet.file, row=HEADER_ROW))
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    rows = rows.reindex(columns=list(_PLACES), fill_value="")
    rows["starts_at"] = dates.in_order(rows["starts_at"], mapping.get("dates", ""), sheet.file)
    off = rows["cancelled"].map(matching_key).isin(_YES)
    declined = rows["answer"].map(matching_key).isin(_DECLINED)
    came = rows[~off & ~declined]
    return contacts(
        Meeting(
            row=int(mine.index[0]),
            starts_at=mine["starts_at"].iloc[0],
            people=(mine["organiser"].iloc[0], *mine["attendee"]),
            meeting=str(meeting),
        )
        for meeting, mine in came.groupby("meeting", sort=False)
    )


_UNATTENDED = N_(
    "These are meetings without the people in them. Export one row an attendee, or the query from "
    "person to person."
)
FORMAT = Format("meeting_attendees", recognise, read, names)
