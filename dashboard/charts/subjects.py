"""Charts of what complaints are about, as Vega-Lite dicts without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.rows import LANE, PICTURE, WORDS, pixels, words
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import Mode, palette

SHOWN = 8  # subjects in the picture; the table has them all
BAR = 12  # pixels


@cache
def complaints_by_subject(rows_n: int, is_part: bool, mode: Mode = "light") -> dict[str, Any]:
    """Share of complaints about each subject, the primary part solid, beside the organization's.

    is_part says that there is a whole organization beside what is shown.
    Expects columns subject, n, complaints_n, share, lower, upper, primary_share, hospital_share,
    stands_out, is_too_few, is_suppressed, note.
    """
    height = _height(rows_n)
    told = "(isValid(datum.share) && !datum.is_too_few)"
    base = _lanes(rows_n)
    share = (
        f"{told} ? {marks.percent('share')} + ' (' + format(100 * datum.lower, '.0f') + ' to '"
        f" + format(100 * datum.upper, '.0f') + ')' : {_untold()}"
    )
    apart = "(datum.stands_out ? ', ' + datum.stands_out : '')"
    said = words(base, pixels("words_y", height), mode, left=f"datum.subject + {apart}",
                 right=share, right_px=140)  # fmt: skip
    return finished(
        layered(*_bars(base.transform_filter(told), height, is_part, mode), *said),
        mode,
        height=height,
    )


@cache
def resolution_by_subject(rows_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Days until half of each subject's complaints are resolved, beside all complaints.

    Expects columns subject, n, median_days, median_lower, median_upper, q25_days, q75_days,
    all_median_days, is_too_few, is_suppressed, note.
    """
    height, colors = _height(rows_n), palette(mode)
    told = "(isValid(datum.median_days) && !datum.is_too_few)"
    base = _lanes(rows_n)
    upper = "(isValid(datum.median_upper) ? format(datum.median_upper, '.0f') : 'not reached')"
    days = (
        f"{told} ? format(datum.median_days, '.0f') + (datum.median_days == 1 ? ' day (' :"
        f" ' days (') + format(datum.median_lower, '.0f') + ' to ' + {upper} + ')'"
        f" : {_untold()}"
    )
    said = words(base, pixels("words_y", height), mode, left="datum.subject", right=days,
                 right_px=150)  # fmt: skip
    shown = base.transform_filter(told).encode(y=pixels("picture_y", height))
    x = alt.X("median_lower:Q", title="Days from receipt (line: all subjects)",
              axis=alt.Axis(format=",d", tickCount=5, tickMinStep=1, grid=True),
              scale=marks.FROM_ZERO)  # fmt: skip
    rule = shown.mark_rule(strokeWidth=4, opacity=0.45, color=colors.recovered).encode(
        x=x, x2="median_upper:Q"
    )
    dots = shown.mark_point(size=90, filled=True, opacity=1, color=colors.recovered).encode(
        x="median_days:Q",
        tooltip=[
            alt.Tooltip("subject:N", title="Subject"),
            alt.Tooltip("median_days:Q", title="Half resolved by day", format=".0f"),
            alt.Tooltip("median_lower:Q", title="95 % interval from", format=".0f"),
            alt.Tooltip("median_upper:Q", title="to", format=".0f"),
            alt.Tooltip("q25_days:Q", title="A quarter by day", format=".0f"),
            alt.Tooltip("q75_days:Q", title="Three quarters by day", format=".0f"),
            alt.Tooltip("n:Q", title="n", format=","),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    every = base.transform_filter("isValid(datum.all_median_days)").mark_tick(
        color=colors.ink, thickness=2, size=22, orient="vertical"
    )
    line = every.encode(x="all_median_days:Q", y=pixels("picture_y", height))
    return finished(layered(rule, line, dots, *said), mode, height=height)


def _untold() -> str:
    """Expression for a subject without a figure; short, since its name stands in the same line."""
    return f"(datum.is_suppressed ? '• too few to show' : {marks.too_few()})"


def _height(rows_n: int) -> int:
    return max(min(rows_n, SHOWN), 1) * LANE


def _lanes(rows_n: int) -> alt.Chart:
    """The first subjects, each in its lane: a line of words, then the picture."""
    return (
        alt.Chart()
        .transform_window(place="row_number()")
        .transform_filter(f"datum.place <= {min(max(rows_n, 1), SHOWN)}")
        .transform_calculate(
            words_y=f"(datum.place - 1) * {LANE} + {WORDS}",
            picture_y=f"(datum.place - 1) * {LANE} + {PICTURE}",
        )
    )


def _bars(told: alt.Chart, height: int, is_part: bool, mode: Mode) -> list[alt.Chart]:
    colors = palette(mode)
    base = told.encode(y=pixels("picture_y", height))
    axis = alt.Axis(format=".0%", tickCount=5, grid=True)
    title = ["Share (stronger: as main subject)"]
    if is_part:
        title.append("line: whole organization")
    tooltip = [
        alt.Tooltip("subject:N", title="Subject"),
        alt.Tooltip("complaints_n:Q", title="Complaints", format=","),
        *marks.interval_tooltip("share", "lower", "upper", "share"),
        alt.Tooltip("primary_share:Q", title="As main subject", format=".1%"),
        alt.Tooltip("hospital_share:Q", title=marks.ORGANIZATION, format=".1%"),
    ]
    every = base.mark_bar(size=BAR, orient="horizontal", opacity=0.4, color=colors.context).encode(
        x=alt.X("share:Q", title=title, axis=axis, scale=marks.FULL), tooltip=tooltip
    )
    primary = base.mark_bar(size=BAR, orient="horizontal", color=colors.context).encode(
        x="primary_share:Q", tooltip=tooltip
    )
    doubt = base.mark_rule(color=colors.ink, strokeWidth=1.5, orient="horizontal").encode(
        x="lower:Q", x2="upper:Q"
    )
    whole = base.mark_tick(color=colors.ink, thickness=2, size=22, orient="vertical")
    return [every, primary, doubt, whole.encode(x="hospital_share:Q")]
