"""The verdict of a page: one sentence first, its doubt after. The rule is the measure's."""

import streamlit as st

from dashboard.measures.verdicts import Verdict

# A sign beside the color, so that nobody needs to see the color.
SIGNS = {"improvement": "▲ Improvement", "concern": "▼ Concern", "too_few": "Too few to tell"}
COLORS = {"improvement": "blue", "concern": "orange"}


def show(verdict: Verdict) -> None:
    """Say what is going on, calmly where nothing is."""
    with st.container(key=f"verdict_{abs(hash(verdict))}", gap="xsmall"):
        if verdict.kind in SIGNS:
            st.badge(SIGNS[verdict.kind], color=COLORS.get(verdict.kind, "gray"))
        st.markdown(f"**{escaped(verdict.sentence)}**")
        if verdict.detail:
            st.caption(escaped(verdict.detail))


def escaped(text: str) -> str:
    """Keep a unit's name from being read as Markdown."""
    for sign in "\\`*_[]$<>~#|":
        text = text.replace(sign, f"\\{sign}")
    return text
