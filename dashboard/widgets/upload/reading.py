"""How a file was read, with the means to read it otherwise."""

from typing import Any

import streamlit as st

from dashboard.contracts.registry import DATASETS
from dashboard.uploads import preview
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked, Reading, Unclear
from dashboard.widgets.upload import draft

ROWS_SHOWN = 10
DELIMITERS = {"": "as detected", ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
ENCODINGS = ("", "utf-8", "cp1252", "latin-1", "utf-16")


def show(job: Job, looked: Looked) -> None:
    """Say what was detected, show the first rows as read, and offer to read it otherwise."""
    st.subheader("What was found")
    st.markdown(f"{looked.rows_in:,} rows, {len(looked.headers)} columns. {_in_words(looked)}")
    _dataset(job, looked)
    with st.expander("The first rows as read"):
        st.dataframe(
            preview.as_read(looked, ROWS_SHOWN), hide_index=True, key="as_read", height="content",
            placeholder="",
        )  # fmt: skip
    with st.expander("Read it otherwise"):
        otherwise(job)


def _dataset(job: Job, looked: Looked) -> None:
    """Say what the file holds, and let it be said otherwise."""
    found = looked.proposal.dataset
    if found is None:
        return
    st.selectbox(
        "These are", list(DATASETS), list(DATASETS).index(found.name), key="dataset",
        on_change=_take_dataset, args=(job,),
    )  # fmt: skip
    st.caption(looked.saved.in_words if looked.saved else looked.proposal.reason)


def _take_dataset(job: Job) -> None:
    reading: Reading = job.kept("reading")
    draft.look(job, Reading(reading.file, st.session_state["dataset"]))


def _in_words(looked: Looked) -> str:
    found = looked.detected
    parts = [
        f"sheet “{found.sheet}”" if found.sheet else "",
        f"the header in line {found.header_row}" if found.header_row else "",
        f"separated by {DELIMITERS.get(found.delimiter, found.delimiter)}"
        if found.delimiter
        else "",
        f"encoded as {found.encoding}" if found.encoding else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"Read with {said}." if said else ""


def unclear(job: Job) -> None:
    """Ask which table is meant, where the file holds several; else how to read it."""
    found: Unclear = job.kept("unclear", Unclear())
    if found.members:
        members = st.multiselect("Which tables?", found.members, found.members, key="members")
        if st.button("Take these", key="take_members", disabled=not members):
            taken = draft.take_members(job, members)
            draft.turn_to(taken[0] if len(taken) == 1 else None)
            st.rerun()
    elif found.sheets:
        sheet = st.radio("Which sheet?", found.sheets, index=None, key="sheet")
        if sheet is not None:
            reading: Reading = job.kept("reading")
            draft.look(job, Reading(reading.file | {"sheet": sheet}, reading.dataset))
            st.rerun()
    else:
        otherwise(job)


def otherwise(job: Job) -> None:
    """Let the user say how the file is to be read; what is left empty is detected."""
    reading: Reading = job.kept("reading")
    with st.form("read_otherwise", border=False):
        with st.container(horizontal=True):
            sheet = st.text_input("Sheet", reading.file.get("sheet", ""), key="read_sheet")
            encoding = st.selectbox(
                "Encoding", ENCODINGS, _place(ENCODINGS, reading.file.get("encoding")),
                format_func=lambda name: name or "as detected", key="read_encoding",
            )  # fmt: skip
            delimiter = st.selectbox(
                "Separator", list(DELIMITERS),
                _place(tuple(DELIMITERS), reading.file.get("delimiter")),
                format_func=DELIMITERS.__getitem__, key="read_delimiter",
            )  # fmt: skip
            skip_rows = st.number_input(
                "Lines above the header", 0, 1_000, reading.file.get("skip_rows"),
                placeholder="as detected", key="read_skip_rows",
            )  # fmt: skip
        if st.form_submit_button("Read again"):
            given = {
                "sheet": sheet, "encoding": encoding, "delimiter": delimiter,
                "skip_rows": skip_rows,
            }  # fmt: skip
            draft.look(job, Reading(_said(given), reading.dataset))
            st.rerun()


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in ("", None)}


def _place(options: tuple[str, ...], value: str | None) -> int:
    return options.index(value) if value in options else 0
