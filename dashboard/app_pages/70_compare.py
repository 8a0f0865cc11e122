"""Which project changed what?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import compare, compare_people, parts
from dashboard.views.reading import reading

TITLE = N_("Compare projects")
GROUP = N_("Projects side by side")
QUESTION = N_("Which project changed what?")

read = reading()
rows = compare.chosen(read)
if len(compare.projects(read)) < compare.FEWEST:
    parts.empty(read.t, QUESTION, "projects")
    st.stop()

compare.opening(read, QUESTION, rows)
compare.choose(read)
st.space("small")
compare.heads(read, rows)
st.space("medium")
compare.joined(read, rows)
st.space("medium")
compare.voices(read, rows)
st.space("medium")
compare_people.returned(read, rows)
st.space("medium")
compare_people.changed(read, rows)
st.space("medium")
compare.small_start(read, rows)
st.space("medium")
compare.went_wrong(read, rows)
