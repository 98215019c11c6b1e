"""How many complaints come back after their closing: reopened_within_90_days. No I/O of its own."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_complaints, groups, part_of
from dashboard.measures.resolution import BEYOND
from dashboard.measures.rows import (
    NO_DATA,
    MeasureRow,
    MeasureTable,
    counted,
    hidden,
    noted,
    too_few,
)
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.survival import kaplan_meier

DAYS = 90
QUERY = "timeliness/reopening_days"
NOT_RECORDED = "not measurable: no source of these complaints gives reopened_at"


@dataclass(frozen=True)
class Closings:
    """First closings of a group by days until the reopening; arrays of shape (k,), ascending."""

    days_n: np.ndarray
    reopened_n: np.ndarray
    followed_n: np.ndarray
    not_closed_n: int
    not_recorded_n: int

    @property
    def n(self) -> int:
        """How many were closed a first time."""
        return int(self.reopened_n.sum() + self.followed_n.sum())


def reopened_within_90_days(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share reopened within 90 days of the first closing: 1 − S(90), recent closings censored.

    value is None with the note "beyond the longest follow-up" where nobody was followed so long.
    Interval: 95 %, log-log.
    """
    part = part_of(selection)
    table = ask_complaints(ask, QUERY, selection, standards, parts=(part,))
    rows = tuple(reopening_row(group, found, standards) for group, found in groups(table, part))
    nothing = () if selection.by else (MeasureRow(None, n=0, note=NO_DATA),)
    return MeasureTable("reopened_within_90_days", selection.by, rows or nothing)


def closings_of(table: pa.Table) -> Closings:
    """Read one group's rows of the days query."""
    is_closed = table["days_n"].is_valid()
    closed, others = table.filter(is_closed), table.filter(pa.compute.invert(is_closed))
    days_n, reopened_n, followed_n = (
        closed[name].to_numpy() for name in ("days_n", "reopened_n", "followed_n")
    )
    left_out = (sum(others[name].to_pylist()) for name in ("not_closed_n", "not_recorded_n"))
    return Closings(days_n, reopened_n, followed_n, *left_out)


def reopening_row(group: str | None, table: pa.Table, standards: Standards) -> MeasureRow:
    """Describe one group by its share reopened within 90 days."""
    if table["is_suppressed"][0].as_py():
        return hidden(group, standards.floor_n)
    found = closings_of(table)
    excluded = counted(not_closed_yet=found.not_closed_n, not_recorded=found.not_recorded_n)
    if found.n == 0:
        is_blind = found.not_recorded_n and not found.not_closed_n
        note = NOT_RECORDED if is_blind else "no data: none is closed yet"
        return MeasureRow(group, n=0, numerator=0, excluded=excluded, note=note)
    curve = kaplan_meier(found.days_n, found.reopened_n, found.followed_n)
    share = curve.at(DAYS)
    lower, upper = curve.interval_at(DAYS) or (None, None)
    return MeasureRow(
        group, n=found.n, value=share, lower=lower, upper=upper,
        numerator=None if share is None else int(found.reopened_n[found.days_n <= DAYS].sum()),
        excluded=excluded,
        note=noted(BEYOND if share is None else None, too_few(found.n, standards.floor_n)),
        more={"not_followed": int(found.followed_n[found.days_n < DAYS].sum())},
    )  # fmt: skip
