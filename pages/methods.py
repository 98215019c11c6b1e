"""Methods: what does each number mean, and which of them can our data answer?"""

import streamlit as st

from dashboard.session import require
from dashboard.widgets import facts, links, measure_card

viewer = require()  # no viewer, no page

st.title("What does each number mean, and what can our data answer?")
links.copy()

# Which measures the sources can answer, with the missing column named
st.subheader("What your data can answer")
facts.answerable(viewer)

# Every number's definition, as behind its "?"
st.subheader("How each number is counted")
measure_card.show_all()

# What others found about the claims, and how a survey can test them
st.subheader("Evidence for and against")
facts.evidence()
st.subheader("Questions to add to a survey")
facts.questions()

# What the numbers rest on
st.subheader("Standards in force")
facts.standards()
st.subheader("Clocks in force")
facts.clocks(viewer)
st.subheader("Sources")
facts.publication(viewer)
facts.sources(viewer)
st.subheader("Made with")
facts.versions()
