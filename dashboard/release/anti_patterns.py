"""Known ways a co-creation project goes wrong, each found with its evidence: days, departments.

Only what the release says of projects anyway is looked at, and the days of their events: no person
is in it, and no department too small to be shown.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.release.projects import BURIED_AFTER

ENOUGH_DEPARTMENTS = 3
_OF_SEATS = {"told": "told_only", "after_plan": "late_department"}
_TIME_TO_LOOK_BACK = pd.Timedelta(days=31)
_COLUMNS = ["project", "pattern", "occurred_on", "department", "number"]


def anti_patterns(
    facts: pd.DataFrame,
    seats: pd.DataFrame,
    projects: pd.DataFrame,
    events: pd.DataFrame,
    until: date | None,
) -> pd.DataFrame:
    """Give one row a finding: project, pattern, occurred_on, department, number.

    ``facts`` and ``seats`` are the release's ``project_facts`` and ``project_departments``;
    ``until`` is the last day on record. ``number`` is of departments, themes or voices.
    """
    days = projects[["project", "proposed_on", "kicked_off_on", "closed_on"]]
    known, last = facts.merge(days, on="project"), pd.Timestamp(until) if until else pd.NaT
    late = seats[seats["standing"].isin(_OF_SEATS)]
    few = known[known["at_kick_off"] < ENOUGH_DEPARTMENTS]
    many = known[known["themes"] > 1]
    unread = known[known["session_before_plan"].eq(other=False).fillna(value=False)]
    parts = [
        late.assign(pattern=late["standing"].map(_OF_SEATS), occurred_on=late["joined_on"]),
        few.assign(
            pattern="few_at_start", occurred_on=few["kicked_off_on"], number=few["at_kick_off"]
        ),
        many.assign(pattern="many_themes", occurred_on=many["proposed_on"], number=many["themes"]),
        unread.assign(pattern="no_session_before_plan", occurred_on=unread["plan_fixed_on"]),
        _buried(events, last),
        _without_looking_back(known, events, last),
    ]
    found = pd.concat([part.reindex(columns=_COLUMNS) for part in parts if len(part)] or [few])
    return found.reindex(columns=_COLUMNS).sort_values(_COLUMNS[:4], ignore_index=True)


def _buried(events: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Find voices that nobody used within ninety days: how many, and the day of the first."""
    voices = events[events["activity"] == "voice_collected"]
    used = events.loc[events["activity"] == "voice_used", "refers_to"]
    old = last - voices["occurred_on"] > BURIED_AFTER
    buried = voices[old & ~voices["event"].isin(used)].groupby("project")["occurred_on"]
    found = buried.agg(occurred_on="min", number="size").reset_index()
    return found.assign(pattern="buried_voices")


def _without_looking_back(
    known: pd.DataFrame, events: pd.DataFrame, last: pd.Timestamp
) -> pd.DataFrame:
    """Find projects that have been closed for a month without a retrospective."""
    looked_back = events.loc[events["activity"] == "retrospective", "project"]
    over = (last - known["closed_on"] > _TIME_TO_LOOK_BACK) & ~known["project"].isin(looked_back)
    found = known[over]
    return found.assign(pattern="no_retrospective", occurred_on=found["closed_on"])
