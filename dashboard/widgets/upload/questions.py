"""What only the user can say of a file: each question with what its answers mean."""

import streamlit as st

from dashboard.proposals.proposal import (
    Choice,
    Question,
    answered,
    free_text_answer,
    open_questions,
)
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked, Reading
from dashboard.widgets.upload import draft

FEW = 6  # more choices than these go into a list


def show(job: Job, looked: Looked, choices: Choices) -> None:
    """Ask what the proposal leaves open; an answer changes the mapping at once."""
    asked = [q for q in looked.proposal.questions if q.choices or q.is_required]
    if not asked:
        return
    st.subheader("What only you can say")
    for number, question in enumerate(asked):
        _ask(job, choices, question, f"question_{job.id}_{number}")


def are_open(looked: Looked, choices: Choices) -> tuple[Question, ...]:
    """Questions without which the file can't be checked."""
    return open_questions(looked.proposal, choices.document)


def _ask(job: Job, choices: Choices, question: Question, key: str) -> None:
    if question.about == "source_system" or not question.choices:
        _ask_text(job, choices, question, key)
        return
    labels = [choice.label for choice in question.choices]
    place, given = _taken(choices, question), (job, choices, question, key)
    if len(labels) > FEW:
        st.selectbox(
            question.text, labels, place, key=key, placeholder="Choose",
            on_change=_answer, args=given,
        )  # fmt: skip
    else:
        captions = [choice.meaning for choice in question.choices]
        st.radio(
            question.text, labels, place, key=key, captions=captions,
            on_change=_answer, args=given,
        )  # fmt: skip


def _ask_text(job: Job, choices: Choices, question: Question, key: str) -> None:
    said = choices.document.get(question.about, "")
    offered = "" if question.suggested is None else question.choices[question.suggested].label
    st.text_input(
        question.text, said, placeholder=f"for example {offered}" if offered else None, key=key,
        on_change=_answer_text, args=(job, choices, question, key),
    )  # fmt: skip


def _taken(choices: Choices, question: Question) -> int | None:
    """The place of the answer that the document holds already."""
    for place, choice in enumerate(question.choices):
        if answered(choices.document, choice) == choices.document:
            return place
    return None


def _answer(job: Job, choices: Choices, question: Question, key: str) -> None:
    label = st.session_state[key]
    choice = next((one for one in question.choices if one.label == label), None)
    if choice is not None:
        _take(job, choices, question, choice)


def _answer_text(job: Job, choices: Choices, question: Question, key: str) -> None:
    text = st.session_state[key].strip()
    if text:
        _take(job, choices, question, free_text_answer(question.about, text))


def _take(job: Job, choices: Choices, question: Question, choice: Choice) -> None:
    if question.about == "dataset":  # what its columns mean is proposed anew
        reading: Reading = job.kept("reading")
        draft.look(job, Reading(reading.file, choice.changes["dataset"]))
        return
    draft.choose(job, choices, document=answered(choices.document, choice))
