"""What is loaded, and is it right?"""

import streamlit as st

from dashboard.text import N_, translator

TITLE = N_("Data")
GROUP = N_("Set-up")
QUESTION = N_("What is loaded, and is it right?")

t = translator()
with st.spinner(t("Opening the workspace…")):
    # These bring DuckDB and pandera, for this page alone.
    from dashboard.views import declaring, loading, mapping, naming, protecting, quality

uploads = loading.opening(t, t(QUESTION))
loading.done(t)
st.space("small")
uploaded = loading.choose(t)
if uploaded:
    columns, told = mapping.told(uploaded)
    file = loading.examined(t, uploaded, told)
    loading.understood(t, file)
    if file.problems:
        naming.ask(t, file)
        loading.refused(t, file)
    mapping.ask(t, uploaded, file)
    loading.commit(t, file, lambda: mapping.remember(columns, told))
st.space("medium")
loading.history(t, uploads)
st.space("medium")
quality.soundness(t, uploads)
st.space("medium")
declaring.comparisons(t)
st.space("medium")
loading.contradictions(t)
st.space("medium")
protecting.comments(t)
st.space("medium")
protecting.withheld(t)
protecting.smallest_groups(t)
st.space("medium")
loading.templates(t)
