"""Charts of the unit page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished
from dashboard.charts.theme import Mode, palette


@cache
def scorecard(rows_n: int, mode: Mode = "light") -> dict[str, Any]:
    """The unit's shares with their intervals, beside the organization's.

    Expects columns title, unit, n, value, lower, upper, hospital_value, is_too_few, note.
    """
    colors = palette(mode)
    base = (
        alt.Chart()
        .transform_filter("datum.unit == 'share'")
        .encode(y=alt.Y("title:N", sort=None, title=None,
                        axis=alt.Axis(labelLimit=170, grid=False)))
    )  # fmt: skip
    rule = base.mark_rule(strokeWidth=3, opacity=0.5, color=colors.recovered).encode(
        x=alt.X("lower:Q", title="● my unit   | whole organization",
                axis=marks.SHARE, scale=marks.FULL), x2="upper:Q",
    )  # fmt: skip
    dots = base.mark_point(size=90, color=colors.recovered, opacity=1).encode(
        x="value:Q",
        fill=alt.condition(
            "datum.is_too_few", alt.value(colors.background), alt.value(colors.recovered)
        ),
        tooltip=[
            alt.Tooltip("title:N", title="Measure"),
            *marks.interval_tooltip("value", "lower", "upper", "share"),
            alt.Tooltip("hospital_value:Q", title="Whole organization", format=".1%"),
        ],
    )
    hospital = base.mark_tick(color=colors.ink, thickness=2, size=18).encode(x="hospital_value:Q")
    return finished(alt.layer(rule, hospital, dots), mode, height=max(rows_n, 2) * 36)
