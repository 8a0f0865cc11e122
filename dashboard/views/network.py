"""The parts of the network page: departments' graph and table of pairs, compared or by month."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import networkx as nx
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.network import (
    department_graph,
    difference_graph,
    pair_matrix,
    width_key,
)
from dashboard.charts.scale import ticks
from dashboard.choices import one_of, some_of
from dashboard.text import N_, Translator, escape
from dashboard.text.sentences import CLEAR, MAY_BE_CHANCE, VERDICTS
from dashboard.views import film, parts
from dashboard.views.reading import ENTIRE, Reading

DENSITY = "department_density"
COMPARED, MONTHLY = "compared", "monthly"
_VIEWS = {COMPARED: N_("Before and after"), MONTHLY: N_("Month by month")}
_SIDES = ("before", "after")
_MONTHLY_TIE = 2
_PAIRS = 100
MOST = 20


# What is drawn


def ties(read: Reading, windows: Iterable[str]) -> pd.DataFrame:
    """Give the shown and hidden ties between departments: both names, window, density, band.

    Pairs come in the order departments are shown in, each window in the order given.
    """
    names, order = read.names("department"), list(windows)
    table = read.release.table("department_ties")
    ends = table[["from_department", "to_department"]]
    apart = ends["from_department"] != ends["to_department"]
    mine = table[table["window"].isin(order) & ends.isin(list(names)).all(axis=1) & apart]
    places = mine[list(ends)].map(list(names).index)
    first, second = places.min(axis=1), places.max(axis=1)
    called = pd.Series(list(names.values()), dtype="str")
    placed = mine.assign(
        window=pd.Categorical(mine["window"], order, ordered=True),
        group=mine["from_department"] + "~" + mine["to_department"],
        first=first,
        second=second,
    )
    rows = placed.sort_values(["first", "second", "window"], ignore_index=True)
    return rows.assign(a=rows["first"].map(called), b=rows["second"].map(called))


def compared(read: Reading) -> pd.DataFrame:
    """Give the ties of the comparison's two sides, each with its side."""
    sides = {f"{read.comparison_id}:{side}": side for side in _SIDES}
    rows = ties(read, sides)
    return rows.assign(side=rows["window"].astype("str").map(sides))


def pair_changes(read: Reading) -> pd.DataFrame:
    """Give how far each pair of departments came closer: names, change, interval, verdict."""
    pairs = compared(read)[["group", "from_department", "to_department", "a", "b"]]
    changes = read.changes(DENSITY, cut="department_pair").drop(columns="name")
    return pairs.drop_duplicates("group").merge(changes, on="group")


def closest(changes: pd.DataFrame) -> pd.Series | None:
    """Give the pair of departments that clearly came closest, if any did."""
    gains = changes[changes["verdict"].isin(CLEAR) & (changes["change"] > 0)]
    return None if gains.empty else gains.loc[gains["change"].idxmax()]


def view(read: Reading) -> str:
    """Let the reader choose between the comparison and single months."""
    t = read.t
    return one_of(
        "view",
        t("Show"),
        list(_VIEWS),
        {one: t(words) for one, words in _VIEWS.items()},
        widget="segmented_control",
        hide_label=True,
    )


def drawn_departments(read: Reading) -> dict[str, str]:
    """Give the departments that pictures show, with their names.

    All of them, or of many those the reader chose: at first the ones most tied.
    """
    t, names = read.t, read.names("department")
    if len(names) <= MOST:
        return names
    rows = compared(read)
    amounts = [rows.groupby(end)["density"].sum() for end in ("from_department", "to_department")]
    tied = amounts[0].add(amounts[1], fill_value=0.0).sort_values(ascending=False)
    label = t("Departments to draw (at most {n})", n=MOST)
    usual = [*tied.index, *(one for one in names if one not in tied.index)][:MOST]
    with st.expander(t("{n} of {all} departments are drawn", n=MOST, all=len(names))):
        ids = some_of("department", label, list(names), names, default=usual, most=MOST)
    return {one: names[one] for one in ids}


def _among(rows: pd.DataFrame, shown: Mapping[str, str]) -> pd.DataFrame:
    """Keep the pairs of which both departments are drawn."""
    return rows[rows[["from_department", "to_department"]].isin(list(shown)).all(axis=1)]


# Before, after, difference


def graphs(read: Reading, shown: Mapping[str, str]) -> None:
    """Show who works with whom before and after, on the same ring and scale, and what changed."""
    t, rows, changes = read.t, compared(read), pair_changes(read)
    largest = rows["density"].max()
    finding = _moved(read, changes)
    parts.heading(finding)
    columns = st.columns(3, gap="small")
    for column, side in zip(columns, _SIDES, strict=False):
        with column:
            _side_title(read, side)
            nodes = _nodes(read, f"{read.comparison_id}:{side}", shown)
            graph = _with_ties(nodes, _among(rows[rows["side"] == side], shown))
            alt, name = f"{_side_name(t, side)}. {finding}", f"department-graph-{side}"
            parts.chart(_graph(read, graph, side, largest), alt, name, pressed=True)
    with columns[2]:
        st.markdown(
            f"**{t('Difference')}**\u2003:green[━]\u00a0{t('clearly more')}"
            f"\u2003:orange[┅]\u00a0{t('clearly fewer')}"
        )
        drawn = _difference(read, _among(changes, shown), shown)
        alt = f"{t('Difference')}. {finding}"
        parts.chart(drawn, alt, "department-graph-difference", pressed=True)
    _width_key(read, largest)
    sentences = [
        t("Circle: number of people. All pictures have the same places."),
        t("Press a department to follow it."),
        _tie_rule(read),
        t("Difference: only pairs whose 95% interval leaves out 0, corrected for their number."),
        t("No one is shown by name."),
        parts.withheld(t),
    ]
    table = _pairs_table(read, rows, changes)
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name="department-graph",
        t=t,
        about=read.about(DENSITY),
    )


def _graph(read: Reading, graph: nx.Graph, side: str, largest: float) -> go.Figure:
    followed = _followed(read)
    return department_graph(graph, theme=read.theme, side=side, largest=largest, followed=followed)


def _followed(read: Reading) -> str:
    return "" if read.followed == ENTIRE else read.followed


def _with_the_followed(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of the department that is followed, all where none is."""
    mine = rows[["from_department", "to_department"]].eq(read.followed).any(axis=1)
    return rows if read.followed == ENTIRE else rows[mine]


def _moved(read: Reading, changes: pd.DataFrame) -> str:
    """Say how many pairs of departments, or of the one followed, clearly moved."""
    t, said = read.t, _closer(read.t, _with_the_followed(read, changes))
    if read.followed == ENTIRE:
        return said
    return t("{where}: {said}", where=read.names("department")[read.followed], said=said)


def _closer(t: Translator, changes: pd.DataFrame) -> str:
    """Say how many pairs of departments clearly came closer or drifted apart."""
    shown = changes[changes["verdict"] != "too_few"]
    clear = shown[shown["verdict"].isin(CLEAR)]
    closer, apart = int((clear["change"] > 0).sum()), int((clear["change"] < 0).sum())
    if closer and apart:
        message = N_("{closer} of {n} pairs of departments came closer, {apart} drifted apart")
        return t(message, closer=closer, apart=apart, n=len(shown))
    if closer:
        return t("{closer} of {n} pairs of departments came closer", closer=closer, n=len(shown))
    if apart:
        return t("{apart} of {n} pairs of departments drifted apart", apart=apart, n=len(shown))
    return t("No pair of departments has clearly moved")


def _difference(read: Reading, changes: pd.DataFrame, shown: Mapping[str, str]) -> go.Figure:
    clear = changes[changes["verdict"].isin(CLEAR)]
    graph = _nodes(read, f"{read.comparison_id}:after", shown)
    for one in clear.itertuples():
        size = _per_hundred(one.change, sign=True)
        hover = f"{one.a} · {one.b}<br>{size}"
        ends = one.from_department, one.to_department
        graph.add_edge(*ends, change=one.change, verdict=one.verdict, hover=hover)
    largest = clear["change"].abs().max()
    return difference_graph(graph, theme=read.theme, largest=largest, followed=_followed(read))


def _width_key(read: Reading, largest: float) -> None:
    if not largest > 0:
        return
    values = [value for value in ticks(0, largest, 4) if value > 0]
    texts = [f"{value * _PAIRS:g}" for value in values]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = read.t("Line: ties per 100 pairs of people")
        st.caption(words, width="content")
        key = width_key(values, texts, largest=largest, theme=read.theme, side="after")
        parts.chart(key, f"{words}: {', '.join(texts)}", "line-widths", width=260)


def matrices(read: Reading, shown: Mapping[str, str]) -> None:
    """Show every pair of departments before and after, on the same scale, clear changes framed."""
    t, rows, changes = read.t, compared(read), pair_changes(read)
    finding = _came_closest(t, _with_the_followed(read, changes))
    parts.heading(finding)
    told, largest = _told(read, rows), rows["density"].max()
    clear = {
        frozenset((one.from_department, one.to_department)): one.verdict
        for one in changes[changes["verdict"].isin(CLEAR)].itertuples()
    }
    for column, side in zip(st.columns(2, gap="medium"), _SIDES, strict=True):
        with column:
            _side_title(read, side, framed=side == "after" and bool(clear))
            drawn = pair_matrix(
                _among(told[told["side"] == side], shown),
                shown,
                theme=read.theme,
                side=side,
                largest=largest,
                clear=clear if side == "after" else {},
                followed=_followed(read),
            )
            parts.chart(drawn, f"{_side_name(t, side)}. {finding}", f"department-pairs-{side}")
    sentences = [
        t("Ties of two departments per 100 possible pairs, read like a road atlas."),
        _tie_rule(read),
        t("Both tables have the same scale."),
        parts.withheld(t),
    ]
    table = _pairs_table(read, rows, changes)
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name="department-pairs",
        t=t,
        about=read.about(DENSITY),
    )


def _came_closest(t: Translator, changes: pd.DataFrame) -> str:
    gain = closest(changes)
    if gain is None:
        return t("No pair of departments has clearly come closer")
    densities = {side: _per_hundred(gain[side]) for side in _SIDES}
    places = {"a": gain["a"], "b": gain["b"], **densities}
    return t("{a} and {b}: from {before} to {after} per 100 pairs", **places)


def one_pair(read: Reading) -> None:
    """Let the reader ask about two departments, and answer with the change and its interval."""
    t, changes, names = read.t, pair_changes(read), read.names("department")
    known = changes.dropna(subset="change")
    if known.empty:
        return
    st.header(t("Two departments in one look"), anchor=False)
    mine = _with_the_followed(read, known)
    first = closest(mine)
    usual = pd.concat([mine, known]).iloc[0] if first is None else first
    ids = [one for one in names if one in {*known["from_department"], *known["to_department"]}]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        a = one_of("a", t("Department"), ids, names, default=usual["from_department"], width=240)
        b = one_of("b", t("With"), ids, names, default=usual["to_department"], width=240)
    ends = known[["from_department", "to_department"]].apply(frozenset, axis=1)
    found = known[ends == frozenset((a, b))]
    if found.empty:
        same = t("Choose two different departments.")
        st.markdown(same if a == b else parts.withheld(t))
        return
    one = found.iloc[0]
    with st.container(border=True):
        before, after = _per_hundred(one["before"]), _per_hundred(one["after"])
        clear = one["verdict"] in CLEAR
        st.metric(
            f"{escape(names[a])} · {escape(names[b])}",
            f":gray[{before} →] {after} :small[{t('ties per 100 pairs')}]",
            f"{t(VERDICTS[one['verdict']])} {_per_hundred(one['change'], sign=True)}",
            delta_color=parts.COLOURS.get(one["verdict"], "gray"),
            delta_arrow=("up" if one["change"] > 0 else "down") if clear else "off",
        )
        low, high = (_per_hundred(one[end], sign=True) for end in ("low", "high"))
        interval = t("95% {low} to {high}", low=low, high=high)
        st.caption(f"{interval} · {t.people_band(one['people_band'])} · {_tie_rule(read)}")
        if not clear and (one["low"] > 0 or one["high"] < 0):
            st.caption(t(MAY_BE_CHANCE))


# One month


def by_month(read: Reading, shown: Mapping[str, str]) -> None:
    """Let the reader go through the months, or let them pass like a film."""
    t = read.t
    windows = read.release.table("windows")
    months = windows[windows["kind"] == "month"].set_index("window")["starts_on"]
    rows = ties(read, months.index)
    seen = rows.loc[rows["density"] > 0, "window"]
    if seen.empty:
        st.markdown(t("No month has ties that may be shown."))
        return
    mine = months[(months.index >= seen.min()) & (months.index <= seen.max())]
    words = {str(month): f"{day:%Y/%m}" for month, day in mine.items()}
    picture = partial(_month, read, shown, mine, rows)
    if film.button(t, "month", list(words)):
        film.run("month", words, picture)
    else:
        ids = list(words)
        picture(one_of("month", t("Month"), ids, words, widget="select_slider", default=ids[-1]))


def _month(
    read: Reading, shown: Mapping[str, str], months: pd.Series, rows: pd.DataFrame, month: str
) -> None:
    """Show one month's graph and table, on the scale of all."""
    t = read.t
    mine, largest = rows[rows["window"] == month], rows["density"].max()
    side = "after" if months[month] >= read.comparison["after_from"] else "before"
    finding = _strongest(t, mine, t.month(months[month]))
    parts.heading(finding)
    left, right = st.columns(2, gap="medium")
    with left:
        graph = _with_ties(_nodes(read, month, shown), _among(mine, shown))
        parts.chart(_graph(read, graph, side, largest), finding, "month-graph", pressed=True)
    with right:
        drawn = pair_matrix(
            _told(read, _among(mine, shown)),
            shown,
            theme=read.theme,
            side=side,
            largest=largest,
            followed=_followed(read),
        )
        parts.chart(drawn, finding, "month-pairs")
    _width_key(read, largest)
    sentences = [
        t("A tie is {n} or more contacts in the month.", n=_MONTHLY_TIE),
        t("Every month has the same places and scale. Grey: before; blue: after."),
        t("One month has fewer ties than six: do not compare it with the other view."),
        parts.withheld(t),
    ]
    table = _ties_table(t, mine, t.month(months[month]))
    parts.under(
        caption=t.joined(sentences),
        table=table,
        name=f"month-{month}",
        t=t,
        about=read.about(DENSITY),
    )


def _strongest(t: Translator, rows: pd.DataFrame, month: str) -> str:
    known = rows.dropna(subset="density")
    if known.empty:
        return t("{month}: nothing may be shown", month=month)
    top = known.loc[known["density"].idxmax()]
    size = _per_hundred(top["density"])
    message = N_("{month}: {a} and {b} are closest, {size} per 100 pairs")
    return t(message, month=month, a=top["a"], b=top["b"], size=size)


# What they share


def _nodes(read: Reading, window: str, shown: Mapping[str, str]) -> nx.Graph:
    """Place a window's departments on the ring; some of many are spread over it anew."""
    places = read.release.table("departments")
    mine = places[(places["window"] == window) & places["department"].isin(list(shown))]
    if len(shown) < len(read.names("department")):
        turn = mine["department"].map(list(shown).index) * (2 * math.pi / len(shown))
        mine = mine.assign(x=turn.map(math.sin), y=turn.map(math.cos))
    graph = nx.Graph()
    for node in mine.itertuples():
        label = shown[node.department]
        hover = f"{label}<br>{read.t.people_band(node.people_band)}"
        told = {"label": label, "band": node.people_band, "hover": hover}
        graph.add_node(node.department, x=node.x, y=node.y, **told)
    return graph


def _with_ties(graph: nx.Graph, rows: pd.DataFrame) -> nx.Graph:
    """Add a window's ties; hidden ones and pairs without any are left out."""
    for tie in rows[rows["density"] > 0].itertuples():
        hover = f"{tie.a} · {tie.b}<br>{_per_hundred(tie.density)}"
        graph.add_edge(tie.from_department, tie.to_department, density=tie.density, hover=hover)
    return graph


def _told(read: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """Say each pair's ties, and on hover their interval, which single months have none of."""
    ends = read.sides(DENSITY)[["window", "group", "low", "high"]]
    placed = rows.assign(window=rows["window"].astype("str"))
    told = placed.merge(ends, on=["window", "group"], how="left")
    texts = told["density"].map(_per_hundred)
    intervals = [
        f"<br>{read.t('95% {low} to {high}', low=_per_hundred(low), high=_per_hundred(high))}"
        if low == low  # noqa: PLR0124 - not a number
        else ""
        for low, high in zip(told["low"], told["high"], strict=True)
    ]
    return told.assign(text=texts, hover=told["a"] + " · " + told["b"] + "<br>" + texts + intervals)


def _tie_rule(read: Reading) -> str:
    return read.t("A tie is {n} or more contacts in the period.", n=read.comparison["tie_min"])


def _side_name(t: Translator, side: str) -> str:
    return t("Before") if side == "before" else t("After")


def _side_title(read: Reading, side: str, *, framed: bool = False) -> None:
    colour = "gray" if side == "before" else "blue"
    t = read.t
    months = t.period(read.comparison[f"{side}_from"], read.comparison[f"{side}_to"])
    title = f"**:{colour}[{_side_name(t, side)}]**\u2003:gray[{months}]"
    frame = f"\u2003:green[☐]\u00a0{t('clearly more')}" if framed else ""
    st.markdown(title + frame)


def _per_hundred(density: float, *, sign: bool = False) -> str:
    if density != density:  # noqa: PLR0124 - not a number
        return "–"
    return f"{density * _PAIRS:{'+' if sign else ''}.1f}".replace("-", "−")


def _ties_table(t: Translator, rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Department"): rows["a"],
            t("With"): rows["b"],
            t("Month"): month,
            t("Ties per 100 pairs"): rows["density"].map(_per_hundred),
            t("People"): rows["people_band"].map(t.people_band),
        }
    )


def _pairs_table(read: Reading, rows: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give each pair's ties before and after with the change, its interval and its word."""
    t = read.t
    sides = rows.pivot_table("density", "group", "side").reindex(columns=list(_SIDES))
    told = changes.set_index("group")
    known = told.reindex(rows["group"].drop_duplicates())

    def written(values: Iterable[float], *, sign: bool = False) -> list[str]:
        return [_per_hundred(value, sign=sign) for value in values]

    named = rows.drop_duplicates("group").set_index("group")
    verdicts = [VERDICTS[one] if isinstance(one, str) else "–" for one in known["verdict"]]
    signed: Callable[[str], list[str]] = lambda name: written(known[name], sign=True)  # noqa: E731
    return pd.DataFrame(
        {
            t("Department"): named["a"].tolist(),
            t("With"): named["b"].tolist(),
            t("Before"): written(sides["before"].reindex(named.index)),
            t("After"): written(sides["after"].reindex(named.index)),
            t("Change"): signed("change"),
            t("95% from"): signed("low"),
            t("95% to"): signed("high"),
            t("Unit"): t("ties per 100 pairs"),
            t("People"): [t.people_band(one) for one in known["people_band"]],
            t("In words"): [t(one) for one in verdicts],
        }
    )
