"""A funnel of units with shrunken estimates beside it, one measure at a time. No arithmetic."""

from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.charts import control_chart
from dashboard.charts import funnel as charts
from dashboard.measures import funnels, phrases
from dashboard.measures.registry import MEASURES
from dashboard.measures.resolution import days_of
from dashboard.measures.result import Figure
from dashboard.measures.selection import Selection
from dashboard.session import remember, standards
from dashboard.widgets import drawing, states, tables

TIMELINESS = ("resolved_within", "acknowledged_on_time", "answered_on_time")
"""Measures that the timeliness page compares by unit."""

VALUES = ("value", "center", "lower_95", "upper_95", "lower_998", "upper_998")
ESTIMATES = ("shrunken", "shrunken_lower", "shrunken_upper")
FUNNEL, ESTIMATED = "By size, with limits", "Unit by unit, estimated"


def choose(viewer: Viewer, chosen: Selection, measures: tuple[str, ...], *, key: str) -> None:
    """Compare the units in view on a measure that the visitor chooses."""
    names = {name: _title(name, chosen) for name in measures}
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        measure = st.selectbox(
            "Measure by unit", measures, format_func=names.__getitem__, key=f"compared_{key}"
        )
    with right:
        view = st.segmented_control(
            "View", (FUNNEL, ESTIMATED), default=FUNNEL, required=True, key=f"view_{key}",
            label_visibility="collapsed",
        )  # fmt: skip
    figure = remember(funnels.funnel, viewer, chosen, measure=measure)
    if figure.table.num_rows == 1:
        states.nothing(
            "There is one unit in this selection, and nothing to compare it with.",
            "Choose several units, or clear the filters, to see which of them stand apart.",
        )
    elif view == FUNNEL:
        _funnel(figure, names[measure], key)
    else:
        _estimates(figure, names[measure], key)


def _funnel(figure: funnels.Funnel, title: str, key: str) -> None:
    bounds = [value for name in VALUES for value in figure.table[name].to_pylist()]
    drawing.show(
        figure,
        charts.funnel,
        title,
        figure.value_unit,
        phrases.upper_first(MEASURES[figure.measure].floor_n_of),
        control_chart.is_narrow(bounds, figure.value_unit),
        key=key,
        title="Where is it different?",
        about=f"{title}, each unit against the limits for its size",
        say=True,
        twin=partial(_twin, key=key, unit=figure.value_unit),
    )


def _estimates(figure: funnels.Funnel, title: str, key: str) -> None:
    about = (
        "each unit's own number (hollow) drawn to that of all units, the more the smaller it is"
        if figure.units_differ
        else "there is no sign that units differ: each is best estimated by all together"
    )
    drawing.show(
        figure,
        charts.shrunken,
        title,
        figure.value_unit,
        figure.table.num_rows,
        key=f"{key}_estimates",
        title="Where is it different?",
        about=f"{title}: {about}; bars are 95 % intervals, units in their usual order",
        say=True,
        twin=partial(_twin, key=key, unit=figure.value_unit),
    )


def _title(measure: str, chosen: Selection) -> str:
    if measure == "resolved_within":
        return f"Resolved within {phrases.days(days_of(chosen, standards()))}"
    return MEASURES[measure].title


def _twin(figure: Figure, *, key: str, unit: str) -> None:
    shares = (*VALUES, *ESTIMATES) if unit == "share" else ()
    tables.show(figure.table, key=f"rows_{key}", shares=shares)
