"""The few forms that charts are made of, so that the same thing looks the same everywhere."""

from typing import Any, Literal

import altair as alt

from dashboard.charts.spec import layered
from dashboard.charts.theme import BAND_OPACITY, CONTRAST_DASH, STANDARD_DASH, STRONG, Mode, palette

Tone = Literal["recovered", "unrecovered", "context", "silent", "ink"]  # fields of Palette

SHARE = alt.Axis(format=".0%", tickCount=5)
IN_100 = alt.Axis(labelExpr="format(100 * datum.value, '.0f')", tickCount=5)
COUNT = alt.Axis(format=",d", tickCount=4, tickMinStep=1, labelOverlap="greedy", labelSeparation=8)
PLAIN = alt.Axis(format=",~f", tickCount=5)  # 150, never 1.5e+2
FULL = alt.Scale(domain=[0, 1])
FROM_ZERO = alt.Scale(zero=True, nice=True)
MONTH = alt.Axis(  # parity: where labels have no room every second one goes, so gaps stay even
    format="%b %y",
    labelAngle=0,
    labelOverlap="parity",
    labelSeparation=14,
    tickCount=6,
    labelFlush=12,
)
ONE_DECIMAL_FROM_N = 1_000  # a share of fewer is written without decimals

# A name is cut by the axis, not wrapped: a row is one line high. The tooltip has it in full.
NAME_PX = alt.ExprRef("containerSize()[0] > 600 ? 260 : 140")
WORD_PX = 60  # what "better" takes beside the end of an interval
ORGANIZATION = "Whole organization"


def axis_of(unit: str) -> alt.Axis:
    """The axis for a unit: "share" in percent, "ratio" in so many for 100, else in counts."""
    return {"share": SHARE, "ratio": IN_100}.get(unit, COUNT)


def scale_of(unit: str) -> alt.Scale:
    """Shares run from 0 to 100 %, anything else from 0."""
    return FULL if unit == "share" else FROM_ZERO


def title_of(title: str, is_close: bool) -> str | list[str]:
    """An axis title; is_close says in a line of its own that the axis does not begin at 0."""
    return [title, "(axis not from 0)"] if is_close else title


def percent(field: str) -> str:
    """Expression for a share in words: one decimal only where n carries it."""
    decimals = f"(datum.n >= {ONE_DECIMAL_FROM_N} ? '.1f' : '.0f')"
    return f"(format(100 * datum.{field}, {decimals}) + ' %')"


def months(axis: alt.Axis = MONTH, room_px: int = 0) -> alt.X:
    """The time axis: a place for every month, empty ones too. Months come as local midnight."""
    scale = alt.Scale(padding=room_px) if room_px else alt.Undefined
    return alt.X("month:T", title=None, axis=axis, scale=scale)


def too_few() -> str:
    """Expression for a row without a figure in words: why, and the n where it may be shown."""
    return (
        "(datum.is_suppressed ? '• ' + (datum.note || 'suppressed') : datum.is_too_few ?"
        " 'too few, n = ' + format(datum.n, ',') : split(datum.note || 'no data', ':')[0])"
    )


def interval_tooltip(value: str, lower: str, upper: str, unit: str) -> list[alt.Tooltip]:
    """What a pointer shows: the number, its interval, its n and what there is to note."""
    form = ".1%" if unit in ("share", "ratio") else ",.1f"
    return [
        alt.Tooltip(f"{value}:Q", title="Value", format=form),
        alt.Tooltip(f"{lower}:Q", title="95 % interval from", format=form),
        alt.Tooltip(f"{upper}:Q", title="to", format=form),
        alt.Tooltip("n:Q", title="n", format=","),
        alt.Tooltip("note:N", title="Note"),
    ]


def month_tooltip() -> alt.Tooltip:
    """The month in full."""
    return alt.Tooltip("month:T", title="Month", format="%B %Y")


def haloed(base: alt.Chart, mode: Mode, encoding: dict[str, Any], **mark: Any) -> list[alt.Chart]:
    """Text that stays readable where it crosses a line: a rim of background under it."""
    rim = palette(mode).background
    under = base.mark_text(**(mark | {"stroke": rim, "strokeWidth": 4, "strokeJoin": "round"}))
    return [under.encode(**encoding), base.mark_text(**mark).encode(**encoding)]


def monthly(
    value: str,
    lower: str,
    upper: str,
    mode: Mode,
    *,
    y_title: str | None,
    unit: str = "share",
    tone: Tone = "recovered",
    axis: alt.Axis = MONTH,
) -> alt.LayerChart:
    """A line over the months with its band; months with too few are hollow, hidden ones a dot."""
    color = getattr(palette(mode), tone)
    y = alt.Y(f"{lower}:Q", title=y_title, axis=axis_of(unit), scale=scale_of(unit))
    base = alt.Chart().encode(x=months(axis))
    band = base.mark_area(opacity=BAND_OPACITY, color=color).encode(y=y, y2=f"{upper}:Q")
    line = base.mark_line(color=color, strokeWidth=2).encode(y=f"{value}:Q")
    points = base.mark_point(size=45, color=color, opacity=1).encode(
        y=f"{value}:Q",
        fill=_filled_if_enough(color, mode),
        tooltip=[month_tooltip(), *interval_tooltip(value, lower, upper, unit)],
    )
    lone = _lone_intervals(base, lower, upper, color)
    return layered(band, lone, line, points, *_hidden(base, value, mode))


def _filled_if_enough(color: str, mode: Mode) -> Any:
    hollow = alt.value(palette(mode).background)
    return alt.condition("datum.is_too_few", hollow, alt.value(color))


def _lone_intervals(base: alt.Chart, lower: str, upper: str, color: str) -> alt.Chart:
    """A band needs two months: where there is one alone, its interval is a line."""
    lone = base.transform_filter(f"isValid(datum.{lower})").transform_joinaggregate(
        shown_n="count()"
    )
    return (
        lone.transform_filter("datum.shown_n == 1")
        .mark_rule(strokeWidth=3, opacity=0.5, color=color)
        .encode(y=f"{lower}:Q", y2=f"{upper}:Q")
    )


def _hidden(base: alt.Chart, value: str, mode: Mode) -> list[alt.Chart]:
    """Months whose figure may not be shown stand on the axis as a dot that says so."""
    colors = palette(mode)
    hidden = base.transform_filter(f"datum.is_suppressed && !isValid(datum.{value})")
    first = hidden.transform_window(place="row_number()").transform_filter("datum.place == 1")
    dots = hidden.mark_text(text="•", color=colors.context, dy=-6, fontSize=18).encode(
        y=alt.datum(0), tooltip=[month_tooltip(), alt.Tooltip("note:N", title="Note")]
    )
    word = first.mark_text(text="• too few to show", align="left", dy=-22, color=colors.context)
    return [dots, word.encode(y=alt.datum(0))]


def organization_by_month(mode: Mode, field: str = "hospital_share") -> alt.LayerChart:
    """The whole organization, as a quiet dashed line over the months, named at its end."""
    tone = palette(mode).context
    base = alt.Chart().encode(x=months())
    line = base.mark_line(color=tone, strokeDash=CONTRAST_DASH, strokeWidth=1.5)
    last = (
        base.transform_filter(f"isValid(datum.{field})")
        .transform_window(
            place="row_number()", sort=[alt.SortField("month", order="descending")]
        )
        .transform_filter("datum.place == 1")
    )  # fmt: skip
    named = haloed(last, mode, {"y": f"{field}:Q"}, text=ORGANIZATION, align="right",
                   dy=-12, color=tone)  # fmt: skip
    return layered(line.encode(y=f"{field}:Q"), *named)


def by_unit(
    value: str,
    lower: str,
    upper: str,
    mode: Mode,
    *,
    x_title: str,
    unit: str = "share",
    tone: Tone = "context",
) -> alt.LayerChart:
    """A dot and its interval for each unit, in the units' usual order, never by rank."""
    color = getattr(palette(mode), tone)
    base = alt.Chart().encode(y=_units())
    told = base.transform_filter(f"isValid(datum.{value}) && !datum.is_too_few")
    x = alt.X(f"{lower}:Q", title=x_title, axis=axis_of(unit), scale=scale_of(unit))
    rule = told.mark_rule(strokeWidth=2, opacity=0.55, color=color).encode(x=x, x2=f"{upper}:Q")
    dots = told.mark_point(size=70, filled=True, opacity=1, color=color).encode(
        x=f"{value}:Q",
        tooltip=[
            alt.Tooltip("unit_name:N", title="Unit"),
            *interval_tooltip(value, lower, upper, unit),
        ],
    )
    return layered(rule, dots, _untold(base, value, mode))


def _units() -> alt.Y:
    axis = alt.Axis(labelLimit=NAME_PX, grid=False, labelPadding=8)
    return alt.Y("unit_name:N", sort=None, title=None, axis=axis)


def _untold(base: alt.Chart, value: str, mode: Mode) -> alt.Chart:
    """Units without a figure: words where the dot would be, never a zero."""
    return (
        base.transform_filter(f"!isValid(datum.{value}) || datum.is_too_few")
        .transform_calculate(words=too_few())
        .mark_text(align="left", dx=4, color=palette(mode).context)
        .encode(x=alt.value(0), text="words:N")
    )


def standing_out(value: str, lower: str, upper: str, mode: Mode) -> alt.LayerChart:
    """Units whose 99.8 % interval excludes the organization's value: larger, shaped, named."""
    colors = palette(mode)
    sides = (
        ("better", "triangle-right", colors.recovered),
        ("worse", "triangle-left", colors.unrecovered),
    )
    layers = [
        layer
        for word, shape, color in sides
        for layer in _side(word, shape, color, (value, lower, upper), mode)
    ]
    return layered(*layers)


def _side(
    word: str, shape: str, color: str, fields: tuple[str, str, str], mode: Mode
) -> list[alt.Chart]:
    value, lower, upper = fields
    base = alt.Chart().transform_filter(f"datum.stands_out == '{word}'").encode(y=_units())
    rule = base.mark_rule(strokeWidth=3, opacity=0.6, color=color)
    mark = base.mark_point(size=170, shape=shape, filled=True, color=color, opacity=1).encode(
        x=f"{value}:Q",
        tooltip=[
            alt.Tooltip("unit_name:N", title="Unit"),
            *interval_tooltip(value, lower, upper, "share"),
        ],
    )
    text = {"text": word, "color": color, "fontWeight": STRONG}
    roomy = f"datum.{upper} <= 1 - {WORD_PX} / width"
    full = f"datum.{upper} > 1 - {WORD_PX} / width"
    return [
        rule.encode(x=f"{lower}:Q", x2=f"{upper}:Q"),
        mark,
        *haloed(
            base.transform_filter(roomy), mode, {"x": f"{upper}:Q"}, align="left", dx=6, **text
        ),
        *haloed(
            base.transform_filter(full), mode, {"x": f"{lower}:Q"}, align="right", dx=-6, **text
        ),
    ]


def organization_value(field: str, mode: Mode) -> alt.LayerChart:
    """The organization's value as a dashed vertical line, named above it; taken from any row."""
    ink = palette(mode).ink
    center = alt.Chart().transform_aggregate(center=f"max({field})")
    known = center.transform_filter("isValid(datum.center)")
    line = known.mark_rule(color=ink, strokeDash=STANDARD_DASH, strokeWidth=1.2)
    named = known.transform_calculate(
        words=f"'{ORGANIZATION} ' + format(100 * datum.center, '.0f') + ' %'"
    )
    aligned: tuple[tuple[str, Literal["left", "right"]], ...] = (
        ("datum.center <= 0.5", "left"),
        ("datum.center > 0.5", "right"),
    )
    sides = [
        named.transform_filter(side).mark_text(align=align, color=ink).encode(
            x="center:Q", y=alt.value(-10), text="words:N"
        )
        for side, align in aligned
    ]  # fmt: skip
    return layered(line.encode(x="center:Q"), *sides)
