"""Metrics: one module each, found by scanning this folder.

A metric module declares ``METRIC`` (or a ``family``: the same metrics for every construct) and, in
its docstring, what it means to HR: the Definitions page shows it, so every paragraph has its
Japanese. Its ``contributions(tables, windows)`` gives rows
``window, cut, group, cluster, cluster2?, x, y`` whose Σx/Σy is the metric; everything else
(intervals, changes, privacy, export) is written once, elsewhere. ``windows`` is a small table:
window, starts_on, ends_on (both inclusive), joined_by (the day up to which joining a project makes
a member), tie_min (the contacts that make a tie), comparison (whose two sides these are, if any)
and, for metrics about projects, records_end (the last day on record). ``tables`` holds what holds
now, and ``pairs``: who was in contact with whom in these windows (``networks.pairs_between``),
formed once for all that read it.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Literal

import narwhals as nw
import pandas as pd

Rows = nw.LazyFrame[Any]
Tables = Mapping[str, Rows]
Contributions = Callable[[Tables, Rows], Rows]
Cut = Literal["all", "department", "project", "membership", "department_pair", "kind"]
Unit = Literal["share", "index", "mean", "number", "days"]
Estimator = Literal["ratio", "gap", "survival"]
Figure = Literal["favourable", "unfavourable", "points"]
Promise = Literal["scope", "together", "return", "speed", "selling", "health", "voices"]


@dataclass(frozen=True)
class Metric:
    """What is counted, for whom, and which direction is good.

    ``label``, ``short``, ``question``, ``formula`` and ``limits`` are marked for translation.
    ``period`` says what a point of its trend is: a survey wave, a month of the log, the month in
    which projects closed or of their events; a metric with ``comparison`` has no trend, only a
    before and an after. ``counts`` says what its clusters are: a figure of projects tells what
    departments did and rests on no person, so no number of people can be too few for it; nor for
    one of groups, which a source had counted already. ``estimator`` says what is made of Σx and Σy:
    their ratio, the gap between departments' ratios, or, x being days and y whether what was waited
    for came, the median of a waiting time (of unit "days") or the share it came to within a year.
    ``promise`` says which promise of co-creation it puts to the test, ``headline`` puts it on the
    overview. ``by_chance(tables, windows)`` gives what the metric would be if nobody cared who
    belongs where: window, cut, group, expected and p, how likely chance alone would give as low a
    figure. A figure of a survey names the ``construct`` it is of; ``asked`` gives all answers to it
    with every cut, wave and points, so that all figures of one construct are checked together, and
    ``figure`` says what of them is told. What the detector ``heard_in`` texts is corrected by its
    errors.
    """

    id: str
    label: str
    short: str
    question: str
    contributions: Contributions
    needs: tuple[str, ...]
    cuts: tuple[Cut, ...]
    better: Literal["lower", "higher", "none"]
    unit: Unit
    period: Literal["wave", "month", "closing", "event", "comparison"]
    order: int
    promise: Promise
    formula: str
    limits: str
    source: str = ""
    headline: bool = False
    counts: Literal["people", "projects", "groups"] = "people"
    estimator: Estimator = "ratio"
    by_chance: Callable[[Tables, Rows], pd.DataFrame] | None = None
    construct: str = ""
    asked: Contributions | None = None
    figure: Figure = "favourable"
    heard_in: Literal["", "comments", "messages"] = ""

    @property
    def meaning(self) -> tuple[str, ...]:
        """What it means to HR: the paragraphs of its module's docstring, one line each."""
        told = inspect.getdoc(import_module(self.contributions.__module__)) or ""
        return tuple(" ".join(paragraph.split()) for paragraph in told.split("\n\n"))


def metrics(constructs: Iterable[str]) -> tuple[Metric, ...]:
    """Give every metric of this folder, in the order pages show them.

    ``constructs`` are those the surveys ask for: each has the metrics of a module's ``family``.
    """
    asked, found = tuple(constructs), []
    for module in _modules():
        found += [module.METRIC] if hasattr(module, "METRIC") else []
        found += module.family(asked) if hasattr(module, "family") else []
    return tuple(sorted(found, key=lambda metric: metric.order))


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [found.name for found in pkgutil.iter_modules(__path__)]
    return tuple(import_module(f"{__name__}.{name}") for name in names)
