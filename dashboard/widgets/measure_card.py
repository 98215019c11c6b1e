"""The card of a measure, read from the registry: the same words beside a number and on Methods."""

import streamlit as st

from dashboard.measures.measure import Measure
from dashboard.measures.registry import MEASURES

DIRECTIONS = {"higher": "Higher is better.", "lower": "Lower is better.", "none": "No direction."}


def question_mark(name: str, *, key: str) -> None:
    """Offer the card behind a "?"; it is written only while it is open."""
    popover = st.popover("?", type="tertiary", key=key, on_change="rerun", help="What is this?")
    if popover.open:
        with popover:
            show(MEASURES[name])


def show(measure: Measure) -> None:
    """Write the card: what is asked, how it is counted, what is left out, where it comes from."""
    left_out = "".join(f"\n- {what}: {why}" for what, why in measure.excluded)
    st.markdown(f"**{measure.title}** — {measure.question}")
    st.markdown(measure.formula)
    st.caption(f"{DIRECTIONS[measure.direction]} {measure.guard} n counts {measure.floor_n_of}.")
    if left_out:
        st.markdown(f"Left out:{left_out}")
    st.caption(f"Source: {measure.source} Name on the command line: `{measure.name}`.")


def show_all() -> None:
    """List every measure's card, closed, in the registry's order."""
    for name, measure in MEASURES.items():
        with st.expander(measure.title, key=f"card_of_{name}"):
            show(measure)
