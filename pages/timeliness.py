"""Timeliness: how long do patients wait for us to put things right?"""

import streamlit as st

from dashboard.charts import timeliness as charts
from dashboard.measures import backlog_months, waiting
from dashboard.measures import timeliness as measures
from dashboard.session import number, remember, require
from dashboard.widgets import (
    cards,
    cohort_pairs,
    control_charts,
    drawing,
    filters,
    funnels,
    subjects,
    verdicts,
)

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
    about=curve.about,
)
with drawing.part("Compare two periods or two units", key="cohorts") as is_open:
    if is_open:
        months = remember(measures.resolution_by_month, viewer, chosen)
        cohort_pairs.choose(viewer, chosen, months)

# Is it changing, and what is still waiting?
left, right = st.columns(2, gap="large")
with left:
    control_charts.choose(
        viewer, chosen, control_charts.TIMELINESS, key="by_month", said=curve.verdict
    )
with right:
    backlog = remember(backlog_months.backlog_by_month, viewer, chosen)
    drawing.show(
        backlog,
        charts.backlog_by_month,
        backlog.late_bands,
        key="backlog_by_month",
        title="Is what waits growing older?",
        about="Open cases of all contact types, whenever received, at each month's end",
        say=True,
        below=backlog.begins,
    )
    with drawing.part("How old is what is open now?", key="backlog") as is_open:
        if is_open:
            drawing.show(
                remember(waiting.backlog_by_age, viewer, chosen),
                charts.backlog_by_age,
                key="backlog_by_age",
                title="How old is what is still open?",
                about="Open cases of all contact types, by days since received",
            )

# Where, and about what, is it different?
funnels.choose(viewer, chosen, funnels.TIMELINESS, key="by_unit")
subjects.days_by_subject(viewer, chosen, key="subject_days")

# Did we say that we had heard them, and did we keep our other promises?
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
with drawing.part("Answers, first steps and reopenings", key="clocks") as is_open:
    if is_open:
        with cards.side_by_side(3):
            cards.ask("answered_on_time", viewer, chosen, label="Answered on time")
            cards.ask("started_within_15_minutes", viewer, chosen, label="Begun within 15 minutes")
            cards.ask("resolved_first_contact", viewer, chosen, label="Resolved at first contact")
            cards.ask("notice_complete", viewer, chosen, label="Written notice complete")
            cards.ask("reopened_within_90_days", viewer, chosen, label="Reopened within 90 days")
