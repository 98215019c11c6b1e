"""Two periods or two units of complaints side by side, as the visitor chooses. No arithmetic."""

import datetime as dt

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.charts import timeliness as charts
from dashboard.measures import cohort_pairs
from dashboard.measures.cohort_pairs import CohortPair
from dashboard.measures.result import Figure
from dashboard.measures.selection import Selection
from dashboard.session import remember, unit_names
from dashboard.widgets import drawing, states

PERIODS, UNITS = "Two periods", "Two units"


def choose(viewer: Viewer, chosen: Selection, by_month: Figure) -> None:
    """Choose what stands beside what; by_month tells which months there are."""
    kind = st.segmented_control(
        "Compare", (PERIODS, UNITS), default=PERIODS, required=True, key="cohorts_kind",
        label_visibility="collapsed",
    )  # fmt: skip
    pair = _periods(viewer, chosen, by_month) if kind == PERIODS else _units(viewer, chosen)
    if pair is None:
        return
    drawing.show(
        pair,
        charts.cohorts_compared,
        pair.standard_days,
        pair.last_day,
        key="cohorts",
        title="Do they differ?",
        about="Share of complaints received, open ones included, by day, with 95 % bands",
        say=True,
    )


def _periods(viewer: Viewer, chosen: Selection, by_month: Figure) -> CohortPair | None:
    months: list[dt.date] = by_month.table["month"].to_pylist()[1:]
    if not months:
        states.nothing("There is one month only.", "Choose a longer period.")
        return None
    since = st.selectbox(
        "Received before, and since",
        months,
        index=len(months) // 2,
        format_func=lambda month: f"{month:%B %Y}",
        key="cohorts_since",
    )
    pair: CohortPair = remember(cohort_pairs.periods_compared, viewer, chosen, since=since)
    return pair


def _units(viewer: Viewer, chosen: Selection) -> CohortPair | None:
    names = unit_names(viewer)
    of_them = {
        unit_id: name
        for unit_id, name in names.items()
        if not chosen.units or unit_id in chosen.units
    }
    if len(of_them) < 2:
        of_them = names
    if len(of_them) < 2:
        states.nothing("There is one unit only.", "Two periods of it can be compared.")
        return None
    left, right = st.columns(2)
    first = left.selectbox(
        "First unit", list(of_them), format_func=of_them.__getitem__, key="cohorts_first"
    )
    others = [unit_id for unit_id in of_them if unit_id != first]
    second = right.selectbox(
        "Second unit", others, format_func=of_them.__getitem__, key="cohorts_second"
    )
    pair: CohortPair = remember(
        cohort_pairs.units_compared, viewer, chosen, first=first, second=second
    )
    return pair
