"""Do things move faster?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import listing, parts, speed
from dashboard.views.reading import reading

TITLE = N_("Speed")
GROUP = N_("What changed")
QUESTION = N_("Do things move faster?")

read = reading()
if not read.comparison_id or not speed.waits(read):
    parts.empty(read.t, QUESTION, "projects")
    st.stop()

metric = speed.opening(read, QUESTION)
st.space("small")
speed.curve(read, metric)
st.space("medium")
speed.facts(read)
st.space("medium")
parts.before_and_after(read, departments=False)
listing.listing(read, speed.FACTS, read.t("Before and after"), "speed")
