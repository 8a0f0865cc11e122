"""Sentences that answer a page's question, chosen by the verdicts of a release, never by hand.

A verdict is better, worse, changed, no_clear_change, too_few or, where the release has no row at
all, no_data. An answer in Japanese has at most 32 full-width characters, so that it fits one line
of a desktop and three of a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.text import N_, Translator

VERDICTS = {
    "better": N_("Better"),
    "worse": N_("Worse"),
    "changed": N_("Changed"),
    "no_clear_change": N_("No clear change"),
    "too_few": N_("Too few people"),
    "no_data": N_("No data"),
}
DESIGNS = {
    "same_people": N_("Mostly the same people"),
    "different_people": N_("Mostly different people"),
    "mixed": N_("Partly the same people"),
    "difference_in_differences": N_("Members against the others"),
}
CLEAR = ("better", "worse", "changed")
_UNKNOWN = ("too_few", "no_data")
_HALF, _FEW = 0.5, 2
MAY_BE_CHANCE = N_("Its interval leaves out 0, but among this many comparisons that may be chance.")


def summary(t: Translator, verdicts: Sequence[str]) -> str:
    """Answer whether the organisation is changing, from the verdicts of all promises."""
    n, better, worse = len(verdicts), verdicts.count("better"), verdicts.count("worse")
    if all(verdict in _UNKNOWN for verdict in verdicts):
        return t("We cannot tell yet for these months.")
    if better == n:
        return t("Yes. {n} of {n} promises improved.", n=n)
    if better and worse:
        return t(
            "In part. {better} of {n} improved, {worse} got worse.", **_counts(n, better, worse)
        )
    if better:
        return t("It is starting to. {better} of {n} promises improved.", n=n, better=better)
    if worse:
        return t("Not as hoped. {worse} of {n} promises got worse.", n=n, worse=worse)
    return t("Not clearly so far. No promise has moved.")


def _counts(n: int, better: int, worse: int) -> dict[str, int]:
    return {"n": n, "better": better, "worse": worse}


def exceptions(t: Translator, worse: list[str], unclear: list[str], leaders: list[str]) -> str:
    """Say what the summary leaves out: what got worse, what cannot be told, who moved most."""
    parts = []
    if worse:
        parts.append(t("Got worse: {names}.", names=t.listed(worse)))
    if len(unclear) > _FEW:
        parts.append(t("Of {n} others the data cannot tell yet.", n=len(unclear)))
    elif unclear:
        parts.append(t("The data cannot tell yet: {names}.", names=t.listed(unclear)))
    if leaders:
        parts.append(t("{names} moved most.", names=t.listed(leaders)))
    return t.joined(parts)


def answer(t: Translator, verdict: str, before: float, after: float, unit: str) -> str:
    """Answer a question that hopes for yes, such as "Do people come back?"."""
    if verdict == "too_few":
        return t("We cannot tell yet. Too few people.")
    if verdict == "no_data":
        return t("We cannot tell yet for these months.")
    places = dict(zip(("before", "after"), t.apart(before, after, unit), strict=True))
    if verdict == "better":
        rose, fell = (
            N_("Yes. Up from {before} to {after}."),
            N_("Yes. Down from {before} to {after}."),
        )
    elif verdict == "worse":
        rose, fell = (
            N_("No. Up from {before} to {after}."),
            N_("No. Down from {before} to {after}."),
        )
    elif verdict == "changed":
        rose, fell = (
            N_("It rose from {before} to {after}."),
            N_("It fell from {before} to {after}."),
        )
    else:
        rose = fell = N_("Not clearly: {before} before, {after} after.")
    return t(rose if after > before else fell, **places)


def latest(t: Translator, values: Sequence[float], unit: str, *, wave: bool) -> str:
    """Say where a trend stands, and whether it never stood lower or higher."""
    last = t.value(values[-1], unit)
    if len(values) > 1 and values[-1] == min(values):
        lowest = N_("The latest survey says {last}, the lowest so far")
        return t(
            lowest if wave else N_("The latest month says {last}, the lowest so far"), last=last
        )
    if len(values) > 1 and values[-1] == max(values):
        highest = N_("The latest survey says {last}, the highest so far")
        return t(
            highest if wave else N_("The latest month says {last}, the highest so far"), last=last
        )
    plain = N_("The latest survey says {last}") if wave else N_("The latest month says {last}")
    return t(plain, last=last)


def spread(t: Translator, verdicts: Sequence[str]) -> str:
    """Say in how many of the departments that are shown a figure moved."""
    both = N_("Clearly better in {better} of {n} departments, worse in {worse}")
    better = N_("Clearly better in {better} of {n} departments")
    worse = N_("Clearly worse in {worse} of {n} departments")
    none = N_("No single department has clearly moved")
    return _moved(t, verdicts, (both, better, worse, none))


def closing(t: Translator, verdicts: Sequence[str]) -> str:
    """Say how many gaps between two departments clearly closed or opened."""
    both = N_("{better} of {n} temperature gaps closed, {worse} opened")
    better = N_("{better} of {n} temperature gaps closed")
    worse = N_("{worse} of {n} temperature gaps opened")
    none = N_("No temperature gap between two departments has clearly moved")
    return _moved(t, verdicts, (both, better, worse, none))


def _moved(t: Translator, verdicts: Sequence[str], words: tuple[str, str, str, str]) -> str:
    """Choose the words for some that got better and some worse, only either, or none."""
    n = sum(verdict != "too_few" for verdict in verdicts)
    counts = _counts(n, verdicts.count("better"), verdicts.count("worse"))
    both, better, worse, none = words
    if counts["better"]:
        return t(both if counts["worse"] else better, **counts)
    return t(worse, **counts) if counts["worse"] else t(none)


def waited(t: Translator, what: str, together: float, others: float) -> str:
    """Say by when half of the projects of each kind had what they waited for, in days."""
    if math.isnan(together) or math.isnan(others):
        return t("{what}: half have not come yet, so no middle can be told", what=what)
    a, b = (t.value(days, "days") for days in (together, others))
    return t("{what}: {a} with co-creation, {b} without", what=what, a=a, b=b)


def furthest(t: Translator, measure: str, verdicts: Sequence[str]) -> str:
    """Name the measure that moved in most departments, for the heading of all of them."""
    n = sum(verdict != "too_few" for verdict in verdicts)
    better, worse = verdicts.count("better"), verdicts.count("worse")
    if not better and not worse:
        return spread(t, verdicts)
    if better >= worse:
        message = N_("{measure} improved in {moved} of {n} departments")
    else:
        message = N_("{measure} got worse in {moved} of {n} departments")
    return t(message, measure=measure, moved=max(better, worse), n=n)


def beyond(t: Translator, who: str, verdict: str, change: float, unit: str) -> str:
    """Say what some people changed beyond the others; never that the project is the cause."""
    if verdict in _UNKNOWN:
        return t("{who} and the others: too few people to compare", who=who)
    if verdict not in CLEAR:
        return t("{who} and the others: no clear difference", who=who)
    message = N_("{who} fell {size} more than the others")
    if change > 0:
        message = N_("{who} rose {size} more than the others")
    return t(message, who=who, size=t.points(abs(change), unit).lstrip("+"))


def outward(t: Translator, verdict: str, *, inward: bool) -> str:
    """Say whether ties lead outside more than before, and whether chance would still do better."""
    if verdict == "better":
        more = N_("Ties lead outside more, but still less than by chance")
        return t(more if inward else N_("Ties lead outside more than before"))
    if verdict == "worse":
        less = N_("Ties stay inside more, and more than by chance")
        return t(less if inward else N_("Ties stay inside more than before"))
    if verdict in _UNKNOWN:
        return t("Where ties lead cannot be told for these months")
    plain = N_("Ties stay inside as before, more than by chance")
    return t(plain if inward else N_("No clear change in where ties lead"))


def returned(t: Translator, together: Sequence[float], others: Sequence[float]) -> str:
    """Say from how many co-creation and other projects at least half of the people came back."""
    if not together and not others:
        return t("No project has been over long enough to tell")
    return t(
        "Half or more came back from {a} of {b} co-creation and {c} of {d} other projects",
        a=sum(share >= _HALF for share in together),
        b=len(together),
        c=sum(share >= _HALF for share in others),
        d=len(others),
    )
