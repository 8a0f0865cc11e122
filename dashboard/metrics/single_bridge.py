"""How many links between departments would break if one person left.

Two departments are linked when somebody here has a tie with somebody there. The link hangs on one
person when every tie between the two belongs to that person, on whichever side they are.

Such a link is lost with a move or a long absence, and the person who holds it carries it alone. It
is never said who that is, nor which departments they link.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import CROSSING
from dashboard.networks import pair_group, ties_of
from data_loaders.tables import N_

_FEWEST_LINKS = 5  # of fewer the share would point at one of them
_LINK = ["window", "link"]


def contributions(tables: Tables, windows: Rows) -> Rows:  # noqa: ARG001 - pairs know them
    """One row a linked pair of departments: x = one person is in all its ties, y = 1."""
    ties = ties_of(tables["pairs"]).filter(CROSSING)
    ends = [
        ties.select("window", person=nw.col(end), link=pair_group("a_department", "b_department"))
        for end in ("person_a", "person_b")
    ]
    held = nw.concat(ends, how="vertical").group_by(*_LINK, "person").agg(ties=nw.len())
    # Both ends of a tie are counted, so a link has half as many ties as ends.
    links = held.group_by(_LINK).agg(ends=nw.col("ties").sum(), most=nw.col("ties").max())
    known = links.group_by("window").agg(links=nw.len())
    told = links.join(known.filter(nw.col("links") >= _FEWEST_LINKS), on="window", how="inner")
    hangs = nw.when(nw.col("most") * 2 == nw.col("ends")).then(1).otherwise(0)
    return told.select(
        "window", cut=nw.lit("all"), group=nw.lit("all"), cluster="link", x=hangs, y=nw.lit(1)
    )


METRIC = Metric(
    id="single_bridge",
    label=N_("Links between departments that hang on one person"),
    short=N_("Hang on one person"),
    question=N_("Do links between departments hang on one person?"),
    contributions=contributions,
    needs=("ties",),
    cuts=("all",),
    better="lower",
    unit="share",
    period="comparison",
    order=26,
    promise="together",
    formula=N_("linked pairs of departments that hang on one person ÷ linked pairs of departments"),
    limits=N_(
        "A link of a single tie hangs on one person too. When departments first come into contact "
        "new links begin that way, so it may rise at first. Ways round through a third department "
        "are not looked at. With fewer than five links it is not told."
    ),
    counts="groups",
)
