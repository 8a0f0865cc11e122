"""Whether ties lead out of departments, had both periods seen as many contacts.

More contacts make more ties, and the new ones lead elsewhere than the old. So where one period has
more contacts than the other, contacts are left out of it at random until both have as many; the
figure is what the index of ties would be on average. Nothing is drawn: the average is known.

When the plain index moves and this one does not, people wrote more rather than to others.
"""

from __future__ import annotations

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from dashboard.metrics import Metric, Rows, Tables
from dashboard.metrics.ends import CROSSING, OVERALL_AND_DEPARTMENT, by_ends
from dashboard.networks import fetched
from data_loaders.tables import N_

_READ = ("window", "person_a", "person_b", "a_department", "b_department", "n")


def contributions(tables: Tables, windows: Rows) -> Rows:
    """Two rows a pair in contact: y = half the chance to see it at equal volume, x = ±y."""
    pairs = fetched(tables["pairs"].select(_READ))
    spans = fetched(windows.select("window", "comparison"))
    volume = pairs.groupby("window")["n"].sum().rename("volume").reset_index()
    volume = volume.merge(spans, on="window")
    volume["kept"] = volume.groupby("comparison")["volume"].transform("min")
    of = pd.Index(volume["window"]).get_indexer(pairs["window"])
    volumes, kept = (volume[name].to_numpy(float)[of] for name in ("volume", "kept"))
    seen = chance_of_any(pairs["n"].to_numpy(float), volumes, kept)
    rows = nw.from_native(pairs.drop(columns="n").assign(y=seen)).lazy()
    x = nw.when(CROSSING).then(nw.col("y")).otherwise(-nw.col("y"))
    return by_ends(rows.with_columns(x=x))


def chance_of_any(
    n: NDArray[np.float64], volume: NDArray[np.float64], kept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give how likely any of a pair's n contacts is among ``kept`` drawn from ``volume``.

    1 − C(volume − n, kept)/C(volume, kept): the hypergeometric rarefaction of Hurlbert 1971.
    """
    left = np.maximum(volume - n - kept, 0)
    none = gammaln(volume - n + 1) - gammaln(left + 1)
    none += gammaln(volume - kept + 1) - gammaln(volume + 1)
    chance: NDArray[np.float64] = np.where(volume - n < kept, 1.0, -np.expm1(none))
    return chance


METRIC = Metric(
    id="ei_index_volume_matched",
    label=N_("Ties that lead outside, at equal volume (E-I index)"),
    short=N_("E-I at equal volume"),
    question=N_("Do departments keep to themselves, however much is written?"),
    contributions=contributions,
    needs=("ties",),
    cuts=OVERALL_AND_DEPARTMENT,
    better="higher",
    unit="index",
    period="comparison",
    order=19,
    promise="together",
    formula=N_(
        "(ties to other departments − ties within) ÷ all ties, expected after the busier period "
        "is thinned to the quieter one’s contacts"
    ),
    limits=N_(
        "One contact makes a tie here, whatever the comparison asks for otherwise. Its interval "
        "takes the number of contacts of both periods as given."
    ),
    source="Hurlbert 1971, Ecology 52:577",
)
