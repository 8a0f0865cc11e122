"""How often people meet a refusal on grounds of scope.

Share of answers to the closed question that report at least one “that is not our department” in
the last month. A fall after a project starts is the first sign that silo walls come down. The
headline is always the closed question, never what a text seems to say.
"""

from __future__ import annotations

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.constructs import CUTS, HEADLINE, as_figure, asked
from data_loaders.tables import N_

_answers = asked(HEADLINE)


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row an answer: x = a refusal was met, y = 1; the cluster is the respondent."""
    return as_figure(_answers(tables, windows), "unfavourable")


METRIC = Metric(
    id="not_our_department",
    label=N_("Told “not our department”"),
    short=N_("“Not our department”"),
    question=N_("Is “not our department” said less?"),
    contributions=contributions,
    needs=("answers",),
    cuts=CUTS,
    better="lower",
    unit="share",
    period="wave",
    order=10,
    promise="scope",
    headline=True,
    formula=N_("answers that report such a refusal ÷ answers to the question"),
    limits=N_(
        "It is what people remember of one month, and whoever does not answer is not heard. "
        "Look at the response rate beside it."
    ),
    construct=HEADLINE,
    asked=_answers,
    figure="unfavourable",
)
