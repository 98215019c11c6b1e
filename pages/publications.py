"""Publications: what was published, what did it change, and who has not sent what is due?"""

import streamlit as st

from dashboard.session import require
from dashboard.widgets import changing, facts, publications, rebasing

viewer = require()  # no viewer, no page

st.title("What was published, and what did it change?")
changing.done()
found = publications.entries()

# The revision notice: which past figures differ, by how much, and why
publications.revision(viewer, found)

# Which source has not sent what this month, and how clean what was sent is
st.subheader("Who has not sent what is due?")
publications.month_end(found)
st.subheader("How good is what sources send?")
publications.quality(viewer, found)

# Who published what, when
st.subheader("What was published, the newest first")
publications.listed(viewer, found)

# Roll back, withdraw, purge: with what will change said before
st.subheader("Change what is published")
changing.show(viewer, found)

# From which months on control charts have new limits, and why
st.subheader("New limits of control charts")
rebasing.show(viewer)

# Which numbers the sources can answer, with the missing column named
st.subheader("What your data can answer")
facts.answerable(viewer)
