"""Units against what chance alone gives at their size, and as estimated from all units together.

A chart is a Vega-Lite dict without data; nothing here draws.
"""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, layered, rows_height
from dashboard.charts.theme import STRONG, Mode, palette

LIMITS = (("lower_998", "upper_998", [6, 2]), ("lower_95", "upper_95", [2, 3]))
COUNTS = alt.Axis(
    format=",d", tickCount=4, tickMinStep=1, labelOverlap="greedy", labelSeparation=12
)
SIDES = (("better", "recovered"), ("worse", "unrecovered"))


@cache
def funnel(
    title: str, unit: str, counted: str, is_close: bool = False, mode: Mode = "light"
) -> dict[str, Any]:
    """Each unit by its size, between the limits that chance alone gives; those outside are named.

    title names the values' axis, counted what n counts; is_close says that the axis must not begin
    at 0. Units without a value are not drawn: the table has them.
    Expects columns unit_name, n, value, center, lower_95, upper_95, lower_998, upper_998,
    stands_out, is_too_few.
    """
    base = (
        alt.Chart()
        .transform_filter("isValid(datum.value) && !datum.is_too_few")
        .encode(
            x=alt.X(
                "n:Q",
                title=counted,
                axis=COUNTS,
                scale=alt.Scale(zero=False, nice=True, padding=12),
            )
        )
    )
    layers = [*_limits(base, title, unit, is_close, mode), _center(mode)]
    layers += [*_end_names(base, unit, mode), *_units(base, unit, mode), *_named(base, mode)]
    return finished(layered(*layers), mode, height=320)


def _limits(base: alt.Chart, title: str, unit: str, is_close: bool, mode: Mode) -> list[alt.Chart]:
    tone = palette(mode).context
    axis = alt.Y(
        "lower_998:Q",
        title=marks.title_of(title, is_close),
        axis=marks.axis_of(unit) if unit == "share" else marks.PLAIN,
        scale=_scale(unit, is_close),
    )
    layers: list[alt.Chart] = []
    for lower, upper, dash in LIMITS:
        line = base.mark_line(color=tone, strokeWidth=1.2, strokeDash=dash, interpolate="monotone")
        layers += [
            line.encode(y=axis if lower == "lower_998" else f"{lower}:Q"),
            line.encode(y=f"{upper}:Q"),
        ]
    return layers


def _end_names(base: alt.Chart, unit: str, mode: Mode) -> list[alt.Chart]:
    """Behind the largest unit, apart even where limits lie close together."""
    tone, ink = palette(mode).context, palette(mode).ink
    center = "100 * datum.center, '.0f') + ' %'" if unit == "share" else "datum.center, '.1f')"
    names: tuple[tuple[str, str, Any, str], ...] = (
        ("upper_998", "'99.8 %'", "bottom", tone),
        ("center", f"'all ' + format({center}", "middle", ink),
        ("lower_95", "'95 %'", "top", tone),
    )
    largest = base.transform_window(
        place="row_number()", sort=[alt.SortField("n", order="descending")]
    ).transform_filter("datum.place == 1")
    return [
        largest.transform_calculate(words=words)
        .mark_text(align="left", dx=8, color=color, baseline=baseline)
        .encode(x=alt.value("width"), y=f"{field}:Q", text="words:N")
        for field, words, baseline, color in names
    ]


def _scale(unit: str, is_close: bool) -> alt.Scale:
    if is_close:
        return alt.Scale(zero=False, nice=True)
    return marks.FULL if unit == "share" else marks.FROM_ZERO


def _center(mode: Mode) -> alt.Chart:
    """The organization's value, from the smallest unit to the largest."""
    once = alt.Chart().transform_aggregate(center="max(center)")
    known = once.transform_filter("isValid(datum.center)")
    return known.mark_rule(color=palette(mode).ink, strokeWidth=1).encode(y="center:Q")


def _units(base: alt.Chart, unit: str, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    inside = base.transform_filter("!datum.stands_out").mark_point(
        size=60, color=colors.context, fill=colors.background, opacity=1
    )
    layers = [inside.encode(y="value:Q", tooltip=_tooltip(unit))]
    for side, meaning in SIDES:
        out = base.transform_filter(f"datum.stands_out == '{side}'")
        for where, shape in ((">", "triangle-up"), ("<=", "triangle-down")):
            mark = out.transform_filter(f"datum.value {where} datum.center").mark_point(
                size=170, shape=shape, filled=True, opacity=1, color=getattr(colors, meaning)
            )
            layers.append(mark.encode(y="value:Q", tooltip=_tooltip(unit)))
    return layers


def _tooltip(unit: str) -> list[alt.Tooltip]:
    form = ".1%" if unit == "share" else ",.1f"
    return [
        alt.Tooltip("unit_name:N", title="Unit"),
        alt.Tooltip("value:Q", title="Value", format=form),
        alt.Tooltip("n:Q", title="n", format=","),
        alt.Tooltip("lower_998:Q", title="99.8 % limits from", format=form),
        alt.Tooltip("upper_998:Q", title="to", format=form),
    ]


def _named(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """Names of the units outside: at the side where there is room, better and worse in words."""
    colors = palette(mode)
    layers: list[alt.Chart] = []
    spread = base.transform_joinaggregate(least="min(n)", most="max(n)")
    for side, meaning in SIDES:
        out = spread.transform_filter(f"datum.stands_out == '{side}'").transform_calculate(
            words=f"datum.unit_name + ', {side}'"
        )
        sides: tuple[tuple[str, Any, int], ...] = (
            ("datum.n - datum.least <= (datum.most - datum.least) / 2", "left", 11),
            ("datum.n - datum.least > (datum.most - datum.least) / 2", "right", -11),
        )
        for where, align, dx in sides:
            layers += marks.haloed(
                out.transform_filter(where), mode, {"y": "value:Q", "text": "words:N"},
                align=align, dx=dx, color=getattr(colors, meaning), fontWeight=STRONG,
                limit=alt.ExprRef("width / 2 + 50"),
            )  # fmt: skip
    return layers


@cache
def shrunken(title: str, unit: str, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Each unit as measured, and as estimated from its own number and all units together.

    Small units move far to the organization's value, large ones hardly; the bar is the estimate's
    95 % interval. Units stand in their usual order, never by rank.
    Expects columns unit_name, n, value, center, shrunken, shrunken_lower, shrunken_upper,
    rank_lower, rank_upper, is_too_few, is_suppressed, note.
    """
    colors = palette(mode)
    base = alt.Chart().encode(y=alt.Y("unit_name:N", sort=None, title=None, axis=_names()))
    told = base.transform_filter("isValid(datum.shrunken)")
    x = alt.X("shrunken_lower:Q", title=title, axis=marks.axis_of(unit), scale=_scale(unit, False))
    form = ".1%" if unit == "share" else ",.1f"
    tooltip = [
        alt.Tooltip("unit_name:N", title="Unit"),
        alt.Tooltip("value:Q", title="As measured", format=form),
        alt.Tooltip("shrunken:Q", title="Estimate", format=form),
        alt.Tooltip("shrunken_lower:Q", title="95 % interval from", format=form),
        alt.Tooltip("shrunken_upper:Q", title="to", format=form),
        alt.Tooltip("rank_lower:Q", title="Place among units from", format=",d"),
        alt.Tooltip("rank_upper:Q", title="to", format=",d"),
        alt.Tooltip("n:Q", title="n", format=","),
    ]
    raw = told.transform_filter("!datum.is_too_few").mark_point(
        size=45, color=colors.context, fill=colors.background, opacity=1
    )
    layers = [
        marks.organization_value("center", mode),
        told.mark_rule(strokeWidth=2, opacity=0.55, color=colors.recovered).encode(
            x=x, x2="shrunken_upper:Q"
        ),
        raw.encode(x="value:Q", tooltip=tooltip),
        told.mark_point(size=70, filled=True, opacity=1, color=colors.recovered).encode(
            x="shrunken:Q", tooltip=tooltip
        ),
        base.transform_filter("!isValid(datum.shrunken)")
        .transform_calculate(words=marks.too_few())
        .mark_text(align="left", dx=4, color=colors.context)
        .encode(x=alt.value(0), text="words:N"),
    ]
    return finished(layered(*layers), mode, height=rows_height(units_n))


def _names() -> alt.Axis:
    return alt.Axis(labelLimit=marks.NAME_PX, grid=False, labelPadding=8)
