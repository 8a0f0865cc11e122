"""Changes between the windows of a comparison, and what may be said of them.

A change is after minus before of one group; the difference-in-differences is the treated group's
change minus the control's. Both are made of shown cells only: where one is hidden, the change is
"too few", and nothing of it is told.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard import privacy
from dashboard.estimate import Ratios, design, judge
from dashboard.metrics import Metric
from dashboard.store import Comparison

CHANGES = [
    "metric",
    "cut",
    "group",
    "comparison",
    "before",
    "after",
    "change",
    "low",
    "high",
    "people_band",
    "smallest_visible_change",
    "q",
    "verdict",
    "design",
]
_GROUP = ["comparison", "cut", "group"]
_TOLD = ["before", "after", "change", "low", "high", "people_band", "design"]
_SIDES = {"before": -1, "after": 1}


def changes(
    ratios: Ratios, metric: Metric, windows: pd.DataFrame, comparisons: Sequence[Comparison]
) -> pd.DataFrame:
    """Contrast every comparison's windows for every group, and treated with control groups.

    Gives CHANGES but for the verdict's columns, with ``better``; a change that rests on a hidden
    cell has no figures.
    """
    sides = windows.loc[windows["kind"].isin(_SIDES), ["window", "kind", "comparison"]]
    cells = ratios.estimates.merge(sides, on="window")
    cells["sign"] = cells["kind"].map(_SIDES)
    both = cells.groupby(_GROUP)["kind"].transform("nunique") == len(_SIDES)
    own = cells[both]
    own = own.assign(of_cut=own["cut"], of_group=own["group"])
    terms = pd.concat([own, *(_difference(own, one) for one in comparisons)], ignore_index=True)
    terms["contrast"] = terms.groupby(["comparison", "of_cut", "of_group"]).ngroup()
    found = ratios.contrasts(terms[["contrast", "window", "cut", "group", "sign"]])
    if found.empty:
        return found
    return _told(found.set_index("contrast"), terms).assign(metric=metric.id, better=metric.better)


def _difference(cells: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """Give the four terms of a difference-in-differences, or none when a group has no data."""
    parts = []
    for name, sign in ((comparison.treated, 1), (comparison.control, -1)):
        cut, _, group = name.partition(":")
        chosen = cells[
            (cells["comparison"] == comparison.comparison)
            & (cells["cut"] == cut)
            & (cells["group"] == group)
        ]
        if chosen.empty:
            return chosen
        parts.append(chosen.assign(sign=chosen["sign"] * sign))
    label = f"{comparison.treated}~{comparison.control}"
    return pd.concat(parts).assign(of_cut="difference", of_group=label)


def _told(found: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Put each contrast beside its windows' values; blank those that rest on a hidden cell."""
    # The levels of a difference are gaps: the control enters with the other sign.
    level = terms["value"] * terms["sign"] * terms["kind"].map(_SIDES)
    levels = terms.assign(level=level).pivot_table(
        index="contrast", columns="kind", values="level", aggfunc="sum"
    )
    named = terms.groupby("contrast").agg(
        comparison=("comparison", "first"),
        cut=("of_cut", "first"),
        group=("of_group", "first"),
        fewest=("people", "min"),
    )
    told = named.join(levels).join(found, how="inner").rename(columns={"value": "change"})
    told["design"] = told["overlap"].map(design)
    told.loc[told["cut"] == "difference", "design"] = "difference_in_differences"
    told["people_band"] = privacy.people_band(told["fewest"])
    hidden = told["fewest"] < privacy.THRESHOLD
    told[_TOLD] = told[_TOLD].mask(hidden)
    return told.reset_index(drop=True)


def judged(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Give every metric's changes their verdicts, each comparison's adjusted together."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=CHANGES)
    told = pd.concat(filled, ignore_index=True)
    shown = told["change"].notna()
    judgements = [
        judge(part, part["better"]) for _, part in told[shown].groupby("comparison", sort=False)
    ]
    hidden = told[~shown].assign(verdict="too_few")
    return pd.concat([*judgements, hidden], ignore_index=True).reindex(columns=CHANGES)
