"""My unit: which open cases need me next, and how is my unit doing?"""

import streamlit as st

from dashboard.charts import timeliness as timeliness_charts
from dashboard.charts import unit as charts
from dashboard.measures import timeliness
from dashboard.measures import unit as measures
from dashboard.session import remember, require
from dashboard.widgets import drawing, filters, tables, verdicts

viewer = require()  # no viewer, no page

st.title("Which cases need me next?")
chosen = filters.bar(viewer)
cases = remember(measures.open_cases_list, viewer, chosen)
scorecard = remember(measures.scorecard, viewer, chosen)
months = remember(timeliness.resolution_by_month, viewer, chosen)

# What to do next: open cases, the least time left first
verdicts.show(cases.verdict)
left, right = st.columns([2, 1], gap="large")
with left:
    tables.open_cases(cases)
with right:
    drawing.show(
        cases,
        charts.time_left,
        key="time_left",
        title="How much time is left?",
        about="Open cases by days to the standard",
    )

# How is my unit doing? Where the period chosen is too little, a longer one is taken, and it says so
left, right = st.columns(2, gap="large")
with left:
    drawing.show(
        scorecard,
        charts.scorecard,
        scorecard.shares_n,
        key="scorecard",
        title="How is my unit doing?",
        about="Shares with 95 % intervals, beside the whole organization's",
        say=True,
        twin=tables.scorecard,
    )

# Is it changing?
with right:
    drawing.show(
        months,
        timeliness_charts.resolution_by_month,
        months.standard_days,
        key="unit_by_month",
        title="Is it changing?",
        about=f"Share resolved within the standard, by {months.step} of receipt",
        say=True,
    )
