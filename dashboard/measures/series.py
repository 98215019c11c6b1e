"""A measure by month as a control chart takes it: counts of how many, rates or single values.

Months that can't be points stay in the axis with the reason: hidden, without a number, or not yet
known, since not every case has been followed long enough. It asks nothing itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.errors import WrongUsage
from dashboard.measures import registry
from dashboard.measures.measure import PER, Data
from dashboard.measures.rows import MeasureRow

MAX_UNKNOWN_SHARE = 0.05
"""A month of which more is not known yet is no point: those known early are not like the others."""

NEVER_POOLED = ("contrast", "instrument", "taxonomy", "subject")
NOT_YET_DUE = "not yet due"
OUTSIDE_THE_CALENDAR = "outside the calendar"
NOT_YET_KNOWN = "not yet known"


@dataclass(frozen=True)
class Series:
    """One measure by month, of one instrument, contrast or subject; arrays of shape (k,).

    count of n where the data is a share, of an exposure n (per 1,000) where it is a rate; values
    where it is neither. NaN in a month that is no point; unknown says in words why.
    """

    name: str
    data: Data
    rows: tuple[MeasureRow, ...]
    count: np.ndarray
    n: np.ndarray
    values: np.ndarray
    unknown: tuple[str | None, ...]

    @property
    def points_n(self) -> int:
        """How many months are points."""
        return int(np.isfinite(self.values).sum())


def data_of(measure: str) -> Data:
    """What kind of data a measure's months are.

    Raises:
        WrongUsage: there is no such measure, or its months can't be compared with each other.
    """
    defined = registry.definition(measure)
    if defined.sums_over_units:
        raise WrongUsage(
            f"{measure} has no control chart: it is a point in time, and its months are those of "
            "receipt, of which the youngest always wait most."
        )
    if defined.unit == "share":
        return "share"
    return "rate" if defined.unit == "complaints per 1,000" else "value"


def can_be_charted(measure: str) -> bool:
    """Whether a measure has control charts."""
    return not registry.definition(measure).sums_over_units


def series_of(measure: str, rows: Iterable[MeasureRow]) -> list[Series]:
    """Read a measure's rows by month: a series an instrument, contrast and subject."""
    data = data_of(measure)
    return [_series(name, data, of_one) for name, of_one in _apart(rows)]


def _apart(rows: Iterable[MeasureRow]) -> Iterator[tuple[str, list[MeasureRow]]]:
    apart: dict[str, list[MeasureRow]] = {}
    for row in rows:
        named = [row.more.get(name) for name in NEVER_POOLED]
        apart.setdefault(" ".join(name for name in named if name), []).append(row)
    for name, of_one in apart.items():
        yield name, sorted(of_one, key=lambda row: row.group or "")


def _series(name: str, data: Data, rows: list[MeasureRow]) -> Series:
    base = _base(rows)
    unknown = tuple(why_unknown(row, base) for row in rows)
    counts = np.array(
        [
            (np.nan, np.nan) if why or row.value is None else counts_of_row(row, data)
            for row, why in zip(rows, unknown, strict=True)
        ],
        dtype=float,
    ).reshape(-1, 2)
    count, n = counts[:, 0], counts[:, 1]
    n = np.where(n > 0, n, np.nan)
    values = count if data == "value" else count / n
    return Series(name, data, tuple(rows), count, n, values, unknown)


def why_unknown(row: MeasureRow, base: str | None = None) -> str | None:
    """Say why a month is no point although it may have a number; None where it is one."""
    if row.suppressed:
        return None  # its note says so
    if row.more.get("base") != base:
        return f"per {row.more.get('base')}, not {base}: not comparable"
    left_out = sum(row.excluded.get(name, 0) for name in (NOT_YET_DUE, OUTSIDE_THE_CALENDAR))
    waiting = row.more.get("not_followed", 0) + left_out
    of_all = (row.n or 0) + left_out
    if waiting > MAX_UNKNOWN_SHARE * of_all:
        return NOT_YET_KNOWN
    return None


def _base(rows: list[MeasureRow]) -> str | None:
    """What rates are per: that of the newest month, so that a series is of one kind."""
    known = [row.more.get("base") for row in rows if row.value is not None]
    return known[-1] if known else None


def counts_of_row(row: MeasureRow, data: Data = "share") -> tuple[float, float]:
    """How many of how many, of a row that has a value; a value alone stands for itself."""
    assert row.value is not None
    if data == "rate":
        return float(row.numerator or 0), row.more["base_n"] / PER
    if data == "value":
        return row.value, 1.0
    effective_n = row.more.get("effective_n")
    if effective_n is not None:  # weighted answers carry less than their number
        return row.value * effective_n, effective_n
    return float(row.numerator or 0), float((row.n or 0) - row.more.get("not_followed", 0))
