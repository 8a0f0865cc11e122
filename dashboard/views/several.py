"""Several files dropped at once: what each is, which are ready, and all of those in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.problems import problem_line
from dashboard.store import Workspace
from dashboard.text import Translator, escape
from dashboard.text.tables import TABLE_WORDS
from dashboard.views.loading import Examined, change, stored
from data_loaders import TABLES, Loaded, LoadError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

Remember = Callable[[], object]


def look_at(t: Translator, files: list[UploadedFile], read: list[Examined]) -> int:
    """List the files and let one be looked at; gives its place."""
    table = pd.DataFrame(
        {
            t("File"): [one.file for one in read],
            t("Read as"): [t(TABLE_WORDS[one.found.table]) if one.found else "–" for one in read],
            t("Rows"): [_rows(one) for one in read],
            t("State"): [_state(t, one) for one in read],
        }
    )
    st.table(table.map(escape), border="horizontal", hide_index=True)
    names = [one.name for one in files]
    unsure = [place for place, one in enumerate(read) if one.broken]
    return int(
        st.selectbox(
            t("Look at a file"),
            range(len(files)),
            index=(unsure or [0])[0],
            format_func=names.__getitem__,
            width=420,
        )
    )


def _rows(file: Examined) -> str:
    return f"{len(file.found.frame):,}" if isinstance(file.found, Loaded) else "–"


def _state(t: Translator, file: Examined) -> str:
    if file.broken:
        return t("{n} problems", n=len(file.broken))
    return t("Ready")


def commit(t: Translator, read: list[Examined], remember: Sequence[Remember]) -> None:
    """Offer to store all files that are ready, what is referred to before what refers."""
    found = [(one.found, done) for one, done in zip(read, remember, strict=True)]
    order = list(TABLES)
    ready = sorted(
        ((file, done) for file, done in found if file is not None),
        key=lambda one: order.index(one[0].table),
    )
    if not ready:
        return

    def store_them(workspace: Workspace) -> str:
        said, failed = [], []
        for file, done in ready:
            try:
                said.append(stored(t, workspace.add(file)))
                done()
            except LoadError as error:
                failed.append(error)
        if not said:
            raise LoadError(*(problem for error in failed for problem in error.problems))
        left_out = [escape(problem_line(t, error.problems[0])) for error in failed]
        return "  \n".join([*said, *left_out])

    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("**{n} of {all} files** are ready.", n=len(ready), all=len(read)))
        st.space("stretch")
        pressed = st.button(t("Load them"), icon=":material/check:", key="commit")
    if pressed:
        change(t, store_them)
