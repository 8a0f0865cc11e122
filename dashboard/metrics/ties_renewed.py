"""How much of the network across departments is the same as before.

Of all ties between departments that there were in either period, the share that there was in both.
At 100 % the same people work together as before; at 0 % all of them changed.

Neither end is good. A low share after a project means that the circle is another one; look at the
ties lost and the ties newly made beside it.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import OVERALL_AND_DEPARTMENT, by_ends, turnover
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two rows a tie of either window, in the later one: x = it is in both, y = 1."""
    ties = turnover(tables, windows)
    return by_ends(ties.with_columns(x=nw.col("was") * nw.col("now"), y=nw.lit(1)))


METRIC = Metric(
    id="ties_renewed",
    label=N_("Ties across departments kept"),
    short=N_("Ties kept"),
    question=N_("Are they the same ties as before?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="none",
    unit="share",
    period="comparison",
    order=21,
    promise="together",
    formula=N_("ties in both periods ÷ ties in either of them"),
    limits=N_(
        "Ties near the fewest contacts that make one come and go by chance. A person who left the "
        "company takes their ties along; they count as lost."
    ),
    source="Jaccard index; Snijders, van de Bunt & Steglich 2010, Social Networks 32:44",
)
