"""What is loaded, and is it right?"""

from functools import partial

import streamlit as st

from dashboard.text import N_, translator

TITLE = N_("Data")
GROUP = N_("Set-up")
QUESTION = N_("What is loaded, and is it right?")

t = translator()
with st.spinner(t("Opening the workspace…")):
    # These bring DuckDB and pandera, for this page alone.
    from dashboard.views import (
        declaring,
        diary,
        loading,
        mapping,
        naming,
        protecting,
        quality,
        several,
    )

uploads = loading.opening(t, t(QUESTION))
loading.done(t)
st.space("small")
files = loading.choose(t)
if files:
    layouts = [mapping.told(one) for one in files]
    read = [loading.examined(t, one, told) for one, (_, told) in zip(files, layouts, strict=True)]
    remember = [partial(mapping.remember, *one) for one in layouts]
    place = several.look_at(t, files, read) if len(files) > 1 else 0
    loading.understood(t, read[place])
    if read[place].problems:
        naming.ask(t, read[place])
        loading.refused(t, read[place])
    mapping.ask(t, files[place], read[place])
    if len(files) > 1:
        several.commit(t, read, remember)
    else:
        loading.commit(t, read[0], remember[0])
st.space("medium")
loading.history(t, uploads)
st.space("medium")
quality.soundness(t, uploads)
st.space("medium")
diary.diary(t)
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
