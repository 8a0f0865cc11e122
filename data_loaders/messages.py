"""What chat and mail have in common: the columns of their contacts, and what a message says.

A message is read for a refusal on grounds of scope while its file is loaded, and dropped.
"""

from __future__ import annotations

import re

from data_loaders.deflection import deflects, language_of

COLUMNS = [
    "occurred_at",
    "sender",
    "recipient",
    "channel",
    "group_size",
    "conversation",
    "deflects",
    "language",
]
# What is not a message's own words: lines of an answered message, code, addresses, names of people.
_QUOTED = re.compile(r"(?m)^\s*(?:>|&gt;).*$|```[^`]*```|<[^>\n]*>|https?://\S+")
_LETTER = re.compile(r"\w")
_LONGEST = 2_000


def heard_in(message: str) -> tuple[str, str]:
    """Give whether a message deflects, and its language, as a log writes them.

    Both are empty for a message without words of its own: what it quotes is another's.
    """
    said = _QUOTED.sub(" ", message)[:_LONGEST]
    if not _LETTER.search(said):
        return "", ""
    language = language_of(said)
    return str(deflects(said, language)).lower(), language
