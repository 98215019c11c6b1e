"""How far the work on a file is, with a way to stop it; or why it ended without a result."""

import streamlit as st

from dashboard.extracts.progress import Step
from dashboard.uploads import running
from dashboard.uploads.job import Job, State, Status, Task
from dashboard.widgets.upload import draft

STEPS = [step.value for step in Step]
SECONDS_BETWEEN_LOOKS = 0.7


def head(job: Job) -> None:
    """Name the file, and let it be discarded."""
    with st.container(horizontal=True, vertical_alignment="center", key="upload_head"):
        st.markdown(f"**{job.name}**", width="stretch")
        st.button("Another file", key="another", on_click=draft.turn_to, args=(None,))
        st.button("Discard", key="discard", type="tertiary", on_click=draft.discard, args=(job,))


def wait(job: Job) -> bool:
    """Show the work while it runs; True while it does."""
    status = job.status()
    if status is None or status.state is not State.RUNNING:
        return False
    _running(job)
    return True


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _running(job: Job) -> None:
    status = job.status()
    if status is None or status.state is not State.RUNNING:
        st.rerun()
        return
    st.progress(_share(status), text=_text(status))
    if status.task is not Task.PUBLISH:  # it can no longer be taken back here
        st.button("Stop", key="stop", on_click=running.cancel, args=(job,))
    st.caption("You may leave this page: the work goes on, and you find it here again.")


def _share(status: Status) -> float:
    """The share of all steps: those done, and what is known of the one under way."""
    if status.step not in STEPS:
        return 0.0
    return min((STEPS.index(status.step) + (status.share or 0.0)) / len(STEPS), 1.0)


def _text(status: Status) -> str:
    share = "" if status.share is None else f" ({status.share:.0%})"
    return f"{status.step}{share}"


def failure(job: Job) -> None:
    """Say why the last task ended without a result."""
    status = job.status()
    if status is not None and status.state in (State.FAILED, State.CANCELED):
        st.error(status.message, icon=None)
