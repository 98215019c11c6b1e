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

# The answer in words, then in three numbers
verdicts.show(ledger.verdict)
with cards.side_by_side(3):
    cards.show("silent_dissatisfied", ledger.silent, label="Dissatisfied and silent")
    cards.show("capture_ratio", ledger.capture, label="Complaints for 100 dissatisfied")
    cards.show(
        "complaints_per_1000",
        number("complaints_per_1000", viewer, chosen),
        label="Complaints per 1,000 patients",
    )

# From patients to those who complained and those who stay silent
drawing.show(
    ledger,
    charts.ledger,
    key="ledger",
    title="What becomes of dissatisfied patients?",
    about="People, drawn to scale; “about” is estimated from the survey",
)

# Where do we hear least of them, and is the flow of complaints changing?
left, right = st.columns(2, gap="large")
with left:
    units = remember(measures.capture_by_unit, viewer, chosen)
    drawing.show(
        units,
        charts.capture_by_unit,
        units.table.num_rows,
        key="capture_by_unit",
        title="Where do we hear least of them?",
        about="Complaints for 100 dissatisfied patients, with 95 % intervals; in usual order",
    )
with right:
    rates = remember(measures.complaints_per_1000_by_month, viewer, chosen)
    drawing.show(
        rates,
        charts.complaints_per_1000_by_month,
        rates.base,
        key="complaints_by_month",
        title="How many complain?",
        about="Complaints received per 1,000 patients, by month; few can mean few who dare",
    )

# Few complaints can mean few problems, or few people who dare
with drawing.part("Complaints per 1,000 patients by unit", key="rates") as is_open:
    if is_open:
        by_unit = remember(measures.complaints_per_1000_by_unit, viewer, chosen)
        drawing.show(
            by_unit,
            charts.complaints_per_1000_by_unit,
            by_unit.base,
            by_unit.table.num_rows,
            key="complaints_by_unit",
            title="Where do how many complain?",
            about="Complaints received per 1,000 patients, with 95 % intervals; in usual order",
        )
