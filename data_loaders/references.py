"""Do the names in a table exist? Departments, people, projects and questions it refers to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from data_loaders import Loaded
from data_loaders.tables import N_, Problem

_REFERS = {
    "people": {"department": "departments"},
    "department_names": {"department": "departments"},
    "participations": {"project": "projects", "person": "people"},
    "project_events": {"project": "projects", "department": "departments", "person": "people"},
    "answers": {
        "department": "departments",
        "respondent": "people",
        "project": "projects",
        "question": "questions",
    },
    "invitations": {"department": "departments"},
    "group_interactions": {"from_department": "departments", "to_department": "departments"},
}
UNKNOWN_DEPARTMENT = N_("No department is called “{found}”. Nearest: {nearest}.")
_WORDS = {
    "departments": UNKNOWN_DEPARTMENT,
    "people": N_("Nobody in the roster has the number “{found}”."),
    "projects": N_("No project is called “{found}”. Nearest: {nearest}."),
    "questions": N_("No question is called “{found}”. Nearest: {nearest}."),
}
_NEAREST = 3


@dataclass(frozen=True)
class Known:
    """What is declared so far; an empty collection means that nothing of its kind is.

    ``questions`` gives each name's lowest and highest score; ``undated`` holds waves of the file
    that have no day, neither declared nor in their name.
    """

    departments: Collection[str]
    people: Collection[str]
    projects: Collection[str]
    questions: Mapping[str, tuple[float, float]]
    undated: Collection[str]


def unknown(loaded: Loaded, known: Known) -> list[Problem]:
    """List every value that refers to nothing, every score off its scale, every undated wave."""
    found: list[Problem] = []
    for column, kind in _REFERS.get(loaded.table, {}).items():
        found += _unmet(loaded, column, kind, getattr(known, kind))
    if loaded.table == "answers":
        found += _off_scale(loaded, known.questions)
        found += _undated(loaded, known.undated)
    return sorted(found, key=lambda one: one.row or 0)


def _place(loaded: Loaded, column: str) -> str:
    return loaded.columns.get(column, column)


def _unmet(loaded: Loaded, column: str, kind: str, declared: Collection[str]) -> list[Problem]:
    values = loaded.frame[column].dropna()
    if not declared:
        return []
    missing = values[~values.isin(set(declared))]
    nearest = {
        value: ", ".join(get_close_matches(value, declared, n=_NEAREST, cutoff=0.3)) or "–"
        for value in missing.unique()
        if kind != "people"
    }
    return [
        Problem(
            _WORDS[kind],
            {"found": value, "nearest": nearest.get(value, "–")},
            loaded.file,
            row,
            _place(loaded, column),
        )
        for row, value in missing.items()
    ]


def _off_scale(loaded: Loaded, scales: Mapping[str, tuple[float, float]]) -> list[Problem]:
    low, high = (
        loaded.frame["question"].map({name: ends[side] for name, ends in scales.items()})
        for side in (0, 1)
    )
    score = loaded.frame["score"]
    off = score.notna() & ((score < low) | (score > high))
    return [
        Problem(
            N_("The score {found} is off the scale: {low} to {high}."),
            {"found": f"{score[row]:g}", "low": f"{low[row]:g}", "high": f"{high[row]:g}"},
            loaded.file,
            row,
            _place(loaded, "score"),
        )
        for row in loaded.frame.index[off]
    ]


def _undated(loaded: Loaded, undated: Collection[str]) -> list[Problem]:
    without = loaded.frame["wave"].isin(set(undated)) & loaded.frame["answered_on"].isna()
    first: pd.Series = loaded.frame.loc[without, "wave"].drop_duplicates()
    return [
        Problem(
            N_(
                "When was “{wave}”? Name the wave by its month (2026-09) or quarter (2026Q3), "
                "add a column answered_on, or load the table of waves."
            ),
            {"wave": wave},
            loaded.file,
            row,
            _place(loaded, "wave"),
        )
        for row, wave in first.items()
    ]
