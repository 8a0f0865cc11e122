"""The project diary: projects, members and events typed in, for companies that have no such file.

What is saved is an upload like any other: checked by the same rules, in the ledger, and taken back
as one. A line that is deleted is taken back by a record that says so. Numbers of people become
codes and cannot be read back, so members are added, and never listed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.problems import problem_words
from dashboard.store import Workspace
from dashboard.text import N_, Translator, escape
from dashboard.text.tables import TABLE_WORDS
from dashboard.views import parts
from dashboard.views.loading import change, heading, opened, stored
from data_loaders import TABLES, Loaded, LoadError, check

_TABLES = ("projects", "participations", "project_events")
_SHOWN = {
    "projects": (
        "project",
        "name",
        "kind",
        "proposed_on",
        "kicked_off_on",
        "closed_on",
        "grew_out_of",
    ),
    "participations": ("project", "person", "joined_on", "left_on", "role", "volunteered"),
    "project_events": (
        "event",
        "project",
        "occurred_on",
        "activity",
        "department",
        "person",
        "refers_to",
        "note",
    ),
}
_HINTS = {
    "projects": N_("One line a project. Deleting a line takes the project back."),
    "participations": N_(
        "Members are added and never listed. A line with the same project, number and first day "
        "takes the place of an earlier one; tick “{removed}” to take it back."
    ),
    "project_events": N_(
        "One line an event. Who it was cannot be read back: left empty, it stays as it is. A "
        "decision refers to its request, a used voice to where it was collected."
    ),
}
_FILE = "diary"
_HEIGHT = 360

Row = dict[str, Any]


def diary(t: Translator) -> None:
    """Let HR type projects, members and events; nothing is stored before it is saved."""
    parts.subheading(t("Project diary"))
    st.markdown(t("No file of your projects? Type them here; it is checked like a file."))
    table = st.segmented_control(
        t("What to enter"),
        _TABLES,
        default=_TABLES[0],
        format_func=lambda one: t(TABLE_WORDS[one]),
        label_visibility="collapsed",
        required=True,
        key="diary-table",
    )
    with opened(t) as workspace:
        before = _rows(workspace, table)
        choices = _choices(workspace)
    generation = st.session_state.setdefault("upload_generation", 0)
    key = f"diary-{table}-{generation}"
    words = heading(table, "removed", t.language)
    with st.form(f"form-{key}", border=False):
        st.data_editor(
            before,
            key=key,
            hide_index=True,
            num_rows="dynamic",
            placeholder="",
            height=_HEIGHT if len(before) else "content",
            column_config=_columns(t, table, choices),
        )
        st.caption(t(_HINTS[table], removed=words))
        pressed = st.form_submit_button(t("Save the diary"), icon=":material/check:")
    if pressed:
        _save(t, table, _changed(table, before, st.session_state[key]))


def _rows(workspace: Workspace, table: str) -> pd.DataFrame:
    """Give what the diary shows of a table: the newest first, and nobody."""
    columns = list(_SHOWN[table])
    if table == "participations":
        empty = {name: pd.Series(dtype=_dtype(table, name)) for name in (*columns, "removed")}
        return pd.DataFrame(empty)
    frame = workspace.frame(table).reindex(columns=columns)
    days = "proposed_on" if table == "projects" else "occurred_on"
    frame = frame.sort_values(days, ascending=False, ignore_index=True)
    return frame.assign(person="").astype({"person": "str"}) if "person" in columns else frame


def _dtype(table: str, column: str) -> str:
    kind = TABLES[table].columns[column].metadata["kind"]
    return {"date": "datetime64[us]", "flag": "boolean"}.get(kind, "str")


def _choices(workspace: Workspace) -> dict[str, list[str]]:
    projects = workspace.frame("projects")["project"].tolist()
    departments = workspace.frame("departments").sort_values("position")["department"].tolist()
    return {"project": projects, "grew_out_of": projects, "department": departments}


def _columns(t: Translator, table: str, choices: Mapping[str, list[str]]) -> dict[str, Any]:
    """Say how each column is typed: days, words from a list, ticks, or text."""
    found: dict[str, Any] = {}
    for name in (*_SHOWN[table], "removed"):
        declared = TABLES[table].columns[name].metadata
        words = heading(table, name, t.language).replace("_", " ")
        # A project's own number is new; elsewhere it is one of those there are.
        listed = choices.get(name) if (table, name) != ("projects", "project") else None
        if declared["kind"] == "date":
            found[name] = st.column_config.DateColumn(words, format="YYYY-MM-DD")
        elif declared["kind"] == "flag":
            found[name] = st.column_config.CheckboxColumn(words)
        elif declared["values"]:
            said = {value: _word(t, value, also) for value, also in declared["values"].items()}
            found[name] = st.column_config.SelectboxColumn(
                words, options=list(said), format_func=said.__getitem__
            )
        elif listed:
            found[name] = st.column_config.SelectboxColumn(words, options=listed)
        else:
            found[name] = st.column_config.TextColumn(words)
    return found


def _word(t: Translator, value: str, also: tuple[str, ...]) -> str:
    """Give the word for a value that a file in the reader's language may use."""
    return also[0] if t.language == "ja" and also else value.replace("_", " ")


def _changed(table: str, before: pd.DataFrame, edited: Mapping[str, Any]) -> pd.DataFrame:
    """Give the lines that were added, changed or deleted, as text, by their place from 1."""
    rows: dict[int, Row] = {}
    for place, values in edited["edited_rows"].items():
        rows[int(place)] = {**before.loc[int(place)].to_dict(), **values}
    for place in edited["deleted_rows"]:
        rows[int(place)] = {**before.loc[int(place)].to_dict(), "removed": True}
    for place, values in enumerate(edited["added_rows"], len(before)):
        if any(value not in (None, "", False) for value in values.values()):
            rows[place] = dict(values)
    columns = [*_SHOWN[table], "removed"]
    frame = pd.DataFrame(
        [[_text(row.get(name)) for name in columns] for row in rows.values()],
        columns=columns,
        index=[place + 1 for place in rows],
        dtype="str",
    )
    if table == "project_events":
        unnamed = frame["event"] == ""
        frame.loc[unnamed, "event"] = [f"D-{secrets.token_hex(4)}" for _ in range(unnamed.sum())]
    return frame


def _text(value: object) -> str:
    """Write a cell as a file would hold it."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, pd.Timestamp)):
        return f"{value:%Y-%m-%d}"
    return str(value).strip()


def _save(t: Translator, table: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        st.info(t("Nothing was changed."))
        return
    heads = {name: heading(table, name, t.language) for name in rows}
    try:
        found = Loaded(_FILE, table, _FILE, "–", check(rows, table, "", heads), heads)
    except LoadError as error:
        _refuse(t, error)
        return
    with opened(t) as workspace:
        unmet = workspace.unknown(found)
    if unmet:
        _refuse(t, LoadError(*unmet))
        return
    change(t, _storing(t, found))


def _storing(t: Translator, found: Loaded) -> Callable[[Workspace], str]:
    return lambda workspace: stored(t, workspace.add(found))


def _refuse(t: Translator, error: LoadError) -> None:
    """List what is wrong, by line and column; what was typed stays in the table."""
    for one in error.problems:
        place = " · ".join(
            part for part in (t("line {n}", n=one.row) if one.row else "", one.column) if part
        )
        st.error(f"{escape(place)}: {escape(problem_words(t, one))}", icon=":material/error:")
