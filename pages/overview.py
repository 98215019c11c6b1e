"""Overview: how fast do we put things right, how loyal are patients then, who stays silent?"""

import streamlit as st

from dashboard.measures import matters as findings
from dashboard.measures import overview as measures
from dashboard.session import remember, require
from dashboard.widgets import (
    briefs,
    filters,
    findings_of_units,
    headlines,
    revision_notice,
    subjects,
)

viewer = require()  # no viewer, no page

st.title("Do we put things right, and do patients stay with us?")
chosen = filters.bar(viewer)
answers = remember(measures.headlines, viewer, chosen)
found = remember(findings.what_matters, viewer, chosen)

# Three questions, three answers, each with its trend and a link to its page
with headlines.side_by_side():
    headlines.show(answers.fast, page="timeliness")
    headlines.show(answers.loyal, page="loyalty")
    headlines.show(answers.silent, page="word_of_mouth")

# What has changed and who stands apart: the few that matter, and what chance alone would give
st.subheader("What needs a look?")
findings_of_units.show(found, viewer)

# What complaints are about, and how long each subject takes
subjects.show(viewer, chosen, key="subjects")

# What the last publication changed of the figures before
revision_notice.latest(viewer)

# The same on one page, to send or to print
briefs.button(viewer, chosen)
