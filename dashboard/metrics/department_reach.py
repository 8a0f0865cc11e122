"""How many other departments people have a tie with.

For everybody who has a tie, the other departments their ties lead to are counted, each once; the
figure is the mean over these people. At 0 nobody has a tie outside; at 2 a person has, on average,
somebody to turn to in two other departments.

Ten ties into one department count like a single one: what matters is how wide the circle is, not
how busy.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts
from dashboard.metrics.ends import single_ends
from dashboard.networks import ties_of
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department", "membership")
_PERSON = ["window", "person"]


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a person with a tie: x = other departments reached, y = 1."""
    ends = single_ends(ties_of(tables["pairs"]))
    outside = ends.filter(nw.col("department") != nw.col("other"))
    places = outside.group_by(*_PERSON, "other").agg(ties=nw.len()).drop("ties")
    reached = places.group_by(_PERSON).agg(x=nw.len())
    rows = _home(ends).join(reached, on=_PERSON, how="left")
    counted = rows.with_columns(cluster=nw.col("person"), x=nw.col("x").fill_null(0), y=nw.lit(1))
    return by_cuts(counted, tables, windows, _CUTS)


def _home(ends: Rows) -> Rows:
    """Give each person one department: that of most of their ties, the last by name of several."""
    counted = ends.group_by(*_PERSON, "department").agg(ties=nw.len())
    most = counted.group_by(_PERSON).agg(nw.col("ties").max())
    top = counted.join(most, on=[*_PERSON, "ties"], how="inner")
    return top.group_by(_PERSON).agg(nw.col("department").max())


METRIC = Metric(
    id="department_reach",
    label=N_("Other departments people have ties with"),
    short=N_("Departments reached"),
    question=N_("Do people know their way around other departments?"),
    contributions=contributions,
    needs=("ties",),
    cuts=_CUTS,
    better="higher",
    unit="number",
    period="comparison",
    order=24,
    promise="together",
    formula=N_("other departments each person has a tie with, added up ÷ people with a tie"),
    limits=N_(
        "Only people with a tie in the period count, so whoever is in contact with nobody is not "
        "seen. More contacts make more ties, so compare it only between periods of equal length. "
        "Someone who moved counts in the department of most of their ties."
    ),
)
