"""Timeliness: how long do patients wait for us to put things right?"""

import streamlit as st

from dashboard.charts import timeliness as charts
from dashboard.measures import timeliness as measures
from dashboard.measures import waiting
from dashboard.session import number, remember, require
from dashboard.widgets import cards, drawing, filters, verdicts

viewer = require()  # no viewer, no page

st.title("How long do patients wait for us to put things right?")
chosen = filters.bar(viewer)  # period, units, channel, severity, contact type; in the address
curve = remember(measures.resolved_curve, viewer, chosen)

# The answer in words, then in four numbers with their doubt
verdicts.show(curve.verdict)
with cards.side_by_side(4):
    cards.show("time_to_resolution", curve.median, label="Half are resolved within")
    cards.show("resolved_within", curve.within_standard, label="Resolved within the standard")
    cards.show("open_cases", number("open_cases", viewer, chosen), label="Open now")
    cards.show(
        "acknowledged_on_time",
        number("acknowledged_on_time", viewer, chosen),
        label="Acknowledged on time",
    )

# The whole picture: resolved by day, and what closed cases alone would say
drawing.show(
    curve,
    charts.resolved_curve,
    curve.standard_days,
    curve.last_day,
    key="resolved_curve",
    title="How many are resolved by each day?",
    about="Share of complaints received, open ones included, with 95 % band",
)

# Is it changing, and what is still waiting?
left, right = st.columns(2, gap="large")
with left:
    months = remember(measures.resolution_by_month, viewer, chosen)
    drawing.show(
        months,
        charts.resolution_by_month,
        months.standard_days,
        key="resolved_by_month",
        title="Is it changing?",
        about=f"Share resolved within the standard, by {months.step} of receipt",
    )
with right:
    backlog = remember(waiting.backlog_by_age, viewer, chosen)
    drawing.show(
        backlog,
        charts.backlog_by_age,
        key="backlog_by_age",
        title="How old is what is still open?",
        about="Open cases of all contact types, by days since received",
    )

# Where is it different?
units = remember(measures.resolution_by_unit, viewer, chosen)
drawing.show(
    units,
    charts.resolution_by_unit,
    units.standard_days,
    units.table.num_rows,
    key="resolved_by_unit",
    title="Where is it different?",
    about="Share resolved within the standard, with 95 % intervals; units in their usual order",
    say=True,
)

# Did we say that we had heard them?
with drawing.part("Acknowledgement", key="acknowledgement") as is_open:
    if is_open:
        acknowledged = remember(waiting.acknowledged_by_month, viewer, chosen)
        drawing.show(
            acknowledged,
            charts.acknowledged_by_month,
            acknowledged.limit,
            key="acknowledged_by_month",
            title="Do we say soon that we have heard?",
            about=f"Share acknowledged within the limit, by {acknowledged.step}",
            say=True,
        )
