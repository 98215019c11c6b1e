"""The few forms that charts are made of, so that the same thing looks the same everywhere."""

import altair as alt

from dashboard.charts.theme import BAND_OPACITY, Mode, palette

SHARE = alt.Axis(format=".0%", tickCount=5)
FULL = alt.Scale(domain=[0, 1])
MONTH = alt.Axis(format="%b %y", labelAngle=0, labelOverlap="greedy", tickCount=6)


def months() -> alt.X:
    """The time axis: a place for every month, empty ones too."""
    return alt.X("month:T", title=None, axis=MONTH)


def interval_tooltip(share: str, lower: str, upper: str, unit: str) -> list[alt.Tooltip]:
    """What a pointer shows: the number, its interval, its n and what there is to note."""
    form = ".1%" if unit == "share" else ",.1f"
    return [
        alt.Tooltip(f"{share}:Q", title="Value", format=form),
        alt.Tooltip(f"{lower}:Q", title="Interval from", format=form),
        alt.Tooltip(f"{upper}:Q", title="to", format=form),
        alt.Tooltip("n:Q", title="n", format=","),
        alt.Tooltip("note:N", title="Note"),
    ]


def monthly(
    share: str, lower: str, upper: str, mode: Mode, *, y_title: str, unit: str = "share"
) -> alt.LayerChart:
    """A line over the months with its band; months with too few are hollow."""
    colors = palette(mode)
    axis = SHARE if unit == "share" else alt.Axis(tickCount=5)
    scale = FULL if unit == "share" else alt.Scale(zero=True)
    base = alt.Chart().encode(x=months())
    band = base.mark_area(opacity=BAND_OPACITY, color=colors.recovered).encode(
        y=alt.Y(f"{lower}:Q", title=y_title, axis=axis, scale=scale), y2=f"{upper}:Q"
    )
    line = base.mark_line(color=colors.recovered, strokeWidth=2).encode(y=f"{share}:Q")
    points = base.mark_point(size=50, color=colors.recovered, opacity=1).encode(
        y=f"{share}:Q",
        fill=alt.condition(
            "datum.is_too_few", alt.value(colors.background), alt.value(colors.recovered)
        ),
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            *interval_tooltip(share, lower, upper, unit),
        ],
    )
    return alt.layer(band, line, points)


def hospital_line(mode: Mode, field: str = "hospital_share") -> alt.Chart:
    """The whole organization, as a quiet dashed line over the months."""
    return (
        alt.Chart()
        .mark_line(color=palette(mode).context, strokeDash=[2, 3], strokeWidth=1.5)
        .encode(x=months(), y=f"{field}:Q")
    )


def by_unit(
    share: str, lower: str, upper: str, mode: Mode, *, x_title: str, unit: str = "share"
) -> alt.LayerChart:
    """A dot and its interval for each unit, in the units' usual order, never by rank."""
    colors = palette(mode)
    axis = SHARE if unit == "share" else alt.Axis(tickCount=5, format=",.0f")
    scale = FULL if unit == "share" else alt.Scale(zero=True)
    order = alt.Y(
        "unit_name:N", sort=None, title=None,
        axis=alt.Axis(labelLimit=150, grid=False, labelPadding=8),
    )  # fmt: skip
    base = alt.Chart().encode(y=order)
    rule = base.mark_rule(strokeWidth=2, opacity=0.55, color=colors.context).encode(
        x=alt.X(f"{lower}:Q", title=x_title, axis=axis, scale=scale), x2=f"{upper}:Q"
    )
    return alt.layer(rule, _unit_dots(base, share, lower, upper, mode, unit))


def _unit_dots(
    base: alt.Chart, share: str, lower: str, upper: str, mode: Mode, unit: str
) -> alt.Chart:
    colors = palette(mode)
    plain = base.transform_filter("!datum.stands_out")  # those that do get their own mark
    return plain.mark_point(size=70, opacity=1, color=colors.context).encode(
        x=f"{share}:Q",
        fill=alt.condition(
            "datum.is_too_few", alt.value(colors.background), alt.value(colors.context)
        ),
        tooltip=[
            alt.Tooltip("unit_name:N", title="Unit"),
            *interval_tooltip(share, lower, upper, unit),
        ],
    )


def standing_out(share: str, mode: Mode) -> alt.LayerChart:
    """Units whose 99.8 % interval excludes the organization's value: larger, shaped, colored."""
    colors = palette(mode)
    order = alt.Y("unit_name:N", sort=None)
    layers = [
        alt.Chart()
        .transform_filter(f"datum.stands_out == '{word}'")
        .mark_point(size=170, shape=shape, filled=True, color=color, opacity=1)
        .encode(y=order, x=f"{share}:Q", tooltip=["unit_name:N", "n:Q"])
        for word, shape, color in (
            ("better", "triangle-right", colors.recovered),
            ("worse", "triangle-left", colors.unrecovered),
        )
    ]
    return alt.layer(*layers)


def vertical_value(field: str, mode: Mode) -> alt.Chart:
    """The organization's value as a dashed vertical line, taken from any row."""
    return (
        alt.Chart()
        .transform_aggregate(center=f"max({field})")
        .mark_rule(color=palette(mode).ink, strokeDash=[5, 4], strokeWidth=1.2)
        .encode(x="center:Q")
    )
