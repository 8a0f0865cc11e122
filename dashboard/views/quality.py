"""The part of the Data page that says how sound the loaded data are, and what would help."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import store
from dashboard.quality import Quality
from dashboard.quality import quality as looked_through
from dashboard.release.read import Release, current
from dashboard.text import N_, Translator, escape
from dashboard.text.tables import TABLE_WORDS
from dashboard.views import parts, suggestions
from dashboard.views.loading import folder

_RATE = "response_rate"
_MONTHS_SHOWN = 12
_WHY = {
    "none": N_("no contact at all, between months that have some"),
    "few": N_("fewer than half of what is usual around it"),
    "begins": N_("the log begins within it"),
    "ends": N_("the log ends within it"),
}
_HELPS = {
    "strangers": N_("Load a roster that knows them, or the export of your own people only."),
    "unknown_department": N_("Give them a department in the roster, from the day on it holds."),
    "twice": N_("Two exports overlap: take one of them back, or export whole months."),
    "oversized": N_("Nothing: who sits in a large meeting need not know each other."),
    "with_oneself": N_("Nothing: they are left out."),
}


def soundness(t: Translator, uploads: list[store.Upload]) -> None:
    """Say what is doubtful in what was loaded; each with its share, and what would help."""
    if all(one.undone_at for one in uploads):
        return
    parts.subheading(t("Is it sound?"))
    found = _found(folder(), [(one.upload, one.undone_at) for one in uploads])
    findings = _findings(t, found)
    if findings.empty:
        st.markdown(f":green[:material/check:] {t('Nothing doubtful was found in the log.')}")
    else:
        st.table(findings.map(escape), border="horizontal", hide_index=True)
    _months(t, found.incomplete)
    _odd_days(t, found)
    release = current(folder())
    _response(t, release)
    _lacking(t, release)


@st.cache_data(show_spinner=False, max_entries=1)
def _found(workspace_folder: Path, uploads: list[tuple[int, object]]) -> Quality:  # noqa: ARG001
    """Look through a workspace, once while its uploads are the same."""
    with store.opened(workspace_folder) as workspace:
        return looked_through(workspace)


def _findings(t: Translator, found: Quality) -> pd.DataFrame:
    log = found.log
    words = {
        "strangers": t("People in the log who are in no roster"),
        "unknown_department": t("Contacts with somebody whose department is unknown"),
        "twice": t("Contacts that stand in two uploads"),
        "oversized": t("Rows of meetings of more than {cap}, not counted", cap=store.MEETING_CAP),
        "with_oneself": t("Contacts of somebody with themselves, not counted"),
    }
    whole = {
        "unknown_department": log["counted"],
        "twice": log["interactions"],
        "oversized": log["interactions"],
        "with_oneself": log["interactions"],
    }
    rows = [
        (
            words[name],
            f"{log[name]:,}",
            t.value(log[name] / whole[name]) if whole.get(name) else "–",
            t(helps),
        )
        for name, helps in _HELPS.items()
        if log[name]
    ]
    return pd.DataFrame(rows, columns=[t("What"), t("Number"), t("Share"), t("What helps")])


def _months(t: Translator, months: pd.DataFrame) -> None:
    if months.empty:
        return
    st.markdown(f"**{t('Months of the log that seem incomplete')}**")
    shown = months.tail(_MONTHS_SHOWN)
    table = pd.DataFrame(
        {
            t("Month"): [t.month(one) for one in shown["month"]],
            t("Contacts"): [f"{n:,.0f}" for n in shown["contacts"]],
            t("Usual"): [f"{n:,.0f}" for n in shown["usual"]],
            t("Why"): [t(_WHY[why]) for why in shown["why"]],
        }
    )
    st.table(table, border="horizontal", hide_index=True)


def _odd_days(t: Translator, found: Quality) -> None:
    for one in found.odd_days:
        first, last = (f"{day:%Y-%m-%d}" for day in (one.first_on, one.last_on) if day)
        said = t(
            "{file} speaks of days from {first} to {last}: is that meant?",
            file=escape(one.file),
            first=first,
            last=last,
        )
        st.warning(f"{said} ({t(TABLE_WORDS[one.table])})", icon=":material/event_busy:")


def _response(t: Translator, release: Release) -> None:
    """Show the response rate of each department in the latest wave, as the release has it."""
    windows = release.table("windows")
    waves = windows[windows["kind"] == "wave"].sort_values("starts_on")
    rates = release.table("estimates")
    rates = rates[(rates["metric"] == _RATE) & (rates["cut"].isin(("all", "department")))]
    mine = rates[rates["window"].isin(waves["window"].tail(1))]
    if mine.empty:
        return
    st.markdown(f"**{t('Who answered the latest survey')}**")
    names = release.table("names").query("kind == 'department'")
    called = {row["id"]: t.name_of(row) for row in names.to_dict("records")}
    table = pd.DataFrame(
        {
            t("Department"): [called.get(one, t("Everyone")) for one in mine["group"]],
            t("Response rate"): [_told(t, one) for one in mine.to_dict("records")],
        }
    )
    st.table(table.map(escape), border="horizontal", hide_index=True, width="content")


def _told(t: Translator, row: dict[str, object]) -> str:
    if row["status"] == "shown":
        return t.value(float(str(row["value"])))
    if row["status"] == "band":
        return t.interval(float(str(row["low"])), float(str(row["high"])))
    return t("not shown")


def _lacking(t: Translator, release: Release) -> None:
    rows = suggestions.rows(t, release.table("lacking"))
    if rows.empty:
        return
    with st.expander(t("What is not measured yet")):
        st.table(rows.map(escape), border="horizontal", hide_index=True)
