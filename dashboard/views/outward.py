"""The E-I index beside what it would be by chance: whether ties stay inside departments."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.index import index_axis
from dashboard.text import Translator
from dashboard.text.sentences import outward
from dashboard.views import parts
from dashboard.views.reading import Reading
from dashboard.views.tables import changes_table

METRIC = "ei_index"
_RARE = 0.05


def index(read: Reading) -> None:
    """Show how far ties lead outside, for everyone and each department, beside chance."""
    if not read.has(METRIC):
        return
    t, found = read.t, read.change(METRIC)
    rows = pd.concat([read.changes(METRIC), read.changes(METRIC, cut="department")])
    rows = _beside_chance(read, rows.reset_index(drop=True))
    if rows["after"].isna().all():
        return
    finding = outward(t, found.verdict, inward=_inward(rows.iloc[0]))
    parts.heading(finding)
    parts.key(
        ("gray", "●", t("Before")), ("blue", "●", t("After")), ("gray", "◇", t("By chance, after"))
    )
    parts.picture(
        index_axis(
            _worded(t, rows),
            theme=read.theme,
            number=lambda value: t.number(value, "index"),
            words=(f"← {t('inside')}", t("half and half"), f"{t('outside')} →"),
        ),
        alt=t("E-I index before and after, beside chance. {finding}", finding=finding),
        caption=t.joined(
            [
                t("−1: every tie stays inside; +1: every tie leads outside. Bar: 95% interval."),
                t("Diamond: the same ties, departments dealt at random (p {p}).", p=_p(rows)),
                t("A tie is {n} or more contacts in the period.", n=read.comparison["tie_min"]),
                t("Everyone: {people}.", people=t.people_band(found.people_band)),
                parts.withheld(t),
            ]
        ),
        table=_table(read, rows),
        name="ei-index",
        t=t,
        about=read.metrics.loc[[METRIC]],
    )


def _beside_chance(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Add each side's interval and, of after, what chance would give."""
    keys = ["cut", "group"]
    for side in ("before", "after"):
        levels = read.sides(METRIC)
        mine = levels.loc[levels["side"] == side, [*keys, "low", "high"]]
        ends = {"low": f"{side}_low", "high": f"{side}_high"}
        rows = rows.merge(mine.rename(columns=ends), on=keys, how="left")
    chance = read.release.table("chance")
    after = chance["window"] == f"{read.comparison_id}:after"
    told = chance.loc[after & (chance["metric"] == METRIC), [*keys, "expected", "p"]]
    return rows.drop(columns="p").merge(told, on=keys, how="left")


def _inward(row: pd.Series) -> bool:
    """Whether ties still stay inside more than chance would have it."""
    return bool(row["after"] < row["expected"] and row["p"] < _RARE)


def _worded(t: Translator, rows: pd.DataFrame) -> pd.DataFrame:
    values = {
        f"{name}_word": [t.number(value, "index") for value in rows[name]]
        for name in ("before", "after", "expected")
    }
    hovers = [
        f"{row.name}<br>{t.number(row.before, 'index')} → {t.number(row.after, 'index')}"
        for row in rows.itertuples(index=False)
    ]
    return rows.assign(label=rows["name"], hover=hovers, **values)


def _p(rows: pd.DataFrame) -> str:
    """Give the largest p of the rows, as far as so many permutations can tell."""
    return f"≤ {rows['p'].max():.4f}".rstrip("0")


def _table(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    t = read.t
    expected = [t.number(value, "index") for value in rows["expected"]]
    return changes_table(read, rows).assign(**{t("By chance, after"): expected})
