"""Charts of the unit page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.rows import LANE, PICTURE, WORDS, pixels, words
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import Mode, palette


@cache
def scorecard(rows_n: int, mode: Mode = "light") -> dict[str, Any]:
    """The unit's shares with their intervals, beside the organization's.

    Expects columns title, unit, n, value, lower, upper, hospital_value, is_too_few,
    is_suppressed, note.
    """
    height = max(rows_n, 1) * LANE
    base = (
        alt.Chart()
        .transform_filter("datum.unit == 'share'")
        .transform_window(place="row_number()")
        .transform_calculate(
            words_y=f"(datum.place - 1) * {LANE} + {WORDS}",
            picture_y=f"(datum.place - 1) * {LANE} + {PICTURE}",
        )
    )
    right = (
        f"isValid(datum.value) && !datum.is_too_few ? {marks.percent('value')} + ' ('"
        " + format(100 * datum.lower, '.0f') + ' to ' + format(100 * datum.upper, '.0f') + ')'"
        f" : {marks.too_few()}"
    )
    said = words(base, pixels("words_y", height), mode, left="datum.title", right=right,
                 right_px=140)  # fmt: skip
    return finished(layered(*_scores(base, height, mode), *said), mode, height=height)


def _scores(base: alt.Chart, height: int, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    told = base.transform_filter("isValid(datum.value) && !datum.is_too_few").encode(
        y=pixels("picture_y", height)
    )
    axis = alt.Axis(format=".0%", tickCount=5, grid=True)
    rule = told.mark_rule(strokeWidth=4, opacity=0.45, color=colors.recovered).encode(
        x=alt.X("lower:Q", title="● this unit   | whole organization", axis=axis,
                scale=marks.FULL), x2="upper:Q",
    )  # fmt: skip
    dots = told.mark_point(size=120, color=colors.recovered, filled=True, opacity=1).encode(
        x="value:Q",
        tooltip=[
            alt.Tooltip("title:N", title="Measure"),
            *marks.interval_tooltip("value", "lower", "upper", "share"),
            alt.Tooltip("hospital_value:Q", title=marks.ORGANIZATION, format=".1%"),
        ],
    )
    whole = base.mark_tick(color=colors.ink, thickness=2, size=18, orient="vertical")
    return [rule, whole.encode(x="hospital_value:Q", y=pixels("picture_y", height)), dots]
