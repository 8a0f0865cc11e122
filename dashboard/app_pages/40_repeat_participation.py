"""Do people come back?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import listing, measure, parts, repeat
from dashboard.views.reading import reading

TITLE = N_("Repeat participation")
GROUP = N_("What changed")
METRIC = "repeat_participation"
WITH_WHOM = (
    "incumbent_share",
    "team_familiarity",
    "volunteered",
    "cocreation_offspring",
    "ties_carried_over",
    "own_pitch_rate",
    "story_rate",
)

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
st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    repeat.back(read)
with right:
    repeat.chain(read)
st.space("medium")
listing.listing(read, WITH_WHOM, read.t("With whom, and what they do afterwards"), "with-whom")
