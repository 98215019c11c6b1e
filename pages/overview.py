"""Overview: how fast do we put things right, how loyal are patients then, who stays silent?"""

import streamlit as st

from dashboard.measures import overview as measures
from dashboard.session import remember, require
from dashboard.widgets import filters, headlines, revision_notice, verdicts

viewer = require()  # no viewer, no page

st.title("Do we put things right, and do patients stay with us?")
chosen = filters.bar(viewer)
answers = remember(measures.headlines, viewer, chosen)
units = remember(measures.standing_out, viewer, chosen)

# Three questions, three answers, each with its trend and a link to its page
with headlines.side_by_side():
    headlines.show(answers.fast, page="timeliness")
    headlines.show(answers.loyal, page="loyalty")
    headlines.show(answers.silent, page="word_of_mouth")

# The units that stand out, with a link to each
st.subheader("Which units stand out?")
verdicts.show(units.verdict)
headlines.units(units, viewer)

# What the last publication changed of the figures before
revision_notice.latest(viewer)
