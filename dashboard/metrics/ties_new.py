"""How many ties between departments are new.

Of the ties between departments in the period after, the share that there was not in the period
before: people who had not worked with each other and now do.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import OVERALL_AND_DEPARTMENT, by_ends, turnover
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two rows a tie of the later window: x = it is new, y = 1."""
    ties = turnover(tables, windows).filter(nw.col("now") == 1)
    return by_ends(ties.with_columns(x=1 - nw.col("was"), y=nw.lit(1)))


METRIC = Metric(
    id="ties_new",
    label=N_("New ties across departments"),
    short=N_("Ties new"),
    question=N_("Which share of ties across departments is new?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="none",
    unit="share",
    period="comparison",
    order=23,
    promise="together",
    formula=N_("ties of the period after that were not there before ÷ ties of the period after"),
    limits=N_(
        "Ties near the fewest contacts that make one come and go by chance. Two who knew each "
        "other long ago and had no contact in the period before count as new."
    ),
)
