"""How many members of a project tell others how it came about.

Of the members of finished projects, the share who told the story of the development, inside the
company or outside, from the day they joined until six months after the project closed. The six
months are those of the pitches, so that both can be compared.

People retell what they are proud of. A story travels further than a manual, to colleagues as well
as to customers.
"""

from __future__ import annotations

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.selling import CUTS, doers
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a member of a finished project: x = told its story, y = 1."""
    return doers(tables, windows, "story_shared")


METRIC = Metric(
    id="story_rate",
    label=N_("Told the story of the project"),
    short=N_("Stories told"),
    question=N_("Do those who took part tell others about it?"),
    contributions=contributions,
    needs=("participations", "projects", "project_events"),
    cuts=CUTS,
    better="higher",
    unit="share",
    period="closing",
    order=51,
    promise="selling",
    formula=N_(
        "members who told the story, from joining until six months after the closing ÷ "
        "members of finished projects"
    ),
    limits=N_(
        "Only what was written down with a name is seen; what is told over lunch is not. One "
        "story counts like many. A project must be over for six months before it counts."
    ),
)
