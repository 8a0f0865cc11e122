"""How hidden cells look: they keep no value, no interval and no number of people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from dashboard.privacy.edges import shown_edges

THRESHOLD = 5
_BANDS = ["5-9", "10-19", "20-49", "50+"]
_BAND_EDGES = [0, 10, 20, 50, np.inf]
_TOLD = ["value", "low", "high"]


def people_band(people: pd.Series) -> pd.Series:
    """Give numbers of people as the bands that readers see: 5-9, 10-19, 20-49, 50+."""
    bands = pd.cut(people, _BAND_EDGES, right=False, labels=_BANDS)
    return bands.astype("str")


def hide_small(cells: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Blank every cell under the threshold; band the people of the others.

    ``cells`` has value, low, high and people; gives them with ``people_band`` and ``status``
    (shown, withheld) in the place of ``people``.
    """
    shown = cells["people"] >= threshold
    told = cells.assign(people_band=people_band(cells["people"]).where(shown))
    told[_TOLD] = told[_TOLD].where(shown)
    return told.assign(status=np.where(shown, "shown", "withheld")).drop(columns="people")


def hide_small_edges(
    edges: pd.DataFrame,
    threshold: int = THRESHOLD,
    groups: Mapping[str, str] = MappingProxyType({}),
    of_groups: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Blank every department tie that may not be shown (``edges.shown_edges``).

    ``edges`` has window, and the figures interactions, ties, density beside what is decided by;
    ``of_groups`` has the same of every two ``groups`` of departments. Gives both, and the margins
    that may be shown: window, department ("" for all together).
    """
    parts = [
        (window, shown_edges(mine, threshold, groups)) for window, mine in edges.groupby("window")
    ]
    flags = [one.edges for _, one in parts] or [pd.Series(dtype=bool)]
    told = [_unless_shown(edges, pd.concat(flags).reindex(edges.index))]
    margins = pd.DataFrame(
        [(window, name) for window, one in parts for name in sorted(one.margins)],
        columns=["window", "department"],
        dtype="str",
    )
    if of_groups is not None:
        pairs = of_groups["from_department"] + "~" + of_groups["to_department"]
        named = pd.MultiIndex.from_arrays([of_groups["window"], pairs])
        shown = named.isin(pd.MultiIndex.from_frame(margins))
        told.append(_unless_shown(of_groups, pd.Series(shown, of_groups.index)))
    return pd.concat(told, ignore_index=True), margins


def _unless_shown(edges: pd.DataFrame, shown: pd.Series) -> pd.DataFrame:
    figures = ["interactions", "ties", "density"]
    told = edges.assign(people_band=people_band(edges["people"]).where(shown))
    told[figures] = told[figures].astype("float64").where(shown)
    told["status"] = np.where(shown, "shown", "withheld")
    return told.drop(columns=["people", "from_people", "to_people", "headcount"])


def hide_pairs(cells: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Let a pair of departments rest on nobody where its tie is hidden, so that it is hidden too.

    ``cells`` has window, cut, group and people; ``edges`` has from_department, to_department and
    status.
    """
    shown = edges[edges["status"] == "shown"]
    groups = shown["from_department"] + "~" + shown["to_department"]
    told = pd.MultiIndex.from_arrays([shown["window"], groups])
    return _unless(cells, told, "department_pair")


def hide_margins(cells: pd.DataFrame, departments: pd.DataFrame) -> pd.DataFrame:
    """Let a department rest on nobody where its ties to others may not be told of in all.

    ``cells`` has window, cut, group and people; ``departments`` has department and status: shown,
    withheld, or silent where those of all together may not be told either.
    """
    shown = departments[departments["status"] == "shown"]
    told = _unless(cells, pd.MultiIndex.from_frame(shown[["window", "department"]]), "department")
    silent = departments.loc[departments["status"] == "silent", "window"]
    hidden = (cells["cut"] == "all") & cells["window"].isin(silent)
    return told.assign(people=told["people"].mask(hidden, 0))


def _unless(cells: pd.DataFrame, told: pd.MultiIndex, cut: str) -> pd.DataFrame:
    asked = pd.MultiIndex.from_frame(cells[["window", "group"]])
    hidden = (cells["cut"] == cut) & ~asked.isin(told)
    return cells.assign(people=cells["people"].mask(hidden, 0))


def of_no_person(cells: pd.DataFrame) -> pd.DataFrame:
    """Let cells rest on no person: what projects and departments did is never too few people's.

    They have no band of people.
    """
    return cells.assign(people=np.inf)
