"""Words to scores: what people answer, as the number that is stored."""

from __future__ import annotations

import math

import pandas as pd

from data_loaders.tables import N_

NOT_A_NUMBER = N_("“{found}” is not a number.")
NOT_A_SCORE = N_("“{found}” is not a score. Write a number, or yes / no.")
NOT_A_FLAG = N_("“{found}” is neither yes nor no.")

_YES = ("yes", "y", "true", "はい", "ある", "あり", "あった", "○", "参加", "参加した")
_NO = ("no", "n", "false", "いいえ", "ない", "なし", "なかった", "×", "不参加", "参加していない")
_LARGEST_COUNT = 2**31 - 1
_SAID = dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "0")


def to_numbers(text: pd.Series) -> tuple[pd.Series, str]:
    """Read numbers, full-width ones too; what is none becomes missing."""
    numbers = pd.to_numeric(_folded(text), errors="coerce").astype("float64")
    return numbers.where(numbers.abs() < math.inf), NOT_A_NUMBER


def to_scores(text: pd.Series) -> tuple[pd.Series, str]:
    """Read scores: numbers, or yes (1) and no (0) in either language."""
    return to_numbers(_folded(text).replace(_SAID))[0], NOT_A_SCORE


def to_flags(text: pd.Series) -> tuple[pd.Series, str]:
    """Read yes or no in either language, or 1 and 0."""
    said = _folded(text).replace(_SAID)
    return said.map({"1": True, "0": False}).astype("boolean"), NOT_A_FLAG


def to_counts(text: pd.Series) -> tuple[pd.Series, str]:
    """Read whole numbers of up to 32 bits; what is none becomes missing."""
    numbers, message = to_numbers(text)
    whole = (numbers % 1 == 0) & (numbers.abs() <= _LARGEST_COUNT)
    return numbers.where(whole).astype("Int64"), message


def _folded(text: pd.Series) -> pd.Series:
    return text.str.normalize("NFKC").str.strip().str.casefold()


def favourable_scores(low: float, high: float, *, is_reversed: bool) -> tuple[float, ...]:
    """Give the scores of a scale that count as favourable: the usual top-box sets.

    One box up to three points, two up to five and from seven on, three on six, eight and ten or
    more points; 0–10 is the eleven-point scale of recommendations (9 and 10). Reversed scales
    count from their low end.
    """
    points = int(high - low) + 1
    eleven_from_zero = low == 0 and points == _ELEVEN
    boxes = _BOXES.get(points, 3) if not eleven_from_zero else 2
    top = range(boxes)
    return tuple(sorted(low + step if is_reversed else high - step for step in top))


def top_boxes() -> pd.DataFrame:
    """Give the favourable scores of every usual scale: low, high, reversed, favourable ("4;5")."""
    rows = [
        (float(low), float(high), turned, favourable_scores(low, high, is_reversed=turned))
        for low in (0, 1)
        for high in range(low + 1, _ELEVEN)
        for turned in (False, True)
    ]
    frame = pd.DataFrame(rows, columns=["low", "high", "reversed", "favourable"])
    joined = frame["favourable"].map(lambda scores: ";".join(f"{score:g}" for score in scores))
    return frame.assign(favourable=joined.astype("str"))


_ELEVEN = 11
_BOXES = {2: 1, 3: 1, 4: 1, 5: 2, 6: 3, 7: 2, 8: 3, 9: 3, 10: 3}
