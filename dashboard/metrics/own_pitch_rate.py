"""How many members of a project go out and sell its idea in their own words.

Of the members of finished projects, the share who made a pitch or a talk script of their own for
the project, from the day they joined until six months after it closed.

Nobody writes their own pitch for something they do not believe in. It is the closest the records
come to whether people sell in earnest.
"""

from __future__ import annotations

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.selling import CUTS, doers
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a member of a finished project: x = made a pitch of their own, y = 1."""
    return doers(tables, windows, "own_pitch")


METRIC = Metric(
    id="own_pitch_rate",
    label=N_("Made a pitch of their own"),
    short=N_("Own pitches"),
    question=N_("Do those who took part sell in earnest?"),
    contributions=contributions,
    needs=("participations", "projects", "project_events"),
    cuts=CUTS,
    better="higher",
    unit="share",
    period="closing",
    order=50,
    promise="selling",
    headline=True,
    formula=N_(
        "members with a pitch of their own, from joining until six months after the closing ÷ "
        "members of finished projects"
    ),
    limits=N_(
        "Only pitches somebody wrote down with a name are seen, and one counts like many. "
        "Nothing is said of how good they are. A project must be over for six months before "
        "it counts."
    ),
)
