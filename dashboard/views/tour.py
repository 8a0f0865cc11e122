"""The first look round: five steps through the sample story, each on the page it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.choices import kept
from dashboard.text import N_, Translator

KEY = "tour"
_STEPS = (
    (
        "overview",
        N_(
            "Every page opens with its answer in one sentence. Grey is before, blue is after, and "
            "a word says whether a change is more than chance."
        ),
    ),
    (
        "not_our_department",
        N_(
            "The band round a line is its 95% interval: the truth lies in there. Below, each "
            "department, and members against the others. “–” protects small groups."
        ),
    ),
    (
        "network",
        N_(
            "Thicker lines are closer ties. Press a department to follow it through every page, or "
            "let the months pass. Nobody is named or drawn."
        ),
    ),
    (
        "compare",
        N_(
            "Two to four projects side by side: who was at the table from when, what became of "
            "consumers’ voices, and who came back."
        ),
    ),
    (
        "data",
        N_(
            "Drop in the files you have. You see how each was understood before anything is "
            "stored, and every file can be taken back."
        ),
    ),
)


def start(t: Translator, pages: Mapping[str, st.Page]) -> None:
    """Offer the tour."""
    _lead(pages, 1, t("A tour in five steps"), ":material/tour:")


def step(t: Translator, pages: Mapping[str, st.Page], page: str) -> None:
    """Show the step the address asks for, where it is about this page."""
    asked = st.query_params.get(KEY, "")
    number = int(asked) if asked in map(str, range(1, len(_STEPS) + 1)) else 0
    if not number or _STEPS[number - 1][0] != page:
        return
    with st.container(border=True):
        of = t("Step {n} of {all}", n=number, all=len(_STEPS))
        st.markdown(f"**{of}**\u2003{t(_STEPS[number - 1][1])}")
        with st.container(horizontal=True):
            if number > 1:
                _lead(pages, number - 1, t("Back"), ":material/arrow_back:")
            if number < len(_STEPS):
                _lead(pages, number + 1, t("Next"), ":material/arrow_forward:")
            st.page_link(
                pages[page], label=t("End the tour"), icon=":material/close:", query_params=kept()
            )


def _lead(pages: Mapping[str, st.Page], number: int, label: str, icon: str) -> None:
    query = {**kept(), KEY: str(number)}
    st.page_link(pages[_STEPS[number - 1][0]], label=label, icon=icon, query_params=query)
