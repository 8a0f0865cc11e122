"""Which cells may be shown.

Numbers leave through the release only, and the release shows a cell only when it rests on enough
people. A hidden cell keeps no value, no interval and no number of people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

THRESHOLD = 5
EDGE_SIDE = 2
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


def hide_small_edges(edges: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Blank every department tie that rests on too few people, in all or on one side.

    ``edges`` has from_people, to_people and people, headcount (of the smaller department) and the
    figures interactions, ties, density. That two departments have no tie is shown as 0, unless
    one of them is under the threshold: of so few it says something about each.
    """
    sides = edges[["from_people", "to_people"]].min(axis=1)
    enough = (edges["people"] >= threshold) & (sides >= EDGE_SIDE)
    shown = (edges["headcount"] >= threshold) & ((edges["ties"] == 0) | enough)
    figures = ["interactions", "ties", "density"]
    told = edges.assign(people_band=people_band(edges["people"]).where(shown))
    told[figures] = told[figures].astype("float64").where(shown)
    told["status"] = np.where(shown, "shown", "withheld")
    return told.drop(columns=["people", "from_people", "to_people", "headcount"])


def hide_pairs(cells: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Let a pair of departments rest on nobody where its tie is hidden, so that it is hidden too.

    ``cells`` has window, cut, group and people; ``edges`` comes from ``hide_small_edges``.
    """
    shown = edges[edges["status"] == "shown"]
    groups = shown["from_department"] + "~" + shown["to_department"]
    told = pd.MultiIndex.from_arrays([shown["window"], groups])
    asked = pd.MultiIndex.from_frame(cells[["window", "group"]])
    hidden = (cells["cut"] == "department_pair") & ~asked.isin(told)
    return cells.assign(people=cells["people"].mask(hidden, 0))


def of_no_person(cells: pd.DataFrame) -> pd.DataFrame:
    """Let cells rest on no person: what projects and departments did is never too few people's.

    They have no band of people.
    """
    return cells.assign(people=np.inf)
