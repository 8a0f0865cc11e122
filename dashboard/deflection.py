"""Hears a refusal on grounds of scope in what people write, and says by which words.

A text counts if, read alone, it says that a person or unit really and currently declines or passes
on a request because of scope, role, ownership, authority, budget or precedent, and takes on no part
of it. What speaks for it and against it are weights of short phrases, fitted to labelled texts of
several hands (``tests/deflection``) and kept as a table a person can read and add to:
``deflections/ja.tsv`` and ``en.tsv``. Nothing is downloaded, and no text leaves the machine.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = ("ja", "en")
_LETTERS, _WORDS, _PARTS = (1, 2, 3, 4), (1, 2, 3), (3, 4, 5)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z']+|[?!.]")
_GAP = re.compile(r"\s+")
_BASE, _SHOWN, _LEAST = "(base)", 3, 0.02
Feature = tuple[str, int, int]


@dataclass(frozen=True)
class Finding:
    """What was heard in a text: ``phrases`` spoke for a refusal, ``vetoes`` against it."""

    deflects: bool
    score: float
    phrases: tuple[str, ...]
    vetoes: tuple[str, ...]


def language_of(text: str) -> str:
    """Tell Japanese, which has its own letters, from English."""
    return "ja" if _JAPANESE.search(text) else "en"


def _known(language: str, text: str) -> str:
    """Take a language as it may be written (ja, EN, ja-JP), else tell it by the letters."""
    short = language.strip().casefold()[:2]
    return short if short in LANGUAGES else language_of(text)


def plainly(text: str) -> str:
    """Write a text as it is compared: width, case and spaces folded."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _GAP.sub(" ", folded).strip()


def features(plain: str, language: str) -> Iterator[Feature]:
    """Give the short phrases in a text, and from where to where each stands.

    Japanese has no gaps between words: its phrases are one to four letters. English has one to
    three words, and parts of words.
    """
    if language == "ja":
        for n in _LETTERS:
            for start in range(len(plain) - n + 1):
                yield plain[start : start + n], start, start + n
        return
    words = [(one[0], one.start(), one.end()) for one in _WORD.finditer(plain)]
    for n in _WORDS:
        for first in range(len(words) - n + 1):
            taken = words[first : first + n]
            yield " ".join(word for word, _, _ in taken), taken[0][1], taken[-1][2]
    for word, start, end in words:
        for part in _parts(word):
            yield part, start, end


@lru_cache(maxsize=50_000)
def _parts(word: str) -> tuple[str, ...]:
    """Give three to five letters of a word at a time, its ends marked."""
    marked = f"‹{word}›"
    return tuple(f"~{marked[i : i + n]}" for n in _PARTS for i in range(len(marked) - n + 1))


def find(text: str, language: str = "", own: Mapping[str, float] | None = None) -> Finding:
    """Read one text; ``language`` is told by its letters unless it is given.

    ``own`` are weights of phrases a company adds: above 0 speaks for a refusal.
    """
    language = _known(language, text)
    weights = weights_of(language)
    plain = plainly(text)
    found: dict[str, list[Feature]] = {}
    for one in features(plain, language):
        if one[0] in weights:
            found.setdefault(one[0], []).append(one)
    score, scale = _scored(found, weights)
    score += sum(weight for phrase, weight in (own or {}).items() if plainly(phrase) in plain)
    speaks = [0.0] * len(plain)
    for name, places in found.items():
        for _, start, end in places:
            share = scale * weights[name] / (end - start) / len(places)
            for place in range(start, end):
                speaks[place] += share
    undone = _undone(plain, language) if score > 0 else ""
    vetoes = (undone,) if undone else _told(plain, speaks, -1)
    return Finding(score > 0 and not undone, score, _told(plain, speaks, 1), vetoes)


def deflects(text: str, language: str = "") -> bool:
    """Whether one text is a refusal, without saying why: for many texts."""
    language = _known(language, text)
    weights, plain = weights_of(language), plainly(text)
    names = {name for name, _, _ in features(plain, language)} & weights.keys()
    return _scored(names, weights)[0] > 0 and not _undone(plain, language)


def _scored(names: Collection[str], weights: Mapping[str, float]) -> tuple[float, float]:
    """Give the score of a text with these phrases, and what each one's weight is multiplied by."""
    scale = 1 / math.sqrt(max(len(names), 1))
    return weights[_BASE] + scale * sum(weights[name] for name in names), scale


def _undone(plain: str, language: str) -> str:
    """Give the phrase that denies, imagines or ends a refusal; nothing when none does."""
    found = vetoes_of(language).search(plain)
    return found[0] if found else ""


def _told(plain: str, speaks: list[float], sign: int) -> tuple[str, ...]:
    """Give the stretches that speak most for a side, strongest first."""
    stretches, start, total = [], 0, 0.0
    for place, (letter, value) in enumerate(zip([*plain, " "], [*speaks, 0.0], strict=True)):
        if sign * value > _LEAST or (letter == " " and total and place < len(plain)):
            start = place if not total else start
            total += sign * value
        elif total:
            stretches.append((total, plain[start:place].strip()))
            total = 0.0
    best = sorted((one for one in stretches if len(one[1]) > 1), reverse=True)
    return tuple(phrase for _, phrase in best[:_SHOWN])


@cache
def weights_of(language: str) -> Mapping[str, float]:
    """Read the weights of a language's phrases: a line each, a tab between."""
    told = (files("dashboard") / "deflections" / f"{language}.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in told.splitlines())
    return {phrase: float(weight) for phrase, weight in lines}


@cache
def vetoes_of(language: str) -> re.Pattern[str]:
    """Read the patterns that undo a refusal, whatever else is said."""
    told = tomllib.loads((files("dashboard") / "deflections" / "vetoes.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{one})" for kind in told[language].values() for one in kind))
