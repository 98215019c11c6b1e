"""Charts of the timeliness page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, rows_height
from dashboard.charts.theme import BAND_OPACITY, Mode, palette


@cache
def resolved_curve(standard_days: int, last_day: int, mode: Mode = "light") -> dict[str, Any]:
    """Share of complaints resolved by day, with its band, the standard and the contrast.

    Expects columns age_days, resolved_share, lower, upper, closed_only_share, hospital_share.
    """
    colors = palette(mode)
    shown_to = min(max(last_day, 1), max(4 * standard_days, 60))
    days = alt.X(
        "age_days:Q", title="Days since received",
        scale=alt.Scale(domain=[0, shown_to], nice=False), axis=alt.Axis(tickCount=8, format="d"),
    )  # fmt: skip
    base = alt.Chart().transform_filter(f"datum.age_days <= {shown_to}").encode(x=days)
    share = alt.Y("resolved_share:Q", title="Resolved", axis=marks.SHARE, scale=marks.FULL)
    band = base.mark_area(
        opacity=BAND_OPACITY, color=colors.recovered, interpolate="step-after"
    ).encode(y=alt.Y("lower:Q", axis=marks.SHARE, scale=marks.FULL, title="Resolved"), y2="upper:Q")
    line = base.mark_line(color=colors.recovered, strokeWidth=2.5, interpolate="step-after").encode(
        y=share, tooltip=_curve_tooltip()
    )
    naive = base.mark_line(
        color=colors.context, strokeWidth=1.2, strokeDash=[2, 3], interpolate="step-after"
    ).encode(y="closed_only_share:Q")
    layers = [
        band,
        naive,
        line,
        *_standard(standard_days, mode),
        *_end_labels(base, shown_to, mode),
    ]
    return finished(alt.layer(*layers), mode, height=320)


def _curve_tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("age_days:Q", title="By day"),
        alt.Tooltip("resolved_share:Q", title="Resolved", format=".1%"),
        alt.Tooltip("lower:Q", title="Interval from", format=".1%"),
        alt.Tooltip("upper:Q", title="to", format=".1%"),
        alt.Tooltip("closed_only_share:Q", title="Closed cases alone would say", format=".1%"),
        alt.Tooltip("hospital_share:Q", title="Whole organization", format=".1%"),
    ]


def _standard(standard_days: int, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    once = alt.Chart().transform_aggregate(rows="count()")  # not one line a row of the table
    line = once.mark_rule(strokeDash=[5, 4], color=colors.ink).encode(x=alt.datum(standard_days))
    words = f"Standard: {standard_days} days"
    label = once.mark_text(align="left", dx=6, dy=-8, color=colors.ink, text=words).encode(
        x=alt.datum(standard_days), y=alt.datum(0)
    )
    return [line, label]


def _end_labels(base: alt.Chart, shown_to: int, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    at_end = base.transform_filter(f"datum.age_days == {round(shown_to * 0.97)}")
    return [
        at_end.mark_text(
            align="right", dy=14, fontWeight=600, color=colors.recovered,
            text="All complaints",
        ).encode(y="lower:Q"),
        at_end.mark_text(
            align="right", dy=-12, color=colors.ink, text="Closed cases alone",
        ).encode(y="closed_only_share:Q"),
    ]  # fmt: skip


@cache
def resolution_by_month(standard_days: int, mode: Mode = "light") -> dict[str, Any]:
    """Share resolved within the standard, by month of receipt, with the whole organization.

    Expects columns month, n, within_share, within_lower, within_upper, hospital_share,
    is_too_few, note.
    """
    chart = marks.monthly(
        "within_share", "within_lower", "within_upper", mode,
        y_title=f"Resolved within {standard_days} days",
    )  # fmt: skip
    return finished(alt.layer(marks.hospital_line(mode), chart), mode)


@cache
def resolution_by_unit(standard_days: int, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share resolved within the standard, by unit, with the organization's value.

    Expects columns unit_name, n, within_share, within_lower, within_upper, hospital_share,
    stands_out, is_too_few, note.
    """
    units = marks.by_unit(
        "within_share", "within_lower", "within_upper", mode,
        x_title=f"Resolved within {standard_days} days",
    )  # fmt: skip
    layers = (marks.vertical_value("hospital_share", mode), units,
              marks.standing_out("within_share", mode))  # fmt: skip
    return finished(alt.layer(*layers), mode, height=rows_height(units_n))


@cache
def backlog_by_age(mode: Mode = "light") -> dict[str, Any]:
    """Open complaints by age; those past the standard are orange and say so.

    Expects columns age_band, open_n, past_standard, note.
    """
    colors = palette(mode)
    bands = alt.Y("age_band:N", sort=None, title="Days since received", axis=alt.Axis(grid=False))
    base = alt.Chart().encode(y=bands)
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X(
            "open_n:Q",
            title="Open complaints",
            axis=alt.Axis(tickMinStep=1, tickCount=5),
            scale=alt.Scale(range=[0, alt.ExprRef("width - 130")]),  # room for the words
        ),
        color=alt.condition(
            "datum.past_standard", alt.value(colors.unrecovered), alt.value(colors.context)
        ),
        tooltip=[
            alt.Tooltip("age_band:N", title="Days since received"),
            alt.Tooltip("open_n:Q", title="Open", format=","),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    words = (
        "format(datum.open_n, ',') +"
        " (datum.past_standard && datum.open_n > 0 ? ' past the standard' : '')"
    )
    labels = (
        base.transform_calculate(words=words)
        .mark_text(align="left", dx=6, color=colors.ink)
        .encode(x="open_n:Q", text="words:N")
    )
    return finished(alt.layer(bars, labels), mode, height=200)


@cache
def acknowledged_by_month(limit_weekdays: int, mode: Mode = "light") -> dict[str, Any]:
    """Share acknowledged on time, by month of receipt.

    Expects columns month, n, share, lower, upper, is_too_few, note.
    """
    chart = marks.monthly(
        "share", "lower", "upper", mode, y_title=f"Acknowledged within {limit_weekdays} weekdays"
    )
    return finished(chart, mode)
