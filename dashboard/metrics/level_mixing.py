"""How many ties between departments also join different job levels.

Of the ties between people from different departments, the share whose two people do not have the
same level, such as a manager and someone without a title.

Where only heads speak with heads, every question goes up one side and down the other. When it
rises, people turn to whoever knows, whatever their rank.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import CROSSING, OVERALL_AND_DEPARTMENT, by_ends
from dashboard.networks import ties_of
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001 - pairs know them
    """Two rows a tie across departments with known levels: x = they differ, y = 1."""
    ties = ties_of(tables["pairs"]).filter(CROSSING)
    levelled = _levelled(_levelled(ties, tables, "a"), tables, "b")
    x = nw.when(nw.col("a_level") != nw.col("b_level")).then(1).otherwise(0)
    return by_ends(levelled.with_columns(x=x, y=nw.lit(1)))


def _levelled(ties: Rows, tables: Tables, end: str) -> Rows:
    """Add the level one end had on the day of the latest contact; drops the unknown."""
    spells = tables["people"].filter(~nw.col("level").is_null())
    known = spells.select(
        "valid_from",
        "valid_to",
        nw.col("person").alias(f"person_{end}"),
        nw.col("level").alias(f"{end}_level"),
    )
    met = ties.join(known, on=f"person_{end}", how="inner")
    there = (nw.col("valid_from") <= nw.col("last_on")) & (nw.col("last_on") < nw.col("valid_to"))
    return met.filter(there).drop("valid_from", "valid_to")


METRIC = Metric(
    id="level_mixing",
    label=N_("Ties across departments between different job levels"),
    short=N_("Across levels"),
    question=N_("Do people turn to each other whatever their rank?"),
    contributions=contributions,
    needs=("ties", "people"),
    cuts=OVERALL_AND_DEPARTMENT,
    better="higher",
    unit="share",
    period="comparison",
    order=27,
    promise="together",
    formula=N_(
        "ties across departments between different job levels ÷ ties across departments whose "
        "levels are both known"
    ),
    limits=N_(
        "Levels and departments are those of the latest contact. It depends on how many people "
        "there are at each level, so a company of mostly one level has a low figure. Whether the "
        "two are one or three levels apart makes no difference."
    ),
)
