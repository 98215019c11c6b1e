"""Charts of the word-of-mouth page, as Vega-Lite dicts without data; nothing here draws."""

from functools import cache
from typing import Any

from dashboard.charts import marks
from dashboard.charts.flow import ledger_layers
from dashboard.charts.spec import finished, layered, rows_height
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
    """Complaints for 100 dissatisfied patients, by unit, with the organization's value.

    Expects columns unit_name, n, capture_ratio, capture_lower, capture_upper, hospital_ratio,
    is_too_few, is_suppressed, note.
    """
    units = marks.by_unit(
        "capture_ratio", "capture_lower", "capture_upper", mode,
        x_title="Complaints for 100 dissatisfied patients", unit="ratio", tone="silent",
    )  # fmt: skip
    whole = marks.organization_value("hospital_ratio", mode)
    return finished(layered(whole, units), mode, height=rows_height(units_n))


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
