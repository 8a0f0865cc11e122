"""Words to scores: what people answer, as the number that is stored."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection

import pandas as pd

from data_loaders.tables import N_

NOT_A_NUMBER = N_("“{found}” is not a number.")
NOT_A_SCORE = N_("“{found}” is not a score. Write a number, or yes / no.")
NOT_A_FLAG = N_("“{found}” is neither yes nor no.")

_YES = ("yes", "y", "true", "はい", "ある", "あり", "あった", "○", "参加", "参加した")
_NO = ("no", "n", "false", "いいえ", "ない", "なし", "なかった", "×", "不参加", "参加していない")
_LARGEST_COUNT = 2**31 - 1
_NUMBERED = r"^\s*([0-9０-９]+)\s*[-–—:：.．)）、]\s*\D.*$"
_NEITHER = ("どちらともいえない", "どちらとも言えない", "どちらでもない")
_NEUTRAL = ("neither agree nor disagree", "neither", "neutral")


def _scale(*points: tuple[str, ...]) -> dict[str, str]:
    """Give the words of a scale of five points, from the least to the most agreement."""
    return {word: str(point) for point, words in enumerate(points, 1) for word in words}


# Families of scales share words and not their points.
_SCALES = (
    _scale(
        ("全くそう思わない", "まったくそう思わない", "強くそう思わない"),
        ("そう思わない",),
        _NEITHER,
        ("そう思う",),
        ("非常にそう思う", "とてもそう思う", "強くそう思う", "大いにそう思う"),
    ),
    _scale(
        ("そう思わない",),
        ("あまりそう思わない", "どちらかといえばそう思わない", "ややそう思わない"),
        _NEITHER,
        ("ややそう思う", "まあそう思う", "どちらかといえばそう思う"),
        ("そう思う",),
    ),
    _scale(
        ("全くそう思わない", "まったくそう思わない"),
        ("あまりそう思わない",),
        _NEITHER,
        ("ややそう思う", "まあそう思う"),
        ("非常にそう思う", "とてもそう思う"),
    ),
    _scale(
        ("あてはまらない",),
        ("あまりあてはまらない", "ややあてはまらない", "どちらかといえばあてはまらない"),
        _NEITHER,
        ("ややあてはまる", "まああてはまる", "どちらかといえばあてはまる"),
        ("あてはまる",),
    ),
    _scale(
        ("全くあてはまらない", "まったくあてはまらない"),
        ("あてはまらない",),
        _NEITHER,
        ("あてはまる",),
        ("とてもあてはまる", "非常にあてはまる", "よくあてはまる"),
    ),
    _scale(
        ("全くあてはまらない", "まったくあてはまらない"),
        ("あまりあてはまらない",),
        _NEITHER,
        ("ややあてはまる", "まああてはまる"),
        ("とてもあてはまる", "非常にあてはまる", "よくあてはまる"),
    ),
    _scale(
        ("strongly disagree", "completely disagree"),
        ("disagree",),
        _NEUTRAL,
        ("agree",),
        ("strongly agree", "completely agree"),
    ),
    _scale(
        ("strongly disagree",),
        ("somewhat disagree", "slightly disagree", "tend to disagree"),
        _NEUTRAL,
        ("somewhat agree", "slightly agree", "tend to agree"),
        ("strongly agree",),
    ),
)
_SAID = dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "0")


def to_numbers(text: pd.Series) -> tuple[pd.Series, str]:
    """Read numbers, full-width ones too; what is none becomes missing."""
    numbers = pd.to_numeric(_folded(text), errors="coerce").astype("float64")
    return numbers.where(numbers.abs() < math.inf), NOT_A_NUMBER


def to_scores(text: pd.Series) -> tuple[pd.Series, str]:
    """Read scores: numbers, or yes (1) and no (0) in either language."""
    return to_numbers(_folded(text).replace(_SAID))[0], NOT_A_SCORE


def leading_numbers(text: pd.Series) -> pd.Series:
    """Take the number that stands before its words: "5 - strongly agree" is 5."""
    return text.str.replace(_NUMBERED, r"\1", regex=True)


def agreement(words: Collection[str]) -> dict[str, str]:
    """Give the score of each answer in words, by the scale of agreement that knows most of them.

    Two different answers are never one point. Answers that no scale knows are left out; where two
    scales that know as many differ, all are: "そう思う" is the best answer of one scale and the
    second best of another.
    """
    folded = {word: _fold(word) for word in words}
    fitting = []
    for scale in _SCALES:
        told = {key: scale[key] for key in set(folded.values()) & scale.keys()}
        if len(set(told.values())) == len(told):
            fitting.append({word: told[key] for word, key in folded.items() if key in told})
    most = max(map(len, fitting), default=0)
    best = [one for one in fitting if one and len(one) == most]
    return best[0] if best and all(one == best[0] for one in best) else {}


def to_flags(text: pd.Series) -> tuple[pd.Series, str]:
    """Read yes or no in either language, or 1 and 0."""
    said = _folded(text).replace(_SAID)
    return said.map({"1": True, "0": False}).astype("boolean"), NOT_A_FLAG


def to_counts(text: pd.Series) -> tuple[pd.Series, str]:
    """Read whole numbers of up to 32 bits; what is none becomes missing."""
    numbers, message = to_numbers(text)
    whole = (numbers % 1 == 0) & (numbers.abs() <= _LARGEST_COUNT)
    return numbers.where(whole).astype("Int64"), message


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().strip("。.").casefold()


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
