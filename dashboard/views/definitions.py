"""The parts of the definitions page: measures as they declare themselves, words, protection."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.choices import chosen_of
from dashboard.text import N_, Translator, escape
from dashboard.views import parts, suggestions
from dashboard.views.reading import UNITS, Reading

_DIRECTIONS = {
    "lower": N_("Lower is better"),
    "higher": N_("Higher is better"),
    "none": N_("Neither direction is better"),
}
_PERIODS = {
    "wave": N_("by survey, and before against after"),
    "month": N_("by month, and before against after"),
    "closing": N_("by the month in which projects closed"),
    "event": N_("by month, over all records, and before against after"),
    "comparison": N_("before against after only"),
}
_CUTS = {
    "all": N_("everyone"),
    "department": N_("departments"),
    "project": N_("the teams of projects"),
    "membership": N_("members against others"),
    "department_pair": N_("pairs of departments"),
    "kind": N_("kinds of project"),
}
_PROMISES = {
    "scope": N_("“Not our department” is said less"),
    "together": N_("Departments work together"),
    "return": N_("People come back"),
    "speed": N_("Things move faster"),
    "selling": N_("Those who took part sell in earnest"),
    "health": N_("Projects are run well"),
    "voices": N_("What people say"),
}
_WORDS = {
    N_("Before, after"): N_(
        "Two periods of equal length, fixed before anybody looks at the figures. Without another "
        "choice, six months either side of the first co-creation project."
    ),
    N_("95% interval"): N_(
        "The figure is what was found; the interval is where the true one lies, as far as these "
        "answers can tell. People who answered twice, and people who share contacts, are taken "
        "into account."
    ),
    N_("Better, worse"): N_(
        "The change is larger than chance explains, even considering how many changes were looked "
        "at together (Benjamini & Hochberg 1995)."
    ),
    N_("No clear change"): N_(
        "The data cannot tell. It does not mean that nothing changed: see the smallest change that "
        "would show."
    ),
    N_("Members, others"): N_(
        "Members have joined a co-creation project by the end of the after period, others have "
        "not; observers count as others. The same people stand on both sides."
    ),
    N_("More than the others"): N_(
        "How much members changed beyond what the others changed in the same months (difference-in-"
        "differences). It removes what happened to everybody, not what made them members."
    ),
    N_("Tie"): N_(
        "Two people who had contact at least twice in the period, unless the comparison says "
        "otherwise. A meeting of more than 20 people makes no ties."
    ),
    N_("Still waiting"): N_(
        "A request nobody has decided yet has waited so far, and that counts: without it the slow "
        "ones would be missing. When fewer than half have come, there is no median."
    ),
    N_("By chance"): N_(
        "What a figure would be if the same ties fell on anybody alike, whatever their department. "
        "Departments are dealt anew 4,999 times to see how often chance gives as low a figure."
    ),
}
_PROTECTION = (
    N_("No person is named, ranked or drawn, on any page, in any file and in any picture."),
    N_(
        "A figure needs at least {n} people. A tie between departments needs {n} people in all, "
        "two on each side, and departments of {n} or more."
    ),
    N_(
        "Figures that count projects or departments, such as how many later projects came of each, "
        "are about no person; these are shown however few there are."
    ),
    N_(
        "What people answered is checked together before it is shown: no sum or difference of "
        "shown figures comes down to fewer than {n} people, and no small group can be fenced in by "
        "the others. So “–” may also hide a larger group, to protect another."
    ),
    N_(
        "Where nearly all answered alike, a band stands for the number, such as “10% or less”: the "
        "number would tell what each of them said."
    ),
    N_(
        "What was shown stays as it was: when a correction would change a figure by the answers of "
        "a few, the earlier figure stays."
    ),
    N_(
        "Comments appear only where {comments} or more people wrote, each once and in no order, "
        "and only after HR has read them. Names with a form of address, mail addresses and numbers "
        "are masked."
    ),
    N_("How many people a figure rests on is told as a band, such as 10 to 19."),
    N_(
        "People are stored as keyed codes. Names, mail addresses and message texts are not stored "
        "at all."
    ),
    N_("Pages read finished figures only, and send nothing to the outside."),
    N_(
        "A person can be erased: every record of theirs goes, and the files are searched for what "
        "is left."
    ),
    N_(
        "What this cannot do: whoever knows their own answer faces one person less. It holds for "
        "one question at a time and for what was released here; what people tell each other is out "
        "of its reach. Rounding protects nobody, so nothing relies on it."
    ),
)


def opening(read: Reading, question: str) -> None:
    """Say what the page holds."""
    t = read.t
    said = t("We cannot answer this yet.")
    if len(read.metrics):
        said = t("{n} measures, each with its formula and its limits.", n=len(read.metrics))
    parts.answer(t(question), said, t("Open one to see what it means."))


def measures(read: Reading) -> None:
    """Explain every metric of the release; the one an address names is open."""
    t = read.t
    ids = list(read.metrics.index)
    opened = chosen_of("metric", ids) if ids else ""
    told = ""
    for row in read.metrics.to_dict("records"):
        if row["promise"] != told:
            told = row["promise"]
            parts.subheading(t(_PROMISES[told]))
        with st.expander(f"**{escape(t(row['label']))}**", expanded=row["metric"] == opened):
            for paragraph in row["meaning"].split("\n"):
                st.markdown(escape(t(paragraph)))
            st.table(_facts(t, row), border="horizontal", hide_index=True, hide_header=True)


def _facts(t: Translator, row: dict[str, str]) -> pd.DataFrame:
    facts = {
        t("Question"): t(row["question"]),
        t("Formula"): t(row["formula"]),
        t("Unit"): t(UNITS[row["unit"]]),
        t("Direction"): t(_DIRECTIONS[row["better"]]),
        t("Shown for"): t.listed([t(_CUTS[cut]) for cut in row["cuts"].split(",")]),
        t("Shown"): t(_PERIODS[row["period"]]),
        t("Needs"): suggestions.to_load(t, row["needs"]),
        t("Limits"): t(row["limits"]),
        t("Source"): row["source"] or t("Yotte"),
    }
    return pd.DataFrame({"what": facts.keys(), "told": map(escape, facts.values())})


def lacking(read: Reading) -> None:
    """Say what cannot be measured yet, and what to load for it."""
    t, missing = read.t, read.release.table("lacking")
    if missing.empty:
        return
    parts.heading(t("What is not measured yet"))
    st.table(suggestions.rows(t, missing).map(escape), border="horizontal", hide_index=True)


def words(read: Reading) -> None:
    """Explain the words every page uses."""
    t = read.t
    parts.heading(t("Words that every page uses"))
    told = {t("Word"): map(t, _WORDS), t("What it means"): map(t, _WORDS.values())}
    st.table(pd.DataFrame(told), border="horizontal", hide_index=True)


def protection(read: Reading) -> None:
    """Tell employees and works council in plain words how they are protected."""
    t = read.t
    parts.heading(t("How people are protected"))
    facts = read.release.facts
    for sentence in _PROTECTION:
        least = {"n": facts.threshold, "comments": facts.comments_threshold}
        st.markdown(f"- {t(sentence, **least)}")


def hidden(read: Reading) -> None:
    """List which departments and projects have hidden figures, by measure."""
    t = read.t
    parts.heading(t("What is hidden"))
    rows = [
        (t.listed(list(map(t, labels))), t.listed([names[group] for group in groups]))
        for cut in ("department", "project")
        for names in (read.names(cut),)
        for groups, labels in _withheld(read, cut).items()
    ]
    if not rows:
        st.markdown(t("Nothing is hidden in this release."))
        return
    table = pd.DataFrame(rows, columns=[t("Measure"), t("Not shown, at least in some months")])
    st.table(table.map(escape), border="horizontal", hide_index=True)
    st.caption(t("Hidden to protect small groups, or to protect another group."))


def _withheld(read: Reading, cut: str) -> dict[tuple[str, ...], list[str]]:
    """Give the groups of a cut that are hidden somewhere, with the labels of the metrics."""
    table, names = read.release.table("withheld"), read.names(cut)
    found: dict[tuple[str, ...], list[str]] = {}
    for row in read.metrics.to_dict("records"):
        mine = set(table.loc[(table["metric"] == row["metric"]) & (table["cut"] == cut), "group"])
        groups = tuple(group for group in names if group in mine)
        if groups:
            found.setdefault(groups, []).append(row["label"])
    return found
