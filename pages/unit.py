"""My unit: which open cases need me next, and how is my unit doing?"""

import streamlit as st

from dashboard.charts import timeliness as charts
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
tables.open_cases(cases)

# How is my unit doing? Where a year is too little, two are taken, and it says so
st.subheader("How is my unit doing?")
verdicts.show(scorecard.verdict)
tables.scorecard(scorecard)

# Is it changing?
drawing.show(months, charts.resolution_by_month(months.standard_days), key="unit_by_month")
