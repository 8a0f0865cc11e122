"""Departments a file calls by other names: asked once, remembered as another name of them."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd
import streamlit as st

from dashboard.problems import problem_words
from dashboard.text import Translator, escape
from dashboard.views.loading import Examined, opened
from data_loaders import LoadError, load
from data_loaders.references import UNKNOWN_DEPARTMENT

_MOST = 30
_FILE = "department_names.csv"


def ask(t: Translator, file: Examined) -> None:
    """Ask which department an unknown name means, the nearest first, and read the file again."""
    said = [one.facts["found"] for one in file.problems if one.message == UNKNOWN_DEPARTMENT]
    unknown = list(dict.fromkeys(map(str, said)))[:_MOST]
    if not unknown:
        return
    with opened(t) as workspace:
        rows = workspace.frame("departments")
    names = {str(row["department"]): t.name_of(row) for row in _named(rows)}
    with st.form("naming"):
        st.markdown(f"**{t('Which department is meant?')}**")
        chosen = {
            name: st.selectbox(
                escape(name),
                names,
                index=_nearest(name, names),
                format_func=names.__getitem__,
                placeholder=t("None of these"),
                width=360,
            )
            for name in unknown
        }
        st.caption(t("It is remembered for every file, and can be taken back like one."))
        pressed = st.form_submit_button(t("Remember these names"), icon=":material/check:")
    told = [(name, one) for name, one in chosen.items() if one]
    if pressed and told:
        _remember(t, told)


def _named(rows: pd.DataFrame) -> list[dict[str, object]]:
    return [{**row, "id": row["department"]} for row in rows.to_dict("records")]


def _nearest(name: str, names: dict[str, str]) -> int | None:
    """Give the place of the name that looks most alike, if any does."""
    found = get_close_matches(name, names.values(), 1, 0.5)
    return list(names.values()).index(found[0]) if found else None


def _remember(t: Translator, told: list[tuple[str, str]]) -> None:
    content = pd.DataFrame(told, columns=["name", "department"]).to_csv(index=False).encode()
    try:
        with opened(t) as workspace:
            workspace.add(load(content, _FILE, table="department_names"))
    except LoadError as error:
        for problem in error.problems:
            st.error(escape(problem_words(t, problem)))
        return
    st.session_state.pop("examined", None)
    st.rerun()
