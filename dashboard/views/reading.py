"""One reader's view of a release: in their language, for the comparison and theme they have."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.theme import THEMES, Theme
from dashboard.choices import chosen_of
from dashboard.release.read import Release, current, sample
from dashboard.text import N_, Translator, translator

ENTIRE, FOLLOWED = "all", "followed"
GROUPS = {"all": N_("Everyone"), "members": N_("Members"), "others": N_("Others")}
# In the order of "before" and "after", whose colours they share.
KINDS = {"conventional": N_("conventional"), "co_creation": N_("co-creation")}
UNITS = {
    "share": "%",
    "index": N_("index from −1 to +1"),
    "mean": N_("points of the scale"),
    "number": N_("a number"),
    "days": N_("days"),
}
_FIRST_PROJECT = N_("The first co-creation project")
_WAVES = N_("The latest survey")


def shown_release() -> Release:
    """Give the release of the workspace that is served, or the sample story's."""
    folder = os.environ.get("YOTTE_WORKSPACE")
    return current(Path(folder)) if folder else sample()


# What was looked up for one page serves the next; whoever gets it adds to a frame of their own.
_remembered = lru_cache(maxsize=256)


@dataclass(frozen=True)
class Change:
    """How one figure moved between the two sides of the comparison."""

    metric: str
    unit: str
    verdict: str = "no_data"
    people_band: object = None
    before: float = math.nan
    after: float = math.nan
    change: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Reading:
    """What a page reads from: a release, seen through one comparison by one reader.

    ``followed`` is the department the reader follows through every view, "all" for none.
    """

    release: Release
    t: Translator
    theme: Theme
    comparison_id: str
    followed: str = ENTIRE

    @cached_property
    def comparison(self) -> pd.Series:
        """The chosen comparison's row."""
        return self.release.table("comparisons").set_index("comparison").loc[self.comparison_id]

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """Every metric of the release, by its id."""
        return self.release.table("metrics").set_index("metric", drop=False)

    @cached_property
    def headlines(self) -> pd.DataFrame:
        """The metrics that answer for the promises of co-creation, by their id."""
        return self.metrics[self.metrics["headline"]]

    @cached_property
    def comparison_names(self) -> dict[str, str]:
        """What each comparison is called, in the order of the release."""
        rows = self.release.table("comparisons").to_dict("records")
        return {row["comparison"]: self._comparison_name(row) for row in rows}

    def _comparison_name(self, row: dict[str, Any]) -> str:
        """Give a comparison's own name, else its project and the month its after begins."""
        if isinstance(row["name"], str) and row["name"]:
            return _no_markup(self.t.name_of({**row, "id": row["comparison"]}))
        if isinstance(row["project"], str):
            project = row["project"]
            name = self.t(
                "{kind}: {name}",
                kind=self.kinds[project],
                name=self.names("project").get(project, project),
            )
        else:
            name = self.t(_WAVES if row["comparison"] == "waves" else _FIRST_PROJECT)
        return self.t("{name} ({month})", name=name, month=self.t.month(row["after_from"]))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What kind each project is; those of co-creation are numbered as they started."""
        table = self.release.table("projects").sort_values(["kicked_off_on", "proposed_on"])
        together = table[table["kind"] == "co_creation"]["project"]
        plain = dict.fromkeys(table["project"], self.t("Conventional"))
        return plain | {one: self.t("Co-creation {n}", n=n) for n, one in enumerate(together, 1)}

    def unit(self, unit: str) -> str:
        """Give what a unit is called in a table."""
        return self.t(UNITS[unit])

    def number(self, metric: str) -> Callable[[float], str]:
        """Give the way to write this metric's levels on an axis."""
        unit = self.metrics.loc[metric, "unit"]
        return lambda value: self.t.value(value, unit)

    def has(self, metric: str) -> bool:
        """Whether the release knows this metric and a comparison to see it through."""
        return metric in self.metrics.index and bool(self.comparison_id)

    def change(self, metric: str) -> Change:
        """Give the organisation's change of one metric; no data when there is none."""
        return self._judged(metric, self._everyones.get(metric))

    @cached_property
    def _compared(self) -> pd.DataFrame:
        table = self.release.table("changes")
        return table[table["comparison"] == self.comparison_id]

    @cached_property
    def _everyones(self) -> dict[str, Mapping[Hashable, Any]]:
        rows = self._compared[self._compared["cut"] == ENTIRE].to_dict("records")
        return {row["metric"]: row for row in rows}

    def _judged(self, metric: str, row: Mapping[Hashable, Any] | None) -> Change:
        unit = str(self.metrics.loc[metric, "unit"])
        if row is None:
            return Change(metric, unit)
        figures = {name: float(row[name]) for name in ("before", "after", "change", "low", "high")}
        return Change(metric, unit, str(row["verdict"]), row["people_band"], **figures)

    def names(self, kind: str) -> dict[str, str]:
        """Give what departments, projects or waves are called, in the order to show them."""
        return self._names.get(kind, {})

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for row in self.release.table("names").to_dict("records"):
            found.setdefault(row["kind"], {})[row["id"]] = _no_markup(self.t.name_of(row))
        return found

    def about(self, *metrics: str) -> pd.DataFrame | None:
        """Give the rows of measures a picture shows, as far as the release has them."""
        there = [one for one in metrics if one in self.metrics.index]
        return self.metrics.loc[there] if there else None

    def marked(self, departments: Mapping[str, str]) -> dict[str, str]:
        """Set in bold what is followed, for a picture: a department, or else everyone."""
        followed = self.followed
        return {
            one: f"<b>{name}</b>" if one == followed else name for one, name in departments.items()
        }

    @_remembered
    def changes(self, metric: str | None = None, cut: str = ENTIRE) -> pd.DataFrame:
        """Give the changes of this comparison for one metric or all, with each group's name."""
        mine = self._compared[self._compared["cut"] == cut]
        mine = mine if metric is None else mine[mine["metric"] == metric]
        return self._named(mine, cut)

    def contrast(self, metric: str) -> tuple[pd.DataFrame, Change]:
        """Give the changes of the people compared with others, and how far these differ.

        A comparison about one project looks at its team, any other at members of co-creation.
        """
        differences = self.changes(metric, cut="difference")
        difference = self._judged(metric, next(iter(differences.to_dict("records")), None))
        if differences.empty:
            return self.changes(metric, cut="membership"), difference
        sides = [one.split(":", 1) for one in differences["group"].iloc[0].split("~")]
        changes = [self.changes(metric, cut) for cut, _ in sides]
        groups = [
            rows[rows["group"] == group] for rows, (_, group) in zip(changes, sides, strict=True)
        ]
        return pd.concat(groups, ignore_index=True), difference

    @_remembered
    def sides(self, metric: str) -> pd.DataFrame:
        """Give every group's level with its interval on both sides, one row a side."""
        windows = {f"{self.comparison_id}:{side}": side for side in ("before", "after")}
        table = self.release.table("estimates")
        mine = table[(table["metric"] == metric) & table["window"].isin(windows)]
        return mine.assign(side=mine["window"].map(windows))

    @_remembered
    def trend(self, metric: str, cut: str = ENTIRE) -> pd.DataFrame:
        """Give a metric's values by survey wave or month in order of date, with their side.

        Columns: group, name, starts_on, ends_on, value, low, high, people_band, status, side
        (before or after the comparison's start).
        """
        kind = "wave" if self.metrics.loc[metric, "period"] == "wave" else "month"
        windows = self.release.table("windows")
        dated = windows.loc[windows["kind"] == kind, ["window", "starts_on", "ends_on"]]
        table = self.release.table("estimates")
        chosen = table[(table["metric"] == metric) & (table["cut"] == cut)]
        # A merge looks its keys up in the index, and builds a hash of one that is no range.
        mine = chosen.reset_index(drop=True).merge(dated, on="window")
        after = mine["starts_on"] >= pd.Timestamp(self.comparison["after_from"])
        sided = mine.assign(side=after.map({True: "after", False: "before"}))
        return self._named(sided.sort_values("starts_on"), cut)

    def _named(self, rows: pd.DataFrame, cut: str) -> pd.DataFrame:
        """Add names and keep the order departments and projects are shown in."""
        if cut not in ("department", "project"):
            words = {group: self.t(word) for group, word in GROUPS.items()}
            named = rows.assign(name=rows["group"].map(words).fillna(rows["group"]))
            return named.reset_index(drop=True)
        names = self.names(cut)
        order = pd.Series(range(len(names)), index=list(names))
        known = rows[rows["group"].isin(names)]
        placed = known.assign(name=known["group"].map(names), place=known["group"].map(order))
        return (
            placed.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)
        )


def _no_markup(name: str) -> str:
    """Keep a name from becoming a link or a style in a picture."""
    return name.replace("<", "＜")


def reading() -> Reading:
    """Give what the page at hand reads from, by its address and its reader's browser."""
    release = shown_release()
    ids = release.table("comparisons")["comparison"].tolist()
    comparison = chosen_of("comparison", ids) if ids else ""
    theme = THEMES[st.context.theme.type or "light"]
    read = _kept(release, translator(), theme, comparison)
    followed = chosen_of(FOLLOWED, [ENTIRE, *read.names("department")])
    return read if followed == ENTIRE else _kept(release, read.t, theme, comparison, followed)


_kept = lru_cache(maxsize=64)(Reading)
