"""Word of mouth: how many dissatisfied patients do we never hear from?"""

import streamlit as st

from dashboard.charts import word_of_mouth as charts
from dashboard.measures import word_of_mouth as measures
from dashboard.session import number, remember, require
from dashboard.widgets import cards, drawing, filters, verdicts

viewer = require()  # no viewer, no page

st.title("How many dissatisfied patients do we never hear from?")
chosen = filters.bar(viewer)
ledger = remember(measures.ledger, viewer, chosen)
units = remember(measures.capture_by_unit, viewer, chosen)
rates = remember(measures.complaints_per_1000_by_month, viewer, chosen)

# The answer in words, then in three numbers
verdicts.show(ledger.verdict)
with cards.side_by_side(3):
    cards.show("silent_dissatisfied", ledger.silent, label="Dissatisfied and silent")
    cards.show("capture_ratio", ledger.capture, label="Dissatisfied who complain")
    cards.show(
        "complaints_per_1000",
        number("complaints_per_1000", viewer, chosen),
        label="Complaints per 1,000 patients",
    )

# From patients to those who complained and those who stay silent
drawing.show(ledger, charts.ledger(), key="ledger")

# Where do we hear least of them, and is the flow of complaints changing?
left, right = st.columns(2, gap="large")
with left:
    drawing.show(units, charts.capture_by_unit(), key="capture_by_unit")
with right:
    drawing.show(rates, charts.complaints_per_1000_by_month(), key="complaints_by_month")

# Few complaints can mean few problems, or few people who dare
if drawing.opened("Complaints per 1,000 patients by unit", key="rates"):
    by_unit = remember(measures.complaints_per_1000_by_unit, viewer, chosen)
    drawing.show(by_unit, charts.complaints_per_1000_by_unit(), key="complaints_by_unit")
