"""Charts of the loyalty page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, rows_height
from dashboard.charts.theme import Mode, palette

ARMS = ("no_problem", "recovered", "unrecovered")
SHAPES = ("circle", "square", "diamond")
# a word a line where a name is long, so that the axis leaves the phone its width
WRAPPED = "length(datum.label) > 14 ? split(datum.label, ' ') : datum.label"


@cache
def three_arms(instruments_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends in each arm, as dots with intervals on one axis, by instrument.

    Expects columns label, arm, arm_label, n, recommend_share, lower, upper, is_too_few, note.
    """
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=None, title=None,
                axis=alt.Axis(grid=False, labelFontWeight=600, labelExpr=WRAPPED)),
        yOffset=alt.YOffset("arm:N", sort=list(ARMS)),
        color=_arm_colors(mode),
    )  # fmt: skip
    rule = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("lower:Q", title="Would recommend", axis=marks.SHARE, scale=marks.FULL),
        x2="upper:Q",
    )
    dots = base.mark_point(size=110, filled=True, opacity=1).encode(
        x="recommend_share:Q",
        shape=alt.Shape(
            "arm:N", scale=alt.Scale(domain=list(ARMS), range=list(SHAPES)), legend=None
        ),
        tooltip=[
            alt.Tooltip("arm_label:N", title="Patients"),
            *marks.interval_tooltip("recommend_share", "lower", "upper", "share"),
        ],
    )
    layers = alt.layer(rule, dots, *_arm_words(base))
    return finished(layers, mode, height=max(instruments_n, 1) * 120)


def _arm_colors(mode: Mode) -> alt.Color:
    colors = palette(mode)
    return alt.Color(
        "arm:N",
        scale=alt.Scale(
            domain=list(ARMS), range=[colors.context, colors.recovered, colors.unrecovered]
        ),
        legend=None,
    )


def _arm_words(base: alt.Chart) -> list[alt.Chart]:
    """The arm's name and share, on the side of the interval that has room."""
    words = (
        "datum.arm_label + ' ' + (datum.is_too_few ? '(too few)' :"
        " format(datum.recommend_share, '.0%'))"
    )
    named = base.transform_calculate(words=words).transform_filter("isValid(datum.recommend_share)")
    left = named.transform_filter("datum.recommend_share > 0.5")
    right = named.transform_filter("datum.recommend_share <= 0.5")
    return [
        left.mark_text(align="right", dx=-8, fontWeight=600).encode(x="lower:Q", text="words:N"),
        right.mark_text(align="left", dx=8, fontWeight=600).encode(x="upper:Q", text="words:N"),
    ]


@cache
def recommend_by_month(mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends by month of the visit, a line an instrument, named at its end.

    Expects columns label, month, n, recommend_share, lower, upper, hospital_share, is_too_few,
    note.
    """
    colors = palette(mode)
    tones = alt.Color("label:N", legend=None, scale=alt.Scale(
        range=[colors.recovered, colors.context, colors.silent, colors.ink, colors.unrecovered]
    ))  # fmt: skip
    dashes = alt.StrokeDash("label:N", legend=None)
    base = alt.Chart().encode(x=marks.months(), color=tones)
    band = base.mark_area(opacity=0.12).encode(
        y=alt.Y("lower:Q", title="Would recommend", axis=marks.SHARE, scale=marks.FULL),
        y2="upper:Q",
        detail="label:N",
    )
    line = base.mark_line(strokeWidth=2).encode(y="recommend_share:Q", strokeDash=dashes)
    dots = base.mark_point(size=35, filled=True, opacity=1).encode(
        y="recommend_share:Q",
        tooltip=[
            alt.Tooltip("label:N", title="Question"),
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            *marks.interval_tooltip("recommend_share", "lower", "upper", "share"),
        ],
    )
    names = (
        base.transform_window(
            place="row_number()",
            groupby=["label"],
            sort=[alt.SortField("month", order="descending")],
        )
        .transform_filter("datum.place == 1")
        .mark_text(align="right", dy=-8, fontWeight=600)
        .encode(y="upper:Q", text="label:N")
    )
    return finished(alt.layer(band, line, dots, names), mode, height=300)


@cache
def recommend_by_unit(label: str, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share that recommends by unit, for one instrument, with the organization's value.

    Expects columns unit_name, n, recommend_share, lower, upper, hospital_share, stands_out,
    is_too_few, note.
    """
    units = marks.by_unit("recommend_share", "lower", "upper", mode, x_title=label)
    layers = (marks.vertical_value("hospital_share", mode), units,
              marks.standing_out("recommend_share", mode))  # fmt: skip
    return finished(alt.layer(*layers), mode, height=rows_height(units_n))


@cache
def recovered_by_month(mode: Mode = "light") -> dict[str, Any]:
    """Share recovered by month of receipt.

    Expects columns month, n, recovered_share, lower, upper, is_too_few, note.
    """
    return finished(
        marks.monthly("recovered_share", "lower", "upper", mode, y_title="Recovered"), mode
    )


@cache
def recovered_by_unit(units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Share recovered by unit.

    Expects columns unit_name, n, recovered_share, lower, upper, is_too_few, note.
    """
    chart = marks.by_unit("recovered_share", "lower", "upper", mode, x_title="Recovered")
    return finished(chart, mode, height=rows_height(units_n))
