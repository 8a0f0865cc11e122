"""How many of those who were asked answered.

Of the people invited to a survey, the share who sent back at least one answer. The fewer do, the
less the answers say of those who did not; when the rate moves by more than ten points, a change of
answers may come from who answered rather than from what people think.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows
from dashboard.metrics.ends import OVERALL_AND_DEPARTMENT
from data_loaders.tables import N_

_ASKED = ["wave", "department"]


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a person invited: x = answered, y = 1; each is a cluster."""
    return asked(tables, windows).drop("wave")


def asked(tables: Tables, windows: Rows) -> Rows:
    """Give the same rows with their wave.

    Of who did not answer only the number is known. Where more answered than were invited the
    records contradict each other, and that department's wave is left out.
    """
    forms = tables["answers"].group_by(*_ASKED, "cluster").agg(rows=nw.len())
    answered = forms.group_by(_ASKED).agg(answered=nw.len())
    opened = tables["waves"].select("wave", "opened_on")
    counted = tables["invitations"].join(answered, on=_ASKED, how="left")
    placed = in_windows(counted.join(opened, on="wave", how="inner"), windows, "opened_on")
    told = placed.select("window", *_ASKED, "invited", nw.col("answered").fill_null(0))
    return by_cuts(_each_person(told), tables, windows, OVERALL_AND_DEPARTMENT)


def _each_person(counted: Rows) -> Rows:
    """Repeat each count as people: the first of them answered, the others did not."""
    counts = pd.DataFrame(counted.collect("pandas").to_native())
    possible = counts[counts["answered"] <= counts["invited"]].astype({"invited": int})
    people = possible.loc[possible.index.repeat(possible["invited"])]
    place = people.groupby(["window", *_ASKED]).cumcount()
    told = people.assign(
        cluster=people["wave"] + "|" + people["department"] + "|" + place.astype("str"),
        x=(place < people["answered"]).astype(int),
        y=1,
    )
    rows: Rows = nw.from_native(told).lazy()
    return rows


METRIC = Metric(
    id="response_rate",
    label=N_("Response rate"),
    short=N_("Response rate"),
    question=N_("Do people answer?"),
    contributions=contributions,
    needs=("answers", "invitations"),
    cuts=OVERALL_AND_DEPARTMENT,
    better="higher",
    unit="share",
    period="wave",
    order=98,
    promise="voices",
    formula=N_("people who answered ÷ people invited"),
    limits=N_(
        "It needs the number of people invited in each department. Who answered twice under two "
        "forms counts twice, and people are counted anew in each wave."
    ),
    construct="response_rate",
    asked=asked,
)
