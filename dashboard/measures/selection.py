"""What was chosen: units, period, filters, grouping. Pure data; it asks nothing."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

FIRST_DAY = dt.date(1, 1, 1)
LAST_DAY = dt.date(9999, 12, 31)
"""Both ends of "all of it"; LAST_DAY is also the day to which nothing is rewound."""


@dataclass(frozen=True)
class Selection:
    """A choice of rows and groups; frozen and hashable, so that it can be part of a cache key.

    Empty units, channels, severities and instruments mean all that the viewer may see; empty
    contact types mean those that the measure is about.
    """

    units: tuple[str, ...] = ()
    from_on: dt.date | None = None  # of receipt; of the visit; of the event for capture
    to_on: dt.date | None = None
    channels: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    contact_types: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()  # further (column, value) pairs; one column's: any of
    by: str | None = None
    as_of: dt.date | None = None
    days: int | None = None  # of resolved_within; the standard where it is None

    @property
    def is_whole_months(self) -> bool:
        """Whether the period begins and ends with a month, so that cells can answer it."""
        begins = self.from_on is None or self.from_on.day == 1
        return begins and (self.to_on is None or self.to_on == month_end(self.to_on))

    @property
    def from_day(self) -> dt.date:
        """First day of the period."""
        return self.from_on or FIRST_DAY

    @property
    def to_day(self) -> dt.date:
        """Last day of the period."""
        return self.to_on or LAST_DAY

    @property
    def from_month(self) -> dt.date:
        """First day of the period's first month."""
        return self.from_day.replace(day=1)

    @property
    def to_month(self) -> dt.date:
        """First day of the period's last month."""
        return self.to_day.replace(day=1)

    def grouped(self, by: str | None) -> "Selection":
        """Choose the same with another grouping."""
        return replace(self, by=by)


def month_end(day: dt.date) -> dt.date:
    """Last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: dt.date, months_n: int) -> dt.date:
    """First day of the month that lies months_n before a day's month; never before year 1."""
    index = day.year * 12 + day.month - 1 - months_n
    return dt.date(index // 12, index % 12 + 1, 1) if index >= 12 else FIRST_DAY
