"""Is “not our department” said less?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import heard, measure, parts, written
from dashboard.views.reading import reading

TITLE = N_("“Not our department”")
GROUP = N_("What changed")
METRIC = "not_our_department"

read = reading()
if not read.has(METRIC):
    parts.empty(read.t, N_("Is “not our department” said less?"), "answers")
    st.stop()

measure.opening(read, METRIC)
parts.before_and_after(read)
st.space("small")
measure.in_full(read, METRIC)
st.space("medium")
heard.heard(read)
st.space("medium")
written.comments(read)
