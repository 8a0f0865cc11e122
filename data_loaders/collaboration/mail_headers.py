"""Headers of mail as a table: From, To, perhaps Cc, Date, Message-ID, one row a message."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.decode import Sheet
from data_loaders.formats import Format, found_by
from data_loaders.mail import TABLE, Headers, contacts

_PLACES = {
    "sender": ("from", "差出人", "sender address", "from address"),
    "to": ("to", "宛先", "recipient address", "to address"),
    "cc": ("cc", "cc address"),
    "date": ("date", "日付", "送信日時", "date sent", "received"),
    "body": ("body", "本文", "message body", "text"),
    "message": ("message-id", "message id", "messageid", "メッセージid"),
}
_SURE = ("cc", "message")  # with one of these it is mail and no other list of contacts


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See who wrote, to whom, when, and what only mail has."""
    found = names(sheet.header, TABLE, mapping)
    needed = {"sender", "recipient", "occurred_at"} <= found.keys()
    return (
        TABLE
        if needed and any(one in found_by(sheet.header, _PLACES, {}) for one in _SURE)
        else None
    )


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    found = found_by(header, _PLACES, {})
    ours = {"sender": "sender", "recipient": "to", "occurred_at": "date", "conversation": "message"}
    return {one: found[place] for one, place in ours.items() if place in found}


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row each recipient of each message, indexed by the row of its message."""
    found = found_by(sheet.header, _PLACES, {})
    told = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    rows = told.reindex(columns=list(_PLACES), fill_value="")
    return contacts(
        Headers(
            row=int(one.Index),
            sender=one.sender,
            recipients=(one.to.replace(";", ","), one.cc.replace(";", ",")),
            date=one.date,
            message=one.message,
            body=one.body,
        )
        for one in rows.itertuples()
    )


FORMAT = Format("mail_headers", recognise, read, names)
