"""Whether people who write to another department are written to in return.

Of all pairs of people from different departments in which one wrote to the other, the share in
which both wrote. Meetings do not count, because nobody in them is the one who asks.

When requests, questions or notices go one way only, it is low. It rises when two departments talk
with each other and do not just pass things on.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import CROSSING, OVERALL_AND_DEPARTMENT, by_ends
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001 - pairs know them
    """Two rows a pair across departments that wrote: x = both did, y = 1."""
    one, other = nw.col("a_wrote") > 0, nw.col("b_wrote") > 0
    written = tables["pairs"].filter(CROSSING & (one | other))
    x = nw.when(one & other).then(1).otherwise(0)
    return by_ends(written.with_columns(x=x, y=nw.lit(1)))


METRIC = Metric(
    id="reciprocity",
    label=N_("Pairs across departments who write to each other"),
    short=N_("Both write"),
    question=N_("Does contact across departments go both ways?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="higher",
    unit="share",
    period="comparison",
    order=25,
    promise="together",
    formula=N_(
        "pairs across departments in which both wrote ÷ pairs across departments in which at least "
        "one wrote"
    ),
    limits=N_(
        "One message each way is enough, even about different things, and an answer given by phone "
        "or in a meeting is not seen. More contacts make more pairs in which both wrote, so "
        "compare it only between periods of equal length."
    ),
    source="Wasserman & Faust 1994, Social Network Analysis, ch. 13",
)
