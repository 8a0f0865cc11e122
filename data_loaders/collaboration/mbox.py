"""A mailbox file (mbox): one message after the other, each below a line that begins "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import policy
from email.message import Message
from email.parser import BytesParser

import pandas as pd

from data_loaders.formats import Raw
from data_loaders.mail import TABLE, Headers, contacts

_FIRST = re.compile(rb"\A(?:\xef\xbb\xbf)?From [^\r\n]*\r?\n[!-9;-~]+:", re.MULTILINE)
_NEXT = re.compile(rb"^From [^\r\n]*\r?\n", re.MULTILINE)
_PARSER = BytesParser(policy=policy.compat32)
_LONGEST = 200_000


def recognise(content: bytes) -> bool:
    """See the line between messages, and a header below it."""
    return _FIRST.match(content[:10_000]) is not None


def read(content: bytes, file: str, mapping: Mapping[str, str]) -> pd.DataFrame:  # noqa: ARG001
    """Give a row each recipient of each message, indexed by the line its message begins on."""
    return contacts(_messages(content))


def _messages(content: bytes) -> Iterator[Headers]:
    starts = [found.end() for found in _NEXT.finditer(content)]
    line, before = 1, 0
    for start, after in zip(starts, [*starts[1:], len(content)], strict=True):
        line, before = line + content.count(b"\n", before, start), start
        told = _PARSER.parsebytes(content[start : min(after, start + _LONGEST)])
        recipients = tuple(str(one) for name in ("To", "Cc") for one in told.get_all(name, []))
        known = {name: str(told.get(name, "")) for name in ("From", "Date", "Message-ID")}
        yield Headers(
            line, known["From"], recipients, known["Date"], known["Message-ID"], _said(told)
        )


def _said(message: Message) -> str:
    """Give the first plain text of a message; of a long one what its beginning holds."""
    for part in message.walk():
        if part.get_content_type() != "text/plain" or part.get_filename():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            try:
                return content.decode(part.get_content_charset() or "utf-8", "replace")
            except LookupError:
                return content.decode("utf-8", "replace")
    return ""


FORMAT = Raw("mbox", TABLE, recognise, read)
