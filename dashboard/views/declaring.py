"""Comparisons on the Data page: which there are, declare one, take one back."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts.theme import LIGHT
from dashboard.comparisons import MEMBERS, OTHERS, Comparison, months_between, next_id
from dashboard.release.windows import add_months, around, month_start
from dashboard.store import Workspace
from dashboard.text import N_, Translator, escape
from dashboard.views import parts
from dashboard.views.loading import change, opened
from dashboard.views.reading import Reading
from dashboard.views.reading import shown_release as release

_GROUPS = {MEMBERS: N_("Members of co-creation"), OTHERS: N_("Everybody else")}
_SIDES = ("before", "after")
_HALF_YEAR = 6
_ONE_DAY = timedelta(days=1)


def comparisons(t: Translator) -> None:
    """Say what is compared with what, and let HR declare a comparison of their own."""
    parts.subheading(t("Comparisons"))
    st.markdown(t("Fix the months before you look, so that nobody fishes for good ones."))
    with opened(t) as workspace:
        first, last = workspace.days()
        declared = workspace.comparisons()
        kick_offs = workspace.frame("projects")["kicked_off_on"].dropna()
    if not first or not last or release().facts.sample:
        st.caption(t("Comparisons come with your first survey, log or project."))
        return
    read = Reading(release(), t, LIGHT, "")
    st.dataframe(_table(read), hide_index=True)
    months = _months(first, last)
    if len(months) >= len(_SIDES):
        with st.expander(t("Declare a comparison"), key="declare"):
            _form(read, months, _usual(first, last, list(kick_offs)), declared)
    _withdrawal(t, declared)


def _table(read: Reading) -> pd.DataFrame:
    t, rows = read.t, read.release.table("comparisons")
    groups = _groups(read)
    return pd.DataFrame(
        {
            t("Comparison"): rows["comparison"].map(read.comparison_names),
            **{
                t(words): [
                    t.period(*days)
                    for days in zip(rows[f"{side}_from"], rows[f"{side}_to"], strict=True)
                ]
                for side, words in zip(_SIDES, (N_("Before"), N_("After")), strict=True)
            },
            t("Whose change"): [groups.get(one, one) for one in rows["treated"]],
            t("Against"): [groups.get(one, one) for one in rows["control"]],
            t("Contacts that make a tie"): rows["tie_min"].astype("str"),
        }
    )


def _groups(read: Reading) -> dict[str, str]:
    """Give what every group is called that a comparison may be about."""
    t = read.t
    teams = {
        f"project:{one}": t("Team: {name}", name=n) for one, n in read.names("project").items()
    }
    departments = {f"department:{one}": name for one, name in read.names("department").items()}
    return {**{one: t(words) for one, words in _GROUPS.items()}, **teams, **departments}


def _months(first: date, last: date) -> list[date]:
    start = month_start(first)
    return [add_months(start, n) for n in range(months_between(first, last) + 1)]


def _usual(first: date, last: date, kick_offs: list[pd.Timestamp]) -> list[date]:
    """Propose windows: either side of the latest kick-off, else two half-years.

    Records too short for that are compared at their ends, so that the first survey is in.
    """
    for kick_off in sorted(kick_offs, reverse=True):
        sides = around(kick_off.date(), first, last)
        if sides:
            return [month_start(day) for day in sides]
    months = _months(first, last)
    half = min(_HALF_YEAR, len(months) // len(_SIDES))
    start = -2 * half if half == _HALF_YEAR else 0
    ends = (start, start + half - 1, -half, -1)
    return [months[end] for end in ends]


def _form(read: Reading, months: list[date], usual: list[date], declared: list[Comparison]) -> None:
    t, groups = read.t, _groups(read)
    with st.form("declare-form", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("Name"), key="comparison-name")
        name_en = right.text_input(t("Name in English (may stay empty)"), key="comparison-name-en")
        labels = (N_("Before: from"), N_("Before: to"), N_("After: from"), N_("After: to"))
        chosen = [
            column.selectbox(
                t(label), months, index=months.index(day), format_func=t.month, key=label
            )
            for column, label, day in zip(st.columns(4), labels, usual, strict=True)
        ]
        left, right, third = st.columns(3)
        treated = left.selectbox(t("Whose change"), groups, format_func=groups.__getitem__)
        control = right.selectbox(t("Against"), groups, format_func=groups.__getitem__, index=1)
        tie_min = third.number_input(t("Contacts that make a tie"), 1, 100, 2)
        unequal = st.checkbox(t("The two periods may differ in length"))
        pressed = st.form_submit_button(t("Declare it"), icon=":material/check:")
    if pressed:
        made = Comparison(
            next_id(declared),
            name.strip(),
            name_en.strip() or None,
            chosen[0],
            _month_end(chosen[1]),
            chosen[2],
            _month_end(chosen[3]),
            treated=str(treated),
            control=str(control),
            tie_min=int(tie_min),
        )
        _declare(t, made, unequal=unequal)


def _month_end(month: date) -> date:
    return add_months(month, 1) - _ONE_DAY


def _declare(t: Translator, made: Comparison, *, unequal: bool) -> None:
    def declared(workspace: Workspace) -> str:
        workspace.declare(made, unequal=unequal)
        return t("“{name}” is declared. The pages offer it now.", name=escape(made.name))

    change(t, declared, comparison=made.comparison)


def _withdrawal(t: Translator, declared: list[Comparison]) -> None:
    names = [one.name for one in declared]
    gone: Comparison | None = st.session_state.get("withdrawn")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if names:
            chosen = st.selectbox(t("Declared by you"), names, width=420)
            if st.button(t("Withdraw it"), icon=":material/undo:", key="withdraw"):
                change(t, lambda workspace: _withdrawn(t, workspace, str(chosen)))
        if gone and gone.name not in names:
            words = t("Put “{name}” back", name=escape(gone.name))
            if st.button(words, icon=":material/redo:", key="put-back"):
                _declare(t, gone, unequal=True)


def _withdrawn(t: Translator, workspace: Workspace, name: str) -> str:
    st.session_state["withdrawn"] = workspace.withdraw(name)
    return t("“{name}” was withdrawn.", name=escape(name))
