"""A made-up company of many departments, in divisions, of which two come closer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import store
from dashboard.release.build import build
from data_loaders import load

DIVISIONS = {
    "hq_planning": ("企画本部", "Planning Division", "planning"),
    "hq_sales": ("営業本部", "Sales Division", "sales"),
    "hq_works": ("生産本部", "Production Division", "manufacturing"),
    "hq_support": ("お客様本部", "Customer Division", "support"),
    "hq_corporate": ("管理本部", "Corporate Division", "corporate"),
    "hq_research": ("研究本部", "Research Division", "development"),
}
CLOSER = ("hq_planning", "hq_sales")
_ENDS = {"sender": 0, "recipient": 1}
MONTHS = pd.date_range("2025-04-01", periods=6, freq="MS")


def departments(sections: int) -> pd.DataFrame:
    """Give every division with so many sections of it."""
    rows = []
    for division, (name, name_en, function) in DIVISIONS.items():
        rows.append((division, function, "", name, name_en))
        for n in range(1, sections + 1):
            section = f"{division[3:]}_{n}"
            rows.append((section, function, division, f"{name[:-2]}第{n}部", f"{name_en[:-9]} {n}"))
    return pd.DataFrame(rows, columns=["department", "function", "parent", "name", "name_en"])


def company(sections: int, people: int, friends: int = 4) -> dict[str, pd.DataFrame]:
    """Draw departments, the people of each section, and whom they were in contact with.

    Everybody has so many ``friends`` in other sections, half of them in the own division; later,
    some of planning's and sales' find each other.
    """
    random = np.random.default_rng(1)
    listed = departments(sections)
    places = listed[listed["parent"] != ""]
    staff = places.loc[places.index.repeat(people), ["department", "parent"]]
    staff = staff.assign(person=[f"p{i}" for i in range(len(staff))]).reset_index(drop=True)
    own = staff.index.to_numpy()
    division = pd.factorize(staff["parent"])[0]
    pairs = [(own, own - own % people + random.integers(0, people, len(own))) for _ in range(3)]
    for n in range(friends):
        near = division * sections * people + random.integers(0, sections * people, len(own))
        pairs.append((own, near if n % 2 else random.integers(0, len(own), len(own))))
    first, second = (own[staff["parent"] == one] for one in CLOSER)
    late = random.permutation(first), random.permutation(second)
    known = pd.DataFrame(np.concatenate([np.array(one).T for one in (*pairs, late)]))
    known["since"] = [0] * (len(known) - len(first)) + [len(MONTHS) // 2] * len(first)
    contacts = []
    for at, month in enumerate(MONTHS):
        met = known[(known[0] != known[1]) & (known["since"] <= at)]
        met = met.loc[met.index.repeat(random.integers(0, 5, len(met)))]
        days = month + pd.to_timedelta(random.integers(0, 28, len(met)), "D")
        names = {end: staff["person"].to_numpy()[met[at]] for end, at in _ENDS.items()}
        contacts.append(pd.DataFrame({"occurred_at": days.strftime("%Y-%m-%d 10:00"), **names}))
    return {
        "departments": listed,
        "people": staff[["person", "department"]].assign(valid_from="2020-04-01"),
        "interactions": pd.concat(contacts).assign(channel="chat"),
    }


def released(folder: Path, *, sections: int, people: int) -> dict[str, pd.DataFrame]:
    """Load and release such a company; gives its tables."""
    tables = company(sections, people)
    with store.opened(folder) as workspace:
        for table, rows in tables.items():
            workspace.add(load(rows.to_csv(index=False).encode(), f"{table}.csv", table=table))
        days = (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 30))
        workspace.declare(store.Comparison("c", "春と夏", "Spring and summer", *days))
        build(workspace)
    return tables
