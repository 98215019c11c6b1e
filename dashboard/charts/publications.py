"""Charts of the publications page. A chart is a Vega-Lite dict without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.marks import haloed
from dashboard.charts.rows import pixels
from dashboard.charts.spec import finished, layered
from dashboard.charts.theme import STRONG, Mode, palette

LANE = 74  # pixels of a source: a line of words, then its extracts over time
WORDS = 12
BASE = 64  # where the bars of a lane stand
TALLEST = 34
ROOM = "max(width - 100, 60)"  # what the newest value leaves for the source's name
LEAST = 2  # a bar of 0 is still a place where an extract was


@cache
def quality_by_source(sources_n: int, mode: Mode = "light") -> dict[str, Any]:
    """One number of each source's extracts over time, a lane a source; orange where far off.

    Expects columns source, on, value, said, is_far_off.
    """
    colors = palette(mode)
    height = max(sources_n, 1) * LANE
    base = (
        alt.Chart()
        .transform_window(lane="dense_rank()", sort=[alt.SortField("source")])
        .transform_joinaggregate(highest="max(value)")
        .transform_calculate(
            base_y=f"(datum.lane - 1) * {LANE} + {BASE}",
            words_y=f"(datum.lane - 1) * {LANE} + {WORDS}",
            top_y=f"(datum.lane - 1) * {LANE} + {BASE} - {LEAST}"
            f" - (datum.highest ? datum.value / datum.highest : 0) * {TALLEST - LEAST}",
        )
    )
    time = alt.X("on:T", title=None, axis=marks.MONTH, scale=alt.Scale(padding=12))
    tone = alt.condition(
        "datum.is_far_off", alt.value(colors.unrecovered), alt.value(colors.context)
    )
    bars = base.mark_rule(strokeWidth=7, opacity=1).encode(
        x=time,
        y=pixels("base_y", height),
        y2="top_y:Q",
        color=tone,
        tooltip=[
            alt.Tooltip("source:N", title="Source"),
            alt.Tooltip("on:T", title="Data as of", format="%-d %b %Y"),
            alt.Tooltip("said:N", title="Value"),
        ],
    )
    last = base.transform_window(
        newness="row_number()", sort=[alt.SortField("on", order="descending")],
        groupby=["source"],
    ).transform_filter("datum.newness == 1")  # fmt: skip
    named = last.mark_text(align="left", color=colors.ink, limit=alt.ExprRef(ROOM)).encode(
        x=alt.value(0), y=pixels("words_y", height), text="source:N"
    )
    words = last.transform_calculate(words="datum.is_far_off ? '▼ ' + datum.said : datum.said")
    newest = haloed(
        words,
        mode,
        {"x": alt.value(alt.ExprRef("width")), "y": pixels("words_y", height), "text": "words:N"},
        align="right",
        color=colors.ink,
        fontWeight=STRONG,
    )
    return finished(layered(bars, named, *newest), mode, height=height)


@cache
def revised_by_month(is_share: bool, mode: Mode = "light") -> dict[str, Any]:
    """A figure by month in two publications: hollow before, filled now, joined where it moved.

    Expects columns month, value_before, value_after, n_before, n_after, why.
    """
    colors = palette(mode)
    base = alt.Chart().encode(x=marks.months())
    axis, scale = (marks.SHARE, marks.FULL) if is_share else (marks.COUNT, marks.FROM_ZERO)
    form = ".1%" if is_share else ",.1f"
    y = alt.Y("value_before:Q", title=None, axis=axis, scale=scale)
    tips = [
        marks.month_tooltip(),
        alt.Tooltip("value_before:Q", title="Was", format=form),
        alt.Tooltip("value_after:Q", title="Now", format=form),
        alt.Tooltip("n_before:Q", title="n then", format=","),
        alt.Tooltip("n_after:Q", title="n now", format=","),
        alt.Tooltip("why:N", title="Why"),
    ]
    both = base.transform_filter("isValid(datum.value_before) && isValid(datum.value_after)")
    joined = both.mark_rule(strokeWidth=2, color=colors.context).encode(y=y, y2="value_after:Q")
    was = base.mark_point(size=70, color=colors.context, opacity=1, strokeWidth=1.6).encode(
        y=y, fill=alt.value(colors.background), tooltip=tips
    )
    now = base.mark_point(size=80, filled=True, color=colors.recovered, opacity=1).encode(
        y="value_after:Q", tooltip=tips
    )
    return finished(layered(joined, was, now), mode, height=240)
