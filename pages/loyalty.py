"""Loyalty: do patients come back to us after something went wrong?"""

import streamlit as st

from dashboard.charts import loyalty as charts
from dashboard.measures import loyalty as measures
from dashboard.session import number, remember, require
from dashboard.widgets import cards, drawing, filters, verdicts

viewer = require()  # no viewer, no page

st.title("Do patients recommend us after something went wrong?")
chosen = filters.bar(viewer)
arms = remember(measures.three_arms, viewer, chosen)
gaps = remember(measures.recovery_gaps, viewer, chosen)
months = remember(measures.recommend_by_month, viewer, chosen)

# The answer in words, then how many are recovered and how many recommend, in each survey's terms
verdicts.show(gaps.verdict)
with cards.side_by_side(4):
    cards.show("recovered_share", number("recovered_share", viewer, chosen), label="Recovered")
    cards.show_each("recommend", remember(measures.recommend, viewer, chosen))

# The three arms on one axis, and the difference named beforehand
left, right = st.columns(2, gap="large")
with left:
    drawing.show(arms, charts.three_arms(), key="three_arms")
with right:
    drawing.show(gaps, charts.recovery_gaps(), key="recovery_gaps")
    st.caption(gaps.confounding)

# Is it changing, and where is it different?
drawing.show(months, charts.recommend_by_month(), key="recommend_by_month")
units = remember(measures.recommend_by_unit, viewer, chosen)
drawing.show(units, charts.recommend_by_unit(), key="recommend_by_unit")

# How many complainants end up recovered?
if drawing.opened("Recovered by month and unit", key="recovered"):
    recovered = remember(measures.recovered_by_month, viewer, chosen)
    drawing.show(recovered, charts.recovered_by_month(), key="recovered_by_month")
    recovered_units = remember(measures.recovered_by_unit, viewer, chosen)
    drawing.show(recovered_units, charts.recovered_by_unit(), key="recovered_by_unit")
