"""My unit: which open cases need me next, and how is my unit doing?"""

import streamlit as st

from dashboard.charts import unit as charts
from dashboard.measures import unit as measures
from dashboard.measures import worklist as worklists
from dashboard.session import desk, remember, require
from dashboard.widgets import briefs, control_charts, drawing, filters, subjects, tables, worklist

viewer = require()  # no viewer, no page

st.title("Which cases need me next?")
chosen = filters.bar(viewer)
cases = remember(worklists.worklist, viewer, chosen, desk=desk())
scorecard = remember(measures.scorecard, viewer, chosen)

# As of when, then what to do: open cases, the least time left first
worklist.as_of(cases)
worklist.show(cases)

# How is my unit doing? Where the period chosen is too little, a longer one is taken, and it says so
left, right = st.columns(2, gap="large")
with left:
    drawing.show(
        scorecard,
        charts.scorecard,
        scorecard.shares_n,
        key="scorecard",
        title="How is my unit doing?",
        about="Shares with 95 % intervals beside the organization's",
        direction="higher is better, but for reopened",
        say=True,
        twin=tables.scorecard,
    )

# Is it changing?
with right:
    control_charts.show(viewer, chosen, "resolved_within", key="unit_by_month")

# How often do complaints come (a small unit: the days between them), and what are they about?
left, right = st.columns(2, gap="large")
with left:
    control_charts.show(
        viewer, chosen, "complaints_per_1000", key="unit_arrivals", title="Do more complaints come?"
    )
with right:
    subjects.show(viewer, chosen, key="unit_subjects")

# The same on one page, to send or to print
briefs.button(viewer, chosen)
