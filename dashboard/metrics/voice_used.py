"""How many of the voices collected from consumers led to something.

Of all voices collected, the share that something later in the project refers to. A voice that is
used several times counts once.

A voice that stays in the minutes helps nobody. It rises when what consumers say is taken up in
decisions, and falls when more is collected than anybody reads.
"""

from __future__ import annotations

import narwhals as nw

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.cuts import in_windows
from dashboard.metrics.records import happened
from dashboard.metrics.teams import OVERALL_AND_PROJECT, by_project
from data_loaders.tables import N_


def contributions(tables: Tables, windows: Rows) -> Rows:
    """One row a voice collected: x = something later in its project used it, y = 1."""
    uses = happened(tables, "voice_used").filter(~nw.col("refers_to").is_null())
    used = uses.select("project", event=nw.col("refers_to"), used_on=nw.col("occurred_on"))
    last = used.group_by("project", "event").agg(nw.col("used_on").max())
    voices = happened(tables, "voice_collected").join(last, on=["project", "event"], how="left")
    rows = voices.with_columns(
        cluster=nw.col("project"),
        x=nw.when(nw.col("used_on") >= nw.col("occurred_on")).then(1).otherwise(0),
        y=nw.lit(1),
    )
    return by_project(in_windows(rows, windows, "occurred_on"))


METRIC = Metric(
    id="voice_used",
    label=N_("Consumer voices put to use"),
    short=N_("Voices used"),
    question=N_("Do consumers’ voices lead to something?"),
    contributions=contributions,
    needs=("project_events",),
    cuts=OVERALL_AND_PROJECT,
    better="higher",
    unit="share",
    period="event",
    order=62,
    promise="health",
    formula=N_("voices collected that were used ÷ voices collected"),
    limits=N_(
        "A voice counts on the day it was collected. Those of the last 90 days may still be "
        "used, so the latest months look low. Use that nobody wrote down is not seen."
    ),
    counts="projects",
)
