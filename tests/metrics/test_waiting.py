"""Waits of projects and answers to invitations, worked out by hand, on pandas and on DuckDB."""

from __future__ import annotations

import pandas as pd

from tests.metrics.test_team_metrics import Engine, engine
from tests.test_every_metric import answers, events, members, people, projects, waves, windows

__all__ = ["engine"]
WHOLE = windows(("whole", "2023-01-01", "2025-12-31"), records_end="2024-12-31")
Waits = dict[str, tuple[float, float]]


def by_wait(
    engine: Engine, metric: str, tables: dict[str, pd.DataFrame], spans: pd.DataFrame = WHOLE
) -> Waits:
    """Give (days, whether over) of each wait, of everybody."""
    found = engine.sums(metric, tables, spans)
    mine = found[found["cut"] == "all"]
    return dict(zip(mine["cluster2"], zip(mine["x"], mine["y"], strict=True), strict=True))


STARTED = projects(
    ("P1", "co_creation", "2024-02-29", None),
    ("P2", "conventional", None, None),
    ("P3", "conventional", "2025-02-01", None),
    ("P4", "conventional", "2023-12-01", None),
    ("P5", "co_creation", "2024-01-01", None),
)


def test_days_until_kick_off_over_a_leap_day(engine: Engine) -> None:
    tables = {"projects": STARTED.assign(proposed_on=pd.Timestamp(2024, 1, 1))}
    # P2 has not started, P3 not by the end of records: 365 days of a leap year so far.
    # P4 is said to have started before it was proposed.
    assert by_wait(engine, "time_to_kickoff", tables) == {
        "P1": (59, 1),
        "P2": (365, 0),
        "P3": (365, 0),
        "P5": (0, 1),
    }
    kinds = engine.cells("time_to_kickoff", tables, WHOLE)
    assert kinds["whole", "kind", "co_creation"] == (59, 2)
    assert kinds["whole", "kind", "conventional"] == (730, 0)
    assert kinds["whole", "project", "P2"] == (365, 0)


def test_days_across_years(engine: Engine) -> None:
    table = projects(("P1", "co_creation", "2024-03-01", None))
    tables = {"projects": table.assign(proposed_on=pd.Timestamp(2023, 3, 1))}
    assert by_wait(engine, "time_to_kickoff", tables) == {"P1": (366, 1)}


def test_days_until_a_request_is_decided(engine: Engine) -> None:
    told = events(
        ("a", "P1", "2024-03-01", "decision_requested", None, None, None),
        ("b", "P1", "2024-03-11", "decided", None, None, "a"),
        ("c", "P1", "2024-03-21", "decided", None, None, "a"),
        ("d", "P1", "2024-12-01", "decision_requested", None, None, None),
        ("e", "P1", "2024-12-02", "decided", None, None, None),
        ("f", "P1", "2024-06-02", "decision_requested", None, None, None),
        ("g", "P1", "2024-06-01", "decided", None, None, "f"),
    )
    tables = {"projects": STARTED, "project_events": told}
    # d waits 30 days so far, since e does not say what it decides; g came before it was asked for.
    assert by_wait(engine, "decision_time", tables) == {"a": (10, 1), "d": (30, 0)}


def test_days_from_a_test_to_the_next_agreement(engine: Engine) -> None:
    told = events(
        ("a", "P1", "2024-03-01", "tested", None, None, None),
        ("b", "P1", "2024-03-05", "tested", None, None, None),
        ("c", "P1", "2024-03-08", "agreed", None, None, None),
        ("d", "P1", "2024-04-08", "agreed", None, None, None),
        ("e", "P1", "2024-04-09", "tested", None, None, None),
        ("f", "P2", "2024-04-10", "agreed", None, None, None),
    )
    tables = {"projects": STARTED, "project_events": told}
    found = by_wait(engine, "improvement_cycle", tables)
    assert found == {"a": (7, 1), "b": (3, 1), "e": (266, 0)}


def test_days_until_the_first_launch(engine: Engine) -> None:
    told = events(
        ("a", "P1", "2024-08-01", "launched", None, None, None),
        ("b", "P1", "2024-09-01", "launched", None, None, None),
    )
    tables = {"projects": STARTED.head(2), "project_events": told}
    # P2 never kicked off.
    assert by_wait(engine, "time_to_launch", tables) == {"P1": (154, 1)}


def test_a_wait_belongs_to_where_it_began_and_is_watched_to_the_end(engine: Engine) -> None:
    tables = {"projects": STARTED.head(1).assign(proposed_on=pd.Timestamp(2024, 1, 20))}
    spans = windows(
        ("jan", "2024-01-01", "2024-01-31"),
        ("feb", "2024-02-01", "2024-02-29"),
        records_end="2024-12-31",
    )
    assert engine.cells("time_to_kickoff", tables, spans) == {
        ("jan", "all", "all"): (40, 1),
        ("jan", "kind", "co_creation"): (40, 1),
        ("jan", "project", "P1"): (40, 1),
    }


def test_members_until_they_join_again(engine: Engine) -> None:
    tables = {
        "people": people((3, "2020-01-01", "sales"), (3, "2024-07-10", None)),
        "projects": projects(
            ("P1", "co_creation", "2024-01-10", "2024-06-30"),
            ("P2", "co_creation", "2024-08-10", "2024-11-30"),
        ),
        "participations": members(
            ("P1", 1, "2024-01-10", "member"),
            ("P1", 2, "2024-01-10", "member"),
            ("P1", 3, "2024-01-10", "member"),
            ("P1", 4, "2024-01-10", "observer"),
            ("P2", 1, "2024-08-10", "member"),
            ("P2", 2, "2024-08-10", "observer"),
        ),
    }
    found = engine.sums("repeat_by_month", tables, WHOLE)
    mine = found[found["cut"] == "all"]
    told = {(row.cluster, row.cluster2): (row.x, row.y) for row in mine.itertuples()}
    # P1 closed on 30 June: 1 joined after 41 days; 2 is watched to the end; 3 left after 10.
    # P2 closed on 30 November and is watched for 31 days.
    assert told == {
        (1, "P1"): (41, 1),
        (2, "P1"): (184, 0),
        (3, "P1"): (10, 0),
        (1, "P2"): (31, 0),
    }


def test_answers_of_those_invited(engine: Engine) -> None:
    tables = {
        "answers": answers(
            ("w1", 1, "sales", None, True),
            ("w1", None, "sales", None, None),
            ("w1", 3, "support", None, True),
            ("w1", 4, "support", None, True),
            ("w1", 5, "lab", None, True),
            constructs=("not_our_department", "temperature"),
        ),
        "invitations": pd.DataFrame(
            {
                "wave": ["w1", "w1", "w1", "w2"],
                "department": ["sales", "support", "plant", "sales"],
                "invited": [5, 1, 3, 2],
            }
        ),
        "waves": waves(w1="2024-01-10", w2="2025-03-10"),
    }
    spans = windows(("early", "2024-01-01", "2024-06-30"), ("late", "2025-01-01", "2025-12-31"))
    # Support sent more answers than it has people asked; nobody was asked in the lab.
    assert engine.cells("response_rate", tables, spans) == {
        ("early", "all", "all"): (2, 8),
        ("early", "department", "sales"): (2, 5),
        ("early", "department", "plant"): (0, 3),
        ("late", "all", "all"): (0, 2),
        ("late", "department", "sales"): (0, 2),
    }
    early = engine.sums("response_rate", tables, spans).query("window == 'early' and cut == 'all'")
    assert len(early) == 8
