"""The few verdicts that matter, each with the way to where it can be looked at. No arithmetic."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.measures.matters import Matters
from dashboard.measures.verdicts import Verdict
from dashboard.settings import ROOT
from dashboard.widgets import downloads, filters, tables, verdicts

FEW = 5


def show(matters: Matters, viewer: Viewer) -> None:
    """List what is named, the most consequential first; below, what chance alone would give."""
    if not matters.found:
        verdicts.show(matters.verdict, with_detail=False)
    for verdict in matters.found[:FEW]:
        _finding(verdict, viewer)
    rest = matters.found[FEW:]
    if rest:
        with st.expander(f"{len(rest)} more", key="part_more_findings"):
            for verdict in rest:
                _finding(verdict, viewer)
    if matters.verdict.detail:
        st.caption(verdicts.escaped(matters.verdict.detail))
    if matters.found:
        downloads.csv_button(matters.table, tables.file_stem("findings"), key="csv_findings")


def _finding(verdict: Verdict, viewer: Viewer) -> None:
    with st.container(gap="xsmall"):
        verdicts.show(verdict)
        if verdict.unit_id is not None:
            of_unit = {"unit": filters.link_to(viewer, verdict.unit_id)}
            with st.container(horizontal=True, gap="medium"):
                st.page_link(
                    ROOT / "pages" / "unit.py", label="The unit's cases →", query_params=of_unit
                )
                st.page_link(
                    ROOT / "pages" / f"{verdict.page}.py",
                    label="The picture →",
                    query_params=of_unit,
                )
