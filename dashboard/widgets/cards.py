"""Cards: one number with its doubt, its n and the "?" that opens its definition. No arithmetic."""

from collections.abc import Sequence

import streamlit as st

from dashboard.measures.registry import MEASURES
from dashboard.measures.rows import MeasureRow
from dashboard.widgets import measure_card, words


def row_of(cards_n: int) -> st.delta_generator.DeltaGenerator:
    """Lay cards side by side on a desktop and one under the other on a phone."""
    return st.grid(cards_n, min_column_width=240, gap="small")


def show(
    measure: str,
    row: MeasureRow,
    *,
    label: str,
    floor_n: int,
    history: Sequence[float] = (),
) -> None:
    """Show one number of a measure; too few or not measurable is said in words."""
    definition = MEASURES[measure]
    with st.container(border=True, height="stretch", key=f"card_{measure}_{label}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"**{label}**", width="stretch")
            measure_card.question_mark(measure, key=f"about_{measure}_{label}")
        st.metric(
            label,
            words.value_or_reason(row, definition.unit, floor_n),
            label_visibility="collapsed",
            chart_data=list(history) or None,
        )
        st.caption(words.doubt(row, definition.unit, floor_n))
