"""Curves, control charts and a funnel of 200 units and 36 months: from the mart, and as one would write them.

The peer starts from rows in memory with unit, month and age derived; it counts with polars and
goes through units one by one, as scripts do. Answers must be equal; times are only told.
"""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.mart.open import Mart
from dashboard.measures.funnels import funnel
from dashboard.measures.resolution import cohorts
from dashboard.measures.selection import Selection
from dashboard.measures.series import MAX_UNKNOWN_SHARE
from dashboard.measures.unit_charts import control_charts_by_unit
from dashboard.settings import Standards
from dashboard.stats.control_charts import MIN_POINTS
from tests.benchmarks import ours
from tests.benchmarks.questions import FORMAL, month_number
from tests.benchmarks.timing import Took, medians

UNITS, MONTHS = 200, 36
BUDGET_MS = 60
STANDARDS = Standards()
ALL = Selection()
PARTS = ("all", "month")
DAYS = STANDARDS.resolved_within_days


@dataclass(frozen=True)
class Answered:
    """By unit: share resolved within the standard, center and outer limits of its chart, funnel limits.

    Charts have (center, lower, upper) of each month that is a point, by (unit, month).
    """

    within: dict[str, float]
    charts: dict[tuple[str, int], tuple[float, float, float]]
    compared: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """What one part took, ours and the peer's."""

    name: str
    took: Took


Known = dict[tuple[Any, ...], pa.Table]


def page_of(mart: Mart, chosen: Known | None = None) -> Ask:
    """Ask the mart through the memory of one page: the same statement is asked once.

    chosen holds what can be chosen (units, values, kinds, span), which the filter bar has asked.
    """
    asked = ours.asking(mart)
    known: Known = dict(chosen or {})

    def ask(name: str, /, **params: Any) -> pa.Table:
        key = (name, tuple(sorted(params.items())))
        if key not in known:
            known[key] = asked(name, **params)
        return known[key]

    return ask


def can_be_chosen(mart: Mart) -> Known:
    """What a page's filter bar and an earlier page of the session have asked."""
    asked = ours.asking(mart)
    known: Known = {}

    def ask(name: str, /, **params: Any) -> pa.Table:
        found = asked(name, **params)
        if name.startswith("filters/"):
            known[name, tuple(sorted(params.items()))] = found
        return found

    _all_three(ask, PARTS)
    return known


def curves(ask: Ask, parts: tuple[str, ...] = PARTS) -> dict[tuple[str, str | None], Any]:
    """The curve of all with its band, and each month's; those of all units are further ones."""
    found = cohorts(ask, ALL, STANDARDS, parts)
    drawn = {}
    for part in parts:
        for group, cohort in found[part].items():
            drawn[part, group] = (cohort.incidence, cohort.incidence.band())
    return drawn


def together(
    mart: Mart, parts: tuple[str, ...] = PARTS, chosen: Known | None = None
) -> tuple[Any, Any, Any]:
    """All three, as one page asks for them: what is measured."""
    return _all_three(page_of(mart, chosen), parts)


def _all_three(ask: Ask, parts: tuple[str, ...]) -> tuple[Any, Any, Any]:
    charts, compared = control_charts_by_unit(ask, ALL, STANDARDS), funnel(ask, ALL, STANDARDS)
    return curves(ask, parts), charts, compared


def answers_of(found: tuple[Any, Any, Any]) -> Answered:
    """Read ours as an answer that can be compared; not measured."""
    drawn, charts, compared = found
    within = {
        group: incidence.at(DAYS)
        for (part, group), (incidence, _) in drawn.items()
        if part == "unit"
    }
    lines = {}
    for place, unit in enumerate(charts.unit_ids):
        for column, month in enumerate(charts.months):
            if np.isfinite(charts.limits.upper[place, column]):
                lines[unit, month_number(month)] = tuple(
                    float(array[place, column])
                    for array in (charts.limits.center, charts.limits.lower, charts.limits.upper)
                )
    rows = compared.table.to_pylist()
    outer = {r["unit_id"]: (r["lower_998"], r["upper_998"]) for r in rows if not r["is_too_few"]}
    return Answered(within, lines, outer)


# --- the peer -------------------------------------------------------------------------------------


def peer(complaints: pl.DataFrame) -> Answered:
    """The same by polars and a loop over units."""
    counted = (
        complaints.lazy()
        .filter(pl.col("contact_type").is_in(FORMAL))
        .group_by("unit", "received_month", "age_days")
        .agg(pl.col("resolved_n", "otherwise_n", "open_n").sum())
        .collect()
    )
    by_unit = {
        str(unit): rows for (unit,), rows in counted.partition_by("unit", as_dict=True).items()
    }
    within = {unit: _share_within(rows) for unit, rows in by_unit.items()}
    for month in counted.partition_by("received_month"):  # the months' own curves
        _share_within(month)
    points = {unit: _points(rows) for unit, rows in by_unit.items()}
    charts = {
        (unit, month): line
        for unit, of_months in points.items()
        for month, line in _p_chart(of_months).items()
    }
    return Answered(within, charts, _funnel(points))


def _share_within(rows: pl.DataFrame) -> float:
    """F of the standard's day, with a log-log band for every day, as a curve needs."""
    by_age = rows.group_by("age_days").agg(
        pl.col("resolved_n", "otherwise_n", "open_n").sum()
    ).sort("age_days")  # fmt: skip
    days, resolved, otherwise, waiting = (
        by_age[name].to_numpy().astype(float) for name in by_age.columns
    )
    gone = resolved + otherwise + waiting
    at_risk = gone[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - (resolved + otherwise) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before * resolved / at_risk)
    here = days <= DAYS
    return float(incidence[here][-1]) if here.any() else 0.0


def _points(rows: pl.DataFrame) -> dict[int, tuple[float, float]]:
    """Resolved in time of how many, of months that were followed long enough."""
    months = rows.group_by("received_month").agg(
        n=pl.sum_horizontal(pl.col("resolved_n", "otherwise_n", "open_n").sum()),
        quick_n=pl.col("resolved_n").filter(pl.col("age_days") <= DAYS).sum(),
        unknown_n=pl.col("open_n").filter(pl.col("age_days") < DAYS).sum(),
    )
    return {
        month: (quick_n, n - unknown_n)
        for month, n, quick_n, unknown_n in months.iter_rows()
        if unknown_n <= MAX_UNKNOWN_SHARE * n
    }


def _p_chart(points: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float, float]]:
    if len(points) < MIN_POINTS:
        return {}
    center = sum(x for x, _ in points.values()) / sum(n for _, n in points.values())
    lines = {}
    for month, (_, n) in points.items():
        width = 3 * math.sqrt(center * (1 - center) / n)
        lines[month] = (center, max(center - width, 0.0), min(center + width, 1.0))
    return lines


def _funnel(points: dict[str, dict[int, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Spiegelhalter's limits at 99.8 %, over-dispersion by arcsine with winsorised z."""
    sums = {
        unit: (sum(x for x, _ in p.values()), sum(n for _, n in p.values()))
        for unit, p in points.items()
    }
    center = sum(x for x, _ in sums.values()) / sum(n for _, n in sums.values())
    known = {unit: (x, n) for unit, (x, n) in sums.items() if n >= STANDARDS.floor_n}
    z = np.array(
        [2 * math.sqrt(n) * (math.asin(math.sqrt(x / n)) - math.asin(math.sqrt(center)))
         for x, n in known.values()]
    )  # fmt: skip
    weights = np.array([4.0 * n for _, n in known.values()])
    z = np.clip(z, *np.quantile(z, (0.1, 0.9)))
    k, phi, total = len(z), float(np.mean(z**2)), weights.sum()
    tau2 = max(0.0, (k * phi - (k - 1)) / (total - (weights**2).sum() / total))
    limits, far = {}, 3.090232306167813
    for unit, (_, n) in known.items():
        if tau2 > 0:
            width = far * math.sqrt(1 / (4 * n) + tau2)
            angle = math.asin(math.sqrt(center))
            low, high = max(angle - width, 0.0), min(angle + width, math.pi / 2)
            limits[unit] = (math.sin(low) ** 2, math.sin(high) ** 2)
        else:
            width = far * math.sqrt(center * (1 - center) / n)
            limits[unit] = (max(center - width, 0.0), min(center + width, 1.0))
    return limits


# --- both -----------------------------------------------------------------------------------------


def differences(our: Answered, their: Answered) -> list[str]:
    """Where the two don't say the same to nine digits."""
    lines = []
    for name in ("within", "charts", "compared"):
        mine, theirs = getattr(our, name), getattr(their, name)
        lines += [f"{name}: only in one: {key}" for key in sorted(set(mine) ^ set(theirs), key=str)]
        for key in sorted(set(mine) & set(theirs), key=str):
            if not np.allclose(mine[key], theirs[key], rtol=1e-9, atol=1e-12):
                lines.append(f"{name}: {key}: {mine[key]} and {theirs[key]}")
    return lines


def measured(mart: Mart, complaints: pl.DataFrame, repeats: int) -> list[Line]:
    """Time the parts, all of ours together, and the peer; they take turns."""
    chosen = can_be_chosen(mart)
    found = medians(
        {
            "curves of all cases and of each month": lambda: curves(page_of(mart, chosen)),
            "control charts of all units": lambda: control_charts_by_unit(
                page_of(mart, chosen), ALL, STANDARDS
            ),
            "funnel with shrinkage": lambda: funnel(page_of(mart, chosen), ALL, STANDARDS),
            "these three, as one page": lambda: together(mart, PARTS, chosen),
            "and first what can be chosen": lambda: together(mart),
            "and every unit's curve": lambda: together(mart, (*PARTS, "unit")),
            "polars and a loop over units": lambda: peer(complaints),
        },
        repeats,
    )
    return [Line(name, took) for name, took in found.items()]


def in_words(as_of: dt.date, our: Answered) -> str:
    """How much was compared."""
    units, points = len(our.within), len(our.charts)
    return f"{units} units, {points:,} points up to {as_of}, {len(our.compared)} units compared."
