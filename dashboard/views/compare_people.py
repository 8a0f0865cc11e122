"""What projects did with their people, side by side: who came back, what changed among them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.scale import padded
from dashboard.charts.tracks import LEVELS, by_project, dumbbell
from dashboard.text import Translator, escape
from dashboard.text.sentences import CLEAR, VERDICTS
from dashboard.views import parts
from dashboard.views.reading import Reading
from dashboard.views.tables import estimates_table

_REPEAT = "repeat_participation"
_OF_PEOPLE = ("wave", "month")
_TOO_FEW_TO_TELL = "5-9"
_WIDE = 3


def returned(read: Reading, rows: pd.DataFrame) -> None:
    """Show who came back within twelve months, on one scale."""
    t = read.t
    if _REPEAT not in read.metrics.index:
        return
    table = read.release.table("estimates")
    whole = (table["metric"] == _REPEAT) & (table["window"] == "whole")
    mine = table[whole & (table["cut"] == "project")].rename(columns={"group": "project"})
    found = rows.merge(mine, on="project", how="left")
    known = found[found["status"] == "shown"]
    finding = _came_back(t, known)
    parts.heading(finding)
    if known.empty:
        st.markdown(t("“Not known yet”: closed less than twelve months before the records end."))
        return
    words = [_returned_word(t, one.value, str(one.status)) for one in found.itertuples()]
    hovers = [f"{one.name}<br>{word}" for one, word in zip(found.itertuples(), words, strict=True)]
    parts.key(("gray", "●", t("conventional")), ("blue", "●", t("co-creation")))
    parts.picture(
        by_project(
            found.assign(label=found["name"], word=words, hover=hovers),
            theme=read.theme,
            number=read.number(_REPEAT),
        ),
        alt=t("{measure}, project by project. {finding}", measure=t("Came back"), finding=finding),
        caption=t.joined(
            [
                t("Of the members who could, the share who joined another project in a year."),
                t("“Not known yet”: closed less than twelve months before the records end."),
                parts.withheld(t),
            ]
        ),
        table=estimates_table(read, _REPEAT, found, {t("Project"): found["name"].tolist()}),
        name="projects-returned",
        t=t,
        about=read.about(_REPEAT),
    )


def _came_back(t: Translator, known: pd.DataFrame) -> str:
    if len(known) < len(("one", "other")):
        return t("Who came back is not known yet")
    top, last = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    if top["low"] <= last["high"]:
        return t("Who came back does not clearly differ")
    return t("More came back from “{name}”", name=top["name"])


def _returned_word(t: Translator, value: float, status: str) -> str:
    if status == "shown":
        return f"<b>{t.value(value)}</b>"
    return "–" if status == "withheld" else t("not known yet")


def changed(read: Reading, rows: pd.DataFrame) -> None:
    """Show what moved among those who took part, six months either side of each start."""
    t = read.t
    parts.heading(t("What changed among those who took part?"))
    parts.key(("gray", "●", t("Before")), ("blue", "●", t("After")))
    narrow = len(rows) > _WIDE
    moved = {one: _moved(read, one, narrow=narrow) for one in rows["project"]}
    levels = pd.concat([one[LEVELS] for one in moved.values() if len(one)] or [pd.DataFrame()])
    ends = padded(levels.to_numpy(float).ravel().tolist())
    for column, row in zip(
        st.columns(len(rows), gap="medium"), rows.to_dict("records"), strict=True
    ):
        with column:
            st.markdown(f"**{escape(row['name'])}**")
            mine = moved[row["project"]]
            if mine.empty:
                st.markdown(f":gray[{_why_not(read, row['project'])}]")
                continue
            drawn = dumbbell(mine, theme=read.theme, number=t.value, ends=ends)
            said = t.listed([f"{one.label} {one.plain}" for one in mine.itertuples()])
            parts.chart(drawn, f"{row['name']}: {said}", f"changed-{row['project']}")
    caption = [
        t("Bar: 95% interval; a pale dot: no clear change."),
        t("Answers only where ten or more people answered before and after."),
        t("Among twelve people only a change of some 57 points would show."),
    ]
    table = _changed_table(t, rows, moved)
    about = read.about(
        *dict.fromkeys(one for mine in moved.values() for one in mine.get("metric", ()))
    )
    parts.under(caption=t.joined(caption), table=table, name="projects-changed", t=t, about=about)


def _moved(read: Reading, project: str, *, narrow: bool) -> pd.DataFrame:
    """Give one project's changes with both levels' intervals, as far as enough people answered."""
    own = replace(read, comparison_id=f"project-{project}")
    if own.comparison_id not in read.comparison_names:
        return pd.DataFrame()
    measures = read.metrics[
        read.metrics["cuts"].str.split(",").map(lambda cuts: "project" in cuts)
        & (read.metrics["period"].isin(_OF_PEOPLE) & (read.metrics["unit"] == "share"))
    ]
    found = []
    for metric, declared in measures.iterrows():
        changes, levels = own.changes(str(metric), cut="project"), own.sides(str(metric))
        mine = changes[(changes["group"] == project) & changes["change"].notna()]
        both = levels[(levels["cut"] == "project") & (levels["group"] == project)]
        few = declared["period"] == "wave" and (both["people_band"] == _TOO_FEW_TO_TELL).any()
        if mine.empty or few:
            continue
        told = mine.iloc[0].to_dict()
        for one in both.to_dict("records"):
            told |= {f"{one['side']}_low": one["low"], f"{one['side']}_high": one["high"]}
        found.append({**told, "label": read.t(declared["short"])})
    return _worded(read.t, pd.DataFrame(found), narrow=narrow)


def _worded(t: Translator, rows: pd.DataFrame, *, narrow: bool) -> pd.DataFrame:
    if rows.empty:
        return rows
    sizes = [t.points(value) for value in rows["change"]]
    bold = [
        f"<b>{size}</b>" if verdict in CLEAR else size
        for size, verdict in zip(sizes, rows["verdict"], strict=True)
    ]
    said = rows["verdict"].map(VERDICTS).map(t)
    word = pd.Series(bold) if narrow else pd.Series(bold) + " " + said
    told = rows.assign(word=word, plain=pd.Series(sizes) + " " + said)
    return told.assign(hover=told["label"] + "<br>" + told["plain"])


def _why_not(read: Reading, project: str) -> str:
    if f"project-{project}" in read.comparison_names:
        return read.t("Fewer than ten people answered before and after.")
    return read.t("The records do not reach three months either side of its start.")


def _changed_table(
    t: Translator, rows: pd.DataFrame, moved: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    names = rows.set_index("project")["name"]
    lines = [
        {
            t("Project"): names[project],
            t("Measure"): one.label,
            t("Before"): t.value(one.before),
            t("After"): t.value(one.after),
            t("Change"): t.points(one.change),
            t("95% from"): t.number(one.low, sign=True),
            t("95% to"): t.number(one.high, sign=True),
            t("People"): t.people_band(one.people_band),
            t("In words"): t(VERDICTS[one.verdict]),
        }
        for project, mine in moved.items()
        for one in mine.itertuples()
    ]
    return pd.DataFrame(lines)
