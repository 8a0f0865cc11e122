"""The way in: choose a file, see how it was understood, store it, take it back.

Only here does the dashboard open the workspace, and only while something is read or stored.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import store
from dashboard.choices import kept
from dashboard.menu import FOLDER, entry
from dashboard.problems import problem_words
from dashboard.quality import EARLIEST
from dashboard.release.build import build
from dashboard.text import Translator, escape
from dashboard.text.contradictions import CONTRADICTIONS
from dashboard.text.tables import TABLE_WORDS
from dashboard.views import parts
from data_loaders import TABLES, Loaded, LoadError, Problem
from data_loaders.decode import HEADER_ROW
from data_loaders.files import Log, read_file
from data_loaders.questions import questionnaire

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_PREVIEW_ROWS = 5
_TALL = 12
_PEOPLE = ("person", "response")


@dataclass(frozen=True)
class Examined:
    """An uploaded file as it was understood: what may be stored, or what keeps it out.

    ``held`` is the folder a big log lies in until it is stored or another file is chosen; of
    other uploads, which name people, nothing stays on the disk. ``mapping`` is what HR said of its
    columns, now or when a file of the same layout came before. ``unmet`` is what it refers to that
    nobody declared yet, ``asked`` the questions it answers.
    """

    file: str
    found: Loaded | Log | None
    broken: tuple[Problem, ...] = ()
    held: tempfile.TemporaryDirectory[str] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    unmet: tuple[Problem, ...] = ()
    asked: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that keeps it out as things stand."""
        return self.broken + self.unmet


def folder() -> Path:
    """Give the folder of the workspace that is served."""
    return Path(os.environ["YOTTE_WORKSPACE"])


@contextmanager
def opened(t: Translator) -> Iterator[store.Workspace]:
    """Open the workspace; what goes wrong there is said, and ends the page."""
    try:
        with store.opened(folder()) as workspace:
            yield workspace
    except LoadError as error:
        _say(t, error)
        st.stop()


def _say(t: Translator, error: LoadError) -> None:
    for problem in error.problems:
        st.error(escape(problem_words(t, problem)), icon=":material/error:")


def opening(t: Translator, question: str) -> list[store.Upload]:
    """Say in one sentence what the workspace holds; gives the ledger."""
    with opened(t) as workspace:
        uploads = workspace.uploads()
    kept_files = [one for one in uploads if not one.undone_at]
    if kept_files:
        rows = f"{sum(one.rows for one in kept_files):,}"
        said = t("{rows} rows from {files} files are in.", files=len(kept_files), rows=rows)
        parts.answer(question, said)
    else:
        said = t("Nothing of yours is loaded yet.")
        parts.answer(question, said, t("Until your first file, pages show the sample story."))
    return uploads


def choose(t: Translator) -> list[UploadedFile]:
    """Ask for files; each is recognised by its content, whatever its name says."""
    parts.subheading(t("Choose files"))
    words = t("Drop one file or several here, or press “Upload”. Any export will do as it is.")
    generation = st.session_state.setdefault("upload_generation", 0)
    chosen = st.file_uploader(words, accept_multiple_files=True, key=f"upload-{generation}")
    st.caption(t("Names and mail addresses are dropped while reading; numbers become keyed codes."))
    known: dict[str, Examined] = st.session_state.setdefault("examined", {})
    there = {one.file_id for one in chosen}
    for key in [one for one in known if one.partition(" ")[0] not in there]:
        del known[key]
    return chosen


def examined(t: Translator, uploaded: UploadedFile, told: Mapping[str, str]) -> Examined:
    """Read and check an uploaded file, once a file and what was said of its columns (``told``)."""
    known: dict[str, Examined] = st.session_state.setdefault("examined", {})
    key = f"{uploaded.file_id} {sorted(told.items())}"
    if key not in known:
        with st.spinner(t("Reading {file}…", file=escape(uploaded.name))):
            known[key] = _examine(t, uploaded, told)
    return known[key]


def _examine(t: Translator, uploaded: UploadedFile, told: Mapping[str, str]) -> Examined:
    try:
        held = tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder())
        path = Path(held.name) / Path(uploaded.name).name
        path.write_bytes(uploaded.getbuffer())
    except OSError as error:
        unwritten = Problem(store.UNWRITTEN, {"reason": str(error)}, uploaded.name)
        return Examined(uploaded.name, None, (unwritten,))
    mapping = {ours: theirs for ours, theirs in told.items() if ours != "table"}
    try:
        found = read_file(path, told.get("table"), mapping)
    except LoadError as error:
        held.cleanup()
        return Examined(uploaded.name, None, error.problems, mapping=told)
    if isinstance(found, Log):
        return Examined(uploaded.name, found, held=held, mapping=told)
    held.cleanup()
    with opened(t) as workspace:
        unmet = tuple(workspace.unknown(found))
        asked = workspace.frame("questions") if found.table == "answers" else pd.DataFrame()
    return Examined(uploaded.name, found, mapping=told, unmet=unmet, asked=asked)


def understood(t: Translator, file: Examined) -> None:
    """Show what a file was taken for and its first rows; people's numbers are not shown."""
    if file.found is None:
        return
    words = t(TABLE_WORDS[file.found.table])
    with st.container(border=True):
        st.markdown(t("Read as **{table}**", table=words))
        if isinstance(file.found, Log):
            st.caption(t("A big log: its rows are checked while they are stored."))
            return
        _facts(t, file.found)
        for note in file.found.notes:
            st.caption(escape(problem_words(t, note)))
        _doubts(t, file.found)
        _directions(t, file.found, file.asked)
    st.dataframe(_preview(t, file.found), hide_index=True)
    st.caption(t("The first rows, under the names of your file. Numbers of people are hidden."))


def _facts(t: Translator, found: Loaded) -> None:
    days = found.frame.select_dtypes("datetime").melt()["value"].dropna()
    facts = {
        t("Rows"): f"{len(found.frame):,}",
        t("Period"): t.period(days.min(), days.max()) if len(days) else "–",
        t("Encoding"): found.encoding.upper(),
        t("Columns used"): str(len(found.columns)),
    }
    for column, (name, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
        with column.container(gap=None):
            st.caption(name)
            st.markdown(f"**{value}**")


def _doubts(t: Translator, found: Loaded) -> None:
    """Show days nobody is likely to mean, before they are accepted."""
    days = found.frame.select_dtypes("datetime").melt()["value"].dropna()
    odd = days[(days < pd.Timestamp(EARLIEST)) | (days > pd.Timestamp.now())]
    if len(odd):
        period = t.period(odd.min(), odd.max())
        said = t("{n} days are before 1990 or still to come: {period}.", n=len(odd), period=period)
        st.warning(said, icon=":material/event_busy:")


def _directions(t: Translator, found: Loaded, asked: pd.DataFrame) -> None:
    """Say which answers to each question of a survey count as favourable."""
    if asked.empty:
        return
    answers = found.frame.groupby("question").size()
    mine = asked[asked["question"].isin(answers.index) & (asked["kind"] != "text")]
    words = "text" if t.language == "ja" else "text_en"
    table = pd.DataFrame(
        {
            t("Question"): mine[words].fillna(mine["text"]).fillna(mine["question"]),
            t("Answers"): [f"{answers[one]:,}" for one in mine["question"]],
            t("Count as favourable"): [_favourable(t, one) for one in mine.to_dict("records")],
        }
    )
    st.table(table.map(escape), border="horizontal", hide_index=True)


def _favourable(t: Translator, scale: Mapping[str, object]) -> str:
    good = str(scale["favourable"]).split(";")
    if (scale["low"], scale["high"]) == (0, 1):
        return t("Yes") if good == ["1"] else t("No")
    return t(
        "{scores} of {low} to {high}",
        scores=t.listed(good),
        low=f"{scale['low']:g}",
        high=f"{scale['high']:g}",
    )


def _preview(t: Translator, found: Loaded) -> pd.DataFrame:
    """Give the first rows as the file calls its columns, with people's ids hidden."""
    kinds = {name: one.metadata["kind"] for name, one in TABLES[found.table].columns.items()}
    head = found.frame.head(_PREVIEW_ROWS)[list(found.columns)].copy()
    for column in head:
        if kinds[column] in _PEOPLE:
            head[column] = head[column].map("●●".format, na_action="ignore")
        elif kinds[column] == "date":
            head[column] = head[column].dt.strftime("%Y-%m-%d")
    names = {
        ours: heading(found.table, ours, t.language) if name == ours else name
        for ours, name in found.columns.items()
    }
    return head.rename(columns=names)


def refused(t: Translator, file: Examined) -> None:
    """List what keeps a file out, by row and column, to read or to download."""
    count = len(file.problems)
    if all(one.row == HEADER_ROW for one in file.problems):
        parts.subheading(t("Something about its columns is not clear yet"))
        for one in file.problems:
            st.warning(escape(problem_words(t, one)), icon=":material/help:")
        st.markdown(t("Nothing was stored. Say below which column is what, or mend the file."))
        return
    parts.subheading(t("{n} problems keep this file out", n=count))
    st.markdown(t("Nothing was stored. Mend the file and choose it again."))
    table = pd.DataFrame(
        {
            t("Row"): [one.row for one in file.problems],
            t("Column"): [one.column for one in file.problems],
            t("What is wrong"): [problem_words(t, one) for one in file.problems],
        }
    ).astype({t("Row"): "Int64"})
    st.dataframe(
        table,
        hide_index=True,
        height=420 if count > _TALL else "content",
        column_config={t("What is wrong"): st.column_config.TextColumn(width="large")},
    )
    st.download_button(
        t("Get the list (CSV)"),
        parts.csv(table),
        file_name="yotte-problems.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def commit(t: Translator, file: Examined, remember: Callable[[], object]) -> None:
    """Offer to store a file, and do it; ``remember`` is called once it is in."""
    found = file.found
    if found is None or file.problems:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        words = t(TABLE_WORDS[found.table])
        if isinstance(found, Loaded):
            rows = f"{len(found.frame):,}"
            st.markdown(t("This adds **{rows} rows** to {table}.", rows=rows, table=words))
        else:
            st.markdown(t("This adds the whole log to {table}.", table=words))
        st.space("stretch")
        pressed = st.button(t("Load it"), icon=":material/check:", key="commit")
    if pressed:

        def store_it(workspace: store.Workspace) -> str:
            said = stored(t, workspace.add(found))
            remember()
            return said

        change(t, store_it)


def stored(t: Translator, upload: store.Upload) -> str:
    """Say that a file is in, or was before."""
    file, rows = escape(upload.file), f"{upload.rows:,}"
    if upload.repeated:
        return t("{file} was loaded before; nothing changed.", file=file)
    return t("{file} is in: {rows} rows. The pages show it now.", file=file, rows=rows)


def change(
    t: Translator, changing: Callable[[store.Workspace], str], *, comparison: str = ""
) -> None:
    """Change the workspace, release anew while saying what is being done, and start afresh.

    The links to the pages that show it open on ``comparison``.
    """
    bar = st.progress(0.0, t("Storing…"))
    with opened(t) as workspace:
        try:
            said = changing(workspace)
        except LoadError as error:
            bar.empty()
            _say(t, error)
            return
        build(workspace, progress=lambda what, share: bar.progress(share, t(what)))
    st.session_state["said"] = said, comparison
    st.session_state.pop("examined", None)
    st.session_state["upload_generation"] = st.session_state.get("upload_generation", 0) + 1
    st.rerun()


def done(t: Translator) -> None:
    """Say what was just stored or taken back, and lead to the pages that show it."""
    said, comparison = st.session_state.pop("said", ("", ""))
    if not said:
        return
    query = {**kept(), "comparison": comparison} if comparison else kept()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":green[:material/check:] {said}")
        st.space("stretch")
        for page in ("overview", "not_our_department"):
            one = entry(page)
            st.page_link(FOLDER / one.path.name, label=t(one.title), query_params=query)


def history(t: Translator, uploads: list[store.Upload]) -> None:
    """Show the ledger, and take one upload back."""
    if not uploads:
        return
    parts.subheading(t("What was loaded so far"))
    newest = sorted(uploads, key=lambda one: one.upload, reverse=True)
    table = pd.DataFrame(
        {
            t("When"): [one.when for one in newest],
            t("File"): [one.file for one in newest],
            t("Table"): [t(TABLE_WORDS[one.table]) for one in newest],
            t("Rows"): [f"{one.rows:,}" for one in newest],
            t("State"): [t("Taken back") if one.undone_at else t("In use") for one in newest],
        }
    )
    st.dataframe(table, hide_index=True, height=420 if len(table) > _TALL else "content")
    names = {one.upload: f"{one.file} ({one.when})" for one in newest if not one.undone_at}
    if names:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(t("Take back"), names, format_func=names.__getitem__, width=420)
            if st.button(t("Take it back"), icon=":material/undo:", key="undo"):
                change(t, lambda workspace: _undone(t, workspace.undo(chosen)))


def _undone(t: Translator, upload: store.Upload) -> str:
    return t("{file} was taken back, {rows} rows.", file=escape(upload.file), rows=upload.rows)


def contradictions(t: Translator) -> None:
    """List the records that contradict each other, which the figures leave out."""
    with opened(t) as workspace:
        found = workspace.contradictions()
    if found.empty:
        return
    parts.subheading(t("Records that contradict each other"))
    st.markdown(
        t(
            "{n} records are left out of the figures they would spoil. "
            "Correct the file and load it.",
            n=len(found),
        )
    )
    days = {name: found[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("day", "other_day")}
    table = pd.DataFrame(
        {
            t("What is wrong"): found["kind"].map(CONTRADICTIONS).map(t),
            t("Project"): found["project"],
            t("Event"): found["event"].fillna(""),
            t("Day"): days["day"],
            t("The other day"): days["other_day"],
            t("File"): found["file"],
        }
    )
    st.dataframe(table, hide_index=True, height=420 if len(table) > _TALL else "content")
    parts.download(t("Get the list (CSV)"), table, "contradictions")


def templates(t: Translator) -> None:
    """Offer an empty file for every table, with column names in the reader's language."""
    parts.subheading(t("Templates"))
    names = {table: t(words) for table, words in TABLE_WORDS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(t("A template for"), names, format_func=names.__getitem__, width=320)
        st.download_button(
            t("Get a template (CSV)"),
            parts.csv(_template(table, t.language)),
            file_name=f"yotte-{table}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    asked = pd.DataFrame(questionnaire(t.language), columns=[t("Question"), t("Answers")])
    parts.download(t("Get the questionnaire to copy into a form (CSV)"), asked, "questionnaire")
    st.caption(
        t("Columns that may stay empty or be left out: {columns}.", columns=_optional(t, table))
    )


def heading(table: str, column: str, language: str) -> str:
    """Give a column's name as a file in this language may call it."""
    names = TABLES[table].columns[column].metadata["names"]
    return names[0] if language == "ja" and names else column


def _template(table: str, language: str) -> pd.DataFrame:
    return pd.DataFrame(columns=[heading(table, one, language) for one in TABLES[table].columns])


def _optional(t: Translator, table: str) -> str:
    columns = TABLES[table].columns.items()
    return t.listed(
        [heading(table, name, t.language) for name, one in columns if one.metadata["optional"]]
    )
