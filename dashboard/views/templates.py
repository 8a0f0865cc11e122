"""What records a page needs, as the smallest file that would do: two rows of an example.

Columns are message ids; each language's heading is one the loaders read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.text import N_


@dataclass(frozen=True)
class Template:
    """The records a page waits for, and what such a file looks like."""

    missing: str
    columns: Mapping[str, Sequence[str]]


TEMPLATES = {
    "projects": Template(
        N_("Load your projects, and this page fills"),
        {
            N_("project"): ("P-014", "P-015"),
            N_("name"): (N_("No-spill refill"), N_("Five-minute toothpaste")),
            N_("kind"): (N_("co_creation"), N_("conventional")),
            N_("proposed_on"): ("2025-08-20", "2025-11-04"),
            N_("kicked_off_on"): ("2025-10-01", "2026-01-15"),
            N_("closed_on"): ("2026-03-31", ""),
        },
    ),
    "answers": Template(
        N_("Load survey answers, and this page fills"),
        {
            N_("wave"): ("2025-09", "2026-03"),
            N_("respondent"): ("000127", "000127"),
            N_("department"): (N_("Sales"), N_("Sales")),
            N_("question"): ("not_our_department", "not_our_department"),
            N_("score"): ("1", "0"),
        },
    ),
    "interactions": Template(
        N_("Load a log of contacts, and this page fills"),
        {
            N_("occurred_at"): ("2025-10-01 09:12", "2025-10-01 10:00"),
            N_("sender"): ("000127", "000342"),
            N_("recipient"): ("000342", "000518"),
            N_("channel"): (N_("mail"), N_("meeting")),
        },
    ),
    "participations": Template(
        N_("Load who took part in which project, and this page fills"),
        {
            N_("project"): ("P-014", "P-014"),
            N_("person"): ("000127", "000342"),
            N_("joined_on"): ("2025-10-01", "2025-10-08"),
            N_("left_on"): ("", "2026-02-27"),
            N_("volunteered"): (N_("yes"), N_("no")),
        },
    ),
}
