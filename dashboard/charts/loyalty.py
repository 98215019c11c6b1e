"""Charts of the loyalty page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.arms import three_arms_layers
from dashboard.charts.rows import (
    LANE,
    PICTURE,
    WORDS,
    block_height,
    blocks,
    pixels,
    questions,
    words,
)
from dashboard.charts.spec import finished, layered, rows_height
from dashboard.charts.theme import STANDARD_DASH, STRONG, Mode, palette

POINTS = alt.Axis(format="+d", tickCount=5, title="Difference in percentage points")


@cache
def three_arms(instruments_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends in each arm, on one axis, with the gap named between them.

    Expects columns label, arm, arm_label, n, recommend_share, lower, upper, is_too_few,
    is_suppressed, note.
    """
    layers, height = three_arms_layers(max(instruments_n, 1), mode)
    return finished(layers, mode, height=height)


@cache
def recovery_gaps(instruments_n: int, mode: Mode = "light") -> dict[str, Any]:
    """The differences between arms with their intervals, about the line of no difference.

    Expects columns label, contrast, difference, lower, upper, recovered_n, other_n, gap_verdict,
    is_exploratory, is_suppressed, note.
    """
    height = max(instruments_n, 1) * block_height(GAP_LANES_N)
    in_points = {
        f"{name}_points": f"100 * datum.{name}" for name in ("difference", "lower", "upper")
    }
    base = blocks("datum.row - datum.first", GAP_LANES_N).transform_calculate(**in_points)
    said = words(base, pixels("words_y", height), mode, left=GAP_NAME, right=GAP_SIZE, right_px=185)
    marked = _gap_marks(base, height, mode)
    layers = layered(_no_difference(mode), *marked, *said, questions(base, height, mode))
    return finished(layers, mode, height=height)


GAP_LANES_N = 2  # against those without a problem, and against the unrecovered
GAP_NAME = (
    "(datum.contrast == 'recovered-no_problem' ? 'Against no problem' : 'Against unrecovered')"
    " + (datum.is_exploratory && width > 420 ? ', exploratory' : '')"
)
GAP_SIZE = (
    "!isValid(datum.difference) ? (datum.is_suppressed ? '• suppressed' : datum.note || 'too few')"
    " : datum.gap_verdict == 'too_few' ? 'too few to say'"
    " : format(datum.difference_points, '+.0f') + ' points ('"
    " + format(datum.lower_points, '+.0f') + ' to ' + format(datum.upper_points, '+.0f') + ')'"
)


def _no_difference(mode: Mode) -> alt.Chart:
    once = alt.Chart().transform_aggregate(rows_n="count()")
    line = once.mark_rule(strokeDash=STANDARD_DASH, color=palette(mode).ink)
    return line.encode(x=alt.datum(0))


def _gap_marks(base: alt.Chart, height: int, mode: Mode) -> list[alt.Chart]:
    told = base.transform_filter(
        "isValid(datum.difference) && datum.gap_verdict != 'too_few'"
    ).encode(y=pixels("picture_y", height), color=_gap_tone(mode))
    x = alt.X("lower_points:Q", axis=POINTS, scale=alt.Scale(zero=True, padding=24))
    dots = told.mark_point(size=110, filled=True, opacity=1).encode(
        x="difference_points:Q",
        tooltip=[
            alt.Tooltip("difference_points:Q", title="Difference in points", format="+.1f"),
            alt.Tooltip("lower_points:Q", title="95 % interval from", format="+.1f"),
            alt.Tooltip("upper_points:Q", title="to", format="+.1f"),
            alt.Tooltip("recovered_n:Q", title="n recovered", format=","),
            alt.Tooltip("other_n:Q", title="n compared with", format=","),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    rule = told.mark_rule(strokeWidth=3, opacity=0.55)
    return [rule.encode(x=x, x2="upper_points:Q"), dots]


def _gap_tone(mode: Mode) -> Any:
    """Blue or orange only where the interval excludes no difference."""
    colors = palette(mode)
    return alt.when("datum.lower > 0").then(alt.value(colors.recovered)).when(
        "datum.upper < 0"
    ).then(alt.value(colors.unrecovered)).otherwise(alt.value(colors.context))  # fmt: skip


@cache
def recommend_by_month(mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends by month of the visit; a line an instrument, named at its end.

    Instruments ask different questions, so their lines are never joined.
    Expects columns label, month, n, recommend_share, lower, upper, is_too_few, is_suppressed,
    note.
    """
    scale = _instrument_tones(mode)
    tones = alt.Color("label:N", sort=None, legend=None, scale=scale)
    base = alt.Chart().encode(x=marks.months(), color=tones)
    y = alt.Y("lower:Q", title="Would recommend", axis=marks.SHARE, scale=marks.FULL)
    band = base.mark_area(opacity=0.12).encode(y=y, y2="upper:Q", detail="label:N")
    line = base.mark_line(strokeWidth=2).encode(
        y="recommend_share:Q", strokeDash=alt.StrokeDash("label:N", sort=None, legend=None)
    )
    full = alt.condition("datum.is_too_few", alt.value(0), alt.value(1))
    dots = base.mark_point(size=35, opacity=1).encode(
        y="recommend_share:Q",
        fill=alt.Fill("label:N", sort=None, legend=None, scale=scale),
        fillOpacity=full,
        tooltip=[
            alt.Tooltip("label:N", title="Question"),
            marks.month_tooltip(),
            *marks.interval_tooltip("recommend_share", "lower", "upper", "share"),
        ],
    )
    layers = layered(band, line, dots, *_instrument_names(base, mode))
    return finished(layers, mode, height=300)


def _instrument_tones(mode: Mode) -> alt.Scale:
    colors = palette(mode)
    return alt.Scale(range=[colors.recovered, colors.ink, colors.context])


def _instrument_names(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    last = (
        base.transform_filter("isValid(datum.recommend_share)")
        .transform_window(
            place="row_number()",
            groupby=["label"],
            sort=[alt.SortField("month", order="descending")],
        )
        .transform_filter("datum.place == 1")
    )
    where = {"y": "recommend_share:Q", "text": "label:N"}
    rim = palette(mode).background
    mark: dict[str, Any] = {"align": "right", "dy": -12, "fontWeight": STRONG}
    under = last.mark_text(stroke=rim, strokeWidth=4, strokeJoin="round", **mark)
    return [under.encode(**where), last.mark_text(**mark).encode(**where)]


@cache
def recommend_by_unit(label: str, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends by unit, for one instrument, with the organization's value.

    Expects columns unit_name, n, recommend_share, lower, upper, hospital_share, stands_out,
    is_too_few, is_suppressed, note.
    """
    fields = ("recommend_share", "lower", "upper")
    units = marks.by_unit(*fields, mode, x_title=label)
    whole = marks.organization_value("hospital_share", mode)
    layers = layered(whole, units, marks.standing_out(*fields, mode))
    return finished(layers, mode, height=rows_height(units_n))


@cache
def recovered_by_month(mode: Mode = "light") -> dict[str, Any]:
    """Share recovered by month of receipt.

    Expects columns month, n, recovered_share, lower, upper, is_too_few, is_suppressed, note.
    """
    chart = marks.monthly("recovered_share", "lower", "upper", mode, y_title="Recovered")
    return finished(chart, mode)


@cache
def recovered_by_unit(units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share recovered by unit.

    Expects columns unit_name, n, recovered_share, lower, upper, is_too_few, is_suppressed, note.
    """
    chart = marks.by_unit("recovered_share", "lower", "upper", mode, x_title="Recovered")
    return finished(chart, mode, height=rows_height(units_n))


DIFFERENCE_SIZE = (
    "!isValid(datum.difference) ? (datum.is_suppressed ? '• suppressed' : datum.note)"
    " : datum.is_too_few ? 'too few to say'"
    " : format(datum.difference_points, '+.0f') + ' points ('"
    " + format(datum.lower_points, '+.0f') + ' to ' + format(datum.upper_points, '+.0f') + ')'"
)


@cache
def satisfaction_differences(rows_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Satisfied with each thing done minus without it, about the line of no difference.

    Expects columns label, n, with_n, with_share, without_n, without_share, difference, lower,
    upper, is_too_few, is_suppressed, note.
    """
    height = max(rows_n, 1) * LANE
    base = (
        alt.Chart()
        .transform_window(row="row_number()")
        .transform_calculate(
            words_y=f"(datum.row - 1) * {LANE} + {WORDS}",
            picture_y=f"(datum.row - 1) * {LANE} + {PICTURE}",
            **{
                f"{name}_points": f"100 * datum.{name}" for name in ("difference", "lower", "upper")
            },
        )
    )
    said = words(
        base, pixels("words_y", height), mode,
        left="datum.label", right=DIFFERENCE_SIZE, right_px=170,
    )  # fmt: skip
    told = base.transform_filter("isValid(datum.difference) && !datum.is_too_few").encode(
        y=pixels("picture_y", height), color=_gap_tone(mode)
    )
    x = alt.X("lower_points:Q", axis=POINTS, scale=alt.Scale(zero=True, padding=24))
    dots = told.mark_point(size=110, filled=True, opacity=1).encode(
        x="difference_points:Q",
        tooltip=[
            alt.Tooltip("label:N", title="With and without"),
            alt.Tooltip("with_share:Q", title="Satisfied with it", format=".1%"),
            alt.Tooltip("with_n:Q", title="n with it", format=","),
            alt.Tooltip("without_share:Q", title="Satisfied without it", format=".1%"),
            alt.Tooltip("without_n:Q", title="n without it", format=","),
        ],
    )
    rule = told.mark_rule(strokeWidth=3, opacity=0.55).encode(x=x, x2="upper_points:Q")
    return finished(layered(_no_difference(mode), rule, dots, *said), mode, height=height)
