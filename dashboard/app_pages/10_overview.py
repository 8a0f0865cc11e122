"""Is our organisation changing?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import overview, parts, suggestions
from dashboard.views.reading import reading

TITLE = N_("Overview")
GROUP = N_("What changed")
QUESTION = N_("Is our organisation changing?")

read = reading()
if not read.comparison_id or read.metrics.empty:
    parts.empty(read.t, QUESTION, "projects")
    st.stop()

overview.opening(read, QUESTION)
parts.before_and_after(read)
st.space("small")
overview.promises(read)
st.space("medium")
overview.departments(read)
st.space("medium")
left, right = st.columns(2, gap="medium")
with left:
    overview.most_moved(read)
with right:
    overview.sureness(read)
suggestions.next_to_load(read)
