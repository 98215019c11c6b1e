"""Take files: drop them, go on with one that waits, or begin from a template."""

import streamlit as st

from dashboard.contracts.registry import DATASETS
from dashboard.errors import DashboardError
from dashboard.proposals import templates
from dashboard.uploads.job import Job, State, Task, jobs
from dashboard.widgets.upload import draft

KINDS = "CSV, TSV, Excel (xlsx, xls, xlsm), OpenDocument (ods) or Parquet; also in .zip or .gz"
WAITING = {
    Task.LOOK: "looked into: say what its columns mean",
    Task.CHECK: "checked: see what it would change",
    Task.PUBLISH: "published",
    Task.DISCARD: "discarded",
}


def take() -> None:
    """Offer everything that begins an upload."""
    st.file_uploader(
        "This month's files",
        accept_multiple_files=True,
        key="files",
        help=KINDS,
        on_change=_take_files,
    )
    st.caption(
        f"{KINDS}. Nothing changes until you publish; a file that you do not publish is deleted "
        "after a day, one that can't be read after an hour."
    )
    for message in st.session_state.pop("files_refused", ()):
        st.error(message)
    _open_ones()
    _templates()


def _take_files() -> None:
    taken: list[Job] = []
    refused: list[str] = []
    for file in st.session_state["files"]:
        try:
            taken.append(draft.take(file.name, file.getbuffer()))
        except DashboardError as error:
            refused.append(str(error))
    st.session_state["files_refused"] = refused
    if len(taken) == 1 and not refused:
        draft.turn_to(taken[0])
    del st.session_state["files"]  # the server keeps no second copy of them


def _open_ones() -> None:
    waiting = [job for job in jobs(draft.root()) if not _is_going(job)]
    if not waiting:
        return
    st.subheader("Files on their way")
    for job in waiting:
        with st.container(horizontal=True, vertical_alignment="center", key=f"open_{job.id}"):
            st.markdown(f"**{job.name}** · {_where(job)}", width="stretch")
            st.button("Go on", key=f"go_{job.id}", on_click=draft.turn_to, args=(job,))
            st.button(
                "Discard",
                key=f"drop_{job.id}",
                type="tertiary",
                on_click=draft.discard,
                args=(job,),
            )


def _is_going(job: Job) -> bool:
    status = job.status()
    return status is not None and status.task is Task.DISCARD and status.state is State.RUNNING


def _where(job: Job) -> str:
    status = job.status()
    if status is None:
        return "waiting"
    if status.state is State.RUNNING:
        return f"{status.step.lower()} …"
    if status.state is State.DONE:
        return WAITING[status.task]
    return "stopped: see why"


def _templates() -> None:
    with st.expander("No export yet? Begin from a template"):
        st.markdown("A sheet with the right columns, and a second one that explains each of them.")
        name = st.selectbox("What will it hold?", list(DATASETS), key="template")
        dataset = DATASETS[name]
        st.caption(dataset.question)
        with st.container(horizontal=True):
            st.download_button(
                "Template as Excel", lambda: templates.workbook(dataset), f"{name}.xlsx",
                key="template_xlsx", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "Template as CSV", lambda: templates.csv(dataset), f"{name}.csv",
                mime="text/csv", key="template_csv", on_click="ignore",
            )  # fmt: skip
