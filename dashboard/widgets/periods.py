"""Periods that the filter bar offers, always whole months. Pure: dates in, dates out."""

import datetime as dt
from dataclasses import dataclass

from dashboard.measures.selection import month_end, months_before

LAST_MONTHS = (24, 12, 6, 3)  # the first is the default: two of each month show the seasons
ALL = "All months"
OWN = "From … to …"


@dataclass(frozen=True)
class Period:
    """Whole months, both ends included; None is open."""

    from_on: dt.date | None
    to_on: dt.date | None

    @property
    def in_words(self) -> str:
        """Write the months out: "Jan 2025 – Jun 2026"."""
        if self.from_on is None or self.to_on is None:
            return "all months"
        first, last = f"{self.from_on:%b %Y}", f"{self.to_on:%b %Y}"
        return first if first == last else f"{first} – {last}"


def names(first: dt.date, last: dt.date) -> list[str]:
    """List what can be chosen, the default first."""
    years = [str(year) for year in range(last.year, first.year - 1, -1)]
    return [*(f"Last {n} months" for n in LAST_MONTHS), ALL, *years, OWN]


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the first day of each month, the newest first."""
    span_n = (last.year - first.year) * 12 + last.month - first.month
    return [months_before(last, n) for n in range(span_n + 1)]


def named(name: str, last: dt.date) -> Period:
    """Turn a name of `names` (but OWN) into months that end with the last month of the data."""
    if name == ALL:
        return Period(None, None)
    if name.isdigit():
        return Period(dt.date(int(name), 1, 1), dt.date(int(name), 12, 31))
    return between(months_before(last, int(name.split()[1]) - 1), last)


def between(first: dt.date, last: dt.date) -> Period:
    """Both months and all between them, whichever way round they are given."""
    first, last = sorted((first, last))
    return Period(first.replace(day=1), month_end(last))
