"""What the file covers: up to which day it is complete, and what it replaces. In plain words."""

import datetime as dt
from typing import Any

import streamlit as st

from dashboard.contracts.registry import DATASETS
from dashboard.extracts.manifest import Mode
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked
from dashboard.widgets.upload import draft, questions

MODES = {
    Mode.APPEND: "New cases, and newer states of cases sent before",
    Mode.REPLACE_PERIOD: "Everything of a period: it replaces what was sent for these days",
    Mode.FULL_SNAPSHOT: "Everything that this source has: it replaces all it sent before",
}
NEEDED = {"source_system": "the name of the source", "dataset": "what the file holds"}
MEANINGS = {
    Mode.APPEND: "Nothing is removed. A case that was open and is not in this file is said to be "
    "missing: it stays open as last seen, and is watched no further.",
    Mode.REPLACE_PERIOD: "Rows of this source with a date in the period that are not in this file "
    "disappear from the figures.",
    Mode.FULL_SNAPSHOT: "Rows of this source that are not in this file disappear from the figures.",
}


def show(job: Job, looked: Looked, choices: Choices) -> None:
    """Ask for the coverage, and begin the check once all is said."""
    st.subheader("What does it cover?")
    _as_of(job, choices)
    _mode(job, choices)
    if choices.mode is Mode.REPLACE_PERIOD:
        _period(job, choices)
    lacking = _lacking(looked, choices)
    st.button(
        "Check every row", type="primary", key="check", disabled=bool(lacking),
        on_click=draft.check, args=(job, choices),
    )  # fmt: skip
    if lacking:
        st.caption(f"Still needed: {', '.join(lacking)}.")


def _as_of(job: Job, choices: Choices) -> None:
    st.date_input(
        "Up to which day is the file complete?",
        choices.as_of,
        min_value=dt.date(1990, 1, 1),
        format="YYYY-MM-DD",
        key="as_of",
        on_change=_take,
        args=(job, choices, "as_of", "as_of"),
        help="Usually the last day of the month, or the day of the export. Open cases are counted "
        "as open on this day; a later date in the file is refused.",
    )


def _mode(job: Job, choices: Choices) -> None:
    dataset = DATASETS.get(choices.document.get("dataset", ""))
    modes = [
        mode
        for mode in Mode
        if dataset is None or dataset.can_replace_period or mode is not Mode.REPLACE_PERIOD
    ]
    st.radio(
        "What does it hold?",
        modes,
        modes.index(choices.mode) if choices.mode in modes else 0,
        format_func=MODES.__getitem__,
        captions=[MEANINGS[mode] for mode in modes],
        key="mode",
        on_change=_take,
        args=(job, choices, "mode", "mode"),
    )


def _period(job: Job, choices: Choices) -> None:
    with st.container(horizontal=True):
        for name, label in (("period_start", "First day"), ("period_end", "Last day")):
            st.date_input(
                label, getattr(choices, name), format="YYYY-MM-DD", key=name,
                on_change=_take, args=(job, choices, name, name),
                help="Empty: as the dates in the file reach.",
            )  # fmt: skip


def _take(job: Job, choices: Choices, name: str, key: str) -> None:
    value: Any = st.session_state[key]
    draft.choose(job, choices, **{name: value})


def _lacking(looked: Looked, choices: Choices) -> list[str]:
    asked = [
        NEEDED.get(question.about, question.about)
        for question in questions.are_open(looked, choices)
    ]
    return [*asked, *(["the day up to which it is complete"] if choices.as_of is None else [])]
