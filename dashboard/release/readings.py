"""Other readings of a change, told beside the plain one: would it hold if looked at differently.

- ``panel``: of contacts, only the people who are in both windows. Who joined or left cannot have
  made it. Of answers there is one figure alone: who answered twice beside all who answered would
  tell of the others.
- ``before_mix``: departments weighted as they were before. A change in who answers, or in the size
  of departments, cannot have made it.
- ``before_departments``: the same people, each counted in the department they were in before. Told
  where departments came or went between the windows: new labels cannot have made it.
- ``lead``: of a difference-in-differences, the same difference one period earlier. Groups that
  moved apart before anything began would have gone on moving apart.

Each is told of everybody, or of the treated against the control group. Who is left out of one is
nobody, or as many as a figure must rest on: subtracting it from the plain change finds no person.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import pandas as pd

from dashboard import privacy
from dashboard.comparisons import Comparison
from dashboard.estimate import Estimator, Ratios
from dashboard.metrics import Metric, Rows
from dashboard.release.changes import changes, contrasted

_SIDES = {"before": -1.0, "after": 1.0}
_EARLIER = {"earlier": "before", "before": "after"}
_ENDS = ("sender", "recipient")
_ROUNDING = 1e-9
_OF_PEOPLE = ("wave", "month", "comparison")
"""Periods whose figures are of the people there at the time, not of projects that ended then."""


def readings(
    metric: Metric,
    figures: Estimator,
    measured: tuple[pd.DataFrame, pd.DataFrame],
    windows: pd.DataFrame,
    comparisons: Sequence[Comparison],
    *,
    threshold: int = privacy.THRESHOLD,
) -> pd.DataFrame:
    """Give the readings that need no more than the sums of a metric, as rows of a release's table.

    ``measured`` are the sums that ``figures`` are made of, and their estimates with the people they
    may be said to rest on.
    """
    if windows["comparison"].isna().all():
        return pd.DataFrame()
    sums, cells = measured
    told = {"lead": lead(figures, cells, windows, comparisons, threshold)}
    if (metric.counts, metric.estimator) == ("people", "ratio") and metric.period in _OF_PEOPLE:
        told["before_mix"] = before_mix(figures, measured, windows, threshold)
        if "answers" not in metric.needs:
            told["panel"] = panel(metric, sums, windows, threshold)
    found = pd.concat([frame.assign(reading=name) for name, frame in told.items()])
    return found.dropna(subset="change") if len(found) else found


def panel(
    metric: Metric, sums: pd.DataFrame, windows: pd.DataFrame, threshold: int
) -> pd.DataFrame:
    """Contrast the people who are in both windows of a comparison."""
    placed = sums[sums["cut"] == "all"].merge(_sides(windows), on="window")
    ends = [name for name in ("cluster", "cluster2") if name in placed]
    seen = _people(placed, ends)
    times = seen.groupby(["comparison", "person"])["window"].transform("size")
    stayed = seen[times == len(_SIDES)]
    both = pd.MultiIndex.from_frame(stayed[["comparison", "person"]])
    safe = _apart(seen, stayed, threshold)
    kept = placed["comparison"].isin(safe)
    for end in ends:
        kept &= pd.MultiIndex.from_frame(placed[["comparison", end]]).isin(both)
    figures = Ratios(placed.loc[kept, list(sums)], metric.unit)
    return changes(figures, figures.estimates.dropna(subset="value"), windows, (), threshold)


def _people(placed: pd.DataFrame, ends: Sequence[str]) -> pd.DataFrame:
    """List who is in which window, once each: comparison, window, person."""
    columns = ["comparison", "window", "person"]
    seen = [placed[["comparison", "window", end]].set_axis(columns, axis=1) for end in ends]
    return pd.concat(seen).dropna(subset="person").drop_duplicates()


def _apart(seen: pd.DataFrame, stayed: pd.DataFrame, threshold: int) -> list[str]:
    """Name the comparisons in whose windows nobody, or enough people, are left out."""
    keys = ["comparison", "window"]
    left = seen.groupby(keys).size().sub(stayed.groupby(keys).size(), fill_value=0)
    risky = left[(left > 0) & (left < threshold)].index.get_level_values("comparison")
    return list(set(seen["comparison"]) - set(risky))


def before_mix(
    figures: Estimator,
    measured: tuple[pd.DataFrame, pd.DataFrame],
    windows: pd.DataFrame,
    threshold: int,
) -> pd.DataFrame:
    """Contrast departments that are shown in both windows, weighted as they were before."""
    sums, cells = measured
    weights = sums.groupby(["window", "cut", "group"])["y"].sum().rename("weight").reset_index()
    told = cells[["window", "cut", "group", "value", "people"]].merge(weights)
    placed = told.merge(_sides(windows), on="window")
    whole = placed[placed["cut"] == "all"].set_index("window")["weight"]
    mine = placed[placed["cut"] == "department"]
    # A tie between two departments is one of each of them: they do not add up to the whole.
    parts = mine.groupby("window")["weight"].sum()
    odd = parts[parts > whole.reindex(parts.index).fillna(0) * (1 + _ROUNDING)].index
    mine = mine[~mine["comparison"].isin(mine.loc[mine["window"].isin(odd), "comparison"])]
    seen = mine[mine["people"] >= threshold]
    keys = ["comparison", "group"]
    seen = seen[seen.groupby(keys)["kind"].transform("nunique") == len(_SIDES)]
    if seen.empty:
        return seen
    first = seen[seen["kind"] == "before"].set_index(keys)["weight"]
    share = first / first.groupby("comparison").transform("sum")
    weight = share.reindex(pd.MultiIndex.from_frame(seen[keys])).to_numpy()
    terms = seen.assign(sign=seen["kind"].map(_SIDES) * weight, of_cut="all", of_group="all")
    terms["contrast"] = terms.groupby("comparison").ngroup()
    return contrasted(figures, terms, threshold)


def lead(
    figures: Estimator,
    cells: pd.DataFrame,
    windows: pd.DataFrame,
    comparisons: Sequence[Comparison],
    threshold: int,
) -> pd.DataFrame:
    """Contrast the treated with the control group one period earlier."""
    if "earlier" not in set(windows["kind"]):
        return pd.DataFrame()
    earlier = windows.assign(kind=windows["kind"].map(_EARLIER)).dropna(subset="kind")
    found = changes(figures, cells, earlier, comparisons, threshold)
    return found[found["cut"] == "difference"] if len(found) else found


def reorganised(people: pd.DataFrame, windows: pd.DataFrame) -> bool:
    """Whether departments came or went between the last days of a comparison's two windows."""
    found = []
    for day in _sides(windows).merge(windows)["ends_on"]:
        there = people[(people["valid_from"] <= day) & (day < people["valid_to"])]
        found.append(set(there["department"].dropna()))
    return len(found) == len(_SIDES) and bool(found[0]) and found[0] != found[1]


def relabelled(ties: Rows, people: Rows, windows: pd.DataFrame) -> Rows:
    """Give the ties of a comparison with everybody in the department of before.

    Contacts of the after window with people who were not there before are left out. ``windows``
    are the two of one comparison.
    """
    sides = windows.set_index("kind")
    day = sides.loc["before", "ends_on"].date()
    start = sides.loc["after", "starts_on"].date()
    before = (nw.col("valid_from") <= day) & (nw.col("valid_to") > day)
    known = people.filter(before & ~nw.col("department").is_null())
    columns = ties.collect_schema().names()
    later = ties.filter(nw.col("month") >= start)
    for end in _ENDS:
        there = known.select(nw.col("person").alias(end), nw.col("department").alias("held"))
        later = (
            later.join(there, on=end, how="inner")
            .with_columns(nw.col("held").alias(f"{end}_department"))
            .drop("held")
        )
    parts = [ties.filter(nw.col("month") < start).select(columns), later.select(columns)]
    return nw.concat(parts, how="vertical")


def _sides(windows: pd.DataFrame) -> pd.DataFrame:
    return windows.loc[windows["kind"].isin(_SIDES), ["window", "kind", "comparison"]]
