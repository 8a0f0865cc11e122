"""The parts of the Data page that protect people: smallest groups, comments, what is withheld."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.release.comments import in_groups, written
from dashboard.release.disclosure import ledger
from dashboard.release.read import current, releases_of
from dashboard.settings import (
    FLOOR,
    Settings,
    keep,
    raised,
    settings_of,
    with_comments_read,
    without_comments,
)
from dashboard.store import Workspace
from dashboard.text import N_, Translator
from dashboard.views import parts
from dashboard.views.loading import change, folder, opened

_TALL = 12
_MOST = 100
RULES = {
    "few": N_("too few people"),
    "together": N_("with other figures it would tell of a few people"),
    "fenced": N_("other figures would leave too little doubt about a group"),
    "alike": N_("in a part of it nearly all answered alike"),
    "held": N_("held back: a correction changed it by a few people, so the earlier figure stays"),
}
_CUTS = {
    "all": N_("Everyone"),
    "department": N_("Department"),
    "project": N_("Project"),
    "membership": N_("Members and others"),
    "department_pair": N_("Two departments"),
    "kind": N_("Kind of project"),
}


def smallest_groups(t: Translator) -> None:
    """Let HR ask for more people behind a figure; never for fewer than were asked for before."""
    parts.subheading(t("Smallest groups"))
    now, words = settings_of(folder()), t("Change it")
    with (
        st.form("smallest", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        people = st.number_input(
            t("People a figure needs"), FLOOR, _MOST, now.people, width=220, key="people"
        )
        comments = st.number_input(
            t("People who wrote, for comments"), FLOOR, _MOST, now.comments, width=260
        )
        pressed = st.form_submit_button(words, icon=":material/check:")
    st.caption(t("It can only be raised: what was hidden before would be told otherwise."))
    if pressed and (people, comments) != (now.people, now.comments):

        def raise_them(_: Workspace) -> str:
            keep(folder(), raised(folder(), people=people, comments=comments))
            return t("Figures now need {n} people.", n=people)

        change(t, raise_them)


def comments(t: Translator) -> None:
    """Let HR read a wave's comments through, and let them appear."""
    with opened(t) as workspace:
        now = settings_of(workspace.folder)
        every = written(workspace.tables())
    if every.empty:
        return
    parts.subheading(t("Comments"))
    found = in_groups(every, now.comments)
    waves = sorted(every["wave"].unique(), reverse=True)
    wave = st.selectbox(t("Survey"), waves, width=320, key="comments-wave")
    mine = found[found["wave"] == wave]
    left = int((every["wave"] == wave).sum()) - len(mine)
    if mine.empty:
        st.markdown(t("Fewer than {n} people wrote; no comment can be shown.", n=now.comments))
        return
    parts.quotes(t, mine, {})
    st.caption(
        t(
            "{n} more are not shown, because fewer than {least} people wrote.",
            n=left,
            least=now.comments,
        )
        if left
        else t("All comments of this survey.")
    )
    shown = now.read.get(wave) == sorted(set(mine["code"]))
    with st.container(horizontal=True, vertical_alignment="center"):
        if shown:
            st.markdown(t("Readers see these comments."))
            if st.button(t("Hide them"), icon=":material/visibility_off:"):
                _decide(t, without_comments(now, wave), t("The comments are hidden."))
        else:
            read = st.checkbox(
                t("I have read them all, and nobody is recognisable."), key=f"read-{wave}"
            )
            if st.button(t("Show them to readers"), disabled=not read):
                change(t, lambda _: _read(t, now, wave, mine["code"].tolist()))


def _read(t: Translator, now: Settings, wave: str, codes: list[str]) -> str:
    keep(folder(), with_comments_read(now, wave, codes))
    return t("The comments appear.")


def _decide(t: Translator, settings: Settings, words: str) -> None:
    def decide(_: Workspace) -> str:
        keep(folder(), settings)
        return words

    change(t, decide)


def withheld(t: Translator) -> None:
    """Tell HR which rule hides what; readers see one sentence for all of them."""
    found = ledger(releases_of(folder()))
    if found.empty:
        return
    parts.subheading(t("What is withheld, and why"))
    labels = current(folder()).table("metrics").set_index("metric")["label"]
    why = found["rule"].map(RULES).map(t)
    counts = why.value_counts()
    told = {t("Why"): counts.index, t("Figures"): counts.map("{:,}".format)}
    st.table(pd.DataFrame(told), border="horizontal", hide_index=True)
    table = pd.DataFrame(
        {
            t("Measure"): found["metric"].map(labels).map(t),
            t("Of"): found["cut"].map(_CUTS).map(t),
            t("Group"): found["group"],
            t("When"): found["window"],
            t("Why"): why,
        }
    )
    with st.expander(t("Every figure that is withheld")):
        st.dataframe(table, hide_index=True, height=420 if len(table) > _TALL else "content")
    parts.download(t("Get the list (CSV)"), table, "withheld")
    st.caption(t("For HR alone: it says more than readers may know."))
