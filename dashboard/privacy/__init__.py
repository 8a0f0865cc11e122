"""Which cells may be shown.

Numbers leave through the release only, and the release shows a cell only when it rests on enough
people (``cells``). Whether sums and differences of shown cells give a few people away
(``row_space``), whether what is shown fences a hidden group in (``interval``) and what the sums of
a department's ties tell of its hidden ones (``edges``) is judged here too.
"""

from dashboard.privacy.cells import (
    EDGE_SIDE,
    THRESHOLD,
    hide_pairs,
    hide_small,
    hide_small_edges,
    of_no_person,
    people_band,
)
from dashboard.privacy.interval import Answers, band_width, banded_cells, loose_cells
from dashboard.privacy.row_space import Lattice, implied, leak, safe_cells

__all__ = [
    "EDGE_SIDE",
    "THRESHOLD",
    "Answers",
    "Lattice",
    "band_width",
    "banded_cells",
    "hide_pairs",
    "hide_small",
    "hide_small_edges",
    "implied",
    "leak",
    "loose_cells",
    "of_no_person",
    "people_band",
    "safe_cells",
]
