"""Charts of the timeliness page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import (
    BAND_OPACITY,
    CONTRAST_DASH,
    STANDARD_DASH,
    STRONG,
    Mode,
    palette,
)

STEP: Any = "step-after"  # a share stays until the next day on which a complaint ends


@cache
def resolved_curve(standard_days: int, last_day: int, mode: Mode = "light") -> dict[str, Any]:
    """Share of complaints resolved by day, with its band, the standard and the contrast.

    hospital_share is null where the whole organization is what is shown.
    Expects columns age_days, resolved_share, lower, upper, closed_only_share, hospital_share.
    """
    shown_to = min(max(last_day, 1), max(4 * standard_days, 60))
    base = alt.Chart().transform_filter(f"datum.age_days <= {shown_to}").encode(x=_days(shown_to))
    layers = [*_contrasts(base, mode), *_curve(base, mode)]
    if standard_days <= shown_to:
        layers += _standard(base, standard_days, 2 * standard_days > shown_to, mode)
    layers += [*_end_names(base, shown_to, mode), _hover(base)]
    return finished(layered(*layers), mode, height=320)


def _days(shown_to: int) -> alt.X:
    return alt.X(
        "age_days:Q",
        title="Days since received",
        scale=alt.Scale(domain=[0, shown_to], nice=False),
        axis=alt.Axis(tickCount=6, format="d", tickMinStep=1, labelFlush=True),
    )


def _curve(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    tone = palette(mode).recovered
    resolved = alt.Y("lower:Q", title="Resolved", axis=marks.SHARE, scale=marks.FULL)
    return [
        base.mark_area(opacity=BAND_OPACITY, color=tone, interpolate=STEP).encode(
            y=resolved, y2="upper:Q"
        ),
        base.mark_line(color=tone, strokeWidth=2.5, interpolate=STEP).encode(y="resolved_share:Q"),
    ]


def _contrasts(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    naive = base.mark_line(
        color=colors.context, strokeWidth=1.5, strokeDash=CONTRAST_DASH, interpolate=STEP
    )
    whole = base.mark_line(color=colors.ink, strokeWidth=1, interpolate=STEP)
    return [naive.encode(y="closed_only_share:Q"), whole.encode(y="hospital_share:Q")]


def _standard(base: alt.Chart, days: int, is_late: bool, mode: Mode) -> list[alt.Chart]:
    """The dashed standard and, where the curve meets it, how many were resolved by then."""
    colors = palette(mode)
    side: dict[str, Any] = {"align": "right" if is_late else "left", "dx": -8 if is_late else 8}
    there = base.transform_filter(f"datum.age_days == {days}")
    line = there.mark_rule(strokeDash=STANDARD_DASH, color=colors.ink)
    point = there.mark_point(size=90, filled=True, opacity=1, color=colors.recovered)
    met = there.transform_calculate(
        words=f"format(100 * datum.resolved_share, '.0f') + ' % within {_in_words(days)}'"
    )
    return [
        line,
        *marks.haloed(there, mode, {"y": alt.datum(0)}, text=f"Standard: {_in_words(days)}",
                      dy=-10, color=colors.ink, **side),
        point.encode(y="resolved_share:Q"),
        *marks.haloed(met, mode, {"y": "lower:Q", "text": "words:N"}, dy=14, fontWeight=STRONG,
                      color=colors.recovered, **side),
    ]  # fmt: skip


def _in_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _end_names(base: alt.Chart, shown_to: int, mode: Mode) -> list[alt.Chart]:
    """Each line's name at its end: the contrast above, the curve and the organization below."""
    colors = palette(mode)
    end = base.transform_filter(f"datum.age_days == {shown_to}").transform_calculate(
        floor="isValid(datum.hospital_share) ? min(datum.lower, datum.hospital_share) : datum.lower"
    )
    names = (
        ("Closed cases alone would say", "closed_only_share", "closed_only_share", -12,
         colors.context, "normal"),
        ("Resolved", "resolved_share", "floor", 16, colors.recovered, STRONG),
        (marks.ORGANIZATION, "hospital_share", "floor", 36, colors.ink, "normal"),
    )  # fmt: skip
    return [
        layer
        for words, field, height, dy, color, weight in names
        for layer in marks.haloed(
            _named(end, words, field), mode, {"y": f"{height}:Q", "text": "words:N"},
            align="right", dy=dy, color=color, fontWeight=weight,
        )
    ]  # fmt: skip


def _named(end: alt.Chart, words: str, field: str) -> alt.Chart:
    with_share = f"'{words} ' + format(100 * datum.{field}, '.0f') + ' %'"
    return end.transform_filter(f"isValid(datum.{field})").transform_calculate(words=with_share)


def _hover(base: alt.Chart) -> alt.Chart:
    """A day is read anywhere above it, not only on a line two pixels wide."""
    return base.mark_rule(opacity=0, strokeWidth=8).encode(
        tooltip=[
            alt.Tooltip("age_days:Q", title="By day"),
            alt.Tooltip("resolved_share:Q", title="Resolved", format=".1%"),
            alt.Tooltip("lower:Q", title="95 % interval from", format=".1%"),
            alt.Tooltip("upper:Q", title="to", format=".1%"),
            alt.Tooltip("closed_only_share:Q", title="Closed cases alone would say", format=".1%"),
            alt.Tooltip("hospital_share:Q", title=marks.ORGANIZATION, format=".1%"),
        ]
    )


@cache
def cohorts_compared(standard_days: int, last_day: int, mode: Mode = "light") -> dict[str, Any]:
    """Two cohorts' shares resolved by day with their bands; the first is dashed and gray.

    place is 0 for the first cohort and 1 for the second.
    Expects columns cohort, place, age_days, resolved_share, lower, upper.
    """
    colors = palette(mode)
    shown_to = min(max(last_day, 1), max(4 * standard_days, 60))
    base = alt.Chart().transform_filter(f"datum.age_days <= {shown_to}").encode(x=_days(shown_to))
    layers: list[alt.Chart] = []
    for place, tone, dash in ((0, colors.context, [5, 3]), (1, colors.recovered, [1, 0])):
        own = base.transform_filter(f"datum.place == {place}")
        band = own.mark_area(opacity=BAND_OPACITY, color=tone, interpolate=STEP)
        line = own.mark_line(color=tone, strokeWidth=2.5, strokeDash=dash, interpolate=STEP)
        y = alt.Y("lower:Q", title="Resolved", axis=marks.SHARE, scale=marks.FULL)
        layers += [band.encode(y=y, y2="upper:Q"), line.encode(y="resolved_share:Q")]
    if standard_days <= shown_to:
        once = base.transform_filter(f"datum.age_days == {standard_days} && datum.place == 0")
        layers.append(once.mark_rule(strokeDash=STANDARD_DASH, color=colors.ink))
    return finished(layered(*layers, *_cohort_names(base, shown_to, mode)), mode, height=320)


def _cohort_names(base: alt.Chart, shown_to: int, mode: Mode) -> list[alt.Chart]:
    """Each cohort's name with its line's style, in the corner that rising curves leave free."""
    colors = palette(mode)
    end = base.transform_filter(f"datum.age_days == {shown_to}")
    layers: list[alt.Chart] = []
    names = ((0, "- - ", colors.context, 48), (1, "— ", colors.recovered, 24))
    for place, sign, tone, up in names:
        named = end.transform_filter(f"datum.place == {place}").transform_calculate(
            words=f"'{sign}' + replace(datum.cohort, 'received ', '') + ' '"
            " + format(100 * datum.resolved_share, '.0f') + ' %'"
        )
        y = alt.value(alt.ExprRef(f"height - {up}"))
        layers += marks.haloed(
            named, mode, {"y": y, "text": "words:N"},
            align="right", color=tone, fontWeight=STRONG, limit=alt.ExprRef("width"),
        )  # fmt: skip
    return layers


@cache
def resolution_by_month(standard_days: int, mode: Mode = "light") -> dict[str, Any]:
    """Share resolved within the standard, by month of receipt, with the whole organization.

    Expects columns month, n, within_share, within_lower, within_upper, hospital_share,
    is_too_few, is_suppressed, note.
    """
    chart = marks.monthly(
        "within_share", "within_lower", "within_upper", mode,
        y_title=f"Resolved within {_in_words(standard_days)}",
    )  # fmt: skip
    return finished(layered(chart, marks.organization_by_month(mode)), mode)


@cache
def backlog_by_age(mode: Mode = "light") -> dict[str, Any]:
    """Open complaints by age; those past the standard are orange and say so.

    Expects columns age_band, open_n, past_standard, is_suppressed, note.
    """
    colors = palette(mode)
    tone = alt.condition(
        "datum.past_standard", alt.value(colors.unrecovered), alt.value(colors.context)
    )
    base = alt.Chart().encode(
        y=alt.Y("age_band:N", sort=None, title="Days since received", axis=alt.Axis(grid=False))
    )
    bars = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X("open_n:Q", title="Open complaints", axis=marks.COUNT, scale=_room_for_words()),
        color=tone,
        tooltip=[
            alt.Tooltip("age_band:N", title="Days since received"),
            alt.Tooltip("open_n:Q", title="Open", format=","),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    return finished(layered(bars, *_backlog_words(base, mode)), mode, height=260)


def _room_for_words() -> alt.Scale:
    domain: Any = {"unionWith": [0, 1]}  # where nobody waits, bars begin at the left all the same
    return alt.Scale(domain=domain, range=[0, alt.ExprRef("width - 150")], nice=False)


def _backlog_words(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    ink = palette(mode).ink
    late = "(datum.past_standard && datum.open_n > 0 ? ' past the standard' : '')"
    told = base.transform_filter("isValid(datum.open_n)").transform_calculate(
        words=f"format(datum.open_n, ',') + {late}"
    )
    hidden = base.transform_filter("!isValid(datum.open_n)").transform_calculate(
        words="'• ' + (datum.note || 'suppressed')"
    )
    return [
        told.mark_text(align="left", dx=6, color=ink).encode(x="open_n:Q", text="words:N"),
        hidden.mark_text(align="left", dx=6, color=ink).encode(x=alt.value(0), text="words:N"),
    ]


BANDS = ("0-7", "8-30", "31-90", "91-182", "over 182")
NOT_HEARD_OF = "not heard of"
FAINTEST = 0.35
BAR = {"band": 0.75}


@cache
def backlog_by_month(late_bands: tuple[str, ...], mode: Mode = "light") -> dict[str, Any]:
    """Open complaints at each month's end, stacked by days waited; those past the standard orange.

    The longer they wait the stronger their color; those not heard of stand on top, hollow.
    late_bands are the age bands past the standard.
    Expects columns month, day_on, age_band, open_n, is_suppressed, note.
    """
    colors = palette(mode)
    base = (
        alt.Chart()
        .transform_filter("isValid(datum.open_n)")
        .transform_calculate(place=f"indexof({[*BANDS, NOT_HEARD_OF]}, datum.age_band)")
        .encode(x=alt.X("month:T", timeUnit="yearmonth", title=None, axis=marks.MONTH))
    )
    early = [band for band in BANDS if band not in late_bands]
    tones = [colors.context if band in early else colors.unrecovered for band in BANDS]
    strengths = [*_stronger(len(early)), *_stronger(len(late_bands))]
    domain = [*BANDS, NOT_HEARD_OF]
    legend = alt.Legend(
        title="Days waited at the month's end", orient="top", direction="horizontal", columns=3,
        symbolType="square", symbolStrokeWidth=0, labelFontSize=14,
        labelExpr=f"datum.label == '{NOT_HEARD_OF}' ? '' : datum.label",  # hollow bars: in words
        titleFontWeight="normal", titleFontSize=14, labelColor=colors.ink,
        titleColor=colors.ink, titleLimit=300,
    )  # fmt: skip
    bars = base.mark_bar(strokeWidth=1, width=BAR).encode(
        y=alt.Y("open_n:Q", title="Open complaints", axis=marks.COUNT, stack="zero"),
        color=alt.Color(
            "age_band:N",
            scale=alt.Scale(type="ordinal", domain=domain, range=[*tones, colors.background]),
            legend=legend,
        ),
        stroke=alt.condition(
            f"datum.age_band == '{NOT_HEARD_OF}'",
            alt.value(colors.context),
            alt.value(colors.background),
        ),
        opacity=alt.Opacity(
            "age_band:N",
            scale=alt.Scale(type="ordinal", domain=domain, range=[*strengths, 1.0]),
            legend=legend,
        ),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("day_on:T", title="On", format="%-d %b %Y"),
            alt.Tooltip("age_band:N", title="Days waited"),
            alt.Tooltip("open_n:Q", title="Open", format=","),
        ],
    )
    hidden = (
        alt.Chart()
        .transform_filter("datum.is_suppressed")
        .mark_text(text="•", color=colors.context, dy=-6, fontSize=18)
        .encode(
            x=alt.X("month:T", timeUnit="yearmonth"),
            y=alt.datum(0),
            tooltip=[marks.month_tooltip(), alt.Tooltip("note:N", title="Note")],
        )
    )
    return finished(layered(bars, hidden), mode, height=300)


def _stronger(bands_n: int) -> list[float]:
    """Opacities that rise to full, one a band."""
    if bands_n <= 1:
        return [1.0] * bands_n
    step = (1 - FAINTEST) / (bands_n - 1)
    return [round(FAINTEST + place * step, 3) for place in range(bands_n)]


@cache
def acknowledged_by_month(limit: str, mode: Mode = "light") -> dict[str, Any]:
    """Share acknowledged on time, by month of receipt.

    Expects columns month, n, share, lower, upper, is_too_few, is_suppressed, note.
    """
    chart = marks.monthly("share", "lower", "upper", mode, y_title=f"Acknowledged within {limit}")
    return finished(chart, mode)
