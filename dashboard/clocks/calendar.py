"""Which days are working days: weekends, public holidays and the hospital's own closures. Pure.

A calendar knows a range of years. A day outside it is an error that names the year: without its
holidays every count of working days would be wrong, and nobody would see it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import holidays
import numpy as np

from dashboard.errors import Refused, WrongUsage
from dashboard.settings import CalendarSettings

DAY = "datetime64[D]"
COUNTRY_OF = {"us": ("US", None), "england": ("GB", "ENG"), "scotland": ("GB", "SCT")}
"""Public holidays by jurisdiction, as the package `holidays` names country and subdivision."""


class CalendarEnds(Refused):
    """A day lies in a year that the calendar does not know."""

    def __init__(self, year: int, calendar: "Calendar") -> None:
        super().__init__(
            f"The calendar of working days knows {calendar.years_in_words}, not {year}. Extend it "
            "in the settings, [calendar] from_year and to_year, with that year's closures."
        )
        self.year = year


@dataclass(frozen=True)
class Calendar:
    """Working days: Monday to Friday without public holidays and own closures.

    first_year and last_year are None where there is no end: a calendar of weekends alone.
    """

    country: str | None = None
    subdivision: str | None = None
    closures: tuple[dt.date, ...] = ()
    first_year: int | None = None
    last_year: int | None = None

    @classmethod
    def of(cls, jurisdiction: str, given: CalendarSettings) -> "Calendar":
        """Make the calendar of a jurisdiction, as the settings change it.

        Raises:
            WrongUsage: there are no holidays of that country or subdivision.
        """
        country, subdivision = COUNTRY_OF.get(jurisdiction, (None, None))
        if given.country is not None:
            country, subdivision = given.country, given.subdivision
        elif given.subdivision is not None:
            subdivision = given.subdivision
        first, last = _known_years(country, subdivision, given.closures)
        return cls(
            country,
            subdivision,
            tuple(sorted(given.closures)),
            first if given.from_year is None else max(given.from_year, _or(_range(country)[0], 1)),
            last if given.to_year is None else min(given.to_year, _or(_range(country)[1], 9999)),
        )

    def knows(self, year: int) -> bool:
        """Whether the year's holidays are known."""
        return _or(self.first_year, year) <= year <= _or(self.last_year, year)

    @property
    def years_in_words(self) -> str:
        """The years that it knows: "1872 to 2100"."""
        if self.first_year is None and self.last_year is None:
            return "every year"
        if self.first_year == self.last_year:
            return f"{self.first_year} alone"
        return f"{_or(self.first_year, 1)} to {_or(self.last_year, 9999)}"

    def closed_days(self, years: Iterable[int]) -> np.ndarray:
        """Public holidays and own closures of known years, weekends among them; shape (k,)."""
        known = [year for year in years if self.knows(year)]
        days = {day for day in self.closures if day.year in known}
        if self.country is not None:
            for year in known:
                days |= _public_holidays(self.country, self.subdivision, year)
        return np.array(sorted(days), dtype=DAY)

    def is_working_day(self, day: dt.date) -> bool:
        """Whether work is done on a day.

        Raises:
            CalendarEnds: its year is not known.
        """
        if not self.knows(day.year):
            raise CalendarEnds(day.year, self)
        return bool(np.is_busday(np.datetime64(day), holidays=self.closed_days([day.year])))

    def working_days_after(self, starts: np.ndarray, days_n: int) -> np.ndarray:
        """The day that is so many working days after each start, shape (k,) as days.

        The start itself is not counted, and with 0 it is the start. NaT where the way there leaves
        the years that are known.
        """
        starts = np.asarray(starts, dtype=DAY)
        if days_n == 0 or not starts.size:
            return starts.copy()
        first, last = year_of(starts.min()), year_of(starts.max()) + 2 + days_n // 200
        closed = self.closed_days(range(first, last + 1))
        due = np.busday_offset(starts, days_n, roll="backward", holidays=closed)
        ends = np.concatenate([starts, due])
        is_known = _are_known(self, ends).reshape(2, -1).all(axis=0)
        return np.where(is_known, due, np.datetime64("NaT", "D"))

    def missing_year(self, start: dt.date) -> int:
        """The first year from a start on that is not known."""
        year = start.year
        while self.knows(year) and year < 9999:
            year += 1
        return year


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """Number of working days after the start, up to and with the end; negative backwards.

    Raises:
        CalendarEnds: a year from one to the other is not known.
    """
    first, last = min(start, end), max(start, end)
    for year in range(first.year, last.year + 1):
        if not calendar.knows(year):
            raise CalendarEnds(year, calendar)
    closed = calendar.closed_days(range(first.year, last.year + 1))
    one = dt.timedelta(1)
    count = int(np.busday_count(first + one, last + one, holidays=closed))
    return count if start <= end else -count


def year_of(day: np.datetime64) -> int:
    """Calendar year of a day."""
    return int(day.astype("datetime64[Y]").astype(int)) + 1970


def _are_known(calendar: Calendar, days: np.ndarray) -> np.ndarray:
    years = days.astype("datetime64[Y]").astype(int) + 1970
    first, last = _or(calendar.first_year, -(10**6)), _or(calendar.last_year, 10**6)
    return (years >= first) & (years <= last)


def _known_years(
    country: str | None, subdivision: str | None, closures: tuple[dt.date, ...]
) -> tuple[int | None, int | None]:
    """Years of the package's holidays; else those of the closures, from the first to the last."""
    if country is not None:
        _public_holidays(country, subdivision, 2000)  # refuses a country that there is not
        return _range(country)
    if closures:
        return min(closures).year, max(closures).year
    return None, None


def _range(country: str | None) -> tuple[int | None, int | None]:
    if country is None:
        return None, None
    kind = type(holidays.country_holidays(country))
    return kind.start_year, kind.end_year


@cache
def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[dt.date]:
    """Days off of one year; 31 December can be the next New Year's Day, observed."""
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=(year, year + 1))
    except NotImplementedError:
        place = country if subdivision is None else f"{country}, {subdivision}"
        raise WrongUsage(
            f"There are no public holidays of “{place}”: [calendar] country is a code such as US, "
            "subdivision one such as ENG."
        ) from None
    return frozenset(day for day in found if day.year == year)


def _or(year: int | None, other: int) -> int:
    return other if year is None else year
