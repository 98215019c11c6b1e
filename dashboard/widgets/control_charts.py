"""A control chart with its icons in words, its rule and why it is of this kind. No arithmetic."""

from functools import partial

import pyarrow.compute as pc
import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.charts import control_chart as charts
from dashboard.charts import icons
from dashboard.measures import phrases, variation
from dashboard.measures.registry import MEASURES
from dashboard.measures.resolution import days_of
from dashboard.measures.result import Figure
from dashboard.measures.selection import Selection
from dashboard.measures.variation import ControlChart
from dashboard.measures.verdict_words import NO_VERDICT
from dashboard.measures.verdicts import Verdict
from dashboard.session import remember, standards
from dashboard.widgets import drawing, tables

TIMELINESS = (
    "resolved_within", "time_to_resolution", "acknowledged_on_time", "answered_on_time",
    "started_within_15_minutes", "resolved_first_contact", "notice_complete",
    "reopened_within_90_days",
)  # fmt: skip
"""Measures that the timeliness page charts by month."""

CHANGING = "Is it changing?"
DRAWN = ("value", "center", "lower_limit", "upper_limit")
VARIATIONS = {
    "common_cause": "Common cause: only wobble",
    "improvement": "Special cause: improvement",
    "concern": "Special cause: concern",
    "neutral_high": "Special cause: higher",
    "neutral_low": "Special cause: lower",
}
ASSURANCES = {
    "consistently_passes": "Keeps the target every month",
    "consistently_fails": "Falls short of the target every month",
    "hit_or_miss": "Meets the target now and then, by chance",
}


def choose(
    viewer: Viewer, chosen: Selection, measures: tuple[str, ...], *, key: str, said: Verdict
) -> None:
    """Let the visitor choose the measure that is charted by month; said stands above already."""
    names = {name: _title(name, chosen) for name in measures}
    name = st.selectbox(
        "Measure by month", measures, format_func=names.__getitem__, key=f"charted_{key}"
    )
    show(viewer, chosen, name, key=key, said=said)


def show(
    viewer: Viewer,
    chosen: Selection,
    measure: str,
    *,
    key: str,
    title: str = CHANGING,
    said: Verdict | None = None,
) -> None:
    """Draw a measure by month between its control limits; what was said above is not repeated."""
    figure = remember(variation.control_chart, viewer, chosen, measure=measure)
    unit = figure.value_unit
    bounds = [value for name in DRAWN for value in figure.table[name].to_pylist()]
    shares = DRAWN if unit == "share" else ()
    drawing.show(
        figure,
        charts.control_chart,
        _axis(figure, chosen),
        unit,
        figure.direction,
        figure.kind,
        figure.standard,
        charts.is_narrow(bounds, unit),
        key=key,
        title=title,
        about=f"{_title(measure, chosen)}, by {_by(figure)}",
        say=figure.verdict.kind != "none" and figure.verdict != said,
        lead=partial(_icons, figure),
        twin=partial(_twin, key=key, shares=shares),
    )


def _title(measure: str, chosen: Selection) -> str:
    if measure == "resolved_within":
        return f"Resolved within {phrases.days(days_of(chosen, standards()))}"
    return MEASURES[measure].title


def _axis(figure: ControlChart, chosen: Selection) -> str:
    title, unit = _title(figure.measure, chosen), figure.value_unit
    if figure.step != "month":
        return phrases.upper_first(unit)
    is_named = unit == "share" or title.lower().startswith(unit.lower())
    return title if is_named else f"{title}, {unit}"


def _by(figure: ControlChart) -> str:
    return "month" if figure.step == "month" else "complaint: each is a point"


def _icons(figure: ControlChart) -> None:
    """Variation and assurance, in pictures and words; then rule, kind and reason."""
    if not _points_n(figure):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        is_above = _newest_side(figure) == "above"
        _icon(
            icons.variation_icon(figure.variation, is_above, drawing.mode()),
            VARIATIONS[figure.variation],
        )
        if figure.assurance is not None:
            _icon(
                icons.assurance_icon(figure.assurance, drawing.mode()),
                ASSURANCES[figure.assurance],
            )
    said = variation.signal_in_words(figure.signal, figure.signal_since)
    unsure = f" {NO_VERDICT}" if figure.signal and figure.verdict.kind == "none" else ""
    st.caption(f"{said}{unsure} {figure.why}")


def _icon(svg: str, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.image(svg, width=icons.SIZE, alt=words)
        st.markdown(words, width="content")


def _points_n(figure: ControlChart) -> int:
    return figure.table.num_rows - figure.table["value"].null_count


def _newest_side(figure: ControlChart) -> str | None:
    sides = pc.drop_null(figure.table["side"])
    side: str | None = sides[-1].as_py() if len(sides) else None
    return side


def _twin(figure: Figure, *, key: str, shares: tuple[str, ...]) -> None:
    tables.show(figure.table, key=f"rows_{key}", shares=shares)
