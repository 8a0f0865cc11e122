"""How many ties between departments have ended.

Of the ties between departments in the period before, the share that there is no longer in the
period after. Some always end, with a task or with a move; more do when departments drift apart.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import OVERALL_AND_DEPARTMENT, by_ends, turnover
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two rows a tie of the earlier window, in the later one: x = it has ended, y = 1."""
    ties = turnover(tables, windows).filter(nw.col("was") == 1)
    return by_ends(ties.with_columns(x=1 - nw.col("now"), y=nw.lit(1)))


METRIC = Metric(
    id="ties_lost",
    label=N_("Ties across departments that ended"),
    short=N_("Ties lost"),
    question=N_("Which share of ties across departments has ended?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="lower",
    unit="share",
    period="comparison",
    order=22,
    promise="together",
    formula=N_("ties of the period before that ended ÷ ties of the period before"),
    limits=N_(
        "Ties near the fewest contacts that make one come and go by chance. A person who left the "
        "company takes their ties along; they count as lost."
    ),
)
