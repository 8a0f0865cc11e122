"""Mail: who wrote to whom, when.

What a message says is read for a refusal on grounds of scope, where a file holds it, and dropped;
subjects are never read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from email.utils import getaddresses, parsedate_to_datetime

import pandas as pd

from data_loaders.messages import COLUMNS, heard_in

TABLE = "interactions"
_YEARS = (1900, 3000)


@dataclass(frozen=True)
class Headers:
    """The headers of one message, as they stand in it; ``row`` is where it was found.

    ``body`` is what it says, where that is known.
    """

    row: int
    sender: str
    recipients: tuple[str, ...]
    date: str
    message: str
    body: str = ""


def contacts(messages: Iterable[Headers]) -> pd.DataFrame:
    """Give a row each recipient of each message, once however often it was exported.

    People are their addresses in small letters. A message of which the sender, all recipients or
    the day cannot be read is no contact.
    """
    rows, places, seen = [], [], set()
    for one in messages:
        senders, when = _addresses(one.sender), _utc(one.date)
        to = [address for address in _addresses(*one.recipients) if address not in senders]
        name = one.message.strip() or f"{one.sender} {one.date}"
        if name in seen or len(senders) != 1 or not to or not when:
            continue
        seen.add(name)
        heard = heard_in(one.body)
        for address in to:
            rows.append([when, senders[0], address, "mail", str(len(to) + 1), name, *heard])
            places.append(one.row)
    return pd.DataFrame(rows, columns=COLUMNS, index=places, dtype="str")


def _addresses(*headers: str) -> list[str]:
    """Give the addresses of some headers, each once, in their order."""
    found = [address.strip().casefold() for _, address in getaddresses(list(headers))]
    return list(dict.fromkeys(one for one in found if "@" in one))


def _utc(date: str) -> str:
    """Give a message's day and time in UTC; nothing when it cannot be read."""
    try:
        moment = parsedate_to_datetime(date)
    except (TypeError, ValueError, IndexError, OverflowError):
        moment = pd.to_datetime(date, errors="coerce", utc=True)
    if pd.isna(moment):
        return ""
    known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not _YEARS[0] < known.year < _YEARS[1]:
        return ""
    return f"{known.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
