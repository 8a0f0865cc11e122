from __future__ import annotations

from dashboard.text import Translator
from dashboard.text.project_sentences import difference, only_told
from dashboard.text.sentences import outward

EN, JA = Translator("en"), Translator("ja")


def test_voices_lead_when_one_project_used_ten_points_more() -> None:
    used = {"A": (10.0, 8.0), "B": (10.0, 7.0), "C": (4.0, 4.0)}
    # C heard four voices only: too few to speak of.
    assert difference(EN, used, {}) == "“A” used most of what consumers said: 80%."
    assert difference(JA, used, {}) == "「A」がお客様の声を最も活かしました（80%）。"


def test_else_whoever_had_most_departments_in_time() -> None:
    near = {"A": (10.0, 8.0), "B": (20.0, 15.0)}
    said = difference(EN, near, {"A": 3, "B": 7})
    assert said == "“B” had most departments at the table in time: 7."
    assert difference(EN, near, {"A": 7, "B": 7}).endswith("hardly differ.")
    assert difference(EN, {}, {}).endswith("hardly differ.")


def test_who_was_only_told_is_said_project_by_project() -> None:
    said = only_told(EN, {"A": ["Sales", "Logistics"], "B": [], "C": ["Support"]})
    assert said == "In “A”, Sales and Logistics were only told. In “C”, Support were only told."
    assert only_told(EN, {"A": []}) == "No department was only told."


def test_where_ties_lead_is_never_said_without_chance() -> None:
    assert outward(EN, "better", inward=True).endswith("still less than by chance")
    assert "chance" not in outward(EN, "better", inward=False)
    assert outward(EN, "worse", inward=True) == "Ties stay inside more, and more than by chance"
    assert outward(EN, "no_clear_change", inward=False).startswith("No clear change")
    assert outward(EN, "too_few", inward=False).startswith("Where ties lead cannot be told")
