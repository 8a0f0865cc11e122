"""What people say about a construct of the survey, such as how easy it is to consult others.

The share counts the answers in the favourable boxes of the question's scale, 4 and 5 of five points
for example. The mean is of the points themselves, higher being better. Both look at the same
answers; the share is easier to tell, the mean notices a move from 1 to 3.

A company's own constructs are measured like the standard ones, and are called what it calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeVar

import narwhals as nw

from dashboard.metrics import Contributions, Cut, Figure, Metric, Rows, Tables
from dashboard.metrics.cuts import answers_by_cuts
from data_loaders.tables import N_

CUTS: tuple[Cut, ...] = ("all", "department", "project", "membership")
"""The cuts of every survey figure. Department and project together are none: a team has a few from
each department, and hardly any such cell could be shown."""
_FIRST_ORDER = 100
# What readers call the standard constructs, and the mean of each.
STANDARD = {
    "consultation": (N_("Easy to consult others"), N_("Easy to consult others, mean")),
    "information_sharing": (N_("Information is shared"), N_("Information is shared, mean")),
    "mutual_respect": (N_("Mutual respect"), N_("Mutual respect, mean")),
    "mutual_understanding": (N_("Mutual understanding"), N_("Mutual understanding, mean")),
    "broader_view": (N_("Broader view"), N_("Broader view, mean")),
    "idea_quality": (N_("Quality of ideas"), N_("Quality of ideas, mean")),
    "buy_in": (N_("Convinced by decisions"), N_("Convinced by decisions, mean")),
    "decision_speed": (N_("Decisions come quickly"), N_("Decisions come quickly, mean")),
    "temperature": (N_("Enthusiasm (temperature)"), N_("Enthusiasm (temperature), mean")),
    "same_members_wish": (N_("Same members again"), N_("Same members again, mean")),
    "rejoin_intent": (N_("Would join again"), N_("Would join again, mean")),
    "own_work_helps": (N_("My work helps someone"), N_("My work helps someone, mean")),
    "customer_understanding": (N_("Understanding customers"), N_("Understanding customers, mean")),
}
_FORMULAS = {
    "share": N_("favourable answers ÷ answers"),
    "mean": N_("sum of the points ÷ answers"),
}
_OF_ANSWERS = ("wave", "points")
HEADLINE = "not_our_department"
"""The construct that has a metric of its own: the share that is not favourable."""

PROMISED = "consultation"
"""The construct that is itself a promise of co-creation, and so stands on the overview."""


def family(constructs: Sequence[str]) -> Iterator[Metric]:
    """Give the favourable share and the mean of each construct, the standard ones first."""
    asked = [one for one in STANDARD if one in constructs]
    own = sorted(set(constructs) - set(STANDARD) - {HEADLINE})
    for place, construct in enumerate([*asked, *own]):
        share, mean = STANDARD.get(construct, (construct, f"{construct}, mean"))
        order = _FIRST_ORDER + 2 * place
        of = {"construct": construct}
        yield _metric(construct, share, "favourable", "share", order=order, **of)
        yield _metric(f"{construct}_mean", mean, "points", "mean", order=order + 1, **of)


def _metric(
    name: str,
    label: str,
    figure: Figure,
    unit: Literal["share", "mean"],
    *,
    construct: str,
    order: int,
) -> Metric:
    def contributions(tables: Tables, windows: Rows) -> Rows:
        """One row an answer: x = it is favourable, or its points; the cluster is who answered."""
        return as_figure(answers(tables, windows), figure)

    answers = asked(construct)
    return Metric(
        id=name,
        label=label,
        short=label,
        question=N_("Do people say so more often?"),
        contributions=contributions,
        needs=("answers",),
        cuts=CUTS,
        better="higher",
        unit=unit,
        period="wave",
        order=order,
        promise="voices",
        headline=name == PROMISED,
        formula=_FORMULAS[unit],
        limits=N_(
            "It is what people say, not what they do, and whoever does not answer is not heard. "
            "Look at the response rate beside it."
        ),
        construct=construct,
        asked=answers,
        figure=figure,
    )


def asked(construct: str) -> Contributions:
    """Give the lattice of a construct: all that is published of a wave's answers to it."""

    def answers(tables: Tables, windows: Rows) -> Rows:
        """One row an answer, by every cut: x = it is favourable, its points, its wave."""
        known = ~nw.col("favourable").is_null() & ~nw.col("score").is_null()
        x = nw.when(nw.col("favourable")).then(1).otherwise(0)
        mine = tables["answers"].filter((nw.col("construct") == construct) & known)
        told = mine.with_columns(x=x)
        if construct == HEADLINE:  # it has no mean
            return answers_by_cuts(told, tables, windows, CUTS, ["wave"])
        return answers_by_cuts(_with_points(told, tables), tables, windows, CUTS, _OF_ANSWERS)

    return answers


Answers = TypeVar("Answers", nw.LazyFrame[Any], nw.DataFrame[Any])


def as_figure(answers: Answers, figure: Figure) -> Answers:
    """Turn rows of ``asked``, or their sums, into those of one figure: x is what it counts."""
    counted = {
        "favourable": nw.col("x"),
        "unfavourable": nw.col("y") - nw.col("x"),
        "points": nw.col("points"),
    }
    there = answers.collect_schema().names()
    return answers.with_columns(x=counted[figure]).drop([n for n in _OF_ANSWERS if n in there])


def _with_points(answers: Rows, tables: Tables) -> Rows:
    """Add points to answers: the score, turned where 1 is best."""
    scales = tables["questions"].select("question", "low", "high", "reversed")
    turned = nw.col("low") + nw.col("high") - nw.col("score")
    points = nw.when(nw.col("reversed")).then(turned).otherwise(nw.col("score"))
    return answers.join(scales, on="question", how="inner").with_columns(points=points)
