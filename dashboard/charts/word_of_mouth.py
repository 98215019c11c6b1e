"""Charts of the word-of-mouth page, as Vega-Lite dicts without data; nothing here draws."""

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import marks
from dashboard.charts.spec import finished, rows_height
from dashboard.charts.theme import Mode, palette

FLOW = ("dissatisfied", "complained", "silent", "recovered", "not_recovered", "waiting")


@cache
def ledger(mode: Mode = "light") -> dict[str, Any]:
    """From dissatisfied patients to what became of them, each row to the same scale.

    Parts of one whole stand end to end under it, so that the eye can add them up.
    Expects columns step, from_step, label, people_n, people_lower, people_upper, is_measured, note.
    """
    colors = palette(mode)
    order = f"indexof({list(FLOW)}, datum.step)"
    base = (
        alt.Chart()
        .transform_filter("datum.step != 'patients'")
        .transform_calculate(place=order)
        .transform_stack(
            stack="people_n", as_=["begins", "ends"], groupby=["from_step"],
            sort=[alt.SortField("place", order="ascending")],
        )
        .encode(y=alt.Y("label:N", sort=alt.EncodingSortField("place"), title=None,
                        axis=alt.Axis(labelLimit=170, grid=False)))
    )  # fmt: skip
    bars = base.mark_bar(height={"band": 0.72}).encode(
        x=alt.X("begins:Q", title="Patients", axis=alt.Axis(format="~s", tickCount=5)),
        x2="ends:Q",
        color=alt.Color("step:N", legend=None, scale=alt.Scale(
            domain=list(FLOW),
            range=[colors.ink, colors.context, colors.silent, colors.recovered,
                   colors.unrecovered, colors.context],
        )),
        tooltip=[
            alt.Tooltip("label:N", title="Who"),
            alt.Tooltip("people_n:Q", title="People", format=",.0f"),
            alt.Tooltip("people_lower:Q", title="Interval from", format=",.0f"),
            alt.Tooltip("people_upper:Q", title="to", format=",.0f"),
            alt.Tooltip("note:N", title="Note"),
        ],
    )  # fmt: skip
    return finished(alt.layer(bars, *_ledger_words(base, mode)), mode, height=300)


def _ledger_words(base: alt.Chart, mode: Mode) -> list[alt.Chart]:
    """The count: inside a long bar, beside a short one; estimates say so."""
    colors = palette(mode)
    words = "(datum.is_measured ? '' : 'about ') + format(datum.people_n, ',.0f')"
    counted = (
        base.transform_joinaggregate(widest="max(ends)")
        .transform_calculate(words=words, length="(datum.ends - datum.begins) / datum.widest")
        .transform_filter("isValid(datum.people_n)")
    )
    inside = counted.transform_filter("datum.length >= 0.3").mark_text(
        align="left", dx=8, fontWeight=600, color=colors.background
    )
    beside = counted.transform_filter("datum.length < 0.3").mark_text(
        align="left", dx=6, fontWeight=600, color=colors.ink
    )
    return [inside.encode(x="begins:Q", text="words:N"), beside.encode(x="ends:Q", text="words:N")]


@cache
def capture_by_unit(units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Dissatisfied patients who never complained, by unit, with their interval.

    Expects columns unit_name, n, silent_n, silent_lower, silent_upper, is_too_few, note.
    """
    chart = marks.by_unit(
        "silent_n", "silent_lower", "silent_upper", mode,
        x_title="Dissatisfied patients who never complained", unit="count",
    )  # fmt: skip
    return finished(chart, mode, height=rows_height(units_n))


@cache
def complaints_per_1000_by_month(base: str, mode: Mode = "light") -> dict[str, Any]:
    """Complaints per 1,000 patients, by month.

    Expects columns month, n, per_1000, lower, upper, is_too_few, note.
    """
    chart = marks.monthly(
        "per_1000", "lower", "upper", mode, y_title=f"Complaints per 1,000 {base}", unit="count"
    )
    return finished(chart, mode)


@cache
def complaints_per_1000_by_unit(base: str, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Complaints per 1,000 patients, by unit.

    Expects columns unit_name, n, per_1000, lower, upper, is_too_few, note.
    """
    chart = marks.by_unit(
        "per_1000", "lower", "upper", mode, x_title=f"Complaints per 1,000 {base}", unit="count"
    )
    return finished(chart, mode, height=rows_height(units_n))
