"""The words readers see: English stands in the code, Japanese in ``ja.po``.

English sentences are the message ids. Ids and values stay as they are everywhere else and meet
words here only, so one release reads in either language. Nothing but ``translator()`` needs
Streamlit: the command line and the reports use ``Translator("ja")``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import negotiate_locale
from babel.messages.pofile import read_po
from budoux import Parser, load_default_japanese_parser

from dashboard.text.formats import Formats

LANGUAGES: Mapping[str, str] = {"ja": "日本語", "en": "English"}
DEFAULT = "en"
_BREAK, _NO_BREAK = "\u200b", "\u2060"
_CLOSED = re.compile(r"(?<=[%」）])(?=[^」）。、])")
_NUMBER = re.compile(r"\d[\d.,]*(?:か月)?")
_MARKDOWN = {ord(sign): f"\\{sign}" for sign in r"\`*_{}[]()<>#+-.!|~$:"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for translation where it is declared; it is worded where it is read."""
    return message


def escape(name: str) -> str:
    """Make a name from somebody's file safe inside Markdown: no link or image comes alive."""
    return name.translate(_MARKDOWN)


@dataclass(frozen=True)
class Translator(Formats):
    """Words, numbers and dates in one language: ``t("{n} files", n=3)``, ``t.month(day)``."""

    def __call__(self, message: str, /, **places: object) -> str:
        """Give a message in this language with its places filled."""
        words = _messages(self.language).get(message) or message
        return words.format(**places) if places else words

    def phrased(self, words: str) -> str:
        """Put signs nobody sees where a line of a heading may break, and where it must not.

        Japanese has no spaces, and most browsers break its lines within words and after signs. A
        number counts as one digit, of which nothing is broken off.
        """
        if self.language != "ja":
            return words
        numbers = iter(_NUMBER.findall(words))
        phrases = _phrases().parse(_NUMBER.sub("1", words))
        whole = [_CLOSED.sub(_NO_BREAK, phrase) for phrase in phrases]
        told = [re.sub("1", lambda _: next(numbers), phrase) for phrase in whole]
        return _BREAK.join(told).replace(f"\\{_BREAK}", "\\")

    def name_of(self, row: Mapping[str, object], column: str = "name") -> str:
        """Give what a department, project or wave is called, by its English name where it has one.

        ``row`` may have ``name``, ``name_en`` and ``id``; another ``column`` has its English too.
        Nothing at all gives "".
        """
        own, other = (f"{column}_en", column) if self.language == "en" else (column, f"{column}_en")
        told = (row.get(key) for key in (own, other, "id"))
        return next((one for one in told if isinstance(one, str) and one), "")


@lru_cache
def _phrases() -> Parser:
    return load_default_japanese_parser()


@lru_cache
def _messages(language: str) -> Mapping[str, str]:
    if language == DEFAULT:
        return {}
    with (files(__name__) / f"{language}.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def translator() -> Translator:
    """Give the reader's language: the address's, else the session's, else the browser's."""
    import streamlit as st  # noqa: PLC0415 - the command line speaks without Streamlit

    asked = (st.query_params.get("lang"), st.session_state.get("lang"), st.context.locale)
    known = (negotiate_locale([one], LANGUAGES, sep="-") for one in asked if one)
    language = next((one for one in known if one), DEFAULT)
    st.session_state["lang"] = language
    return Translator(language)
