"""How much of a team has done this before.

Of the places in a project, the share taken by people who had already been in an earlier one. They
bring what they learnt; newcomers bring what nobody in the team knew yet.

Neither end is good: a team of old hands alone hears nothing new, and one of newcomers alone starts
from nothing. Look at it beside how the team did.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project, earlier_projects, slots
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a place in a project: x = taken by someone with an earlier project, y = 1."""
    filled = slots(tables)
    before = earlier_projects(filled, ["person"])
    known = filled.join(before, on=["project", "person"], how="left").with_columns(
        cluster=nw.col("person"),
        x=nw.when(~nw.col("earlier").is_null()).then(1).otherwise(0),
        y=nw.lit(1),
    )
    return by_project(in_windows(known, windows, "kicked_off_on"))


METRIC = Metric(
    id="incumbent_share",
    label=N_("Team places held by experienced people"),
    short=N_("Experienced members"),
    question=N_("How much of a team has done this before?"),
    contributions=contributions,
    needs=("participations", "projects"),
    cuts=OVERALL_AND_PROJECT,
    better="none",
    unit="share",
    period="event",
    order=32,
    promise="return",
    formula=N_("places taken by people with an earlier project ÷ places in projects"),
    limits=N_(
        "A project is earlier when it kicked off before. Projects from before the records begin "
        "are not seen, so the first ones seem to be made of newcomers. A project without a day "
        "of kick-off does not count."
    ),
    source="Guimerà, Uzzi, Spiro & Amaral 2005, Science 308:697",
)
