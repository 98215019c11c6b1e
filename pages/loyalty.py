"""Loyalty: do patients come back to us after something went wrong?"""

import streamlit as st

from dashboard.charts import loyalty as charts
from dashboard.measures import linked, recovered, satisfaction
from dashboard.measures import loyalty as measures
from dashboard.session import number, remember, require
from dashboard.widgets import cards, drawing, filters, tables, verdicts

viewer = require()  # no viewer, no page

st.title("Do patients recommend us after something went wrong?")
chosen = filters.bar(viewer)
arms = remember(measures.three_arms, viewer, chosen)
gaps = remember(measures.recovery_gaps, viewer, chosen)

# The answer in words, then how many are recovered and how many recommend, in each survey's terms
verdicts.show(gaps.verdict)
with cards.side_by_side(4):
    cards.show("recovered_share", number("recovered_share", viewer, chosen), label="Recovered")
    cards.show_each("recommend", remember(measures.recommend, viewer, chosen))

# The three arms on one axis, and the difference named beforehand
left, right = st.columns(2, gap="large")
with left:
    drawing.show(
        arms,
        charts.three_arms,
        arms.instruments_n,
        key="three_arms",
        title="Who recommends us?",
        about="By what became of the patient's problem, with 95 % intervals; one block a survey",
    )
with right:
    drawing.show(
        gaps,
        charts.recovery_gaps,
        arms.instruments_n,
        key="recovery_gaps",
        title="How much does recovery matter?",
        about="Recovered patients minus others, with 95 % intervals; right of 0: recommend more",
    )
    st.caption(gaps.confounding)

# In which way are the groups told, and do linked answers say the same?
with drawing.part("How are the groups told?", key="ways") as is_open:
    if is_open:
        tables.in_full(remember(linked.ways, viewer, chosen))
        by_complaint = remember(linked.linked_arms, viewer, chosen)
        drawing.show(
            by_complaint,
            charts.three_arms,
            by_complaint.instruments_n,
            key="linked_arms",
            title="Who recommends us, by linked complaint?",
            about="Answers after a closed complaint of the same patient, with 95 % intervals",
            say=True,
        )
        st.caption(by_complaint.left_out)

# Is it changing, and where is it different?
months = remember(measures.recommend_by_month, viewer, chosen)
drawing.show(
    months,
    charts.recommend_by_month,
    key="recommend_by_month",
    title="Is it changing?",
    about=f"Share that recommends, by {months.step} of the visit; surveys ask differently",
    say=True,
)
units = remember(measures.recommend_by_unit, viewer, chosen)
drawing.show(
    units,
    charts.recommend_by_unit,
    key="recommend_by_unit",
    title="Where is it different?",
    about="Share that recommends, with 95 % intervals; units in their usual order",
    choose="label",
    say=True,
)

# How many complainants end up recovered?
with drawing.part("Recovered by month and unit", key="recovered") as is_open:
    if is_open:
        recovered_months = remember(recovered.recovered_by_month, viewer, chosen)
        drawing.show(
            recovered_months,
            charts.recovered_by_month,
            key="recovered_by_month",
            title="Are more put right to their satisfaction?",
            about=f"Share recovered of those closed with feedback, by {recovered_months.step}",
            say=True,
        )
        recovered_units = remember(recovered.recovered_by_unit, viewer, chosen)
        drawing.show(
            recovered_units,
            charts.recovered_by_unit,
            recovered_units.table.num_rows,
            key="recovered_by_unit",
            title="Where are they put right?",
            about="Share recovered, with 95 % intervals; units in their usual order",
            say=True,
        )

# What goes with satisfaction? Plain differences, an association
with drawing.part("What goes with satisfaction?", key="satisfaction") as is_open:
    if is_open:
        differences = remember(satisfaction.satisfaction_differences, viewer, chosen)
        drawing.show(
            differences,
            charts.satisfaction_differences,
            differences.table.num_rows,
            key="satisfaction_differences",
            title="With what are more complainants satisfied?",
            about="Share satisfied with the handling, with it minus without it, 95 % intervals",
            say=True,
        )
