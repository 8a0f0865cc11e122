"""Draw Company A, or a company of any size, from a seed: the command line and the order of work."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data import story
from sample_data.answers import Answers
from sample_data.diary import draw_events, events_table
from sample_data.files import write
from sample_data.log import Log, write_log
from sample_data.roster import Roster, draw_roster, people_table
from sample_data.survey import invitations_table, questions_table, waves_table
from sample_data.teams import Casting, Participation, participations_table, projects_table

COMPANY_A = Path(__file__).parent / "company_a"
_ROSTER, _TEAMS, _EVENTS, _SURVEY, _LOG = range(5)
_ZIPPED_UNTIL = 1_000_000
_SHORTEST_STORY = 3


def make(
    out: Path = COMPANY_A,
    *,
    seed: int = story.SEED,
    people: int = story.PEOPLE,
    months: int = story.MONTHS,
    interactions: int = story.INTERACTIONS,
    logs_only: bool = False,
) -> None:
    """Write a company's files to a folder; the same arguments give the same tables.

    ``interactions`` is about how many rows the log gets. With ``logs_only`` there are no projects
    and no survey: only staff, departments and the log, for measuring how fast things are.
    Raises ValueError for a company too small or a story too short to be told.
    """
    if months < _SHORTEST_STORY and not logs_only:
        raise ValueError(f"{months} months hold no survey: at least {_SHORTEST_STORY}.")
    out.mkdir(parents=True, exist_ok=True)
    roster = draw_roster(people, months, _rng(seed, _ROSTER))
    write(people_table(roster), out / "people.csv")
    write(_departments(), out / "departments.csv")
    write(_department_names(), out / "department_names.csv")
    parts = [] if logs_only else _write_story(roster, out, seed)
    packed = ".gz" if interactions <= _ZIPPED_UNTIL else ""
    log = Log(roster, parts, interactions, _rng(seed, _LOG))
    write_log(log, roster, out / f"interactions.csv{packed}")


def _rng(seed: int, part: int) -> np.random.Generator:
    """Give each part of the story its own randomness, so that one can change without the rest."""
    return np.random.default_rng([seed, part])


def _write_story(roster: Roster, out: Path, seed: int) -> list[Participation]:
    """Write what surrounds the log: projects and the survey. Gives who took part."""
    parts = Casting(roster, _rng(seed, _TEAMS)).all()
    tables = {
        "projects.csv": projects_table(roster.last_day),
        "participations.csv": participations_table(roster, parts),
        "project_events.csv": events_table(roster, draw_events(roster, parts, _rng(seed, _EVENTS))),
        "waves.csv": waves_table(roster),
        "invitations.csv": invitations_table(roster),
        "questions.csv": questions_table(),
        "answers.csv.gz": Answers(roster, parts, _rng(seed, _SURVEY)).table(),
    }
    for name, table in tables.items():
        write(table, out / name)
    return parts


def _departments() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "department": one.id,
            "function": one.function,
            "name": one.name,
            "name_en": one.name_en,
        }
        for one in story.DEPARTMENTS
    )


def _department_names() -> pd.DataFrame:
    """Give the names under which the renamed department stands in early files."""
    return pd.DataFrame(
        {"name": name, "department": story.RENAMED} for name in (story.OLD_ID, story.OLD_NAME)
    )


def main() -> None:
    """Read the command line and draw the company."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.make", description=__doc__)
    parser.add_argument("--out", type=Path, default=COMPANY_A)
    parser.add_argument("--seed", type=int, default=story.SEED)
    parser.add_argument("--people", type=int, default=story.PEOPLE)
    parser.add_argument("--months", type=int, default=story.MONTHS)
    parser.add_argument("--interactions", type=int, default=story.INTERACTIONS)
    parser.add_argument("--logs-only", action="store_true")
    make(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
