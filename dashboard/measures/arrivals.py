"""Month-end: which source has not sent what, by the rhythm of its own past. Pure.

The day of looking is given: it is the only place where a clock other than the data's is read.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pyarrow as pa

from dashboard.measures import phrases, verdicts
from dashboard.measures.publications import NAMES
from dashboard.measures.result import COUNT, DAY, TEXT, Columns, table_of
from dashboard.measures.selection import month_end
from dashboard.measures.verdicts import Verdict
from dashboard.store.records import Extract

GAPS_NEEDED = 2  # three deliveries: one gap alone is no rhythm
NAMED = ((1, 1, "daily"), (6, 8, "weekly"), (13, 15, "every two weeks"), (27, 32, "monthly"),
         (89, 93, "every three months"), (360, 370, "yearly"))  # fmt: skip
UNEVEN = 1.5  # a longest gap of so many usual ones is no even rhythm
COLUMNS: Columns = {
    "dataset": TEXT,
    "source_system": TEXT,
    "as_of": DAY,
    "rhythm": TEXT,
    "due_on": DAY,
    "days_late": COUNT,
    "state": TEXT,
}


@dataclass(frozen=True)
class Arrival:
    """One source of one dataset: how new it is, and when the next extract is due."""

    dataset: str
    source_system: str
    as_of: dt.date
    rhythm: str
    next_as_of: dt.date | None  # None where its past tells no rhythm
    due_on: dt.date | None
    days_late: int

    @property
    def what(self) -> str:
        """Dataset and source in words."""
        return f"{NAMES.get(self.dataset, self.dataset)} of {self.source_system}"

    @property
    def state(self) -> str:
        """Overdue, expected or not known, in words."""
        if self.due_on is None or self.next_as_of is None:
            return "no rhythm yet: sent fewer than three times"
        expected = f"data up to {_day(self.next_as_of)}"
        if self.days_late:
            return f"overdue since {_day(self.due_on)}: {expected} not sent"
        return f"nothing due; {expected} expected by {_day(self.due_on)}"


def arrivals(extracts: Iterable[Extract], today: dt.date) -> tuple[Arrival, ...]:
    """Say of each source when it sends and whether it is late; extracts are the published ones."""
    sources: dict[tuple[str, str], list[Extract]] = {}
    for extract in extracts:
        if extract.file_name.startswith("confirmed_"):
            continue  # matches of units, which no source sends
        sources.setdefault((extract.dataset, extract.source_system), []).append(extract)
    found = [_arrival(key, sent, today) for key, sent in sorted(sources.items())]
    return tuple(sorted(found, key=lambda arrival: -arrival.days_late))


def verdict(found: Sequence[Arrival]) -> Verdict:
    """Name the sources that are overdue, or say calmly that nothing is."""
    late = [arrival for arrival in found if arrival.days_late]
    unknown_n = sum(arrival.due_on is None for arrival in found)
    aside = (
        f"{phrases.counted(unknown_n, 'source has', 'sources have')} sent fewer than three times: "
        "when they are due is not known yet."
        if unknown_n
        else ""
    )
    if not found:
        return verdicts.nothing("No source has sent anything yet.")
    if not late:
        if unknown_n == len(found):
            return verdicts.nothing(
                "No source has sent often enough to know when it is due.", aside
            )
        return verdicts.nothing("Every source has sent what was due.", aside)
    named = phrases.named([arrival.what for arrival in late])
    detail = f"A source is overdue when it is later than in its own past. {aside}".strip()
    of = phrases.counted(len(found), "source", "sources")
    return Verdict("concern", f"{len(late)} of {of} overdue: {named}.", detail)


def table(found: Iterable[Arrival]) -> pa.Table:
    """Give the arrivals as a table."""
    rows = [
        {
            "dataset": NAMES.get(arrival.dataset, arrival.dataset),
            "source_system": arrival.source_system,
            "as_of": arrival.as_of,
            "rhythm": arrival.rhythm,
            "due_on": arrival.due_on,
            "days_late": arrival.days_late or None,
            "state": arrival.state,
        }
        for arrival in found
    ]
    return table_of(COLUMNS, rows)


def _arrival(key: tuple[str, str], sent: list[Extract], today: dt.date) -> Arrival:
    days = sorted({extract.as_of for extract in sent})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if len(gaps) < GAPS_NEEDED:
        return Arrival(*key, days[-1], "not known yet", None, None, 0)
    usual, longest = median(gaps), max(gaps)
    is_even = longest <= UNEVEN * usual
    next_as_of = _next(days[-1], usual) if is_even else days[-1] + dt.timedelta(days=longest)
    due_on = next_as_of + dt.timedelta(days=round(median(_lateness(sent))))
    late = max((today - due_on).days, 0)
    return Arrival(*key, days[-1], _rhythm(usual, is_even=is_even), next_as_of, due_on, late)


def _next(last: dt.date, usual: float) -> dt.date:
    """The day up to which the next extract is due to reach; months end where they end."""
    later = last + dt.timedelta(days=round(usual))
    if last != month_end(last) or round(usual) < NAMED[3][0]:
        return later
    middle = dt.timedelta(days=round(usual) - 15)  # well inside the month that is meant
    return month_end(last + middle)


def _lateness(sent: Iterable[Extract]) -> list[int]:
    return [max((extract.uploaded_at.date() - extract.as_of).days, 0) for extract in sent]


def _rhythm(usual: float, *, is_even: bool) -> str:
    if not is_even:
        return f"uneven, about every {phrases.days(usual)}"
    named = (name for low, high, name in NAMED if low <= usual <= high)
    return next(named, f"every {phrases.days(usual)}")


def _day(on: dt.date) -> str:
    return f"{on.day} {on:%b %Y}"
