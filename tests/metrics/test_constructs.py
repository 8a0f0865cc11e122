"""The family of survey metrics, worked out by hand: favourable share and mean of any construct."""

from __future__ import annotations

import narwhals as nw
import pandas as pd
import pytest

from dashboard.estimate import sums_by_cluster
from dashboard.metrics import Metric, metrics
from dashboard.metrics.constructs import HEADLINE, STANDARD, family
from data_loaders import questions

WINDOWS = pd.DataFrame(
    {
        "window": ["spring"],
        "starts_on": pd.to_datetime(["2025-04-01"]),
        "ends_on": pd.to_datetime(["2025-04-30"]),
        "joined_by": pd.to_datetime(["2025-04-30"]),
    }
)
# Two questions about flow, the second coded with 1 as best: 5, 2 and, turned, 1 + 5 − 1 = 5.
ANSWERS = pd.DataFrame(
    {
        "wave": "w",
        "respondent": [1, 2, 2],
        "cluster": [1, 2, 2],
        "department": ["sales", "planning", "planning"],
        "took_part": pd.array([None, None, None], "boolean"),
        "construct": "flow",
        "question": ["q1", "q1", "q2"],
        "score": [5.0, 2.0, 1.0],
        "favourable": pd.array([True, False, True], "boolean"),
    }
)
TABLES = {
    "answers": ANSWERS,
    "questions": pd.DataFrame(
        {"question": ["q1", "q2"], "low": 1.0, "high": 5.0, "reversed": [False, True]}
    ),
    "waves": pd.DataFrame({"wave": ["w"], "opened_on": pd.to_datetime(["2025-04-10"])}),
    "participations": pd.DataFrame(
        {
            "project": ["P"],
            "person": [1],
            "role": ["member"],
            "joined_on": pd.to_datetime(["2025-01-01"]),
        }
    ),
    "projects": pd.DataFrame({"project": ["P"], "kind": ["co_creation"]}),
}


def totals(metric: Metric) -> dict[tuple[str, str], tuple[float, float]]:
    lazy = {name: nw.from_native(frame).lazy() for name, frame in TABLES.items()}
    found = sums_by_cluster(metric.contributions(lazy, nw.from_native(WINDOWS).lazy()))
    summed = found.groupby(["cut", "group"])[["x", "y"]].sum()
    return {key: (x, y) for key, x, y in zip(summed.index, summed["x"], summed["y"], strict=True)}


@pytest.mark.parametrize(
    ("metric", "group", "expected"),
    [
        ("flow", ("all", "all"), (2, 3)),
        ("flow", ("department", "planning"), (1, 2)),
        ("flow", ("project", "P"), (1, 1)),
        ("flow", ("membership", "others"), (1, 2)),
        ("flow_mean", ("all", "all"), (12, 3)),
        ("flow_mean", ("department", "planning"), (7, 2)),
        ("flow_mean", ("membership", "members"), (5, 1)),
    ],
)
def test_share_and_mean_of_a_companys_own_construct(
    metric: str, group: tuple[str, str], expected: tuple[float, float]
) -> None:
    found = {one.id: one for one in metrics(["flow"])}
    assert totals(found[metric])[group] == expected


def test_a_construct_of_a_companys_own_is_called_what_it_calls_it() -> None:
    assert [(one.id, one.label) for one in family(["flow"])] == [
        ("flow", "flow"),
        ("flow_mean", "flow, mean"),
    ]


def test_the_headline_has_a_metric_of_its_own() -> None:
    assert list(family([HEADLINE])) == []


def test_every_standard_question_but_the_headline_has_its_words() -> None:
    scales = questions.standard().query("kind != 'text'")
    assert set(scales["construct"]) == {*STANDARD, HEADLINE}
