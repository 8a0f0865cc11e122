"""What happened in each project, as facts of departments: no person is in it.

Who was at the table and since when, what became of consumers' voices, and the checklist of a small
start: three departments at kick-off, voices read together before the plan was fixed, one theme.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

BURIED_AFTER = pd.Timedelta(days=90)
_THEMES = re.compile(r"[、，,;；/／\n]+")
_STAGES = {"approved": "approved_on", "plan_fixed": "plan_fixed_on", "launched": "launched_on"}
_LATER = pd.Timestamp(9999, 12, 31)


def project_facts(
    tables: dict[str, pd.DataFrame], *, until: date | None, threshold: int
) -> dict[str, pd.DataFrame]:
    """Give the release's ``project_facts`` and ``project_departments``.

    ``tables`` holds what holds now of projects, participations, project_events, people and
    departments; ``until`` is the last day on record. A department of fewer people than the
    threshold is left out, in counts too: its seat would point at a person.
    """
    projects, events = tables["projects"], tables["project_events"]
    stages = _stages(projects["project"], events)
    facts = projects[["project", "theme", "theme_en"]].merge(stages, on="project", how="left")
    last = pd.Timestamp(until) if until else pd.NaT
    ended = facts["launched_on"].fillna(projects["closed_on"])
    facts["ends_on"] = ended.fillna(last)
    facts["themes"] = [_themes(theme) for theme in facts["theme"]]
    facts["session_before_plan"] = [
        _read_together(events[events["project"] == one.project], one.plan_fixed_on)
        for one in facts.itertuples()
    ]
    facts = facts.merge(_voices(projects["project"], events, last), on="project", how="left")
    seats = _seats(tables, stages, threshold)
    kick_off = _looked_up(seats["project"], projects.set_index("project")["kicked_off_on"])
    there = seats[(seats["standing"] != "told") & (seats["joined_on"] <= kick_off)]
    counted = there.groupby("project").size()
    facts["at_kick_off"] = facts["project"].map(counted).fillna(0)
    facts.loc[projects["kicked_off_on"].isna().to_numpy(), "at_kick_off"] = float("nan")
    return {"project_facts": facts, "project_departments": seats}


def _stages(projects: pd.Series, events: pd.DataFrame) -> pd.DataFrame:
    """Give the first day of each stage: project, approved_on, plan_fixed_on, launched_on."""
    reached = events[events["activity"].isin(_STAGES)]
    first = reached.groupby(["project", "activity"])["occurred_on"].min().unstack()  # noqa: PD010
    named = first.reindex(index=projects, columns=list(_STAGES)).rename(columns=_STAGES)
    return named.astype("datetime64[us]").rename_axis(index="project").reset_index()


def _looked_up(keys: pd.Series, days: pd.Series) -> pd.Series:
    """Give each key's day; Series.map cannot when there is none at all."""
    return days.reindex(keys).set_axis(keys.index)


def _themes(theme: object) -> int:
    named = _THEMES.split(theme) if isinstance(theme, str) else []
    return sum(bool(one.strip()) for one in named)


def _read_together(events: pd.DataFrame, plan: pd.Timestamp) -> bool | None:
    """Whether a session read voices collected by then, before the plan was fixed."""
    voices = events.loc[events["activity"] == "voice_collected", "occurred_on"]
    sessions = events.loc[events["activity"] == "session", "occurred_on"]
    reading = sessions[sessions >= voices.min()]
    if pd.isna(plan):
        return True if len(reading) else None
    return bool((reading <= plan).any())


def _voices(projects: pd.Series, events: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Count each project's voices by what became of them, and the median days until used."""
    said = events.loc[events["activity"] == "voice_collected", ["event", "project", "occurred_on"]]
    uses = events[events["activity"] == "voice_used"].groupby("refers_to")["occurred_on"].min()
    used_on = _looked_up(said["event"], uses)
    used, old = used_on.notna(), last - said["occurred_on"] > BURIED_AFTER
    told = said.assign(
        voices=1,
        voices_used=used,
        voices_waiting=~used & ~old,
        voices_buried=~used & old,
        days_until_used=(used_on - said["occurred_on"]).dt.days,
    )
    counts = ["voices", "voices_used", "voices_waiting", "voices_buried"]
    by_project = told.groupby("project")
    found = by_project[counts].sum().reindex(projects).fillna(0)
    found["days_until_used"] = by_project["days_until_used"].median().reindex(projects)
    return found.rename_axis(index="project").reset_index()


def _seats(tables: dict[str, pd.DataFrame], stages: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Give each project's departments with the day they first took part, or were only told."""
    events = tables["project_events"]
    explained = events["activity"] == "explained"
    told = events[explained].dropna(subset="department")
    keys = ["project", "department"]
    joined = _taking_part(tables, events[~explained]).groupby(keys)["day"].min()
    heard = told.groupby(keys)["occurred_on"].min()
    plan = stages.set_index("project")["plan_fixed_on"].fillna(_LATER)
    seats = pd.DataFrame({"joined": joined, "heard": heard}).reset_index()
    in_time = seats["joined"] <= _looked_up(seats["project"], plan)
    seats["standing"] = in_time.map({True: "before_plan", False: "after_plan"})
    seats.loc[seats["joined"].isna(), "standing"] = "told"
    seats["joined_on"] = seats["joined"].fillna(seats["heard"]).astype("datetime64[us]")
    order = tables["departments"].set_index("department")["position"]
    placed = seats.assign(place=seats["department"].map(order)).dropna(subset="place")
    visible = placed[_large_enough(placed, tables, threshold)]
    return visible.sort_values(["project", "place"], ignore_index=True)


def _taking_part(tables: dict[str, pd.DataFrame], events: pd.DataFrame) -> pd.DataFrame:
    """List every day on which somebody of a department took part: project, department, day."""
    teams = tables["participations"]
    members = teams.loc[teams["role"] != "observer", ["project", "person", "joined_on"]]
    acted = events.dropna(subset="person")[["project", "person", "occurred_on"]]
    people = pd.concat(
        [one.set_axis(["project", "person", "day"], axis=1) for one in (members, acted)]
    )
    named = events.dropna(subset="department")[["project", "department", "occurred_on"]]
    named = named.set_axis(["project", "department", "day"], axis=1)
    return pd.concat([named, _on_the_day(people, tables["people"])])


def _on_the_day(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give the department each person worked in on the day; the unknown are left out."""
    spells = people.dropna(subset="department")
    known = rows.merge(spells, on="person")
    there = (known["valid_from"] <= known["day"]) & (known["day"] < known["valid_to"])
    return known.loc[there, ["project", "department", "day"]]


def _large_enough(
    seats: pd.DataFrame, tables: dict[str, pd.DataFrame], threshold: int
) -> pd.Series:
    """Whether a department has enough people when the project starts; all have without a roster."""
    people = tables["people"].dropna(subset="department")
    if people.empty:
        return pd.Series(data=True, index=seats.index)
    start = tables["projects"].set_index("project")
    days = start["kicked_off_on"].fillna(start["proposed_on"]).rename("day").reset_index()
    spells = days.merge(people, how="cross")
    there = (spells["valid_from"] <= spells["day"]) & (spells["day"] < spells["valid_to"])
    sizes = spells[there].groupby(["project", "department"])["person"].nunique()
    asked = pd.MultiIndex.from_frame(seats[["project", "department"]])
    return pd.Series(sizes.reindex(asked).to_numpy() >= threshold, index=seats.index)
