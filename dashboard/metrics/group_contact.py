"""How much of what a department gives to all goes to other departments, persons being unknown.

Some sources never tell who, only how much one department gave to another, such as Viva Insights'
query from group to group. Of all the hours a department gave (or contacts, where no hours are
told), the share that went to other departments. What it gave to people of no known department is
left out.

Without persons two things can be known: this share, and how much each department gives to each
other. The other figures of the network need a log of persons. Ties, the E-I index, reach, bridges
and reciprocity count people and pairs of people, and a table of departments does not tell how many
stand behind an hour.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department")
_FEWEST_PEOPLE = 5


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a pair of departments and month: y = the amount, x = y when they differ.

    The cluster is the pair of departments; what stays within one has no partner.
    """
    told = in_windows(_usable(tables["group_interactions"]), windows, "month")
    crossing = nw.col("from_department") != nw.col("to_department")
    rows = told.select(
        "window",
        cluster=nw.col("from_department"),
        cluster2=nw.when(crossing).then(nw.col("to_department")),
        department=nw.col("from_department"),
        x=nw.when(crossing).then(nw.col("amount")).otherwise(0.0),
        y=nw.col("amount"),
    )
    return by_cuts(rows, tables, windows, _CUTS)


def _usable(told: Rows) -> Rows:
    """Leave out groups of too few people and unknown departments; hours are no contacts.

    Where anything is told in hours only hours are added up: "hours" is the greater word.
    """
    enough = nw.col("people").is_null() | (nw.col("people") >= _FEWEST_PEOPLE)
    known = told.filter(enough & ~nw.col("to_department").is_null())
    unit = known.select(measured_in=nw.col("unit").max())
    return known.join(unit, how="cross").filter(nw.col("unit") == nw.col("measured_in"))


METRIC = Metric(
    id="group_contact",
    label=N_("Contact across departments, from sources without persons"),
    short=N_("Outside contact of groups"),
    question=N_("Do departments give more to each other?"),
    contributions=contributions,
    needs=("group_interactions",),
    cuts=_CUTS,
    better="higher",
    unit="share",
    period="month",
    order=16,
    promise="together",
    formula=N_("amount given to other departments ÷ amount given to all departments"),
    limits=N_(
        "Who is behind an amount is not known, so a few people may carry it. Rows of a department "
        "that the source says has fewer than five people are left out; where it does not say, "
        "they are taken as they come. Hours count where there are any, else contacts. With few "
        "departments the interval is wide."
    ),
    counts="groups",
)
