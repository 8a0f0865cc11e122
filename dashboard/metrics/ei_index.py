"""Whether people's ties stay inside their department or lead out of it.

Every tie counts +1 when it joins two departments and −1 when it stays within one; the index is the
mean. −1 says that everybody keeps to themselves, +1 that every tie leads outside.

Departments differ in size, so the index is never 0 by itself: where most people are outside, chance
alone leads outside. That is why it always stands beside what it would be if ties fell at random.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import CROSSING, OVERALL_AND_DEPARTMENT, by_ends
from dashboard.networks import ei_by_chance, fetched, ties_of
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001 - pairs know them
    """Two rows a tie, one an end: x = ±y, y = half a tie.

    A tie within a department belongs to it once; one that leads out belongs to both departments
    whole. The cluster is the pair of persons.
    """
    x = nw.when(CROSSING).then(1.0).otherwise(-1.0)
    return by_ends(ties_of(tables["pairs"]).with_columns(x=x, y=nw.lit(1.0)))


def by_chance(tables: Tables, windows: Rows) -> pd.DataFrame:  # noqa: ARG001
    """Give the index if the same people's departments were dealt anew: expected, p."""
    ties = ties_of(tables["pairs"])
    return ei_by_chance(fetched(ties))


METRIC = Metric(
    id="ei_index",
    label=N_("Ties that lead outside (E-I index)"),
    short=N_("E-I index"),
    question=N_("Do departments keep to themselves?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="higher",
    unit="index",
    period="comparison",
    order=18,
    promise="together",
    formula=N_("(ties to other departments − ties within) ÷ all ties"),
    limits=N_(
        "More contacts make more ties, so compare it only between periods of equal length. A tie "
        "counts the same however much passes along it."
    ),
    source="Krackhardt & Stern 1988, Social Psychology Quarterly 51:123",
    by_chance=by_chance,
)
