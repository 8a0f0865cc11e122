"""Slack export, a zip or its folder: who mentioned, answered or reacted to whom. No text is kept.

A mention, a reply in a thread and a reaction are contacts; being in one channel is none. A message
that mentions several people is one conversation of all of them. What such a message says is read
for a refusal on grounds of scope, and dropped. Notices of the system, bots and
Slackbot are left out. People are the ids of ``users.json`` (of ``org_users.json`` in an Enterprise
Grid), or what its profiles call their mail address where the roster knows people by that: a mapping
``person=email`` says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_loaders.formats import Raw
from data_loaders.messages import COLUMNS, heard_in
from data_loaders.packed import MARK, Packed, members
from data_loaders.tables import N_, LoadError, Problem

TABLE = "interactions"
PEOPLE = ("users.json", "org_users.json")
_DAY = re.compile(r"^(?:.*/)?([^/]+)/\d{4}-\d{2}-\d{2}\.json$")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", re.IGNORECASE)
_SLACKBOT = "USLACKBOT"
_SPOKEN = (None, "", "thread_broadcast", "me_message", "file_share")
_AT_ONCE = 50_000
_LAST_SECOND = 2.0**32
Contact = tuple[float, str, str, str, str, str, str, str]


@dataclass(frozen=True)
class _People:
    """Who is a person, by id in capitals, and what the roster calls them."""

    names: Mapping[str, str]
    bots: frozenset[str]

    def of(self, one: object) -> str:
        """Give what somebody is called; nothing for bots and for nobody."""
        key = str(one or "").upper()
        if not key or key == _SLACKBOT or key in self.bots:
            return ""
        # Guests of shared channels stand in no list of users.
        return self.names.get(key, key)


def recognise(content: bytes) -> bool:
    """See a zip with a list of users and folders of days."""
    names = members(content) if content.startswith(MARK) else []
    listed = any(name.rsplit("/", 1)[-1] in PEOPLE for name in names)
    return listed and any(_DAY.match(name) for name in names)


def read(content: bytes, file: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row a contact, indexed from 1.

    Raises LoadError for a file inside that is not what Slack writes, and for a damaged zip.
    """
    packed = Packed(content, file)
    people = _people(packed, file, by_mail=mapping.get("person") == "email")
    frames, rows = [_framed([])], list[Contact]()
    for name in sorted(packed.names):
        if folder := _DAY.match(name):
            for message in _listed(packed, name, file):
                rows += _contacts(message, folder[1], people)
        if len(rows) > _AT_ONCE:
            frames.append(_framed(rows))
            rows = []
    frame = pd.concat([*frames, _framed(rows)], ignore_index=True)
    return frame.set_axis(range(1, len(frame) + 1))


def _framed(rows: list[Contact]) -> pd.DataFrame:
    """Give some contacts as a frame; a frame takes a fifth of the memory of its rows."""
    frame = pd.DataFrame(rows, columns=COLUMNS)
    seconds = pd.to_datetime(frame.pop("occurred_at").astype("float64"), unit="s")
    when = seconds.dt.floor("s").astype("datetime64[us]")
    return frame.astype("str").assign(occurred_at=when)


def _people(packed: Packed, file: str, *, by_mail: bool) -> _People:
    found, bots = {}, set()
    for name in packed.names:
        if name.rsplit("/", 1)[-1] not in PEOPLE:
            continue
        for one in _listed(packed, name, file):
            key = str(one.get("id", "")).upper()
            if one.get("is_bot"):
                bots.add(key)
            mail = str(one.get("profile", {}).get("email") or "")
            found[key] = mail if by_mail and mail else key
    return _People(found, frozenset(bots))


def _listed(packed: Packed, name: str, file: str) -> list[dict[str, Any]]:
    content = packed.read(name)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        message = N_("{name} in it cannot be read; it is not what Slack exports.")
        raise LoadError(Problem(message, {"name": name}, file)) from error
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _contacts(message: Mapping[str, Any], channel: str, people: _People) -> Iterator[Contact]:
    """Give the contacts of a message: whom it mentions or answers, and who reacted to it."""
    sender = people.of(message.get("user"))
    if message.get("subtype") not in _SPOKEN or message.get("bot_id") or not sender:
        return
    text, stamp = str(message.get("text") or ""), message.get("ts")
    told = {people.of(one) for one in _MENTION.findall(text)} if "<@" in text else set()
    told.add(people.of(message.get("parent_user_id")))
    told -= {"", sender}
    reactions = message.get("reactions") or ()
    when = _when(stamp) if told or reactions else None
    if when is None:
        return
    heard = heard_in(text) if told else ("", "")
    for one in sorted(told):
        yield when, sender, one, "chat", str(len(told) + 1), f"{channel}/{stamp}", *heard
    thread = f"{channel}/{message.get('thread_ts') or stamp}"
    for reaction in reactions:
        for user in reaction.get("users") or []:
            other = people.of(user)
            if other and other != sender:
                where = f"{thread}/{reaction.get('name')}"
                yield when, other, sender, "chat", "2", where, "", ""


def _when(stamp: object) -> float | None:
    """Give a message's time in seconds since 1970; nothing when it cannot be one."""
    try:
        seconds = float(str(stamp))
    except ValueError:
        return None
    return seconds if 0 < seconds < _LAST_SECOND else None


FORMAT = Raw("slack_export", TABLE, recognise, read)
