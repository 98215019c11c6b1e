"""What would change, and the button that lets it; afterwards what was published."""

import streamlit as st

from dashboard.extracts.report import Report
from dashboard.measures.revision import Revision
from dashboard.settings import ROOT
from dashboard.uploads.job import Job
from dashboard.widgets import revision_notice
from dashboard.widgets.upload import draft


def would_change(changes: Revision) -> None:
    """Show the figures that would differ, before and after."""
    st.subheader("What would change")
    revision_notice.show(changes, key="would_change")


def ask(job: Job) -> None:
    """Offer to publish, with a note for the history."""
    st.subheader("Publish")
    note = st.text_input(
        "A note for the history", placeholder="for example: March, second delivery", key="note",
        max_chars=200,
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(
            "Publish", type="primary", key="publish", on_click=draft.publish, args=(job, note)
        )
        st.button("Discard it", key="discard_checked", on_click=draft.discard, args=(job,))


def only_checked() -> None:
    """Without a store files can be tried, and that is all."""
    st.info(
        "This is the sample: files can be checked here, not published. Start the dashboard with a "
        "store of your own, `python -m dashboard serve --store FOLDER --demo`, to publish.",
        icon=None,
    )


def published(report: Report) -> None:
    """Say what was published and where to look at it."""
    st.success(report.message, icon=None)
    if report.new_units:
        st.markdown(f"New units: {', '.join(report.new_units)}.")
    with st.container(horizontal=True):
        st.page_link(ROOT / "pages" / "publications.py", label="See what it changed")
        st.button("Upload another file", key="upload_another", on_click=draft.turn_to, args=(None,))
