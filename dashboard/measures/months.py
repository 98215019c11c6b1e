"""Months as time axes and verdicts need them: none skipped, the last against those before."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from dashboard.measures import verdicts
from dashboard.measures.verdicts import Estimate, Verdict

Group = TypeVar("Group")


def months_between(names: Iterable[str | None]) -> list[tuple[str, dt.date]]:
    """Every month from the first to the last, as its name (2026-03) and its first day."""
    known = sorted(name for name in names if name)
    if not known:
        return []
    first, last = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (known[0], known[-1]))
    days = [dt.date(index // 12, index % 12 + 1, 1) for index in range(first, last + 1)]
    return [(f"{day:%Y-%m}", day) for day in days]


def change(
    who: str,
    what: str,
    by_month: Mapping[str | None, Group],
    estimate: Callable[[list[Group], list[dt.date]], Estimate | None],
    *,
    is_higher_better: bool = True,
) -> Verdict | None:
    """Say whether the last half year differs from the year before; None where nothing is shown.

    estimate makes one estimate of the groups of several months, which are given beside.
    """
    groups: dict[dt.date, Any] = {day: by_month.get(name) for name, day in months_between(by_month)}

    def over(days: list[dt.date]) -> Estimate | None:
        found = [groups[day] for day in days if groups[day] is not None]
        return estimate(found, days) if found else None

    recent, before = verdicts.periods(list(groups))
    return verdicts.change(who, what, over(recent), over(before), is_higher_better=is_higher_better)
