"""Months as time axes need them: none skipped, and long enough to carry a number."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, TypeVar

Group = TypeVar("Group")

STEPS = {1: "month", 3: "3 months", 6: "6 months"}
"""measures.md "Rules that hold everywhere": small units get a longer window, and it is said."""


@dataclass(frozen=True)
class Line(Generic[Group]):
    """Groups in time, a period each; None where nothing happened.

    periods hold the months that make them up, by their first days; step, of STEPS, says how many.
    """

    periods: list[list[dt.date]]
    groups: list[Group | None]
    step: str

    def __iter__(self) -> Iterator[tuple[dt.date, Group | None]]:
        """Each period's first day and its group."""
        return zip((period[0] for period in self.periods), self.groups, strict=True)

    def beside(
        self, by_month: Mapping[str | None, Group], together: Callable[[list[Group]], Group]
    ) -> dict[dt.date, Group]:
        """Put other groups of months into the same periods, by their first days."""
        folded = _folded(self.periods, by_month, together)
        firsts = (period[0] for period in self.periods)
        return {day: group for day, group in zip(firsts, folded, strict=True) if group is not None}


def line(
    by_month: Mapping[str | None, Group],
    *,
    n_of: Callable[[Group], int | None],
    together: Callable[[list[Group]], Group],
    floor_n: int,
) -> Line[Group]:
    """Group months to the shortest periods of which at least half reach the floor.

    Periods are counted back from the last month, so that the newest is whole. Where no period
    carries a number, or one is hidden from its audience (n_of is None), months stay months.
    """
    days = [day for _, day in months_between(by_month)]
    months = [[day] for day in days]
    singly = Line(months, _folded(months, by_month, together), STEPS[1])
    if any(group is not None and n_of(group) is None for group in singly.groups):
        return singly
    for months_n, step in STEPS.items():
        periods = _periods(days, months_n)
        groups = _folded(periods, by_month, together)
        enough = sum((n_of(group) or 0) >= floor_n for group in groups if group is not None)
        if enough and enough >= len(groups) / 2:
            return Line(periods, groups, step)
    return singly


def rows_together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Add the counts of several groups' rows up; what is no count is the first one's."""
    sums = {
        name: sum(row[name] or 0 for row in rows)
        for name, first in rows[0].items()
        if isinstance(first, int | float) and not isinstance(first, bool)
    }
    return rows[0] | sums


def _periods(days: list[dt.date], months_n: int) -> list[list[dt.date]]:
    begin = len(days) % months_n
    starts = ([0] if begin else []) + list(range(begin, len(days), months_n))
    return [days[a:b] for a, b in pairwise([*starts, len(days)])]


def _folded(
    periods: list[list[dt.date]],
    by_month: Mapping[str | None, Group],
    together: Callable[[list[Group]], Group],
) -> list[Group | None]:
    folded: list[Group | None] = []
    for period in periods:
        found = [by_month.get(f"{day:%Y-%m}") for day in period]
        known = [group for group in found if group is not None]
        folded.append(known[0] if len(known) == 1 else together(known) if known else None)
    return folded


def first_day(name: str) -> dt.date:
    """The first day of a month's name (2026-03)."""
    return dt.date(int(name[:4]), int(name[5:7]), 1)


def months_between(names: Iterable[str | None]) -> list[tuple[str, dt.date]]:
    """Every month from the first to the last, as its name (2026-03) and its first day."""
    known = sorted(name for name in names if name)
    if not known:
        return []
    first, last = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (known[0], known[-1]))
    days = [dt.date(index // 12, index % 12 + 1, 1) for index in range(first, last + 1)]
    return [(f"{day:%Y-%m}", day) for day in days]
