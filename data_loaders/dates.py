"""Text to dates and times: one style a column, decided over the whole column."""

from __future__ import annotations

import re

import pandas as pd

from data_loaders.decode import HEADER_ROW
from data_loaders.tables import N_, LoadError, Problem

_YEAR_FIRST = r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
_COMPACT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
_YEAR_LAST = r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})"
_CLOCK = r"(?:[T\s]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?))?$"
_MONTHS = 12
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_ERA = re.compile(r"^(令和|平成|昭和|[RHS])\s*(元|\d{1,2})\s*([年./-])")
_HALF = re.compile(
    r"(?:(?P<before>午前|午後)\s*)?(?P<hour>\d{1,2}):(?P<rest>\d{2}(?::\d{2})?)"
    r"\s*(?P<after>午前|午後|AM|PM)?",
    re.IGNORECASE,
)
_AFTERNOON, _NOON = ("午後", "PM"), 12
_ZONE = re.compile(r"\s*(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?$")
_SHORT_YEAR = re.compile(r"^(\d{1,2}[-/.]\d{1,2}[-/.])(\d{2})(?!\d)")
_YEAR_AFTER = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ORDERS = {"day/month": r"\3-\2-\1", "month/day": r"\3-\1-\2"}
_SERIAL = r"^[2-6]\d{4}(?:\.\d+)?$"
_FIRST_SERIAL = pd.Timestamp(1899, 12, 30)

NOT_A_DATE = N_("“{found}” is not a date. Write it like 2025-04-01.")
AMBIGUOUS_DATE = N_("“{found}” may be day/month or month/day. Write it like 2025-04-01.")


def to_dates(text: pd.Series) -> tuple[pd.Series, str]:
    """Read a column of dates; what cannot be read becomes missing.

    Gives the dates (datetime64, midnight) and the message that fits what could not be read. The
    day is the one that is written, whatever clock and zone stand behind it.
    """
    return _read(text, timed=False)


def to_times(text: pd.Series) -> tuple[pd.Series, str]:
    """Read a column of times as UTC; a time without a zone is taken as it stands.

    ISO 8601, slashes, dots, 2025年4月1日, 令和7年4月1日, R7.4.1, 20250401, 午後3:05, full-width
    digits and spreadsheets' day numbers are read; 31/12/2025 and 12/31/2025 too when the column as
    a whole shows which of the two it is.
    """
    return _read(text, timed=True)


def in_order(text: pd.Series, order: str, file: str) -> pd.Series:
    """Write dates with their year first, when it was said which of the others is the month.

    ``order`` is "day/month", "month/day" or nothing. Raises LoadError for any other.
    """
    if not order:
        return text
    if order not in _ORDERS:
        message = N_("Say how dates are written as one of {wanted}, not “{found}”.")
        facts = {"wanted": ", ".join(_ORDERS), "found": order}
        raise LoadError(Problem(message, facts, file, HEADER_ROW))
    whole = text.str.replace(_SHORT_YEAR, r"\g<1>20\2", regex=True)
    return whole.str.replace(_YEAR_AFTER, _ORDERS[order], regex=True)


def _read(text: pd.Series, *, timed: bool) -> tuple[pd.Series, str]:
    known = pd.Series(text.dropna().unique(), dtype="str")
    plain = _in_one_calendar(known.str.normalize("NFKC").str.strip())
    parts, message = _split(plain)
    day = parts["y"] + "-" + parts["m"].str.zfill(2) + "-" + parts["d"].str.zfill(2)
    clock = parts["clock"].fillna("00:00").str.replace(" ", "")
    written = day + "T" + clock if timed else day
    moments = pd.to_datetime(written, errors="coerce", utc=True, format="ISO8601")
    moments = moments.dt.tz_localize(None).dt.as_unit("us")
    return text.map(dict(zip(known, moments, strict=True))).astype("datetime64[us]"), message


def _in_one_calendar(plain: pd.Series) -> pd.Series:
    """Write eras, halves of the day, named zones, short years and day numbers in one way."""
    if len(plain) and plain.str.fullmatch(_SERIAL).all():
        # Days since 1900 as Excel counts them, its leap day of that year too.
        days = pd.to_timedelta(plain.astype("float64"), unit="D")
        return (_FIRST_SERIAL + days).dt.round("s").dt.strftime("%Y-%m-%d %H:%M:%S").astype("str")
    return plain.map(_plainly).astype("str")


def _plainly(written: str) -> str:
    era = _ERA.match(written)
    if era:
        name, years, mark = era.groups()
        year = _ERAS[name] + (1 if years == "元" else int(years))
        written = f"{year}{mark}{written[era.end() :]}"
    half = _HALF.search(written)
    said = half and (half["before"] or half["after"])
    if half and said:
        hour = int(half["hour"]) % _NOON + (_NOON if said.upper() in _AFTERNOON else 0)
        written = f"{written[: half.start()]}{hour}:{half['rest']}{written[half.end() :]}"
    written = _SHORT_YEAR.sub(r"\g<1>20\2", written)
    return _ZONE.sub(_offset, written)


def _offset(zone: re.Match[str]) -> str:
    sign, hours, minutes = zone.groups()
    return f"{sign}{int(hours):02d}:{minutes or '00'}"


def _split(plain: pd.Series) -> tuple[pd.DataFrame, str]:
    year_first = plain.str.extract(_YEAR_FIRST + _CLOCK)
    compact = plain.str.extract(_COMPACT + _CLOCK)
    year_last = plain.str.extract(_YEAR_LAST + _CLOCK)
    first, second = (pd.to_numeric(year_last[side], errors="coerce") for side in "ab")
    day_first, month_first = (first > _MONTHS).any(), (second > _MONTHS).any()
    message = NOT_A_DATE
    if day_first != month_first:
        year_last = year_last.rename(
            columns={"a": "d", "b": "m"} if day_first else {"a": "m", "b": "d"}
        )
    else:
        message = AMBIGUOUS_DATE if first.notna().any() else NOT_A_DATE
        year_last = year_last[["y", "clock"]].assign(y=pd.NA, m=pd.NA, d=pd.NA)
    return year_first.combine_first(compact).combine_first(year_last.astype("str")), message
