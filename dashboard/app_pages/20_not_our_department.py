"""Is “not our department” said less?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import heard, measure, parts, readings, written
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
measure.trend(read, METRIC)
readings.turnout(read)
st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    measure.departments(read, METRIC)
with right:
    measure.members(read, METRIC)
readings.otherwise(read, METRIC)
st.space("medium")
heard.heard(read)
st.space("medium")
written.comments(read)
