"""How well the people of a team know each other from working together.

For every two members of a project, the earlier projects both were in are counted; the figure is the
mean over all pairs. At 0 nobody had worked with anybody; at 1 two members had shared one earlier
project on average.

People who know each other need fewer words and ask sooner. It rises when the same people want to
work together again, and also when nobody new is let in.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.teams import (
    OVERALL_AND_PROJECT,
    by_project,
    earlier_projects,
    half_rows,
    pairs,
    slots,
)
from data_loaders.tables import N_

_PAIR = ["person_a", "person_b"]


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two half rows a pair of members: x = earlier projects both were in, y = 1."""
    together = pairs(slots(tables))
    before = earlier_projects(together, _PAIR)
    known = together.join(before, on=["project", *_PAIR], how="left")
    counted = known.with_columns(x=nw.col("earlier").fill_null(0))
    return by_project(half_rows(in_windows(counted, windows, "kicked_off_on")))


METRIC = Metric(
    id="team_familiarity",
    label=N_("Earlier projects two members shared"),
    short=N_("Team familiarity"),
    question=N_("Do people work with those they know?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="number",
    period="event",
    order=33,
    promise="return",
    formula=N_("earlier projects shared, summed over pairs of members ÷ pairs of members"),
    limits=N_(
        "A project is earlier when it kicked off before. It knows of shared projects only, not of "
        "other work done together, and of none from before the records begin. A large team has "
        "many pairs and weighs accordingly."
    ),
    source="Huckman, Staats & Upton 2009, Management Science 55:85",
)
