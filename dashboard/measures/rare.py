"""Rare complaints: the days between them, where a month has fewer than one. No I/O of its own.

Single days of receipt are single complaints: the board is shown none.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_single_complaints
from dashboard.measures.charting import Charted, charted_gaps
from dashboard.measures.months import months_between
from dashboard.measures.rebases import Rebase, segments
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.control_charts import MIN_POINTS

QUERY = "variation/receipt_days"
RARE_PER_MONTH = 1.0
"""measures.md 2.2: under about one event a period, days between events are charted."""

NO_ACTIVITY = "no activity"
UNIT = "days since the complaint before"


@dataclass(frozen=True)
class Gaps:
    """Days between complaints; days and days_between of shape (k,), the first day has none."""

    days: tuple[dt.date, ...]
    days_between: np.ndarray

    @property
    def is_enough(self) -> bool:
        """Whether there are as many as limits need."""
        return len(self.days) >= MIN_POINTS

    def chart(self, rebases: Iterable[Rebase]) -> Charted:
        """Chart them; a rebase holds for what was received from its month on."""
        return charted_gaps(self.days_between, segments(self.days, rebases))


def are_rare(rows: Sequence[MeasureRow]) -> bool:
    """Whether a rate's months have fewer than one complaint each; months without activity too."""
    months = months_between(row.group for row in rows)
    if len(months) < MIN_POINTS or any(row.suppressed for row in rows):
        return False
    received = sum((row.numerator or 0) + row.excluded.get(NO_ACTIVITY, 0) for row in rows)
    return received < RARE_PER_MONTH * len(months)


def gaps_of(ask: Ask, selection: Selection, standards: Standards) -> Gaps:
    """Ask for the days between the chosen complaints, in the order of their receipt."""
    table = ask_single_complaints(ask, QUERY, replace(selection, by=None), standards)
    received = table["received_on"].to_pylist()
    numbers = table["complaints_n"].to_pylist()
    days = [day for day, n in zip(received, numbers, strict=True) for _ in range(n)]
    between = np.diff(np.array(days, dtype="datetime64[D]")).astype(float)
    return Gaps(tuple(days[1:]), between)


def gap_row(day: dt.date, days_between: float) -> MeasureRow:
    """Describe one complaint by the days since the one before."""
    return MeasureRow(
        f"{day:%Y-%m}", n=1, value=days_between, numerator=1, note=UNIT, more={"day": day}
    )
