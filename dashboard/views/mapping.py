"""What the columns of a file mean, where its header does not say: asked once a layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.settings import keep, layout_code, settings_of, with_layout
from dashboard.text import N_, Translator
from dashboard.text.tables import TABLE_WORDS
from dashboard.views.loading import Examined, folder, heading
from data_loaders import TABLES, Loaded, LoadError, columns_of
from data_loaders.decode import HEADER_ROW
from data_loaders.questions import standard

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_SURVEY, _NONE = "survey", "–"
_LARGEST = 20 * 1024 * 1024
_PARTS = {
    "department": N_("Department of the respondent"),
    "respondent": N_("Who answered (number or mail address)"),
    "answered_on": N_("Day of the answer"),
    "wave": N_("Which survey"),
    "took_part": N_("Took part in co-creation (yes or no)"),
}
_ORDERS = {
    "": N_("as the column shows"),
    "day/month": N_("day/month/year"),
    "month/day": N_("month/day/year"),
}
_UNSAID = ("table", "dates", "month")


def told(uploaded: UploadedFile) -> tuple[list[str], dict[str, str]]:
    """Give a file's columns, and what was said of them: now, or of a file of the same layout."""
    header = _columns(uploaded)
    said: dict[str, dict[str, str]] = st.session_state.setdefault("mapped", {})
    if uploaded.file_id in said:
        return header, said[uploaded.file_id]
    return header, dict(settings_of(folder()).layouts.get(layout_code(header), {}))


def _columns(uploaded: UploadedFile) -> list[str]:
    """Give a file's columns, read once a file; none of a log that is too big to be a survey."""
    known: dict[str, list[str]] = st.session_state.setdefault("columns", {})
    if uploaded.file_id not in known:
        try:
            small = uploaded.size <= _LARGEST
            header = columns_of(uploaded.getvalue(), uploaded.name).header if small else []
        except LoadError:
            header = []
        known[uploaded.file_id] = header
    return known[uploaded.file_id]


def remember(columns: list[str], said: Mapping[str, str]) -> None:
    """Keep what was said of a layout, so that next month's file needs no question.

    Which survey or month it was is not kept: next month's is another.
    """
    once = ("wave", "month")
    lasting = {
        ours: theirs for ours, theirs in said.items() if ours not in once or theirs in columns
    }
    if lasting:
        keep(folder(), with_layout(settings_of(folder()), columns, lasting))


def ask(t: Translator, uploaded: UploadedFile, file: Examined) -> None:
    """Let HR say which column is what, and read the file again."""
    if not _columns(uploaded):
        return
    open_ = file.found is None and any(one.row == HEADER_ROW for one in file.problems)
    if file.mapping:
        st.caption(t("Its columns are read as you said, now or of an earlier file like it."))
    with st.expander(t("Which column is what?"), expanded=open_, key="mapping"):
        kinds = {_SURVEY: t("A survey, one row a respondent")}
        kinds |= {table: t(words) for table, words in TABLE_WORDS.items()}
        found = file.found.table if file.found else file.mapping.get("table")
        wide = not isinstance(file.found, Loaded) or file.found.format != "plain_csv"
        start = _SURVEY if wide and found in (None, "answers") else str(found)
        kind = st.selectbox(
            t("What is it?"),
            kinds,
            index=list(kinds).index(start),
            format_func=kinds.__getitem__,
            width=360,
            key=f"kind-{uploaded.file_id}",
        )
        _form(t, uploaded, kind, file.mapping)


def _form(t: Translator, uploaded: UploadedFile, kind: str, said: Mapping[str, str]) -> None:
    table = "answers" if kind == _SURVEY else kind
    usual = {ours: theirs for ours, theirs in said.items() if ours not in _UNSAID}
    layout = columns_of(
        uploaded.getvalue(),
        uploaded.name,
        table=None if kind == _SURVEY else table,
        mapping=usual,
    )
    rows = _asked(t, kind)
    edited = pd.DataFrame(
        {"part": rows.values(), "column": [layout.found.get(one, _NONE) for one in rows]},
        index=list(rows),
    )
    with st.form(f"columns-{uploaded.file_id}-{kind}", border=False):
        answer = st.data_editor(
            edited,
            hide_index=True,
            height="content",
            disabled=["part"],
            column_config={
                "part": st.column_config.TextColumn(t("What Yotte needs"), width="medium"),
                "column": st.column_config.SelectboxColumn(
                    t("Column of the file"), options=[_NONE, *layout.header], width="large"
                ),
            },
        )
        extra = {}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if kind == _SURVEY:
                constant = said.get("wave", "")
                extra["wave"] = st.text_input(
                    t("Survey, if no column tells it"),
                    "" if constant in layout.header else constant,
                    placeholder="2026-09",
                    width=260,
                )
            if kind == "interactions":
                extra["month"] = st.text_input(
                    t("Month, if no column tells when"),
                    said.get("month", ""),
                    placeholder="2026-09",
                    width=260,
                )
            extra["dates"] = st.selectbox(
                t("How days are written"),
                _ORDERS,
                index=list(_ORDERS).index(said.get("dates", "")),
                format_func=lambda one: t(_ORDERS[one]),
                width=260,
            )
            pressed = st.form_submit_button(t("Read it again"), icon=":material/refresh:")
    if pressed:
        chosen = {ours: name for ours, name in answer["column"].items() if name != _NONE}
        whole = {"table": table} if kind != _SURVEY else {}
        mapping = {**whole, **{k: v for k, v in extra.items() if v}, **chosen}
        st.session_state["mapped"][uploaded.file_id] = mapping
        st.rerun()


def _asked(t: Translator, kind: str) -> dict[str, str]:
    """Give what a kind of file may tell: ours, and how readers call it."""
    if kind != _SURVEY:
        return {column: heading(kind, column, t.language) for column in TABLES[kind].columns}
    questions = standard().set_index("question")["text" if t.language == "ja" else "text_en"]
    parts = {part: t(words) for part, words in _PARTS.items()}
    return parts | {str(one): str(words) for one, words in questions.items()}
