"""Who comes back: by which month, and which projects grew out of which."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.chain import chain as chain_figure
from dashboard.views import curves, parts
from dashboard.views.reading import KINDS, Reading

BACK = "repeat_by_month"
_MONTH, _HALF_YEAR = 365 / 12, 6


def back(read: Reading) -> None:
    """Show by which month after a project how many of its people were in another."""
    rows = read.release.table("curves")
    points = rows[(rows["metric"] == BACK) & (rows["cut"] == "all")]
    if points.empty or not read.has(BACK):
        return
    t = read.t
    share = t.value(float(points["value"].iloc[-1]), "share")
    months = round(float(points["days"].iloc[-1]) / _MONTH)
    parts.heading(t("{share} are in another project within {n} months", share=share, n=months))
    last = _MONTH * months
    dates = [
        (_MONTH * n, t("{n} months", n=n)) for n in range(0, int(last / _MONTH) + 1, _HALF_YEAR)
    ]
    curves.picture(read, points.assign(name=t("Everyone")), BACK, dates)


def chain(read: Reading) -> None:
    """Show which project grew out of which."""
    t, names = read.t, read.names("project")
    every = read.release.table("projects").dropna(subset="kicked_off_on")
    parents = set(every["grew_out_of"].dropna())
    grown = every["grew_out_of"].notna()
    family = every[grown | every["project"].isin(parents)].sort_values("kicked_off_on")
    if not grown.any():
        return
    called = family["project"].map(names).fillna(family["project"])
    days = family["kicked_off_on"]
    parts.heading(t("{n} projects grew out of another", n=int(grown.sum())))
    parts.key(*(("blue" if one == "co_creation" else "gray", "●", t(KINDS[one])) for one in KINDS))
    table = pd.DataFrame(
        {
            t("Project"): called,
            t("Kind"): family["kind"].map(KINDS).map(t),
            t("Kicked off"): days.map(t.month),
            t("Grew out of"): family["grew_out_of"].map(names).fillna("–"),
        }
    )
    years = pd.to_datetime(
        [f"{year}-01-01" for year in range(days.min().year, days.max().year + 2)]
    )
    inside = [day for day in years if days.min() <= day <= days.max()]
    parts.picture(
        chain_figure(
            family.assign(
                day=days,
                label=called,
                hover=[f"{name}<br>{t.month(day)}" for name, day in zip(called, days, strict=True)],
            ),
            theme=read.theme,
            dates=[(day, str(day.year)) for day in inside],
        ),
        alt=t("Projects along time, each joined to the one it grew out of"),
        caption=t(
            "By the month of the kick-off. A line leads from a project to what grew from it."
        ),
        table=table,
        name="chain",
        t=t,
    )
