"""Do departments work together more?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views import measure, months, network, outward, pairs, parts
from dashboard.views.reading import reading

TITLE = N_("Network")
GROUP = N_("What changed")
METRIC = "cross_department_share"

read = reading()
if not read.has(METRIC):
    parts.empty(read.t, N_("Do departments work together more?"), "interactions")
    st.stop()

measure.opening(read, METRIC)
parts.before_and_after(read)
st.space("small")
monthly = network.view(read) == network.MONTHLY
drawn = network.drawn(read)
if monthly:
    months.by_month(read, drawn)
else:
    network.graphs(read, drawn)
    st.space("medium")
    pairs.matrices(read, drawn)
    st.space("medium")
    pairs.one_pair(read)
    st.space("medium")
    outward.index(read)
st.space("medium")
measure.trend(read, METRIC)
st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    measure.departments(read, METRIC)
with right:
    measure.members(read, METRIC)
