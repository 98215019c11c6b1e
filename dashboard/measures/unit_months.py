"""Counts by unit and month of all units at once, and of longer periods for small units.

One statement over cells a measure; nothing is estimated here. A unit's own rows are counted, not
those of units below it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.errors import WrongUsage
from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_unit_months, unit_names
from dashboard.measures.measure import PER, Data
from dashboard.measures.recommendation import LABELS
from dashboard.measures.recovery import is_handling_recorded, is_of_complaints_alone
from dashboard.measures.resolution import days_of
from dashboard.measures.selection import FIRST_DAY, Selection, month_end, months_before
from dashboard.measures.series import MAX_UNKNOWN_SHARE
from dashboard.settings import Standards

LONGER_MONTHS = (12, 24)
"""measures.md "Rules that hold everywhere": small units get a longer window, and it is said."""

Counts = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Source:
    """Where a measure's counts by unit and month come from: a query over cells."""

    query: str
    count: str
    n: str
    data: Data = "share"
    is_of_surveys: bool = False


@dataclass(frozen=True)
class Period:
    """A period by unit: from its first month to the end; count, n and is_hidden of shape (units,).

    months_n is None for the period chosen.
    """

    since: dt.date
    months_n: int | None
    count: np.ndarray
    n: np.ndarray
    is_hidden: np.ndarray


@dataclass(frozen=True)
class UnitMonths:
    """Counts of shape (units, months) of the period chosen; NaN where none, or hidden.

    periods holds the period chosen, then longer ones that end with it.
    """

    data: Data
    unit_ids: tuple[str, ...]
    months: tuple[dt.date, ...]
    count: np.ndarray
    n: np.ndarray
    periods: tuple[Period, ...]
    per: str = ""


def unit_months(ask: Ask, selection: Selection, standards: Standards, measure: str) -> UnitMonths:
    """Ask for a measure's counts of all units in view.

    Raises:
        WrongUsage: the measure has no counts by unit and month, or the filters need rows.
    """
    source = source_of(ask, selection, standards, measure)
    span = span_of(ask, selection)
    if span is None:
        return nothing_of(source.data)
    first, last = span
    longer = starts_of(first, last)
    table = _of_one_instrument(
        ask_unit_months(
            ask,
            source.query,
            replace(selection, from_on=min(longer.values()), to_on=month_end(last)),
            standards,
            since=tuple(longer.values()),
            is_of_surveys=source.is_of_surveys,
            **_more(source, selection, standards),
        )
    )
    unit_ids = _units_in(table, ask)
    months = _months(first, last)
    by_month = table.filter(pc.equal(table["part"], "month"))
    count, n = _matrix(source, by_month, unit_ids, months)
    periods = tuple(
        _period(source, table, unit_ids, since, months_n) for months_n, since in longer.items()
    )
    return UnitMonths(source.data, unit_ids, months, count, n, periods, _base_of(table))


def source_of(ask: Ask, selection: Selection, standards: Standards, measure: str) -> Source:
    """Where a measure's counts come from.

    Raises:
        WrongUsage: it has none by unit and month.
    """
    if selection.where or selection.as_of is not None:
        raise WrongUsage("Charts of all units at once know the filters of pages only.")
    if measure == "recovered_share" and not is_handling_recorded(ask, standards):
        if is_of_complaints_alone(selection):
            raise WrongUsage(
                "No source gives satisfaction_handling, and surveys have no such column."
            )
        return FROM_SURVEYS
    if measure not in SOURCES:
        known = ", ".join(SOURCES)
        raise WrongUsage(f"{measure} is not counted by unit and month. Measures are: {known}.")
    return SOURCES[measure]


SOURCES = {
    "resolved_within": Source("variation/resolved_by_unit", "resolved_n", "followed_n"),
    "acknowledged_on_time": Source("variation/acknowledged_by_unit", "on_time_n", "due_n"),
    "answered_on_time": Source("variation/answered_by_unit", "on_time_n", "due_n"),
    "recovered_share": Source("variation/recovered_by_unit", "recovered_n", "feedback_n"),
    "recommend": Source(
        "variation/recommend_by_unit", "recommend_weight_sum", "weight_sum", is_of_surveys=True
    ),
    "complaints_per_1000": Source(
        "variation/complaints_by_unit", "complaints_n", "base_n", data="rate"
    ),
}
FROM_SURVEYS = Source("variation/problems_by_unit", "recovered_n", "answered_n", is_of_surveys=True)
MORE: dict[str, Callable[[Selection, Standards], dict[str, Any]]] = {
    "variation/resolved_by_unit": lambda selection, standards: {
        "days": days_of(selection, standards),
        "max_unknown_share": MAX_UNKNOWN_SHARE,
    },
    "variation/acknowledged_by_unit": lambda *_: {"max_unknown_share": MAX_UNKNOWN_SHARE},
    "variation/answered_by_unit": lambda *_: {"max_unknown_share": MAX_UNKNOWN_SHARE},
    "variation/recovered_by_unit": lambda _, standards: {
        "satisfied_from": standards.satisfied_from
    },
}


def _more(source: Source, selection: Selection, standards: Standards) -> dict[str, Any]:
    return MORE.get(source.query, lambda *_: {})(selection, standards)


def starts_of(first: dt.date, last: dt.date) -> dict[int | None, dt.date]:
    """First months of the period chosen (None) and of longer ones, by their months."""
    longer: dict[int | None, dt.date] = {n: months_before(last, n - 1) for n in LONGER_MONTHS}
    return {None: first} | {n: since for n, since in longer.items() if since < first}


def span_of(ask: Ask, selection: Selection) -> tuple[dt.date, dt.date] | None:
    """First and last month of the period chosen, as far as there is data."""
    known = ask("filters/span").to_pylist()[0]
    if known["first_on"] is None:
        return None
    first = max(known["first_on"].replace(day=1), selection.from_month)
    last = min(known["last_on"].replace(day=1), selection.to_month)
    return (first, last) if FIRST_DAY < first <= last else None


def _months(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    begin = np.datetime64(first, "M")
    end = np.datetime64(last, "M")
    return tuple(np.arange(begin, end + 1).astype("datetime64[D]").tolist())


def _units_in(table: pa.Table, ask: Ask) -> tuple[str, ...]:
    """The units that have rows, in their usual order."""
    there = set(pc.unique(table["unit_id"]).to_pylist())
    known = [unit_id for unit_id in unit_names(ask) if unit_id in there]
    return (*known, *sorted(there.difference(known)))


def _of_one_instrument(table: pa.Table) -> pa.Table:
    """Answers of the instrument with most of them: two are never pooled."""
    if "instrument" not in table.schema.names or not table.num_rows:
        return table
    counted = table.group_by("instrument").aggregate([("answered_n", "sum")]).to_pylist()
    order = list(LABELS)
    most = max(
        counted, key=lambda row: (row["answered_n_sum"] or 0, -order.index(row["instrument"]))
    )
    return table.filter(pc.equal(table["instrument"], most["instrument"]))


def _counts(source: Source, table: pa.Table) -> Counts:
    """How many of how many, row by row; NaN where they are hidden or there is nobody."""
    count, n = (
        table[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
        for name in (source.count, source.n)
    )
    if "weight_squared_sum" in table.schema.names:  # weighted answers carry less (Kish)
        squared = table["weight_squared_sum"].to_numpy(zero_copy_only=False)
        effective = np.divide(n * n, squared, out=np.full(n.shape, np.nan), where=squared > 0)
        share = np.divide(count, n, out=np.full(n.shape, np.nan), where=n > 0)
        return np.minimum(share, 1.0) * effective, effective
    if source.data == "rate":
        n = n / PER
    return np.where(n > 0, count, np.nan), np.where(n > 0, n, np.nan)


def _matrix(
    source: Source, table: pa.Table, unit_ids: tuple[str, ...], months: tuple[dt.date, ...]
) -> Counts:
    shape = (len(unit_ids), len(months))
    found = np.full((2, *shape), np.nan)
    begin = np.datetime64(months[0], "M")
    column = (table["month"].to_numpy().astype("datetime64[M]") - begin).astype(int)
    row = _places(table, unit_ids)
    is_inside = (column >= 0) & (column < shape[1])
    for line, values in zip(found, _counts(source, table), strict=True):
        line[row[is_inside], column[is_inside]] = values[is_inside]
    return found[0], found[1]


def _period(
    source: Source,
    table: pa.Table,
    unit_ids: tuple[str, ...],
    since: dt.date,
    months_n: int | None,
) -> Period:
    is_it = pc.and_(
        pc.equal(table["part"], "since"), pc.equal(table["month"], pa.scalar(since, pa.date32()))
    )
    rows = table.filter(is_it)
    places = _places(rows, unit_ids)
    count, n = np.zeros(len(unit_ids)), np.zeros(len(unit_ids))
    is_hidden = np.zeros(len(unit_ids), dtype=bool)
    found_count, found_n = _counts(source, rows)
    count[places], n[places] = np.nan_to_num(found_count), np.nan_to_num(found_n)
    is_hidden[places] = rows["is_suppressed"].to_numpy(zero_copy_only=False)
    return Period(since, months_n, count, n, is_hidden)


def _places(table: pa.Table, unit_ids: tuple[str, ...]) -> np.ndarray:
    ids = pa.array(unit_ids, pa.string())
    places: np.ndarray = pc.index_in(table["unit_id"], value_set=ids).to_numpy()
    return places.astype(int)


def _base_of(table: pa.Table) -> str:
    if "base" not in table.schema.names or not table.num_rows:
        return ""
    return str(table["base"][0].as_py())


def nothing_of(data: Data) -> UnitMonths:
    """Counts of no unit."""
    empty = np.zeros((0, 0))
    return UnitMonths(data, (), (), empty, empty, ())
