"""Numbers, intervals, bands of people and dates, as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_interval, format_skeleton

HIDDEN = "–"
_MINUS = str.maketrans("-", "−")
_PLAIN_RANGES = str.maketrans({"～": "〜", "\u2009": None})
_SCALES, _DIGITS = {"share": 100}, {"share": 0, "index": 2, "days": 0}
_PEOPLE = {
    "5-9": ("5〜9人", "5–9 people"),
    "10-19": ("10〜19人", "10–19 people"),
    "20-49": ("20〜49人", "20–49 people"),
    "50+": ("50人以上", "50+ people"),
}


@dataclass(frozen=True)
class Formats:
    """Writes what is counted in one language.

    Units: ``share`` (0…1, shown in percent), ``index`` (−1…+1, always with its sign), ``mean``,
    ``number``, ``days``.
    """

    language: str = "en"

    @property
    def _japanese(self) -> bool:
        return self.language == "ja"

    def number(
        self, value: float, unit: str = "share", *, sign: bool = False, finer: int = 0
    ) -> str:
        """Give a figure without its unit: "21", "−13", "3.4"; "–" when there is none.

        ``finer`` adds so many decimals.
        """
        if value != value:  # noqa: PLR0124 - not a number
            return HIDDEN
        scaled, digits = value * _SCALES.get(unit, 1), _DIGITS.get(unit, 1) + finer
        rounded = round(scaled, digits) + 0.0
        sign = sign or unit == "index"
        return f"{rounded:{'+' if sign and rounded else ''}.{digits}f}".translate(_MINUS)

    def apart(self, one: float, other: float, unit: str = "share") -> tuple[str, str]:
        """Give two levels, with up to two more decimals where they would read alike."""
        pairs = ((self.value(one, unit, n), self.value(other, unit, n)) for n in range(3))
        first, *finer = pairs
        return next((pair for pair in (first, *finer) if pair[0] != pair[1]), first)

    def value(self, value: float, unit: str = "share", finer: int = 0) -> str:
        """Give a level with its unit: "21%", "34 days"; ``finer`` adds so many decimals."""
        shown = self.number(value, unit, finer=finer)
        if shown == HIDDEN:
            return shown
        return f"{shown}%" if unit == "share" else self._days(shown) if unit == "days" else shown

    def points(self, change: float, unit: str = "share") -> str:
        """Give a change with its sign and unit: "−13 pts", "−13ポイント", "−13 days"."""
        shown = self.number(change, unit, sign=True)
        if unit == "days" and shown != HIDDEN:
            return self._days(shown)
        if unit != "share" or shown == HIDDEN:
            return shown
        return f"{shown}ポイント" if self._japanese else f"{shown} pts"

    def _days(self, number: str) -> str:
        if self._japanese:
            return f"{number}日"
        return f"{number} day" if number.strip("+−") == "1" else f"{number} days"

    def interval(self, low: float, high: float, unit: str = "share", *, sign: bool = False) -> str:
        """Give a 95 % interval: "95% −17 to −9", "95%区間 −17〜−9"."""
        ends = (self.number(low, unit, sign=sign), self.number(high, unit, sign=sign))
        return f"95%区間 {ends[0]}〜{ends[1]}" if self._japanese else f"95% {ends[0]} to {ends[1]}"

    def level(self, value: float, low: float, high: float, unit: str = "share") -> str:
        """Give a level, or the band it lies in where the figure itself would tell on people.

        "21%"; "10% or less", "90% or more"; "–" where neither is known.
        """
        if value == value or low != low:  # noqa: PLR0124 - not a number
            return self.value(value, unit)
        little = low <= 0
        end = self.value(high if little else low, unit)
        if self._japanese:
            return f"{end}{'以下' if little else '以上'}"
        return f"{end} or {'less' if little else 'more'}"

    def people_band(self, band: object) -> str:
        """Give how many people a figure rests on, as a band: "50+ people", "50人以上"."""
        japanese, english = _PEOPLE.get(str(band), (HIDDEN, HIDDEN))
        return japanese if self._japanese else english

    def listed(self, names: list[str]) -> str:
        """Join names as a sentence does: "Sales and Logistics", "営業と物流"."""
        if self._japanese:
            return "と".join(names) if len(names) <= 2 else "、".join(names)  # noqa: PLR2004
        return " and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)

    def joined(self, sentences: list[str]) -> str:
        """Set sentences side by side as the language does."""
        return ("" if self._japanese else " ").join(sentences)

    def month(self, day: date, *, year: bool = True) -> str:
        """Give a month: "Oct 2025", "2025年10月"; without its year "Oct", "10月"."""
        return format_skeleton("yMMM" if year else "MMM", day, locale=self.language)

    def period(self, start: date, end: date) -> str:
        """Give whole months from first to last: "Apr–Sep 2025", "2025年4月〜9月"."""
        written = format_interval(start, end, "yMMM", locale=self.language)
        return written.translate(_PLAIN_RANGES)

    def day(self, day: date) -> str:
        """Give a day: "April 10, 2026", "2026年4月10日"."""
        return format_date(day, "long", locale=self.language)
