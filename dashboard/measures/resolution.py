"""How fast complaints are resolved: time_to_resolution and resolved_within. No I/O of its own."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_complaints, folded, groups, part_of
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
from dashboard.stats.log_rank import Histogram, LogRank, log_rank
from dashboard.stats.survival import Incidence, aalen_johansen, aalen_johansen_by_group

QUERY = "timeliness/resolution_ages"
NOT_REACHED = "not reached"
BEYOND = "beyond the longest follow-up"


@dataclass(frozen=True)
class Cohort:
    """Complaints received together, by their age in days; arrays of shape (k,), ages ascending."""

    age_days: np.ndarray
    resolved_n: np.ndarray
    otherwise_n: np.ndarray
    open_n: np.ndarray
    is_suppressed: bool = False

    @cached_property
    def n(self) -> int:
        """How many complaints."""
        return int(self.resolved_n.sum() + self.otherwise_n.sum() + self.open_n.sum())

    @cached_property
    def incidence(self) -> Incidence:
        """Share resolved by each day; other endings compete, open complaints are censored."""
        return aalen_johansen(self.age_days, self.resolved_n, self.otherwise_n, self.open_n)

    def closed_only_within(self, days: int) -> float | None:
        """The share that resolved complaints alone would say; a contrast, not an estimate."""
        resolved = int(self.resolved_n.sum())
        return self.resolved_by(days) / resolved if resolved else None

    def closed_only_median(self) -> float | None:
        """The median that resolved complaints alone would say; a contrast, not an estimate.

        As a spreadsheet has it: the middle of the two middle ones where their number is even.
        """
        resolved = int(self.resolved_n.sum())
        if not resolved:
            return None
        middle = np.array([(resolved - 1) // 2, resolved // 2])
        low, high = self.age_days[np.searchsorted(self.resolved_n.cumsum(), middle, side="right")]
        return int(low) if low == high else float(low + high) / 2

    def followed_to(self, days: int) -> int:
        """How many were still there, or ended, at an age of so many days."""
        at_risk = self.age_days >= days
        return int((self.resolved_n + self.otherwise_n + self.open_n)[at_risk].sum())

    def not_followed_to(self, days: int) -> int:
        """How many were last seen open at an age under so many days: nobody knows of them yet."""
        return int(self.open_n[self.age_days < days].sum())

    def resolved_by(self, days: int) -> int:
        """How many were resolved at an age of so many days or less."""
        return int(self.resolved_n[self.age_days <= days].sum())


def cohort_of(table: pa.Table) -> Cohort:
    """Read one group's rows of the ages query."""
    if table.num_rows and table["is_suppressed"][0].as_py():
        nothing = np.zeros(0, dtype=np.int64)
        return Cohort(nothing, nothing, nothing, nothing, is_suppressed=True)
    age_days, resolved_n, otherwise_n, open_n = (
        table[name].to_numpy() for name in ("age_days", "resolved_n", "otherwise_n", "open_n")
    )
    return Cohort(age_days, resolved_n, otherwise_n, open_n)


def together(cohorts: list[Cohort]) -> Cohort:
    """Add cohorts of several groups up to one."""
    ages = np.unique(np.concatenate([cohort.age_days for cohort in cohorts]))
    sums = {name: np.zeros(len(ages), dtype=np.int64) for name in ("resolved", "otherwise", "open")}
    for cohort in cohorts:
        places = np.searchsorted(ages, cohort.age_days)
        for name, counts in sums.items():
            counts[places] += getattr(cohort, f"{name}_n")
    return Cohort(ages, sums["resolved"], sums["otherwise"], sums["open"])


def compared(first: Cohort, second: Cohort) -> LogRank | None:
    """Test whether two cohorts are resolved at different rates; None where one can't be told.

    Two units, or two periods. Other endings count as last seen unresolved.
    """
    pair = (first, second)
    if any(cohort.is_suppressed or not cohort.n for cohort in pair):
        return None
    return log_rank(*(Histogram(c.age_days, c.resolved_n, c.otherwise_n + c.open_n) for c in pair))


def cohorts(
    ask: Ask, selection: Selection, standards: Standards, parts: tuple[str, ...]
) -> dict[str, dict[str | None, Cohort]]:
    """Ask for the cohorts of each part, by group."""
    table = ask_complaints(ask, QUERY, selection, standards, parts=parts)
    return {part: _of_part(table, part) for part in dict.fromkeys(parts)}


def _of_part(table: pa.Table, part: str) -> dict[str | None, Cohort]:
    found = {name: cohort_of(rows) for name, rows in groups(table, part)}
    shown = [cohort for cohort in found.values() if not cohort.is_suppressed]
    if len(shown) > 1:
        _estimate_together(shown)
    return found


def _estimate_together(cohorts: list[Cohort]) -> None:
    """Keep each cohort's incidence with it: all at once take a fifth of the time."""
    sizes = [len(cohort.age_days) for cohort in cohorts]
    starts = np.cumsum([0, *sizes[:-1]])
    counts = (
        np.concatenate([getattr(cohort, name) for cohort in cohorts])
        for name in ("age_days", "resolved_n", "otherwise_n", "open_n")
    )
    for cohort, found in zip(cohorts, aalen_johansen_by_group(starts, *counts), strict=True):
        vars(cohort)["incidence"] = found  # as cached_property would


def time_to_resolution(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Smallest whole day by which half of the complaints received are resolved.

    Rows carry q25, q75 and closed_only in `more`; value is None with the note "not reached" where
    half are not resolved within the follow-up. Interval: 95 %, log-log. Where there are two groups,
    the table carries the log-rank test between them.
    """
    part = part_of(selection)
    found = cohorts(ask, selection, standards, (part,))[part]
    rows = tuple(median_row(group, cohort, standards) for group, cohort in found.items())
    rows = _with_undated(ask, selection, rows or _nothing(selection))
    test = compared(*found.values()) if len(found) == 2 else None
    said = {} if test is None else {"log_rank": {"chi2": test.chi2, "p": test.p}}
    return MeasureTable("time_to_resolution", selection.by, rows, said)


def resolved_within(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of the complaints received that are resolved within so many days.

    Rows carry days and closed_only in `more`; value is None with the note "beyond the longest
    follow-up" where the group was not followed so long. Interval: 95 %, log-log.
    """
    part = part_of(selection)
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, (part,))[part]
    rows = tuple(within_row(group, cohort, days, standards) for group, cohort in found.items())
    rows = _with_undated(ask, selection, rows or _nothing(selection))
    return MeasureTable("resolved_within", selection.by, rows)


def _with_undated(
    ask: Ask, selection: Selection, rows: tuple[MeasureRow, ...]
) -> tuple[MeasureRow, ...]:
    left_out = counted(no_receipt_date=undated_n(ask, selection))
    return tuple(replace(row, excluded=left_out) for row in rows) if left_out else rows


def undated_n(ask: Ask, selection: Selection) -> int:
    """How many complaints came without a receipt date: brought forward, and in no figure of time.

    They belong to no unit and no month, so they are told beside the whole organization alone.
    """
    chosen = folded(selection)
    is_narrowed = (
        chosen.by or chosen.units or chosen.where or chosen.channels or chosen.severities
        or chosen.contact_types
    )  # fmt: skip
    return 0 if is_narrowed else int(ask("filters/scope")["undated_n"][0].as_py())


def days_of(selection: Selection, standards: Standards) -> int:
    """The days that are asked for, else the organization's standard."""
    return standards.resolved_within_days if selection.days is None else selection.days


def median_row(group: str | None, cohort: Cohort, standards: Standards) -> MeasureRow:
    """Describe a cohort by its median time to resolution."""
    if cohort.is_suppressed:
        return hidden(group, standards.floor_n, q25=None, q75=None, closed_only=None)
    median = cohort.incidence.quantile(0.5)
    lower, upper = cohort.incidence.quantile_interval(0.5)
    return MeasureRow(
        group,
        n=cohort.n,
        value=median,
        lower=lower,
        upper=upper,
        numerator=int(cohort.resolved_n.sum()),
        note=noted(NOT_REACHED if median is None else None, too_few(cohort.n, standards.floor_n)),
        more={
            "q25": cohort.incidence.quantile(0.25),
            "q75": cohort.incidence.quantile(0.75),
            "closed_only": cohort.closed_only_median(),
        },
    )


def within_row(
    group: str | None, cohort: Cohort, days: int, standards: Standards, level: float = 0.95
) -> MeasureRow:
    """Describe a cohort by the share resolved within so many days."""
    if cohort.is_suppressed:
        return hidden(group, standards.floor_n, days=days, closed_only=None)
    share = cohort.incidence.at(days)
    lower, upper = cohort.incidence.interval_at(days, level) or (None, None)
    return MeasureRow(
        group,
        n=cohort.n,
        value=share,
        lower=lower,
        upper=upper,
        numerator=None if share is None else cohort.resolved_by(days),
        note=noted(BEYOND if share is None else None, too_few(cohort.n, standards.floor_n)),
        more={
            "days": days,
            "closed_only": None if share is None else cohort.closed_only_within(days),
            "not_followed": cohort.not_followed_to(days),
        },
    )


def _nothing(selection: Selection) -> tuple[MeasureRow, ...]:
    """Without grouping there is always a row, and it says that there is nothing."""
    return () if selection.by else (MeasureRow(None, n=0, note=NO_DATA),)
