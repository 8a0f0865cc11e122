"""Qualtrics: codes, then what was asked, then where it is kept; older exports lack the last.

What was asked is in the account's language, so columns that are no question are known by their
codes. Previews and unfinished responses are left out.
"""

from __future__ import annotations

from data_loaders.decode import Sheet, matching_key
from data_loaders.wide import Layout, finished, form, with_header

_IMPORT = '"importid"'
_META = {
    "startdate",
    "status",
    "ipaddress",
    "progress",
    "duration (in seconds)",
    "finished",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "externalreference",
    "externaldatareference",
    "locationlatitude",
    "locationlongitude",
    "locationaccuracy",
    "distributionchannel",
    "userlanguage",
    "responseset",
    "name",
    "emailaddress",
    "enddate",
    "recordeddate",
    "responseid",
}
_TRIED_OUT = {"1", "2", "8", "9", "16", "17", "survey preview", "spam", "test"}
_UNFINISHED = {"0", "false", "falsch"}


def _lay_out(sheet: Sheet) -> Layout | None:
    codes = [matching_key(name) for name in sheet.header]
    asked = sheet.cells.iloc[0].tolist()
    legacy = [matching_key(one) for one in asked]
    if {"responseid", "finished", "status"} <= set(codes):
        imported = len(sheet.cells) > 1 and _IMPORT in "".join(sheet.cells.iloc[1]).casefold()
        keys, rows = codes, 2 if imported else 1
    elif {"responseid", "finished", "status"} <= set(legacy) and codes[0] == "v1":
        keys, rows = legacy, 1
    else:
        return None
    known = [key for key in keys if key in _META]
    if len(set(known)) < len(known):
        return None
    header = [
        code if key in _META or matching_key(words) in _META else words or code
        for code, key, words in zip(sheet.header, keys, asked, strict=True)
    ]
    cells = with_header(sheet, rows, header)
    place = {key: name for key, name in zip(keys, header, strict=True) if key in _META}
    done = cells[place["finished"]].map(matching_key)
    state = cells[place["status"]].map(matching_key)
    answered = place.get("recordeddate") or place.get("enddate", "")
    meta = frozenset({*place.values(), ""} - {answered, place["responseid"]})
    layout = Layout(cells, response=place["responseid"], answered=answered, meta=meta)
    return finished(layout, ~done.isin(_UNFINISHED) & ~state.isin(_TRIED_OUT))


FORMAT = form("qualtrics", _lay_out)
