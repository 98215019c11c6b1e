"""Charts of the overview page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished
from dashboard.charts.theme import BAND_OPACITY, Mode, palette


@cache
def trend(title: str, unit: str, mode: Mode = "light") -> dict[str, Any]:
    """One headline by month with its band; the axis holds the unit.

    Expects columns month, value, lower, upper.
    """
    colors = palette(mode)
    is_share = unit == "share"
    axis = marks.SHARE if is_share else alt.Axis(format=",.0f", tickCount=4)
    scale = marks.FULL if is_share else alt.Scale(zero=True)
    base = alt.Chart().encode(x=alt.X("month:T", title=None, axis=alt.Axis(
        format="%b %y", labelAngle=0, labelOverlap="greedy", tickCount=3)))  # fmt: skip
    band = base.mark_area(opacity=BAND_OPACITY, color=colors.recovered).encode(
        y=alt.Y("lower:Q", title=title, axis=axis, scale=scale), y2="upper:Q"
    )
    form = ".1%" if is_share else ",.1f"
    line = base.mark_line(color=colors.recovered, strokeWidth=2, point={"size": 25}).encode(
        y="value:Q",
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            alt.Tooltip("value:Q", title="Value", format=form),
            alt.Tooltip("lower:Q", title="Interval from", format=form),
            alt.Tooltip("upper:Q", title="to", format=form),
        ],
    )
    return finished(alt.layer(band, line), mode, height=180)
