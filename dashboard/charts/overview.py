"""Charts of the overview page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import BAND_OPACITY, Mode, palette

FEW_MONTHS = alt.Axis(format="%b %y", labelAngle=0, labelOverlap="parity", tickCount=3)


@cache
def trend(title: str, unit: str, mode: Mode = "light") -> dict[str, Any]:
    """One headline by month with its band; the axis holds the unit.

    Expects columns month, value, lower, upper.
    """
    tone = palette(mode).silent if unit == "patients" else palette(mode).recovered
    y = alt.Y("lower:Q", title=title, axis=marks.axis_of(unit), scale=marks.scale_of(unit))
    base = alt.Chart().encode(x=marks.months(FEW_MONTHS))
    form = ".1%" if unit == "share" else ",.1f"
    line = base.mark_line(color=tone, strokeWidth=2, point={"size": 25, "color": tone}).encode(
        y="value:Q",
        tooltip=[
            marks.month_tooltip(),
            alt.Tooltip("value:Q", title="Value", format=form),
            alt.Tooltip("lower:Q", title="95 % interval from", format=form),
            alt.Tooltip("upper:Q", title="to", format=form),
        ],
    )
    band = base.mark_area(opacity=BAND_OPACITY, color=tone).encode(y=y, y2="upper:Q")
    return finished(layered(band, line), mode, height=200)
