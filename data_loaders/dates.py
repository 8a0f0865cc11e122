"""Text to dates and times: one style a column, decided over the whole column."""

from __future__ import annotations

import pandas as pd

from data_loaders.tables import N_

_YEAR_FIRST = r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
_COMPACT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
_YEAR_LAST = r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})"
_CLOCK = r"(?:[T\s]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?))?$"
_MONTHS = 12

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

    ISO 8601, slashes, dots, 2025年4月1日, 20250401 and full-width digits are read; 31/12/2025 and
    12/31/2025 too when the column as a whole shows which of the two it is.
    """
    return _read(text, timed=True)


def _read(text: pd.Series, *, timed: bool) -> tuple[pd.Series, str]:
    known = pd.Series(text.dropna().unique(), dtype="str")
    plain = known.str.normalize("NFKC").str.strip()
    parts, message = _split(plain)
    day = parts["y"] + "-" + parts["m"].str.zfill(2) + "-" + parts["d"].str.zfill(2)
    clock = parts["clock"].fillna("00:00").str.replace(" ", "")
    written = day + "T" + clock if timed else day
    moments = pd.to_datetime(written, errors="coerce", utc=True, format="ISO8601")
    moments = moments.dt.tz_localize(None).dt.as_unit("us")
    return text.map(dict(zip(known, moments, strict=True))).astype("datetime64[us]"), message


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
