"""The card of a measure, read from the registry: the same words beside a number and on Methods."""

import streamlit as st

from dashboard.measures import words
from dashboard.measures.measure import Measure
from dashboard.measures.registry import MEASURES

DIRECTIONS = {"higher": "Higher is better.", "lower": "Lower is better.", "none": "No direction."}


def question_mark(name: str, *, key: str) -> None:
    """Offer the card behind a "?"; it is written only while it is open."""
    popover = st.popover("?", type="tertiary", key=key, on_change="rerun")
    if popover.open:
        with popover:
            show(MEASURES[name])


def show(measure: Measure) -> None:
    """Write the card: what is asked, how it is counted, what is left out, where it comes from."""
    left_out = "; ".join(f"{what} ({why})" for what, why in measure.excluded)
    lines = [
        ("How it is counted", measure.formula),
        ("Counts", f"{measure.applies_to}; n is {measure.floor_n_of}"),
        ("Leaves out", left_out or "nothing"),
        ("Mind", f"{DIRECTIONS[measure.direction]} {measure.guard}"),
        ("Source", measure.source),
        ("Version", f"{measure.version}, next review {words.day(measure.next_review)}"),
        ("On the command line", f"`python -m dashboard measure {measure.name}`"),
    ]
    st.markdown(f"**{measure.title}.** {measure.question}")
    st.caption("  \n".join(f"**{name}:** {text}" for name, text in lines))


def show_all() -> None:
    """List every measure's card, closed, in the registry's order."""
    for name, measure in MEASURES.items():
        with st.expander(measure.title, key=f"card_of_{name}"):
            show(measure)
