"""Charts of the unit page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.rows import LANE, PICTURE, WORDS, pixels, words
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import Mode, palette

TIME_LEFT = (
    "over 30 days past", "8–30 days past", "1–7 days past", "today or tomorrow",
    "2–7 days left", "over 7 days left",
)  # fmt: skip


@cache
def time_left(mode: Mode = "light") -> dict[str, Any]:
    """Open cases by the time left until the standard; those past it are orange and say so.

    Expects columns complaint_id, days_left.
    """
    colors = palette(mode)
    base = (
        alt.Chart()
        .transform_calculate(band=_band_of("datum.days_left"), is_past="datum.days_left < 0")
        .transform_aggregate(cases_n="count()", is_past="max(is_past)", groupby=["band"])
        .encode(y=alt.Y("band:N", title=None, axis=alt.Axis(grid=False, labelLimit=140),
                        scale=alt.Scale(domain=list(TIME_LEFT))))
    )  # fmt: skip
    tone = alt.condition("datum.is_past", alt.value(colors.unrecovered), alt.value(colors.context))
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X("cases_n:Q", title="Open cases", axis=marks.COUNT,
                scale=alt.Scale(range=[0, alt.ExprRef("width - 40")], nice=False, zero=True)),
        color=tone,
        tooltip=[alt.Tooltip("band:N", title="Standard"), alt.Tooltip("cases_n:Q", title="Open")],
    )  # fmt: skip
    counts = base.mark_text(align="left", dx=6, color=colors.ink).encode(
        x="cases_n:Q", text=alt.Text("cases_n:Q", format=",")
    )
    return finished(layered(bars, counts), mode, height=len(TIME_LEFT) * 36)


def _band_of(days_left: str) -> str:
    over_month, month, week, now, soon, later = (f"'{words}'" for words in TIME_LEFT)
    return (
        f"{days_left} < -30 ? {over_month} : {days_left} < -7 ? {month} : {days_left} < 0 ? {week}"
        f" : {days_left} <= 1 ? {now} : {days_left} <= 7 ? {soon} : {later}"
    )


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
