"""Is our organisation changing?"""

import streamlit as st

from dashboard.text import N_
from dashboard.views.reading import reading

TITLE = N_("Overview")
GROUP = N_("What changed")

read = reading()
t = read.t
for change in read.changes().itertuples():
    st.metric(t(read.metrics.loc[change.metric, "label"]), t.value(change.after), t.points(change.change))
