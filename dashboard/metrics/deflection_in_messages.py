"""How many messages to another department turn a request down as out of scope.

Of all messages between departments that were read, the share in which the detector hears a refusal
on grounds of scope by the sender. A message to three people counts three times. Messages are read
while a chat export or a mailbox is loaded, and only whether they refuse is kept, never a word.

The detector misses some refusals and hears some where there are none, so the share is corrected by
its known errors, and not knowing these better makes the interval wider. Where the source itself
flags refusals, it is taken at its word.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Cut, Metric, Rows, Tables
from dashboard.metrics.cuts import by_cuts, in_windows
from data_loaders.tables import N_

_CUTS: tuple[Cut, ...] = ("all", "department", "membership")


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a pair, sender first: x = messages that refuse, y = messages that were read.

    Only those between departments; the group is the sender's, the cluster the pair of persons.
    """
    ties = tables["ties"]
    own, theirs = nw.col("sender_department"), nw.col("recipient_department")
    known = ~own.is_null() & ~theirs.is_null()
    read = ties.filter((nw.col("n_read") > 0) & known & (own != theirs))
    rows = (
        in_windows(read, windows, "month")
        .group_by("window", "sender", "recipient", "sender_department")
        .agg(nw.col("n_deflecting", "n_read").sum())
        .select(
            "window",
            cluster=nw.col("sender"),
            cluster2=nw.col("recipient"),
            person=nw.col("sender"),
            department=own,
            x=nw.col("n_deflecting"),
            y=nw.col("n_read"),
        )
    )
    return by_cuts(rows, tables, windows, _CUTS)


METRIC = Metric(
    id="deflection_in_messages",
    label=N_("Messages that say “not our department”"),
    short=N_("In messages"),
    question=N_("Do messages say it less?"),
    contributions=contributions,
    needs=("ties",),
    cuts=_CUTS,
    better="lower",
    unit="share",
    period="month",
    order=12,
    promise="scope",
    formula=N_(
        "(share of messages in which it is heard − false alarms) ÷ (sensitivity − false alarms)"
    ),
    limits=N_(
        "It is heard by a detector with known errors, and only in what is written. What is said "
        "in a meeting or on the telephone is in no message."
    ),
    source="Rogan & Gladen 1978; Lang & Reiczigel 2014",
    heard_in="messages",
)
