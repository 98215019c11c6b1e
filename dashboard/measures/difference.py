"""One figure in two publications, and the sentences that tell which past months moved. Pure."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.measures import phrases
from dashboard.measures.registry import MEASURES
from dashboard.measures.row_changes import MOVES
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import month_end
from dashboard.settings import Standards

SAME = 1e-12  # shares that differ by less differ by their order of addition alone
MONTHS_SAID = 2
PUBLISHED, PLANNED = ("was", "now"), ("is", "would be")
DECIMALS = (0, 1, 2)  # of a percentage: as many as tell two figures apart
STEADY = "No figure of a month that was complete before has changed."
STEADY_THEN = "No figure of a month that is complete now would change."


@dataclass(frozen=True)
class Difference:
    """One figure in two publications; None where a publication has no such month or unit."""

    measure: str
    title: str
    by: str  # all, month or unit
    group: str | None
    group_name: str
    before: MeasureRow | None
    after: MeasureRow | None
    why: str
    shortly: str  # the same in a sentence: the few kinds of change with most rows

    @property
    def step(self) -> float:
        """How far the figure moved: without end where it came or went, 0 where it is not told."""
        old, new = self.before, self.after
        if old is None or new is None:
            return math.inf
        if old.value is None or new.value is None:
            return 0.0
        return abs(new.value - old.value)

    @property
    def texts(self) -> tuple[str, str]:
        """Both figures in words, with as many decimals as tell them apart."""
        pairs = [
            (_said(self.before, self.measure, d), _said(self.after, self.measure, d))
            for d in DECIMALS
        ]
        return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def sentences(
    found: list[Difference],
    complete_to: Mapping[str, dt.date],
    standards: Standards,
    verbs: tuple[str, str],
) -> tuple[str, ...]:
    """Write a sentence a number of which a month moved that was complete before.

    complete_to says so by dataset; verbs are PUBLISHED or PLANNED.
    """
    past: dict[str, list[Difference]] = {}
    for difference in found:
        if difference.by == "month" and _is_past(difference, complete_to):
            past.setdefault(difference.title, []).append(difference)
    said = [_sentence(title, months, standards, verbs) for title, months in past.items()]
    moved = [sentence for sentence in said if sentence]
    return tuple(moved) or (STEADY if verbs == PUBLISHED else STEADY_THEN,)


def _is_past(difference: Difference, complete_to: Mapping[str, dt.date]) -> bool:
    day = complete_to.get(MOVES[difference.measure][0].dataset)
    if day is None or difference.group is None:
        return False
    return month_end(dt.date.fromisoformat(f"{difference.group}-01")) <= day


def _sentence(
    title: str, months: list[Difference], standards: Standards, verbs: tuple[str, str]
) -> str:
    """Name the months that moved most; those of which only the n differs are told in the table."""
    moved = [month for month in months if month.step > SAME and not _is_few(month)]
    if not moved:
        return ""
    most = sorted(moved, key=lambda month: month.step, reverse=True)[:MONTHS_SAID]
    title = title.replace("the standard", phrases.days(standards.resolved_within_days))
    said = "; ".join(_month(month, verbs) for month in sorted(most, key=lambda m: m.group or ""))
    more_n = len(moved) - len(most)
    more = f"; and {phrases.counted(more_n, 'more month', 'more months')}" if more_n else ""
    return f"{title}: {said}{more}."


def _is_few(month: Difference) -> bool:
    there = [row for row in (month.before, month.after) if row is not None]
    return any(row.is_too_few or row.value is None for row in there)


def _month(month: Difference, verbs: tuple[str, str]) -> str:
    before, after = month.texts
    why = f" ({month.shortly})" if month.shortly else ""
    return f"{month.group_name} {verbs[0]} {before}, {verbs[1]} {after}{why}"


def _said(row: MeasureRow | None, measure: str, decimals: int) -> str:
    if row is None:
        return "not there"
    if row.is_too_few:
        return "too few"
    if row.value is None:
        return (row.note or "not told").split(":")[0].split(";")[0]
    unit = MEASURES[measure].unit
    if unit in ("share", "ratio"):
        return f"{row.value * 100:.{decimals}f}{phrases.GAP}%"
    return phrases.days(row.value) if unit == "days" else f"{row.value:,.{decimals + 1}f}"
