"""The overview's answers: each with its doubt, verdict, trend and the way to its page."""

import streamlit as st

from dashboard import session
from dashboard.charts import overview as charts
from dashboard.measures import words
from dashboard.measures.overview import Headline
from dashboard.measures.registry import MEASURES
from dashboard.settings import ROOT
from dashboard.widgets import drawing, measure_card, verdicts

POINTS_OF_A_TREND = 2


def side_by_side() -> st.delta_generator.DeltaGenerator:
    """Lay the answers side by side on a desktop and one under the other on a phone."""
    return st.grid(3, min_column_width=300, gap="medium")


def show(headline: Headline, *, page: str) -> None:
    """Show one answer: question, number, doubt, verdict, trend, way on."""
    unit = MEASURES[headline.measure].unit
    with st.container(border=True, height="stretch", key=f"headline_{page}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.subheader(headline.question, anchor=False, width="stretch")
            measure_card.question_mark(headline.measure, key=f"about_{page}")
        st.metric(headline.question, words.number(headline.row, unit), label_visibility="collapsed")
        if headline.row.value is not None and not headline.row.is_too_few:
            st.markdown(headline.said)
        st.caption(words.doubt(headline.row, unit, session.standards().floor_n))
        verdicts.show(headline.verdict, with_detail=False)
        if _has_a_course(headline):
            st.vega_lite_chart(
                headline.trend,
                charts.trend(MEASURES[headline.measure].title, unit, drawing.mode()),
                theme=None,
                width="stretch",
                key=f"trend_{page}",
                alt=f"{headline.question} By {headline.step}. {headline.verdict.sentence}",
            )
        st.space("stretch")
        st.page_link(ROOT / "pages" / f"{page}.py", label="Look closer →")


def _has_a_course(headline: Headline) -> bool:
    """A trend needs two points; one alone, or none, would be an empty picture."""
    told = headline.trend.num_rows - headline.trend["value"].null_count
    return bool(told >= POINTS_OF_A_TREND)
