"""Do things move faster?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import listing, parts, waiting
from dashboard.views.reading import reading

TITLE = N_("Speed")
GROUP = N_("What changed")
QUESTION = N_("Do things move faster?")

read = reading()
if not read.comparison_id or not waiting.waits(read):
    parts.empty(read.t, QUESTION, "projects")
    st.stop()

metric = waiting.opening(read, QUESTION)
st.space("small")
waiting.curve(read, metric)
st.space("medium")
waiting.facts(read)
st.space("medium")
parts.before_and_after(read)
listing.listing(read, waiting.FACTS, read.t("Before and after"), "speed")
