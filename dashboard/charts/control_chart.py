"""The control chart of any measure, as a Vega-Lite dict without data. Nothing here draws."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import STANDARD_DASH, STRONG, Mode, palette

Direction = Literal["higher", "lower", "none"]

NARROW = 0.3  # of the full axis: limits closer together than that are drawn on an axis of their own
HOLLOW_PX, SIGNAL_PX = 40, 150
BELOW_AXIS_PX = 40
LAST_PX = 10  # between the last month's sign and the lines' names
RUN = "run"


def is_narrow(bounds: Iterable[float | None], unit: str) -> bool:
    """Whether values and limits would vanish on an axis that begins at 0 (to 100 %).

    Args:
        bounds: every value and limit that is drawn.
        unit: the measure's; a share's axis ends at 100 %.
    """
    known = [bound for bound in bounds if bound is not None]
    if not known:
        return False
    whole = 1.0 if unit == "share" else max(*known, 0.0) - min(*known, 0.0)
    return max(known) - min(known) < NARROW * whole


@cache
def control_chart(
    title: str,
    unit: str,
    direction: Direction,
    kind: str,
    target: float | None = None,
    is_close: bool = False,
    mode: Mode = "light",
) -> dict[str, Any]:
    """A measure by month between its control limits; what rules mark is filled, larger and shaped.

    title names the axis; kind is that of the limits; target is in the unit of the values; is_close
    says that the axis must not begin at 0 (see `is_narrow`).
    Expects columns month, n, value, center, lower_limit, upper_limit, signal, side, segment,
    reason, is_suppressed, note.
    """
    base = alt.Chart().encode(x=marks.months(room_px=LAST_PX))
    axis = alt.Y(
        "value:Q",
        title=marks.title_of(title, is_close),
        axis=marks.axis_of(unit) if unit == "share" else marks.PLAIN,
        scale=_scale(unit, is_close),
    )
    layers = [*_limits(base, axis, mode), *_values(base, direction, unit, mode)]
    layers += [*_end_names(base, unit, kind, mode), *_rebases(base, mode), *_unknown(base, mode)]
    if target is not None:
        layers += _target(target, unit, mode)
    return finished(layered(*layers), mode, height=300)


def _scale(unit: str, is_close: bool) -> alt.Scale:
    if is_close:
        return alt.Scale(zero=False, nice=True)
    return marks.FULL if unit == "share" else marks.FROM_ZERO


def _limits(base: alt.Chart, axis: alt.Y, mode: Mode) -> list[alt.Chart]:
    """Limits thin, the center thinner; each stretch between rebases has its own."""
    tone = palette(mode).context
    detail = alt.Detail("segment:N")
    center = base.mark_line(color=tone, strokeWidth=0.8)
    limit = base.mark_line(color=tone, strokeWidth=1.3, strokeDash=[6, 2])
    return [
        center.encode(y=axis, detail=detail).transform_calculate(value="datum.center"),
        limit.encode(y="upper_limit:Q", detail=detail),
        limit.encode(y="lower_limit:Q", detail=detail),
    ]


def _values(base: alt.Chart, direction: Direction, unit: str, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    tooltip = _tooltip(unit)
    line = base.mark_line(color=colors.context, strokeWidth=1.6).encode(y="value:Q")
    common = base.transform_filter("isValid(datum.value) && !datum.signal").mark_point(
        size=HOLLOW_PX, color=colors.context, fill=colors.background, opacity=1
    )
    layers = [line, common.encode(y="value:Q", tooltip=tooltip)]
    for side, shape in (("above", "triangle-up"), ("below", "triangle-down")):
        marked = base.transform_filter(f"datum.signal && datum.side == '{side}'")
        color = getattr(colors, meaning(side, direction))
        point = marked.mark_point(size=SIGNAL_PX, shape=shape, filled=True, opacity=1, color=color)
        layers.append(point.encode(y="value:Q", tooltip=tooltip))
    return layers


def meaning(side: str, direction: Direction) -> str:
    """What a signal above or below the center means: a field of the palette."""
    if direction == "none":
        return "ink"
    is_better = (side == "above") == (direction == "higher")
    return "recovered" if is_better else "unrecovered"


def _tooltip(unit: str) -> list[alt.Tooltip]:
    form = ".1%" if unit == "share" else ",.1f"
    return [
        marks.month_tooltip(),
        alt.Tooltip("value:Q", title="Value", format=form),
        alt.Tooltip("center:Q", title="Center line", format=form),
        alt.Tooltip("lower_limit:Q", title="Lower limit", format=form),
        alt.Tooltip("upper_limit:Q", title="Upper limit", format=form),
        alt.Tooltip("n:Q", title="n", format=","),
        alt.Tooltip("signal:N", title="Rule"),
        alt.Tooltip("note:N", title="Note"),
    ]


def _end_names(base: alt.Chart, unit: str, kind: str, mode: Mode) -> list[alt.Chart]:
    """Each line's name and value behind the last point, where no data are."""
    tone, ink = palette(mode).context, palette(mode).ink
    center = "median" if kind == RUN else "center"
    names: tuple[tuple[str, str, Any, str], ...] = (
        ("upper_limit", "limit", "bottom", tone),
        ("center", center, "middle", ink),
        ("lower_limit", "limit", "top", tone),
    )
    form = (
        "format(100 * datum.{0}, '.0f') + ' %'" if unit == "share" else "format(datum.{0}, '.1f')"
    )
    layers = []
    for field, name, baseline, color in names:
        last = base.transform_filter(f"isValid(datum.{field})").transform_window(
            newest="row_number()", sort=[alt.SortField("month", order="descending")]
        )
        named = last.transform_filter("datum.newest == 1").transform_calculate(
            words=f"'{name} ' + {form.format(field)}"
        )
        text = named.mark_text(align="left", baseline=baseline, color=color, dx=8)
        layers.append(text.encode(x=alt.value("width"), y=f"{field}:Q", text="words:N"))
    return layers


def _rebases(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """Where new limits begin, and why."""
    ink = palette(mode).ink
    begun = base.transform_filter("isValid(datum.reason)").transform_calculate(
        words="'New limits: ' + datum.reason"
    )
    rule = begun.mark_rule(color=ink, strokeWidth=1, strokeDash=[1, 3])
    said = begun.mark_text(
        color=ink, limit=alt.ExprRef("width / 2 + 60"), align="left", dx=-2
    ).encode(
        y=alt.value(-12), text="words:N", tooltip=[alt.Tooltip("reason:N", title="New limits")]
    )
    return [rule, said]


def _unknown(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """Months without a point: hidden ones are dots, others a question mark; a word says why.

    A note ends with what keeps the month from being a point.
    """
    tone = palette(mode).context
    blank = base.transform_filter("!isValid(datum.value)").transform_calculate(
        sign="datum.is_suppressed ? '•' : '?'",
        why="datum.is_suppressed ? 'too few to show' : peek(split(datum.note || 'no data', '; '))",
    )
    tooltip = [marks.month_tooltip(), alt.Tooltip("note:N", title="Note")]
    signs = blank.mark_text(color=tone, dy=-8).encode(
        y=alt.value("height"), text="sign:N", tooltip=tooltip
    )
    last = blank.transform_window(
        newest="row_number()", sort=[alt.SortField("month", order="descending")]
    ).transform_filter("datum.newest == 1")
    words = last.transform_calculate(said="datum.sign + ' ' + datum.why").mark_text(
        align="right", color=tone, dy=BELOW_AXIS_PX
    )
    return [signs, words.encode(x=alt.value("width"), y=alt.value("height"), text="said:N")]


def _target(target: float, unit: str, mode: Mode) -> list[alt.Chart]:
    ink = palette(mode).ink
    said = f"{target * 100:.0f} %" if unit == "share" else f"{target:g}"
    once = alt.Chart().transform_aggregate(points_n="count()")
    line = once.mark_rule(color=ink, strokeDash=STANDARD_DASH).encode(y=alt.datum(target))
    text = marks.haloed(
        once, mode, {"x": alt.value(0), "y": alt.datum(target)}, text=f"Target {said}",
        align="left", dx=6, dy=-9, color=ink, fontWeight=STRONG,
    )  # fmt: skip
    return [line, *text]
