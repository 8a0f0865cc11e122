"""The parts of the page of projects side by side: facts and behaviour first, then answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.scale import ticks
from dashboard.charts.shares import whole
from dashboard.charts.timeline import joining
from dashboard.choices import chosen_ones, some_of
from dashboard.text import N_, Translator, escape
from dashboard.text.project_sentences import difference, only_told
from dashboard.text.project_sentences import went_wrong as went_wrong_words
from dashboard.views import parts
from dashboard.views.reading import Reading

MOST, FEWEST = 4, 2
_USUAL = 3
_ENOUGH_DEPARTMENTS = 3
_STANDINGS = {
    "before_plan": N_("before the plan"),
    "after_plan": N_("after the plan"),
    "told": N_("only told"),
    "absent": N_("not there"),
}
_VOICES = {
    "voices_used": (N_("Used"), "good"),
    "voices_waiting": (N_("Still open"), "open"),
    "voices_buried": (N_("Buried"), "bad"),
}
Row = dict[str, Any]


def projects(read: Reading) -> pd.DataFrame:
    """Give every project with its facts and name, in the order of the release."""
    facts = read.release.table("projects").merge(
        read.release.table("project_facts"), on="project", how="left"
    )
    names = read.names("project")
    return facts.assign(name=facts["project"].map(names).fillna(facts["project"]))


def chosen(read: Reading) -> pd.DataFrame:
    """Give the projects the address names, else the latest that ended, of both kinds if any."""
    table = projects(read)
    ids = chosen_ones("project", list(table["project"]), default=_latest(read, table), most=MOST)
    return table[table["project"].isin(ids)].reset_index(drop=True)


def _latest(read: Reading, table: pd.DataFrame) -> list[str]:
    """Give the latest projects of which all is known: over for long enough to see who came back."""
    returned = read.release.table("estimates").query(
        "metric == 'repeat_participation' and window == 'whole' and cut == 'project'"
    )
    stages = (table["project"].isin(returned["group"]), table["launched_on"].notna())
    told = next((table[one] for one in stages if one.sum() >= FEWEST), table)
    newest = told.sort_values("proposed_on", ascending=False)
    first_of_kind = newest.drop_duplicates("kind")
    rest = newest[~newest["project"].isin(first_of_kind["project"])]
    return list(pd.concat([first_of_kind, rest])["project"].head(_USUAL))


def opening(read: Reading, question: str, rows: pd.DataFrame) -> None:
    """Say in facts what tells the projects apart."""
    t, seats = read.t, read.release.table("project_departments")
    names, departments = rows.set_index("project")["name"].map(escape), read.names("department")
    in_time = seats[seats["standing"] == "before_plan"].groupby("project").size()
    told = seats[seats["standing"] == "told"].groupby("project")["department"].agg(list)
    used = {
        names[row["project"]]: (row["voices"], row["voices_used"])
        for row in rows.to_dict("records")
    }
    parts.answer(
        t(question),
        difference(t, used, {name: int(in_time.get(one, 0)) for one, name in names.items()}),
        only_told(
            t,
            {
                name: [escape(departments[d]) for d in told.get(one, []) if d in departments]
                for one, name in names.items()
            },
        ),
    )


def choose(read: Reading) -> None:
    """Let the reader choose which projects stand side by side."""
    t, table = read.t, projects(read)
    names = dict(zip(table["project"], table["name"].map(escape), strict=True))
    label = t("Projects to compare ({fewest} to {most})", fewest=FEWEST, most=MOST)
    some_of("project", label, list(names), names, default=_latest(read, table), most=MOST)


def _beside(rows: pd.DataFrame) -> Iterator[Row]:
    """Go through projects in columns, each under its name, so that a phone keeps them apart."""
    for column, row in zip(
        st.columns(len(rows), gap="medium"), rows.to_dict("records"), strict=True
    ):
        with column:
            st.markdown(f"**{escape(row['name'])}**")
            yield row


# Facts


def heads(read: Reading, rows: pd.DataFrame) -> None:
    """Show what each project is, and its dates."""
    t = read.t
    for column, row in zip(
        st.columns(len(rows), gap="medium"), rows.to_dict("records"), strict=True
    ):
        with column.container(border=True, height="stretch"):
            parts.subheading(row["name"])
            colour = "blue" if row["kind"] == "co_creation" else "gray"
            theme = escape(t.name_of(row, "theme"))
            st.markdown(f":{colour}-badge[{read.kinds[row['project']]}]\u2003{theme}")
            told = {**_dates(t, row), **_family(read, row)}.items()
            st.markdown("  \n".join(f":small[:gray[{words}]\u2002{said}]" for words, said in told))
            st.space("stretch")
            _lead_on(read, row["project"])


def _lead_on(read: Reading, project: str) -> None:
    """Lead to what changed between departments around this project's start."""
    comparison = f"project-{project}"
    if comparison in read.comparison_names:
        parts.lead_on("network", read.t("Between departments"), comparison=comparison)


def _dates(t: Translator, row: Row) -> dict[str, str]:
    start, launch = row["kicked_off_on"], row["launched_on"]
    told = {
        t("Proposed"): t.month(row["proposed_on"]),
        t("Started"): t("not yet") if pd.isna(start) else t.month(start),
        t("Launched"): t("still running") if pd.isna(launch) else t.month(launch),
    }
    if pd.notna(start):
        told[t("Proposal to start")] = t("{n} days", n=(start - row["proposed_on"]).days)
        if pd.notna(launch):
            told[t("Start to launch")] = t("{n} days", n=(launch - start).days)
    return told


def _family(read: Reading, row: Row) -> dict[str, str]:
    """Say which project this one grew out of, and which grew out of it."""
    t, every, names = read.t, read.release.table("projects"), read.names("project")
    parents = [row["grew_out_of"]] if isinstance(row["grew_out_of"], str) else []
    children = every.loc[every["grew_out_of"] == row["project"], "project"]
    told = {t("Grew out of"): parents, t("Led to"): list(children)}
    return {
        words: t.listed([escape(names.get(one, one)) for one in found])
        for words, found in told.items()
        if found
    }


def joined(read: Reading, rows: pd.DataFrame) -> None:
    """Show who was at the table and since when, in days from each project's kick-off."""
    t, started = read.t, rows.dropna(subset="kicked_off_on")
    seats = _seats(read, started)
    if seats.empty:
        return
    parts.heading(t("Who joined, and when"))
    parts.key(
        ("blue", "━", t("before the plan")),
        ("orange", "━", t("after the plan")),
        ("orange", "┅", t("only told")),
        ("gray", "┊", t("plan fixed")),
    )
    known = seats.dropna(subset="joined")
    span = (min(known["joined"].min(), 0.0), known["until"].max())
    many = len(started) > _USUAL
    dates = [
        (day, t("{n} d", n=f"{day:g}") if day else "0")
        for day in ticks(0, span[1], 2 if many else 3)
    ]
    for row in _beside(started):
        mine = seats[seats["project"] == row["project"]].reset_index(drop=True)
        drawn = joining(
            mine,
            theme=read.theme,
            span=span,
            kick_off=t("Start"),
            plan=_mark(row, "plan_fixed_on", t("Plan")),
            launch=_mark(row, "launched_on", t("Launch")),
            dates=dates,
        )
        counts = mine["standing"].value_counts()
        said = t(
            "**{n}** departments before the plan was fixed, **{told}** only told",
            n=counts.get("before_plan", 0),
            told=counts.get("told", 0),
        )
        parts.chart(drawn, f"{row['name']}: {said.replace('*', '')}", f"joined-{row['project']}")
        st.markdown(said)
    caption = [
        t("On the right: day of joining, counted from the start. The same scale for all."),
        t("Departments of fewer than {n} people are left out.", n=read.release.facts.threshold),
    ]
    table, about = _joined_table(t, known), read.about("late_involvement", "perspectives")
    parts.under(caption=t.joined(caption), table=table, name="projects-joined", t=t, about=about)


def _mark(row: Row, stage: str, words: str) -> tuple[float, str] | None:
    day = row[stage]
    return None if pd.isna(day) else (float((day - row["kicked_off_on"]).days), words)


def _seats(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Give every department of any of the projects for each of them, absent ones too."""
    t, names = read.t, read.names("department")
    seats = read.release.table("project_departments").merge(rows[["project"]])
    there = [one for one in names if one in set(seats["department"])]
    every = pd.MultiIndex.from_product([rows["project"], there], names=["project", "department"])
    told = seats.set_index(["project", "department"]).reindex(every).reset_index()
    told = told.merge(rows[["project", "name", "kicked_off_on", "ends_on"]], on="project")
    told["standing"] = told["standing"].fillna("absent")
    told["joined"] = (told["joined_on"] - told["kicked_off_on"]).dt.days
    told["until"] = (told["ends_on"] - told["kicked_off_on"]).dt.days.clip(lower=told["joined"])
    told["label"] = told["department"].map(names)
    told["said"] = told["standing"].map(_STANDINGS).map(t)
    days = [_day(day) for day in told["joined"]]
    told["word"] = told["said"].where(told["standing"] == "absent", days)
    return told.assign(hover=told["label"] + "<br>" + told["said"] + "<br>" + told["word"])


def _day(day: float) -> str:
    return "" if pd.isna(day) else f"{day:+.0f}".replace("-", "−") if day else "0"


def _joined_table(t: Translator, seats: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Project"): seats["name"],
            t("Department"): seats["label"],
            t("First day"): [t.day(day) for day in seats["joined_on"]],
            t("Days from the start"): seats["word"],
            t("In words"): seats["said"],
        }
    )


def voices(read: Reading, rows: pd.DataFrame) -> None:
    """Show what became of what consumers said."""
    t = read.t
    if not rows["voices"].sum():
        return
    parts.heading(t("Were consumers' voices used?"))
    for row in _beside(rows):
        st.markdown(f":gray[{t('{n} voices collected', n=int(row['voices']))}]")
        if row["voices"]:
            told = _voices(t, row)
            parts.chart(
                whole(told, theme=read.theme),
                f"{row['name']}: {t.listed(list(told.loc[told['value'] > 0, 'word']))}",
                f"voices-{row['project']}",
            )
        if pd.notna(row["days_until_used"]):
            days = f"{row['days_until_used']:.0f}"
            st.markdown(t("Used after **{n}** days, in the middle", n=days))
    caption = [
        t("Used: some decision refers to it. Buried: nothing has for more than 90 days."),
        t("In the middle: half were used sooner, half later."),
    ]
    table, about = _voices_table(t, rows), read.about("voice_used")
    parts.under(caption=t.joined(caption), table=table, name="projects-voices", t=t, about=about)


def _voices(t: Translator, row: Row) -> pd.DataFrame:
    told = [
        {
            "value": row[name],
            "text": f"{row[name]:.0f}",
            "word": f"{t(word)} {t.value(row[name] / row['voices'])}",
            "tone": tone,
        }
        for name, (word, tone) in _VOICES.items()
    ]
    frame = pd.DataFrame(told)
    return frame.assign(hover=frame["word"] + "<br>" + frame["text"])


def _voices_table(t: Translator, rows: pd.DataFrame) -> pd.DataFrame:
    counts = {t(word): rows[name].map("{:.0f}".format) for name, (word, _) in _VOICES.items()}
    days = ["–" if pd.isna(n) else f"{n:.0f}" for n in rows["days_until_used"]]
    return pd.DataFrame({t("Project"): rows["name"], **counts, t("Days until used (median)"): days})


def small_start(read: Reading, rows: pd.DataFrame) -> None:
    """Show the checklist of a small start."""
    t = read.t
    parts.heading(t("A small start?"))
    checks: dict[str, Callable[[Row], object]] = {
        t("{n} departments or more on the first day", n=_ENOUGH_DEPARTMENTS): lambda row: (
            row["at_kick_off"] >= _ENOUGH_DEPARTMENTS if pd.notna(row["at_kick_off"]) else None
        ),
        t("Voices read together before the plan"): lambda row: row["session_before_plan"],
        t("One theme"): lambda row: row["themes"] == 1 if row["themes"] else None,
    }
    for column, row in zip(
        st.columns(len(rows), gap="medium"), rows.to_dict("records"), strict=True
    ):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{escape(row['name'])}**")
            for words, check in checks.items():
                st.markdown(f"{_badge(t, check(row))} :small[{words}]")


def went_wrong(read: Reading, rows: pd.DataFrame) -> None:
    """List what is known to make projects fail, where it was found, with its evidence."""
    t, names = read.t, read.names("department")
    found = read.release.table("anti_patterns")
    parts.heading(t("What went wrong, and when?"))
    columns = st.columns(len(rows), gap="medium")
    for column, row in zip(columns, rows.to_dict("records"), strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{escape(row['name'])}**")
            mine = found[found["project"] == row["project"]].sort_values("occurred_on")
            for one in mine.itertuples():
                number = "" if pd.isna(one.number) else f"{one.number:.0f}"
                department = names.get(one.department, "")
                day = t.day(one.occurred_on)
                said = went_wrong_words(t, one.pattern, day, department, number)
                st.markdown(f":small[{escape(said)}]")
            if mine.empty:
                st.markdown(f":small[{t('None of the known mistakes was found.')}]")


def _badge(t: Translator, done: object) -> str:
    if pd.isna(done):
        return f":gray-badge[:material/question_mark: {t('not known')}]"
    if done:
        return f":green-badge[:material/check: {t('done')}]"
    return f":red-badge[:material/close: {t('not done')}]"
