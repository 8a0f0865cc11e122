"""Do people come back?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import measure, parts
from dashboard.views.reading import reading

TITLE = N_("Repeat participation")
GROUP = N_("What changed")
METRIC = "repeat_participation"

read = reading()
if not read.has(METRIC):
    parts.empty(read.t, N_("Do people come back?"), "participations")
    st.stop()

measure.opening(read, METRIC)
parts.before_and_after(read)
st.space("small")
left, right = st.columns(2, gap="large")
with left:
    measure.projects(read, METRIC)
with right:
    measure.departments(read, METRIC)
