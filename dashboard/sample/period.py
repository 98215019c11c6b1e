"""The months a sample covers, counted back from a fixed day. Never reads the wall clock."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import holidays
import numpy as np

AS_OF = dt.date(2026, 10, 31)
# The last day of every sample. Fixed, so that the same seed gives the same bytes for ever.


@dataclass(frozen=True)
class Period:
    """Whole months up to `AS_OF`; months are counted 0, 1, … from the first."""

    months: int

    @cached_property
    def starts(self) -> np.ndarray:
        """First day of each month and of the one after; shape (months + 1,), datetime64[D]."""
        after_last = np.datetime64(AS_OF, "M") + 1
        return (after_last - np.arange(self.months, -1, -1)).astype("datetime64[D]")

    @cached_property
    def first_day(self) -> int:
        """First day, in days since 1970-01-01."""
        return int(self.starts[0].astype(np.int64))

    @property
    def last_day(self) -> int:
        """`AS_OF`, in days since 1970-01-01."""
        return int(np.datetime64(AS_OF, "D").astype(np.int64))

    def month(self, share: float) -> int:
        """The month that starts after this share of the period."""
        return int(self.months * share)

    def first_of(self, month: int) -> dt.date:
        """First day of a month of the period."""
        day: dt.date = self.starts[month].item()
        return day

    def start_days(self) -> np.ndarray:
        """`starts` in days since 1970-01-01; shape (months + 1,), int64."""
        return self.starts.astype(np.int64)

    def holidays(self) -> np.ndarray:
        """Federal holidays on weekdays from the year before on; shape (k,), datetime64[D]."""
        years = range(self.first_of(0).year - 1, AS_OF.year + 1)
        days = holidays.country_holidays("US", years=years)
        return np.array(sorted(days), dtype="datetime64[D]")

    def calendar_months(self) -> np.ndarray:
        """The calendar month (0 = January) of each month; shape (months,)."""
        return self.starts[:-1].astype("datetime64[M]").astype(np.int64) % 12
