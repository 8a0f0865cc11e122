"""The frame round every page: language, menu, what the numbers rest on. No number of its own."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import streamlit as st

from dashboard.choices import kept, one_of
from dashboard.menu import entries
from dashboard.text import LANGUAGES, Translator, translator
from dashboard.views import parts, tour
from dashboard.views.reading import shown_release

STATIC = Path(__file__).parent / "static"

# Headings of Japanese break where the translator says; on paper there is nothing to press, and a
# picture keeps by its heading. What is drawn for wide and for narrow places is told by its key,
# since the server does not know how wide a window is. st.html is the one place that may say so.
LANGUAGE = """<script>document.documentElement.lang = "{language}"</script><style>
:lang(ja) :is(h1, h2, h3) {{word-break: keep-all !important; overflow-wrap: anywhere;
text-wrap-style: balance; line-break: strict; text-spacing-trim: trim-start}}
:lang(ja) p {{text-wrap-style: pretty}}
@media print {{.stPopover, .stDownloadButton, .stButtonGroup, .stPageLink, .stButton, .stExpander
{{display: none !important}} .stPlotlyChart, .stTable tr {{break-inside: avoid}}
h1, h2, h3 {{break-after: avoid}}}}
@media (max-width: 40rem) {{[class*="st-key-wide-"] {{display: none}}}}
@media (min-width: 40.01rem) {{[class*="st-key-narrow-"] {{display: none}}}}
</style>"""


def pages(t: Translator) -> dict[str, st.Page]:
    """Give Streamlit's pages by their names; the first opens at the bare address."""
    return {
        one.id: st.Page(one.path, title=t(one.title), url_path=one.id, default=number == 0)
        for number, one in enumerate(entries())
    }


def menu(t: Translator, found: dict[str, st.Page]) -> None:
    """Show the pages under their headings, then what the numbers rest on."""
    facts = shown_release().facts
    with st.sidebar:
        for group, members in groupby(entries(), key=lambda one: one.group):
            with st.container(gap="xxsmall"):
                st.caption(t(group))
                for one in members:
                    st.page_link(found[one.id], width="stretch", query_params=kept())
        st.space("small")
        with st.container(gap=None):
            if facts.until:
                st.caption(t("Data up to {month}", month=t.month(facts.until)))
            st.caption(t("Updated {day}", day=t.day(facts.built_at)))
            st.caption(t("Groups under {n} are hidden", n=facts.threshold))


def first_line(t: Translator, found: dict[str, st.Page]) -> None:
    """Say when the numbers are invented, lead to one's own, and offer the other language."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if shown_release().facts.sample:
            st.badge(t("Sample"), color="gray")
            st.caption(t("Invented data of “Company A”"), width="content")
            own = t("Start with your own data")
            arrow = ":material/arrow_forward:"
            st.page_link(
                found["data"], label=own, icon=arrow, icon_position="right", query_params=kept()
            )
            tour.start(t, found)
        st.space("stretch")
        with st.container(width="content"):
            parts.share(t)
        one_of(
            "lang",
            t("Language"),
            list(LANGUAGES),
            LANGUAGES,
            widget="segmented_control",
            default=t.language,
            hide_label=True,
        )


t = translator()
found = pages(t)
page = st.navigation(list(found.values()), position="hidden")
st.set_page_config(
    page_title=f"{page.title} · Yotte",
    page_icon=str(STATIC / "mark.svg"),
    layout="wide",
    initial_sidebar_state=248,
)
st.html(LANGUAGE.format(language=t.language), unsafe_allow_javascript=True)
st.logo(str(STATIC / "logo.svg"), icon_image=str(STATIC / "mark.svg"))
menu(t, found)
first_line(t, found)
tour.step(t, found, page.url_path or entries()[0].id)
page.run()
