"""How many of the possible ties between two departments there are.

Of all pairs of one person here and one person there, the share that has a tie; within a department,
of all pairs of its people. Large and small departments can so be compared, and a department that
grows does not look as if it had made friends.

More than 20 departments are compared in groups as well: by the department above them, or by their
function.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.networks import pair_group, ties_of
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two rows a tie, x = ½; one row a person and department, y = half their possible ties.

    A tie has a row for each end, so that both count among the people, whichever comes first.
    A person's possible ties are a pair of the person with themself: so whoever has fewer ties than
    their colleagues adds to the variance too, without a row for every pair that has none.
    """
    ties = ties_of(tables["pairs"])
    ends = [_end(ties, *end) for end in (("person_a", "person_b"), ("person_b", "person_a"))]
    rows = nw.concat([*ends, _possible(tables["people"], windows)], how="vertical")
    return rows.with_columns(cut=nw.lit("department_pair"))


def _end(ties: Rows, own: str, other: str) -> Rows:
    return ties.select(
        "window",
        group=pair_group("a_department", "b_department"),
        cluster=nw.col(own),
        cluster2=nw.col(other),
        x=nw.lit(0.5),
        y=nw.lit(0.0),
    )


def _possible(people: Rows, windows: Rows) -> Rows:
    """Give each person of a window's last day the ties they could have with each department."""
    last_day = (nw.col("valid_from") <= nw.col("ends_on")) & (
        nw.col("ends_on") < nw.col("valid_to")
    )
    there = people.join(windows, how="cross").filter(last_day & ~nw.col("department").is_null())
    present = there.select("window", "person", "department")
    others = present.select("window", other=nw.col("department"))
    sizes = others.group_by("window", "other").agg(n=nw.len())
    met = present.join(sizes, on="window", how="inner")
    own = nw.when(nw.col("department") == nw.col("other")).then(1).otherwise(0)
    return met.select(
        "window",
        group=pair_group("department", "other"),
        cluster=nw.col("person"),
        cluster2=nw.col("person"),
        x=nw.lit(0.0),
        y=(nw.col("n") - own) / 2.0,
    )


METRIC = Metric(
    id="department_density",
    label=N_("Ties of two departments per possible pair"),
    short=N_("Ties per pair"),
    question=N_("Which departments came closer?"),
    contributions=contributions,
    needs=("ties", "people"),
    cuts=("department_pair",),
    better="higher",
    unit="share",
    period="comparison",
    order=20,
    promise="together",
    formula=N_("ties between two departments ÷ (people here × people there)"),
    limits=N_(
        "Departments are those of the latest contact, headcounts those of the last day, so people "
        "who move count for their new department."
    ),
    source="Wasserman & Faust 1994, Social Network Analysis, ch. 4 and 5",
)
