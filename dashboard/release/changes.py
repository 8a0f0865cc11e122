"""Changes between the windows of a comparison, and what may be said of them.

A change is after minus before of one group; the difference-in-differences is the treated group's
change minus the control's. Both are made of shown cells only: where one is hidden, the change is
"too few", and nothing of it is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import privacy
from dashboard.comparisons import Comparison
from dashboard.estimate import Estimator, dealt, design, effects, judge, smallest_visible_change
from dashboard.release.read import TABLES

_GROUP = ["comparison", "cut", "group"]
_TOLD = ["before", "after", "change", "low", "high", "people_band", "design"]
_VISIBLE = "smallest_visible_change"
_SIDES = {"before": -1, "after": 1}


def changes(
    figures: Estimator,
    cells: pd.DataFrame,
    windows: pd.DataFrame,
    comparisons: Sequence[Comparison],
    threshold: int = privacy.THRESHOLD,
) -> pd.DataFrame:
    """Contrast every comparison's windows for every group, and treated with control groups.

    ``cells`` are the estimates with the people they rest on. Gives the columns of the release's
    changes but for metric and what ``judged`` adds; a change that rests on a hidden cell has no
    figures.
    """
    sides = windows.loc[windows["kind"].isin(_SIDES), ["window", "kind", "comparison"]]
    placed = cells.merge(sides, on="window")
    placed["sign"] = placed["kind"].map(_SIDES)
    both = placed.groupby(_GROUP)["kind"].transform("nunique") == len(_SIDES)
    own = placed[both]
    own = own.assign(of_cut=own["cut"], of_group=own["group"])
    here = set(own["comparison"])
    differences = [_difference(own, one) for one in comparisons if one.comparison in here]
    terms = pd.concat([own, *differences], ignore_index=True)
    terms["contrast"] = terms.groupby(["comparison", "of_cut", "of_group"]).ngroup()
    return contrasted(figures, terms, threshold)


def contrasted(figures: Estimator, terms: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Contrast cells of both windows of comparisons, as the rows of a release's changes.

    ``terms`` has a row a cell taken: contrast (an id), comparison, of_cut and of_group (what the
    contrast is of), the cell (window, cut, group) with its value and people, kind (before, after)
    and sign: −1 before and 1 after, the other way round for a control, times a weight if any.
    """
    found = figures.contrasts(terms[["contrast", "window", "cut", "group", "sign"]])
    return found if found.empty else _told(found.set_index("contrast"), terms, threshold)


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


def _told(found: pd.DataFrame, terms: pd.DataFrame, threshold: int) -> pd.DataFrame:
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
    told[_VISIBLE] = smallest_visible_change(*(told[name] for name in ("low", "high", "se")))
    hidden = told["fewest"] < threshold
    told[[*_TOLD, _VISIBLE]] = told[[*_TOLD, _VISIBLE]].mask(hidden)
    return told.reset_index(drop=True)


def of_few_clusters(told: pd.DataFrame, sums: pd.DataFrame, *, ratios: bool) -> pd.DataFrame:
    """Judge changes of projects by dealing their windows anew; of fewer than six nothing is told.

    ``told`` comes from ``changes``, ``sums`` is what it was made of.
    """
    if told.empty:
        return told
    known = told.merge(dealt(sums, _windows(told), ratios=ratios), on=_GROUP, how="left")
    blind = ~known["enough"].fillna(value=False).astype(bool)
    hidden = ["low", "high", _VISIBLE]
    known[hidden] = known[hidden].mask(blind)
    return known.drop(columns="enough")


def with_effects(told: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Add the effect sizes of changes of scores, where the change may be told."""
    if told.empty:
        return told
    known = told.merge(effects(sums, _windows(told)), on=_GROUP, how="left")
    sizes = ["hedges_g", "cliffs_delta"]
    known[sizes] = known[sizes].where(known["change"].notna())
    return known


def _windows(told: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {one: (f"{one}:before", f"{one}:after") for one in told["comparison"].unique()}


def judged(told: pd.DataFrame, better: Mapping[str, str]) -> pd.DataFrame:
    """Give the changes of all metrics their verdicts, each comparison's adjusted together.

    ``better`` says of each metric which direction is good.
    """
    shown = told["change"].notna()
    judgements = [
        judge(part, part["metric"].map(better))
        for _, part in told[shown].groupby("comparison", sort=False)
    ]
    judgements.append(told[~shown].assign(verdict="too_few", q=float("nan")))
    return pd.concat(judgements).sort_index().reindex(columns=list(TABLES["changes"]))
