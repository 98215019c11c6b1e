"""A chart with everything that belongs to it: its words, its table twin and its download."""

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.measures.result import Figure
from dashboard.widgets import measure_card, states, tables


def show(figure: Figure, spec: dict[str, Any], *, key: str, title: str, subtitle: str) -> None:
    """Draw a figure; one without rows says in words what is missing."""
    with st.container(key=f"figure_{key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="top", gap="xsmall"):
            st.markdown(f"**{title}**", width="stretch")
            measure_card.question_mark(figure.measure, key=f"about_{key}")
        st.caption(subtitle)
        if figure.table.num_rows == 0:
            states.nothing("Nothing to draw in this selection.", figure.in_words)
            return
        st.vega_lite_chart(figure.table, spec, key=key, alt=figure.in_words, width="stretch")
        tables.twin(figure.table, key=key, file_stem=file_stem(key))


def file_stem(key: str) -> str:
    """Name a download after what it shows and the publication it shows."""
    return f"{key}_publication-{session.shown().publication}"
