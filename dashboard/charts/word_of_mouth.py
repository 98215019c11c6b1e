"""Charts of the word-of-mouth page, as Vega-Lite dicts without data; nothing here draws."""

from functools import cache
from typing import Any

from dashboard.charts import marks
from dashboard.charts.flow import ledger_layers
from dashboard.charts.spec import finished, rows_height
from dashboard.charts.theme import Mode


@cache
def ledger(mode: Mode = "light") -> dict[str, Any]:
    """From patients to what became of the dissatisfied, as a flow drawn to scale.

    Expects columns step, label, people_n, people_lower, people_upper, is_measured, is_suppressed,
    note.
    """
    layers, height = ledger_layers(mode)
    return finished(layers, mode, height=height)


@cache
def capture_by_unit(units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Dissatisfied patients who never complained, by unit, with their interval.

    Expects columns unit_name, n, silent_n, silent_lower, silent_upper, is_too_few, is_suppressed,
    note.
    """
    chart = marks.by_unit(
        "silent_n", "silent_lower", "silent_upper", mode,
        x_title="Dissatisfied who never complained", unit="count", tone="silent",
    )  # fmt: skip
    return finished(chart, mode, height=rows_height(units_n))


@cache
def complaints_per_1000_by_month(base: str, mode: Mode = "light") -> dict[str, Any]:
    """Complaints per 1,000 patients, by month.

    Expects columns month, n, per_1000, lower, upper, is_too_few, is_suppressed, note.
    """
    chart = marks.monthly(
        "per_1000", "lower", "upper", mode, y_title=f"Complaints per 1,000 {base}", unit="count",
        tone="context",
    )  # fmt: skip
    return finished(chart, mode)


@cache
def complaints_per_1000_by_unit(base: str, units_n: int, mode: Mode = "light") -> dict[str, Any]:
    """Complaints per 1,000 patients, by unit.

    Expects columns unit_name, n, per_1000, lower, upper, is_too_few, is_suppressed, note.
    """
    chart = marks.by_unit(
        "per_1000", "lower", "upper", mode, x_title=f"Complaints per 1,000 {base}", unit="count"
    )
    return finished(chart, mode, height=rows_height(units_n))
