"""Cards: one number with its doubt, its n and the "?" that opens its definition. No arithmetic."""

import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.measures import words
from dashboard.measures.registry import MEASURES
from dashboard.measures.rows import MeasureRow, MeasureTable
from dashboard.measures.selection import Selection
from dashboard.widgets import measure_card


def side_by_side(cards_n: int) -> st.delta_generator.DeltaGenerator:
    """Lay cards side by side on a desktop and one under the other on a phone."""
    return st.grid(cards_n, min_column_width=220, gap="small")


def show(measure: str, row: MeasureRow, *, label: str) -> None:
    """Show one number of a measure; too few or not measurable is said in words."""
    unit, floor_n = MEASURES[measure].unit, session.standards().floor_n
    key = f"{measure}_{label}".replace(" ", "_")
    with st.container(border=True, height="stretch", key=f"card_{key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(label, width="stretch")
            measure_card.question_mark(measure, key=f"about_{key}")
        st.metric(label, words.number(row, unit), label_visibility="collapsed")
        st.caption(words.doubt(row, unit, floor_n))


def ask(measure: str, viewer: Viewer, chosen: Selection, *, label: str) -> None:
    """Ask for a measure of the selection and show its one number."""
    show(measure, session.number(measure, viewer, chosen), label=label)


def show_each(measure: str, answer: MeasureTable) -> None:
    """Show one card a row: surveys that ask different questions are never pooled."""
    for row in answer.rows:
        show(measure, row, label=str(row.more.get("label") or row.group or ""))
