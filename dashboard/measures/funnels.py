"""Which units truly differ: funnels with over-dispersion, and shrunken estimates beside them.

Units stand in their usual order, never by rank; small ones get a longer period, and it is said.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, registry
from dashboard.measures.asking import unit_names
from dashboard.measures.measure import PER, Data
from dashboard.measures.organization import is_part
from dashboard.measures.result import (
    COUNT,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    counted_n,
    guards,
    table_of,
)
from dashboard.measures.rows import MeasureRow, hidden, noted, too_few
from dashboard.measures.selection import Selection, month_end
from dashboard.measures.series import counts_of_row, data_of
from dashboard.measures.unit_months import (
    SOURCES,
    Period,
    UnitMonths,
    nothing_of,
    span_of,
    starts_of,
    unit_months,
)
from dashboard.measures.verdict_words import word_of
from dashboard.measures.verdicts import outliers
from dashboard.settings import Standards
from dashboard.stats import funnel as stats
from dashboard.stats.false_alarms import expected_outside_funnel
from dashboard.stats.shrinkage import Shrunken, shrunken_rates, shrunken_shares

LEVEL = 0.998
LEAST_UNITS = 5
"""Of fewer units nobody can tell how much units vary: their limits are those of chance alone."""

LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
CHOSEN = "period chosen"
FUNNEL: Columns = {
    "unit_id": TEXT,
    "unit_name": TEXT,
    "n": COUNT,
    "value": NUMBER,
    "center": NUMBER,
    "lower_95": NUMBER,
    "upper_95": NUMBER,
    "lower_998": NUMBER,
    "upper_998": NUMBER,
    "shrunken": NUMBER,
    "shrunken_lower": NUMBER,
    "shrunken_upper": NUMBER,
    "rank_lower": COUNT,
    "rank_upper": COUNT,
    "stands_out": TEXT,
    "period": TEXT,
    **GUARDS,
}


@dataclass(frozen=True)
class Funnel(Figure):
    """Units against the limits of their size; phi, tau2: see stats.funnel.

    center is that of all units in view together; expected_by_chance of compared_n stand out where
    units don't differ beyond what all of them vary. stands_out is better or worse; higher or lower
    where neither is better.
    """

    center: float
    phi: float
    tau2: float
    is_over_dispersed: bool
    expected_by_chance: float
    compared_n: int
    direction: str
    units_differ: bool
    value_unit: str


@dataclass(frozen=True)
class _Chosen:
    """Each unit's count of n in the shortest period that reaches the floor; arrays (units,)."""

    count: np.ndarray
    n: np.ndarray
    period: np.ndarray  # place in the list of periods
    is_hidden: np.ndarray
    is_enough: np.ndarray


def funnel(
    ask: Ask, selection: Selection, standards: Standards, measure: str = "resolved_within"
) -> Funnel:
    """Compare the units in view on one measure, each with the limits that its own n allows.

    Raises:
        WrongUsage: the measure is not counted by unit, or the filters need rows.
    """
    counts = counts_of(ask, selection, standards, measure)
    chosen = _chosen(counts, standards)
    compared = np.where(chosen.is_enough, chosen.n, np.nan)
    found = _funnel(counts.data, chosen.count, compared, _center(counts))
    shrunken = _shrunken(counts.data, chosen.count, compared)
    names = unit_names(ask)
    lines = _lines(found, shrunken, registry.definition(measure).direction)
    rows = [
        {
            "unit_id": unit_id,
            "unit_name": names.get(unit_id, unit_id),
            "center": found.center,
            **_row(place, counts, chosen, standards),
            **(lines[place] if chosen.is_enough[place] else {}),
        }
        for place, unit_id in enumerate(counts.unit_ids)
        if chosen.n[place] > 0 or chosen.is_hidden[place]
    ]
    return _figure(measure, rows, found, shrunken, not is_part(ask, selection), counts)


def counts_of(ask: Ask, selection: Selection, standards: Standards, measure: str) -> UnitMonths:
    """Each unit's counts in the period chosen and in longer ones: from cells by month at best."""
    if measure in SOURCES:
        return unit_months(ask, selection, standards, measure)
    data = data_of(measure)
    if data != "share" or "subject" in registry.definition(measure).more_in_json:
        raise WrongUsage(f"{measure} is no share of each unit: there is no funnel of it.")
    span = span_of(ask, selection)
    if span is None:
        return nothing_of(data)
    first, last = span
    answered = {
        months_n: _by_unit(
            ask, replace(selection, from_on=since, to_on=month_end(last)), standards, measure
        )
        for months_n, since in starts_of(first, last).items()
    }
    there = set().union(*answered.values())
    unit_ids = tuple(unit_id for unit_id in unit_names(ask) if unit_id in there)
    periods = tuple(
        _period_of(since, months_n, [answered[months_n].get(unit_id) for unit_id in unit_ids])
        for months_n, since in starts_of(first, last).items()
    )
    return replace(nothing_of(data), unit_ids=unit_ids, periods=periods)


def _by_unit(
    ask: Ask, selection: Selection, standards: Standards, measure: str
) -> dict[str, MeasureRow]:
    answered = registry.answer_in_full(measure, ask, selection.grouped("unit"), standards)
    return {row.group: row for row in answered.rows if row.group is not None}


def _period_of(since: dt.date, months_n: int | None, rows: list[MeasureRow | None]) -> Period:
    counted = [row is not None and row.value is not None for row in rows]
    counts = [counts_of_row(row) if row and is_counted else (0.0, 0.0)
              for row, is_counted in zip(rows, counted, strict=True)]  # fmt: skip
    count, n = np.array(counts, dtype=float).reshape(-1, 2).T
    is_hidden = np.array([row is not None and row.suppressed for row in rows], dtype=bool)
    return Period(since, months_n, count, n, is_hidden)


def period_in_words(period: Period) -> str:
    """Say which months a unit's figure is of."""
    return CHOSEN if period.months_n is None else f"last {period.months_n} months"


def _chosen(counts: UnitMonths, standards: Standards) -> _Chosen:
    units = len(counts.unit_ids)
    count, n = np.zeros(units), np.zeros(units)
    place = np.zeros(units, dtype=int)
    is_hidden = np.zeros(units, dtype=bool)
    is_enough = np.zeros(units, dtype=bool)
    for number, period in enumerate(counts.periods):
        size = period.n * (PER if counts.data == "rate" else 1)
        reaches = ~period.is_hidden & (size >= standards.floor_n)
        takes = ~is_enough & (reaches | (period.n > n))
        count, n = np.where(takes, period.count, count), np.where(takes, period.n, n)
        place = np.where(takes, number, place)
        is_hidden = ~(is_enough | reaches) & (period.is_hidden | is_hidden)
        is_enough |= reaches
    return _Chosen(count, n, place, is_hidden, is_enough)


def _center(counts: UnitMonths) -> float | None:
    """What all units in view have together in the period chosen; None: of the compared alone."""
    if not counts.periods or not counts.periods[0].n.sum():
        return None
    period = counts.periods[0]
    return float(period.count.sum() / period.n.sum())


def _funnel(data: Data, count: np.ndarray, n: np.ndarray, center: float | None) -> stats.Funnel:
    is_adjusted = int(np.isfinite(n).sum()) >= LEAST_UNITS
    of = stats.proportion_funnel if data == "share" else stats.rate_funnel
    found = of(count, n, center, adjusted=is_adjusted)
    return replace(found, is_over_dispersed=is_adjusted and found.is_over_dispersed)


def _shrunken(data: Data, count: np.ndarray, n: np.ndarray) -> Shrunken:
    return (shrunken_shares if data == "share" else shrunken_rates)(count, n)


def _row(place: int, counts: UnitMonths, chosen: _Chosen, standards: Standards) -> dict[str, Any]:
    period = period_in_words(counts.periods[chosen.period[place]])
    if chosen.is_hidden[place]:
        return {"period": period, **guards(hidden(None, standards.floor_n))}
    size = chosen.n[place] * (PER if counts.data == "rate" else 1)
    note = noted(
        None if period == CHOSEN else period,
        None if chosen.is_enough[place] else too_few(size, standards.floor_n),
    )
    return {
        "n": round(size),
        "value": float(chosen.count[place] / chosen.n[place]),
        "period": period,
        **guards(MeasureRow(None, n=round(size), note=note)),
    }


def _lines(found: stats.Funnel, shrunken: Shrunken, direction: str) -> list[dict[str, Any]]:
    """Limits, estimate, ranks and side of each unit."""
    words = {side: word_of(side, direction) for side in ("", "high", "low")}
    columns = {
        **{name: getattr(found, name) for name in LIMITS},
        "shrunken": shrunken.estimate,
        "shrunken_lower": shrunken.lower,
        "shrunken_upper": shrunken.upper,
        "rank_lower": shrunken.rank_lower,
        "rank_upper": shrunken.rank_upper,
    }
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    sides = found.stands_out(LEVEL).tolist()
    return [
        {**dict(zip(columns, row, strict=True)), "stands_out": words[side]}
        for row, side in zip(rows, sides, strict=True)
    ]


def _figure(
    measure: str,
    rows: list[dict[str, Any]],
    found: stats.Funnel,
    shrunken: Shrunken,
    is_of_all: bool,
    counts: UnitMonths,
) -> Funnel:
    defined = registry.definition(measure)
    compared_n = sum(row.get("lower_998") is not None for row in rows)
    expected = expected_outside_funnel(compared_n, LEVEL)
    what = f"in “{phrases.lower_first(defined.title)}”"
    verdict = outliers(
        [row | {"hospital_share": found.center} for row in rows],
        what,
        rule=_rule(found, is_of_all),
    )
    where = phrases.counted(len(rows), "unit", "units")
    return Funnel(
        measure=measure,
        table=table_of(FUNNEL, rows),
        n=counted_n([row | {"n": row.get("n")} for row in rows]),
        in_words=f"{defined.title} in {where}, against the limits of their size. "
        f"{verdict.sentence}",
        verdict=verdict,
        center=found.center,
        phi=found.phi,
        tau2=found.tau2,
        is_over_dispersed=found.is_over_dispersed,
        expected_by_chance=expected,
        compared_n=compared_n,
        direction=defined.direction,
        units_differ=shrunken.units_differ,
        value_unit=f"per 1,000 {counts.per}" if counts.data == "rate" else defined.unit,
    )


def _rule(found: stats.Funnel, is_of_all: bool) -> str:
    of_whom = "the whole organization" if is_of_all else "the units in view"
    widened = ", widened by how much units vary anyway" if found.is_over_dispersed else ""
    return f"Rule: outside the 99.8 % limits around the value of {of_whom}{widened}."
