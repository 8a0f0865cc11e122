"""Hears a refusal on grounds of scope in what people write, and says by which words.

A text counts if, read alone, it says that a person or unit really and currently declines or passes
on a request because of scope, role, ownership, authority, budget or precedent, and takes on no part
of it. What speaks for it and against it are weights of short phrases, fitted to labelled texts of
several hands (``tests/deflection``) and kept as a table a person can read and add to:
``deflections/ja.tsv`` and ``en.tsv``. Patterns (``deflections/patterns.toml``) undo a refusal, by
denying, imagining or ending it, or are one by themselves. Of a longer text each sentence is read.
Nothing is downloaded, and no text leaves the machine.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("ja", "en")
_LETTERS, _WORDS, _PARTS = (1, 2, 3, 4), (1, 2, 3), (3, 4, 5)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z']+|[?!.]")
_ENDS = re.compile(r"(?<=[。．!?！？])\s*|(?<=\.)\s+|\n+")
_SHORT, _MORE_EACH = 2, 0.15
_LEAST_LETTERS, _UNHEARD = 7, 9.0
_GAP = re.compile(r"\s+")
_SAYS, _BOTH = "says", (True, False)
_BASE, _SHOWN, _LEAST = "(base)", 3, 0.02
Feature = tuple[str, int, int]
Own = Mapping[str, bool]
_NONE: Own = MappingProxyType({})


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


def find(text: str, language: str = "", own: Own = _NONE) -> Finding:
    """Read one text; ``language`` is told by its letters unless it is given.

    ``own`` are phrases a company added: each makes a refusal (true) or undoes one (false). Of a
    long text the passage that says it most clearly is told.
    """
    language = _known(language, text)
    passages, caution = _passages(text)
    found = [_find(one, language, own, caution) for one in passages]
    return max(found, key=lambda one: (one.deflects, one.score))


def deflects(text: str, language: str = "", own: Own = _NONE) -> bool:
    """Whether one text is a refusal, without saying why: for many texts."""
    language = _known(language, text)
    passages, caution = _passages(text)
    return any(_deflects(one, language, own, caution) for one in passages)


def _passages(text: str) -> tuple[list[str], float]:
    """Part a long text into sentences, and say how much more clearly each has to speak.

    The weights know texts of a sentence or two; among ten sentences a refusal would be lost, and
    ten sentences give ten chances to be wrong.
    """
    sentences = [one for part in _ENDS.split(text) if (one := plainly(part))]
    if len(sentences) <= _SHORT:
        return [plainly(text)], 0.0
    return sentences, _MORE_EACH * math.log2(len(sentences))


def _find(plain: str, language: str, own: Own, caution: float) -> Finding:
    weights = weights_of(language)
    found: dict[str, list[Feature]] = {}
    for one in features(plain, language):
        if one[0] in weights:
            found.setdefault(one[0], []).append(one)
    score, scale = _scored(found, weights)
    score -= caution + _hush(plain, language)
    speaks = [0.0] * len(plain)
    for name, places in found.items():
        for _, start, end in places:
            share = scale * weights[name] / (end - start) / len(places)
            for place in range(start, end):
                speaks[place] += share
    made, undone = _decided(plain, language, own, score)
    vetoes = (undone,) if undone else _told(plain, speaks, -1)
    phrases = ((made,) if made else ()) + _told(plain, speaks, 1)
    return Finding((score > 0 or bool(made)) and not undone, score, phrases, vetoes)


def _deflects(plain: str, language: str, own: Own, caution: float) -> bool:
    weights = weights_of(language)
    names = {name for name, _, _ in features(plain, language)} & weights.keys()
    score = _scored(names, weights)[0] - caution - _hush(plain, language)
    made, undone = _decided(plain, language, own, score)
    return (score > 0 or bool(made)) and not undone


def version(own: Own = _NONE) -> str:
    """Name the detector by what it goes by: the same name, the same findings."""
    told = [repr(sorted(own.items()))]
    for one in LANGUAGES:
        told += [repr(weights_of(one)), *(patterns_of(one, makes=of).pattern for of in _BOTH)]
    return hashlib.sha256("".join(told).encode()).hexdigest()[:16]


def _hush(plain: str, language: str) -> float:
    """Give how much less a word or two is believed: too little to go by, whatever it weighs."""
    enough = len(plain) >= _LEAST_LETTERS if language == "ja" else plain.count(" ") > 1
    return 0.0 if enough else _UNHEARD


def _scored(names: Collection[str], weights: Mapping[str, float]) -> tuple[float, float]:
    """Give the score of a text with these phrases, and what each one's weight is multiplied by."""
    scale = 1 / math.sqrt(max(len(names), 1))
    return weights[_BASE] + scale * sum(weights[name] for name in names), scale


def _decided(plain: str, language: str, own: Own, score: float) -> tuple[str, str]:
    """Give what makes a text a refusal whatever it weighs, and what undoes one; "" where nothing.

    Each is a pattern, or a phrase of a company's own. There is nothing to undo where nothing speaks
    for a refusal.
    """
    made = _first(plain, language, own, makes=True)
    return made, _first(plain, language, own, makes=False) if score > 0 or made else ""


def _first(plain: str, language: str, own: Own, *, makes: bool) -> str:
    if found := patterns_of(language, makes=makes).search(plain):
        return found[0].strip()
    there = (plainly(phrase) for phrase, refuses in own.items() if refuses is makes)
    return next((phrase for phrase in there if phrase in plain), "")


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
    told = (files("data_loaders") / "deflections" / f"{language}.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in told.splitlines())
    return {phrase: float(weight) for phrase, weight in lines}


@cache
def measured() -> Mapping[str, Mapping[str, int]]:
    """Give how well it hears texts its weights were not fitted to, by language.

    Counts: ``refusals`` of which it ``heard`` some, and ``others`` of which it called some one
    (``alarms``).
    """
    told = (files("data_loaders") / "deflections" / "measured.toml").read_text("utf-8")
    return tomllib.loads(told)


@cache
def patterns_of(language: str, *, makes: bool) -> re.Pattern[str]:
    """Read the patterns that make a refusal by themselves, or those that undo one."""
    told = tomllib.loads(
        (files("data_loaders") / "deflections" / "patterns.toml").read_text("utf-8")
    )
    kinds = [of for kind, of in told[language].items() if (kind == _SAYS) is makes]
    return re.compile("|".join(f"(?:{one})" for kind in kinds for one in kind))
