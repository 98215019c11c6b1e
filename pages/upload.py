"""Upload: what is in this month's file, and what would it change?"""

import streamlit as st

from dashboard.session import may_change, require
from dashboard.widgets import states
from dashboard.widgets.upload import (
    codes,
    columns,
    coverage,
    draft,
    files,
    findings,
    progress,
    publishing,
    questions,
    reading,
    units,
)

viewer = require()  # no viewer, no page

st.title("What is in this month's file, and what would it change?")
if not may_change(viewer):
    states.only_for("the quality team", "upload files")
    st.stop()

job = draft.chosen()
if job is None:
    files.take()
    st.stop()

# The file, and how far the work on it is
progress.head(job)
if progress.wait(job):
    st.stop()
published = job.kept("published")
if published is not None:
    publishing.published(published)
    st.stop()
progress.failure(job)
looked = job.kept("looked")
if looked is None:  # it can't be read so: perhaps otherwise
    reading.unclear(job)
    st.stop()

# What it holds: as read, as it will be, and what only the user can say
choices = draft.choices_of(job, looked)
found = job.kept("found")
with st.container() if found is None else st.expander("What it holds and covers"):
    reading.show(job, looked)
    questions.show(job, looked, choices)
    columns.show(job, looked, choices)
    codes.show(job, looked, choices)
    coverage.show(job, looked, choices)
if found is None:
    st.stop()

# What the check found: units without a match, then rows
units.match(job, choices, found)
findings.show(job, choices, found)

# What publishing would change, and the decision
if found.changes is not None:
    publishing.would_change(found.changes)
    publishing.ask(job)
elif found.why_not is None:
    publishing.only_checked()
