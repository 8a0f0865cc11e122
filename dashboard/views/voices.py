"""What else people say: any construct of the surveys, and how far apart departments are."""

from __future__ import annotations

from dashboard.choices import chosen_of, one_of
from dashboard.text.sentences import closing
from dashboard.views import measure, parts
from dashboard.views.reading import Reading

GAP, RESPONSE = "temperature_gap", "response_rate"
_WIDEST = 8


def constructs(read: Reading) -> list[str]:
    """Give the favourable shares the release has, in its order."""
    table = read.metrics
    shares = table[(table["promise"] == "voices") & (table["unit"] == "share")]
    return [one for one in shares.index if one != RESPONSE]


def shown(read: Reading) -> str:
    """Give the construct the address asks for, else the first."""
    return chosen_of("construct", constructs(read))


def choose(read: Reading) -> None:
    """Ask which construct to show."""
    t, ids = read.t, constructs(read)
    words = {one: t(read.metrics.loc[one, "label"]) for one in ids}
    one_of("construct", t("What people were asked"), ids, words, width=420)


def gaps(read: Reading) -> None:
    """Show the pairs of departments that were furthest apart in enthusiasm, before and after."""
    if not read.has(GAP):
        return
    t, names = read.t, read.names("department")
    rows = read.changes(GAP, cut="department_pair")
    ends = rows["group"].str.split("~", expand=True)
    if rows.empty or rows["change"].isna().all():
        return
    finding = closing(t, rows["verdict"].tolist())
    parts.heading(finding)
    parts.key(("gray", "●", t("Before")), ("blue", "●", t("After")))
    called = [
        t("{a} and {b}", a=names.get(a, a), b=names.get(b, b))
        for a, b in ends.itertuples(index=False)
    ]
    widest = rows.assign(name=called).dropna(subset="change").nlargest(_WIDEST, "before")
    measure.dumbbells(read, GAP, widest.reset_index(drop=True), finding, "pairs")


def answered(read: Reading) -> None:
    """Show how many of the invited answered, by department."""
    if not read.has(RESPONSE):
        return
    found = read.change(RESPONSE)
    if found.verdict in ("no_data", "too_few"):
        return
    measure.departments(read, RESPONSE, heading=read.t("Who answered"))
