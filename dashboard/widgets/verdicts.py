"""The verdict of a page: one sentence first, its doubt after. The rule is the measure's."""

from typing import Literal

import streamlit as st

from dashboard.measures.verdicts import Verdict

# A sign beside the color, so that nobody needs to see the color.
Color = Literal["blue", "orange", "gray"]
SIGNS: dict[str, tuple[str, Color]] = {
    "improvement": ("▲ Improvement", "blue"),
    "concern": ("▼ Concern", "orange"),
    "change": ("● Change", "gray"),
    "too_few": ("Too few to tell", "gray"),
    "not_measurable": ("Not measurable", "gray"),
}


def show(verdict: Verdict, *, with_detail: bool = True) -> None:
    """Say what is going on, calmly where nothing is; the detail says how sure and by which rule."""
    with st.container(gap="xsmall"):  # without a key: two on a page can say the same
        if verdict.kind in SIGNS:
            sign, color = SIGNS[verdict.kind]
            st.badge(sign, color=color)
        st.markdown(f"**{escaped(verdict.sentence)}**")
        if with_detail and verdict.detail:
            st.caption(escaped(verdict.detail))


def escaped(text: str) -> str:
    """Keep a unit's name from being read as Markdown."""
    for sign in "\\`*_[]$<>~#|":
        text = text.replace(sign, f"\\{sign}")
    return text
