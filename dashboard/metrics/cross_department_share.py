"""How much of people's contact is with other departments.

Of all interactions of a person, the weighted share with someone in another department; the
departments are those of the day. One interaction weighs 1/(people in it − 1), so a meeting of
twenty is not 380 consultations. Being a share it does not rise because more was logged.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows
from dashboard.networks import chosen
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department", "project", "membership")


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row an end of a pair's interactions: y = their weight, x = y when departments differ.

    An interaction belongs to both its people, so each end counts for its own department; the
    cluster is the pair of persons. Interactions with an unknown department are left out.
    """
    known = ~nw.col("sender_department").is_null() & ~nw.col("recipient_department").is_null()
    ties = in_windows(tables["ties"].filter(known), windows, "month")
    swapped = nw.col("sender") > nw.col("recipient")
    low, high = ("recipient", "sender"), ("sender", "recipient")
    pairs = (
        ties.select(
            "window",
            "weight",
            a=chosen(swapped, *low),
            b=chosen(swapped, *high),
            a_department=chosen(swapped, *(f"{end}_department" for end in low)),
            b_department=chosen(swapped, *(f"{end}_department" for end in high)),
        )
        .group_by("window", "a", "b", "a_department", "b_department")
        .agg(nw.col("weight").sum())
    )
    ends = [_ends(pairs, "a", "b"), _ends(pairs, "b", "a")]
    return by_cuts(nw.concat(ends, how="vertical"), tables, windows, _CUTS)


def _ends(pairs: Rows, own: str, other: str) -> Rows:
    crossing = nw.col("a_department") != nw.col("b_department")
    return pairs.select(
        "window",
        cluster=nw.col(own),
        cluster2=nw.col(other),
        person=nw.col(own),
        department=nw.col(f"{own}_department"),
        x=nw.when(crossing).then(nw.col("weight")).otherwise(0.0),
        y=nw.col("weight"),
    )


METRIC = Metric(
    id="cross_department_share",
    label=N_("Contact across departments"),
    short=N_("Outside contact"),
    question=N_("Do departments work together more?"),
    contributions=contributions,
    needs=("ties",),
    cuts=_CUTS,
    better="higher",
    unit="share",
    period="month",
    order=15,
    promise="together",
    headline=True,
    formula=N_(
        "contacts with other departments ÷ all contacts, each weighing 1 ÷ (people in it − 1)"
    ),
    limits=N_(
        "It sees only what was logged: a talk at the coffee machine is in no log. It says "
        "how much, not how good."
    ),
    source="Newman 2001 (weight of a row)",
)
