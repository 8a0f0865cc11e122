"""Which cells may be shown.

Numbers leave through the release only, and the release shows a cell only when it rests on enough
people (``cells``), when no sum or difference of shown cells gives a few people away
(``row_space``) and when what is shown does not fence a hidden group in (``interval``).
"""

from dashboard.privacy.cells import (
    THRESHOLD,
    hide_margins,
    hide_pairs,
    hide_small,
    hide_small_edges,
    of_no_person,
    people_band,
)
from dashboard.privacy.edges import EDGE_SIDE, Shown, shown_edges
from dashboard.privacy.interval import Answers, band_width, banded_cells, loose_cells
from dashboard.privacy.row_space import Lattice, implied, leak, safe_cells

__all__ = [
    "EDGE_SIDE",
    "THRESHOLD",
    "Answers",
    "Lattice",
    "Shown",
    "band_width",
    "banded_cells",
    "hide_margins",
    "hide_pairs",
    "hide_small",
    "hide_small_edges",
    "implied",
    "leak",
    "loose_cells",
    "of_no_person",
    "people_band",
    "safe_cells",
    "shown_edges",
]
