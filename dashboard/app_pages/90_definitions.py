"""What exactly is measured?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import definitions
from dashboard.views.reading import reading

TITLE = N_("Definitions")
GROUP = N_("Set-up")
QUESTION = N_("What exactly is measured?")

read = reading()

definitions.opening(read, QUESTION)
st.space("small")
definitions.measures(read)
st.space("medium")
definitions.lacking(read)
definitions.words(read)
st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    definitions.protection(read)
with right:
    definitions.hidden(read)
