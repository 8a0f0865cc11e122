"""Metrics: one module each, found by scanning this folder.

A metric module declares ``METRIC`` and, in its docstring, what it means to HR. Its
``contributions(tables, windows)`` gives rows ``window, cut, group, cluster, cluster2?, x, y`` whose
Σx/Σy is the metric; everything else (intervals, changes, privacy, export) is written once,
elsewhere. ``windows`` is a small table: window, starts_on, ends_on (both inclusive), joined_by (the
day up to which joining a project makes a member) and records_end (the last day on record).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal

import narwhals as nw

Rows = nw.LazyFrame[Any]
Tables = Mapping[str, Rows]
Cut = Literal["all", "department", "project", "membership"]


@dataclass(frozen=True)
class Metric:
    """What is counted, for whom, and which direction is good.

    ``period`` says what a point of its trend is: a survey wave, a month of the log, or the month
    in which projects closed. ``label``, ``short`` and ``question`` are marked for translation.
    """

    id: str
    label: str
    short: str
    question: str
    contributions: Callable[[Tables, Rows], Rows]
    needs: tuple[str, ...]
    cuts: tuple[Cut, ...]
    better: Literal["lower", "higher", "none"]
    unit: Literal["share", "mean"]
    period: Literal["wave", "month", "closing"]
    order: int
    source: str = ""


@cache
def metrics() -> tuple[Metric, ...]:
    """Give every metric of this folder, in the order pages show them."""
    modules = (
        import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    found = (module.METRIC for module in modules if hasattr(module, "METRIC"))
    return tuple(sorted(found, key=lambda metric: metric.order))
