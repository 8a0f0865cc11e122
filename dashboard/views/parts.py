"""The parts every page is put together from: answer, key, picture with its caption, empty state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.choices import kept, one_of
from dashboard.menu import FOLDER, entry
from dashboard.text import Translator, escape, translator
from dashboard.views.reading import ENTIRE, FOLLOWED, Reading
from dashboard.views.templates import TEMPLATES, Template

COLOURS: dict[str, Literal["green", "red", "blue"]] = {
    "better": "green",
    "worse": "red",
    "changed": "blue",
}
_TALL = 12
_FEW = 6
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.])")


def answer(question: str, said: str, exception: str = "") -> None:
    """Open a page: the question it answers, the answer in words, and what the answer leaves out."""
    st.space("xsmall")
    with st.container(gap="xsmall"):
        with st.container(gap=None):
            st.markdown(f"**:blue[{question}]**")
            st.title(translator().phrased(said), anchor=False)
        if exception:
            st.markdown(exception)


def before_and_after(read: Reading, *, departments: bool = True) -> None:
    """Show which months are before and after, and let the reader compare round another project.

    A page that tells of ``departments`` lets the reader follow one through all it shows.
    """
    t, chosen = read.t, read.comparison
    sides = [
        (colour, word, t.period(chosen[f"{side}_from"], chosen[f"{side}_to"]))
        for side, colour, word in (("before", "gray", t("Before")), ("after", "blue", t("After")))
    ]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one_of(
            "comparison",
            t("Before and after what?"),
            list(read.comparison_names),
            read.comparison_names,
            width=380,
        )
        names = read.names("department")
        if departments and names:
            words = {ENTIRE: t("All"), **names}
            one_of(FOLLOWED, t("Follow a department"), list(words), words, width=200)
        with st.container(gap=None, width="content"):
            for colour, word, months in sides:
                st.markdown(f":{colour}[■] **{word}** {months}")
    if not chosen["equal_length"]:
        st.caption(t("The two periods differ in length: more months hold more of everything."))


def wide(name: str) -> DeltaGenerator:
    """Give a place that is shown on a desktop only; the frame's style tells it by its key."""
    return st.container(key=f"wide-{name}")


def narrow(name: str) -> DeltaGenerator:
    """Give a place that is shown on a phone only."""
    return st.container(key=f"narrow-{name}")


def heading(finding: str) -> None:
    """Head a section with what its picture shows; names in it are shown as they are."""
    st.header(escape(translator().phrased(finding)), anchor=False)


def subheading(words: str) -> None:
    """Head a part of a section."""
    st.subheader(escape(translator().phrased(words)), anchor=False)


def key(*signs: tuple[str, str, str]) -> None:
    """Show what the signs of a picture mean: colour, sign, word; a sign keeps by its word."""
    st.markdown("\u2003".join(f":{colour}[{sign}]\u00a0{word}" for colour, sign, word in signs))


def chart(
    figure: go.Figure,
    alt: str,
    name: str,
    *,
    width: int | Literal["stretch"] = "stretch",
    pressed: str = "",
) -> None:
    """Show a figure in its own look, with words for those who cannot see it.

    Where points can be ``pressed``, they have an id as custom data, and ``pressed`` is the choice
    in the address that pressing one makes.
    """
    key, more = f"picture:{name}", dict[str, Any]()
    if pressed:
        more = {"on_select": partial(_choose, key, pressed), "selection_mode": "points"}
    config = {"displayModeBar": False}
    st.plotly_chart(figure, theme=None, config=config, alt=alt, key=key, width=width, **more)


def _choose(key: str, choice: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    pressed = [point["customdata"] for point in points if "customdata" in point]
    if pressed:
        st.query_params[choice] = pressed[0]
    elif not points:
        st.query_params.pop(choice, None)


def picture(
    figure: go.Figure,
    *,
    alt: str,
    caption: str,
    table: pd.DataFrame,
    name: str,
    t: Translator,
    about: pd.DataFrame | None = None,
) -> None:
    """Show a figure, what its figures mean, the table behind it and a download.

    ``name`` names the file and the figure; the file holds what the table shows and nothing else.
    ``about`` are the rows of the measures it shows, whose definition is told on demand.
    """
    chart(figure, alt, name)
    under(caption=caption, table=table, name=name, t=t, about=about)


@st.fragment
def under(
    *,
    caption: str,
    table: pd.DataFrame,
    name: str,
    t: Translator,
    about: pd.DataFrame | None = None,
) -> None:
    """Show the line under a picture: caption, meaning, table, download.

    What is closed is neither made nor sent; opening it runs this line and not the page.
    """
    with st.container(gap="xxsmall"):
        st.caption(caption)
        with st.container(horizontal=True, gap="small"):
            if about is not None and (asked := _opened(t("What does this mean?"), "help", name)):
                with asked:
                    _meaning(t, about)
            if asked := _opened(t("Show table"), "table", name):
                height: int | Literal["content"] = 420 if len(table) > _TALL else "content"
                shown = table.map(lambda cell: escape(str(cell)))
                asked.table(shown, border="horizontal", hide_index=True, height=height)
            st.download_button(
                "CSV",
                partial(csv, table),
                file_name=f"yotte-{name}.csv",
                mime="text/csv",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"csv:{name}",
            )


@st.fragment
def share(t: Translator) -> None:
    """Offer the address of the view at hand."""
    if asked := _opened(t("Share"), "share", "page"):
        with asked:
            st.caption(t("Opens this view for others, in their own language"))
            st.code(link(), language=None, wrap_lines=True)
            st.caption(t("Printed, a page has its answers and pictures, and nothing to press."))


def _opened(label: str, icon: str, name: str) -> DeltaGenerator | None:
    """Offer a popover, and give it when the reader has opened it."""
    shown = st.popover(
        label,
        type="tertiary",
        icon=f":material/{icon}:",
        key=f"{icon}:{name}",
        on_change="rerun",
    )
    return shown if shown.open else None


def _meaning(t: Translator, about: pd.DataFrame) -> None:
    """Tell what measures mean as they say themselves, and lead to all that is said of them."""
    for row in about.to_dict("records"):
        told = [t(paragraph) for paragraph in row["meaning"].split("\n")]
        formula = f"{t('Formula')}: {t(row['formula'])}"
        st.markdown(
            "\n\n".join([f"**{escape(t(row['label']))}**", *told, formula, t(row["limits"])])
        )
        page = FOLDER / entry("definitions").path.name
        more = {**kept(), "metric": row["metric"]}
        st.page_link(page, label=t("All about this measure"), query_params=more)


def csv(table: pd.DataFrame) -> bytes:
    """Give a shown table as a file that spreadsheets open: a byte order mark, plain minus signs."""
    return str(table.map(_plain).to_csv(index=False)).encode("utf-8-sig")


def _plain(cell: object) -> str:
    """Write a cell so that a spreadsheet reads its number, and never runs a name as a formula."""
    text = str(cell).replace("−", "-")
    return f"'{text}" if _FORMULA.match(text) else text


def link() -> str:
    """Give the address of the view at hand, without the language, so that it opens in theirs."""
    keys = [key for key in st.query_params if key != "lang"]
    chosen = [(key, value) for key in keys for value in st.query_params.get_all(key)]
    address = (st.context.url or "").split("?")[0]
    return f"{address}?{urlencode(chosen)}" if chosen else address


def empty(t: Translator, question: str, table: str) -> None:
    """Say what a page still needs: which records, two rows of them, a template, the way to load.

    ``table`` is the canonical table that is missing, a key of ``TEMPLATES``.
    """
    answer(t(question), t("We cannot answer this yet."))
    st.space("xsmall")
    template = TEMPLATES[table]
    rows = template_rows(t, template)
    with st.container(border=True):
        subheading(t(template.missing))
        st.markdown(t("A file with columns like these is enough:"))
        st.table(rows, border="horizontal", hide_index=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                t("Get a template (CSV)"),
                csv(rows),
                file_name=f"yotte-{table}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
            lead_on("data", t("Load data"))
    st.caption(t("Names and mail addresses are dropped while reading; numbers become keyed codes."))


def lead_on(page: str, label: str, **more: str) -> None:
    """Lead to another page with the choices that go along, and ``more`` for its address."""
    st.page_link(
        FOLDER / entry(page).path.name,
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={**kept(), **more},
    )


def template_rows(t: Translator, template: Template) -> pd.DataFrame:
    """Give a template's rows in the reader's language, as the table shows and the file holds."""
    return pd.DataFrame(
        {t(column): [t(value) for value in values] for column, values in template.columns.items()}
    )


def download(label: str, table: pd.DataFrame, name: str) -> None:
    """Offer a table as a CSV file called ``yotte-<name>.csv``."""
    st.download_button(
        label,
        csv(table),
        file_name=f"yotte-{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download:{name}",
    )


def quotes(t: Translator, rows: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Show what people wrote (department, text) by department; no markup in it is followed."""
    groups = sorted(rows["department"].unique(), key=lambda one: (one == "", one))
    with st.container(border=True, gap="small"):
        for group in groups:
            if len(groups) > 1:
                st.caption(escape(names.get(group, group) or t("Other departments")))
            texts = rows.loc[rows["department"] == group, "text"].tolist()
            for text in texts[:_FEW]:
                st.text(text)
            if len(texts) > _FEW:
                with st.expander(t("Show {n} more", n=len(texts) - _FEW)):
                    for text in texts[_FEW:]:
                        st.text(text)


def withheld(t: Translator) -> str:
    """Give the one sentence about hidden figures, the same whatever the reason."""
    return t("“–” is hidden to protect small groups.")
