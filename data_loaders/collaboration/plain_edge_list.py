"""Edge lists of network tools: Kumu (From, To, Direction, Type) and Polinode (Source, Target).

Such a list says who is in touch with whom, perhaps not when: then the mapping ``month=2026-09``
says which month it is of. What has no direction is read as a meeting of two is.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders import dates
from data_loaders.decode import HEADER_ROW, Sheet, matching_key
from data_loaders.formats import Format, found_by
from data_loaders.tables import N_, TABLES, LoadError, Problem

TABLE = "interactions"
_PLACES = {
    "sender": ("from", "source"),
    "recipient": ("to", "target"),
    "occurred_at": ("date", "time", "timestamp", "month", "日付", "月"),
    "channel": ("type", "channel", "手段"),
    "direction": ("direction",),
}
_BOTH_WAYS = {"undirected", "mutual", "both"}
_WHEN = N_("When was it? Nothing tells the days of these ties; say their month, month=2026-09.")
_WORDS = {
    matching_key(word): channel
    for channel, also in TABLES[TABLE].columns["channel"].metadata["values"].items()
    for word in (channel, *also)
}


def recognise(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """See two ends of a tie, by the names network tools give them."""
    found = names(sheet.header, TABLE, mapping)
    return TABLE if {"sender", "recipient"} <= found.keys() else None


def names(header: list[str], table: str, mapping: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001
    """Say which of the file's columns each of ours is read from."""
    return found_by(header, _PLACES, mapping)


def read(sheet: Sheet, table: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a tie. Raises LoadError where nothing tells when it was."""
    found = names(sheet.header, table, mapping)
    rows = sheet.cells[list(found.values())].set_axis(list(found), axis="columns")
    if "occurred_at" not in found:
        if not mapping.get("month"):
            raise LoadError(Problem(_WHEN, file=sheet.file, row=HEADER_ROW))
        rows["occurred_at"] = f"{mapping['month']}-01"
    rows["occurred_at"] = dates.in_order(rows["occurred_at"], mapping.get("dates", ""), sheet.file)
    channel = rows.get("channel", pd.Series("", rows.index)).map(matching_key).map(_WORDS)
    both = rows.get("direction", pd.Series("", rows.index)).map(matching_key).isin(_BOTH_WAYS)
    told = channel.fillna("").mask(both, "meeting")
    return rows[["occurred_at", "sender", "recipient"]].assign(channel=told)


FORMAT = Format("plain_edge_list", recognise, read, names)
