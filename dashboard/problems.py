"""A problem with a file in the reader's words: where it is, and what is wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.text import Translator
    from data_loaders import Problem


def problem_words(t: Translator, problem: Problem) -> str:
    """Word what is wrong, without the place."""
    return t(problem.message, **problem.facts)


def problem_line(t: Translator, problem: Problem) -> str:
    """Word a problem in one line: file, row and column, then what is wrong."""
    row = t("row {row}", row=problem.row) if problem.row else ""
    place = " · ".join(part for part in (problem.file, row, problem.column) if part)
    words = problem_words(t, problem)
    return f"{place}: {words}" if place else words
