"""The tables behind the pictures, in the reader's words: what is shown, and what the CSV holds."""

from __future__ import annotations

import pandas as pd

from dashboard.text.sentences import VERDICTS
from dashboard.views.reading import Reading


def changes_table(read: Reading, changes: pd.DataFrame) -> pd.DataFrame:
    """Give changes as readers see them: one row a metric and group."""
    t = read.t
    units = changes["metric"].map(read.metrics["unit"])

    def written(column: str, *, sign: bool = False) -> list[str]:
        pairs = zip(changes[column], units, strict=True)
        return [t.number(value, unit, sign=sign) for value, unit in pairs]

    return pd.DataFrame(
        {
            t("Measure"): changes["metric"].map(read.metrics["label"]).map(t),
            t("Group"): changes["name"],
            t("Before"): written("before"),
            t("After"): written("after"),
            t("Change"): written("change", sign=True),
            t("95% from"): written("low", sign=True),
            t("95% to"): written("high", sign=True),
            t("Unit"): units.map(read.unit),
            t("People"): changes["people_band"].map(t.people_band),
            t("In words"): changes["verdict"].map(VERDICTS).map(t),
        }
    )


def estimates_table(
    read: Reading, metric: str, rows: pd.DataFrame, first: dict[str, list[str]]
) -> pd.DataFrame:
    """Give levels as readers see them; ``first`` holds the columns that say whose they are."""
    t, unit = read.t, read.metrics.loc[metric, "unit"]
    ends = {t("Value"): "value", t("95% from"): "low", t("95% to"): "high"}
    numbers = {name: [t.number(value, unit) for value in rows[key]] for name, key in ends.items()}
    people = {t("People"): rows["people_band"].map(t.people_band).tolist()}
    return pd.DataFrame({**first, **numbers, t("Unit"): read.unit(unit), **people})
