"""How many comments tell of a refusal on grounds of scope.

Of all comments of a survey, the share in which the detector hears that somebody really and
currently declines or passes on a request because of scope, role, ownership, authority, budget or
precedent. It stands beside the closed question, never in its place: who writes is not everybody.

The detector misses some refusals and hears some where there are none, so the share is corrected by
its known errors, and not knowing these better makes the interval wider.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.constructs import CUTS, as_figure
from dashboard.metrics.cuts import answers_by_cuts
from data_loaders.tables import N_

_CUTS = tuple(cut for cut in CUTS if cut != "project")


def _asked(tables: Tables, windows: Rows) -> Rows:
    """One row a comment, by every cut: x = a refusal is heard in it, its wave."""
    read = tables["answers"].filter(~nw.col("deflects").is_null())
    told = read.with_columns(x=nw.when(nw.col("deflects")).then(1).otherwise(0))
    return answers_by_cuts(told, tables, windows, _CUTS, ["wave"])


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a comment: x = a refusal is heard in it, y = 1; the cluster is who wrote it."""
    return as_figure(_asked(tables, windows), "favourable")


METRIC = Metric(
    id="deflection_in_comments",
    label=N_("Comments that tell of “not our department”"),
    short=N_("In comments"),
    question=N_("Do comments tell of it less?"),
    contributions=contributions,
    needs=("answers",),
    cuts=_CUTS,
    better="lower",
    unit="share",
    period="wave",
    order=11,
    promise="scope",
    formula=N_(
        "(share of comments in which it is heard − false alarms) ÷ (sensitivity − false alarms)"
    ),
    limits=N_(
        "It is heard by a detector with known errors. Review 200 comments on the Review page, "
        "and it is corrected by the errors it makes in your own company."
    ),
    source="Rogan & Gladen 1978; Lang & Reiczigel 2014",
    construct="deflection_in_comments",
    asked=_asked,
    heard_in="comments",
)
