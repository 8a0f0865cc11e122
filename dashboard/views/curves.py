"""Curves of what had come by each day, over everything on record: the picture and its table."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.curves import curves
from dashboard.views import parts
from dashboard.views.reading import Reading

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def picture(
    read: Reading, points: pd.DataFrame, metric: str, days: list[tuple[float, str]]
) -> None:
    """Show step curves of a measure, one a name, with their table; ``days`` label the axis."""
    t = read.t
    hovers = [
        f"{row.name}<br>{t.value(row.days, 'days')}<br><b>{t.value(row.value)}</b><br>"
        f"{t.interval(row.low, row.high)}"
        for row in points[["name", "days", "value", "low", "high"]].itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            t("Group"): points["name"],
            t("Days"): points["days"].map("{:.0f}".format),
            t("Value"): points["value"].map(t.number),
            t("95% from"): points["low"].map(t.number),
            t("95% to"): points["high"].map(t.number),
            t("Unit"): "%",
        }
    )
    parts.picture(
        curves(
            points.assign(hover=hovers),
            theme=read.theme,
            days=days,
            shares=[(share, t.value(share)) for share in _QUARTERS],
        ),
        alt=t("{measure}: share by day, from 0 up", measure=t(read.metrics.loc[metric, "label"])),
        caption=t(
            "Over everything on record; who still waits is counted as long as they were watched "
            "(Kaplan–Meier). Band: 95% interval."
        ),
        table=table,
        name=f"{metric}-curve",
        t=t,
        about=read.metrics.loc[[metric]],
    )
