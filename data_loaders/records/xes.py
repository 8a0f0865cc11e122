"""Event logs as XES (IEEE 1849): a trace is a project, its events are what happened to it.

Read are ``concept:name`` of trace and event, ``time:timestamp``, ``org:group`` (the department) and
``org:resource`` (the person). What a company calls an activity is mapped: ``launched=Release``.
Events of other names are left out. A document type is refused: it could make a small file huge.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, iterparse

import pandas as pd

from data_loaders.decode import matching_key, unpacked
from data_loaders.formats import Raw
from data_loaders.tables import N_, TABLES, LoadError, Problem

TABLE = "project_events"
_FIRST = re.compile(rb"<(?:\w+:)?log[\s>]")
_HEAD = 4_000
_COLUMNS = ["event", "project", "occurred_on", "activity", "department", "person"]
_ACTIVITIES = TABLES[TABLE].columns["activity"].metadata["values"]
_BROKEN = N_("The XML breaks off or is wrong: {reason}.")
_TYPED = N_("The file defines a document type of its own; such XML is not read.")
_NONE = N_(
    "None of its activities is one of ours. Say which are, such as launched=NAME. Found: {found}."
)


def recognise(content: bytes) -> bool:
    """See XML whose first element is a log; it may be packed by gzip."""
    head = _head(content)
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") and bool(_FIRST.search(head))


def _head(content: bytes) -> bytes:
    try:
        return unpacked(content, "")[:_HEAD]
    except LoadError:
        return b""


def read(content: bytes, file: str, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Give a row an event of ours, indexed from 1 by its place in the log.

    Raises LoadError for broken XML, and where no activity is one of ours.
    """
    whole = unpacked(content, file)
    if b"<!DOCTYPE" in whole:
        raise LoadError(Problem(_TYPED, file=file))
    try:
        found = list(enumerate(_events(whole), 1))
    except ParseError as error:
        row = error.position[0]
        raise LoadError(Problem(_BROKEN, {"reason": error.msg}, file, row)) from error
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise LoadError(Problem(_BROKEN, {"reason": str(error)}, file)) from error
    known = _called(mapping)
    named = [(at, known.get(matching_key(name)), told) for at, (name, told) in found]
    ours = {at: [told[0], told[1], activity, *told[2:]] for at, activity, told in named if activity}
    if found and not ours:
        names = ", ".join(dict.fromkeys(name for _, (name, _) in found))
        raise LoadError(Problem(_NONE, {"found": names}, file))
    rows = [[f"{told[0]}#{at}", *told] for at, told in ours.items()]
    return pd.DataFrame(rows, columns=_COLUMNS, index=list(ours), dtype="str")


def _called(mapping: Mapping[str, str]) -> dict[str, str]:
    """Give what an activity may be called: our words, and what the mapping says."""
    words = {
        matching_key(word): ours for ours, also in _ACTIVITIES.items() for word in (ours, *also)
    }
    return words | {
        matching_key(theirs): ours for ours, theirs in mapping.items() if ours in _ACTIVITIES
    }


def _events(whole: bytes) -> Iterator[tuple[str, list[str]]]:
    """Give each event's activity, and its project, day, department and person."""
    for _, element in iterparse(io.BytesIO(whole)):  # noqa: S314 - entities need a document type
        if _tag(element) != "trace":
            continue
        project = _said(element).get("concept:name", "")
        for event in element:
            if _tag(event) == "event":
                told = _said(event)
                day = told.get("time:timestamp", "")[: len("2026-09-01")]
                of = [told.get("org:group", ""), told.get("org:resource", "")]
                yield told.get("concept:name", ""), [project, day, *of]
        element.clear()


def _said(element: Element) -> dict[str, str]:
    return {one.get("key", ""): one.get("value", "") for one in element}


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


FORMAT = Raw("xes", TABLE, recognise, read)
