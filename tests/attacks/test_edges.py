"""An attacker subtracts the shown ties of a department from all that lead out of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.privacy.edges import shown_edges

K = 5


def edges(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """List edges: the two departments and the people on either side."""
    frame = pd.DataFrame(
        rows, columns=["from_department", "to_department", "from_people", "to_people"]
    )
    people = frame["from_people"] + frame["to_people"]
    return frame.assign(people=people, ties=people, headcount=20)


def test_a_hidden_edge_does_not_follow_from_the_margins() -> None:
    """Planning's ties to support are three people's.

    Hiding one more edge at each of the two is not enough: with planning~works and support~works,
    planning's margin and support's less that of works are twice what was to be hidden. Only a ring
    of four leaves it open.
    """
    listed = edges(
        ("planning", "sales", 9, 9),
        ("planning", "works", 4, 4),
        ("planning", "support", 1, 2),
        ("sales", "works", 8, 8),
        ("sales", "support", 7, 7),
        ("support", "works", 6, 6),
    )
    hidden = listed[~shown_edges(listed, K)]
    ends = hidden[["from_department", "to_department"]].to_numpy()
    margins = np.array([(ends == one).any(axis=1) for one in np.unique(ends)], float)
    secret = (ends == ["planning", "support"]).all(axis=1).astype(float)
    known = np.linalg.matrix_rank(margins)
    assert np.linalg.matrix_rank(np.vstack([margins, secret])) == known + 1


def test_where_nothing_is_hidden_nothing_else_is() -> None:
    listed = edges(("planning", "sales", 3, 3), ("planning", "works", 4, 4))
    assert shown_edges(listed, K).all()
