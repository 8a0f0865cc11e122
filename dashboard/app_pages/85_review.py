"""Is what the detector hears right?"""

import streamlit as st

from dashboard.text import N_, translator

TITLE = N_("Review")
GROUP = N_("Set-up")
QUESTION = N_("Is what the detector hears right?")

t = translator()
with st.spinner(t("Opening the workspace…")):
    # These bring DuckDB and pandera, as on the Data page.
    from dashboard.views import reviewing

reviewing.review(t, QUESTION)
