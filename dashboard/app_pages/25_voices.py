"""What else do people say?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import listing, measure, parts, voices
from dashboard.views.reading import reading

TITLE = N_("Voices")
GROUP = N_("What changed")
QUESTION = N_("What else do people say?")

read = reading()
asked = voices.constructs(read)
if not read.comparison_id or not asked:
    parts.empty(read.t, QUESTION, "answers")
    st.stop()

metric = voices.shown(read)
measure.opening(read, metric, question=read.t(QUESTION))
voices.choose(read)
parts.before_and_after(read)
st.space("small")
measure.in_full(read, metric)
st.space("medium")
listing.listing(read, asked, read.t("Everything people were asked"), "voices")
st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    voices.gaps(read)
with right:
    voices.answered(read)
