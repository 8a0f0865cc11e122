"""How far apart departments are in their enthusiasm for the product.

Between two departments it is the difference of their shares of people who want to make and sell it,
whichever of the two is the warmer. For the whole organisation it is how widely the departments
spread, without what chance alone would spread them.

When planning burns and sales is lukewarm, a product is launched and left alone. Making it together
should close the gap by warming the colder side, so look at both temperatures too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.constructs import as_figure, asked
from data_loaders.tables import N_

_CONSTRUCT = "temperature"
_answers = asked(_CONSTRUCT)


def family(constructs: Sequence[str]) -> Iterator[Metric]:
    """Give the gap where the surveys ask for the temperature."""
    if _CONSTRUCT in constructs:
        yield _METRIC


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row an answer, by department: x = it is favourable, y = 1."""
    answers = as_figure(_answers(tables, windows), "favourable")
    return answers.filter(nw.col("cut") == "department")


_METRIC = Metric(
    id="temperature_gap",
    label=N_("Temperature gap between departments"),
    short=N_("Temperature gap"),
    question=N_("Is the temperature gap between departments closing?"),
    contributions=contributions,
    needs=("answers",),
    cuts=("all", "department_pair"),
    better="lower",
    unit="share",
    period="wave",
    order=28,
    promise="together",
    headline=True,
    formula=N_(
        "difference of two departments’ shares of favourable answers; of all: their standard "
        "deviation, less sampling noise"
    ),
    limits=N_(
        "A gap of two small departments is mostly chance, and being a distance it is seldom 0. It "
        "closes as well when the warmer side cools. Only departments that may be shown count."
    ),
    source="Cochran 1954, Biometrics 10:101 (variance between groups)",
    estimator="gap",
    construct=_CONSTRUCT,
    asked=_answers,
)
