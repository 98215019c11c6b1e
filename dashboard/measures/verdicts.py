"""Verdict sentences, each from a stated rule on intervals; never from one month against the last.

Pure: estimates in, a sentence out. Control charts bring their own rules.
"""

import datetime as dt
from dataclasses import dataclass

from dashboard.measures import phrases
from dashboard.measures.rows import MeasureRow
from dashboard.stats.intervals import Interval, mover_difference_interval

RECENT_MONTHS = 6
BEFORE_MONTHS = 12
CHANGE_RULE = (
    "Rule: the 95 % interval of the difference between the last 6 months and "
    "up to 12 before excludes 0; without any change about 1 of 20 such would."
)
ORDER = ("concern", "improvement", "change", "none", "too_few", "not_measurable")
OUTLIER_LEVEL = 0.998
"""Of a unit's interval against the hospital: chance alone puts 2 units of 1,000 outside."""


@dataclass(frozen=True)
class Verdict:
    """What is going on, from a stated rule; detail says how sure, and what to do.

    kind is improvement, concern, change (where neither is better), none, too_few or
    not_measurable. page and unit_id say where to look at it; consequence, for the order in which
    verdicts are read, is about how many people it touched.
    """

    kind: str
    sentence: str
    detail: str = ""
    measure: str = ""
    page: str = ""
    unit_id: str | None = None
    consequence: float = 0.0


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, of n, in a period."""

    value: float
    interval: Interval
    n: int
    period: str = ""


def change(
    who: str,
    what: str,
    recent: Estimate | None,
    before: Estimate | None,
    *,
    floor_n: int,
    is_higher_better: bool = True,
) -> Verdict:
    """Say whether a share has changed, or that too few are counted to compare.

    what completes "85 % …", such as "were resolved within 7 days". Rule: CHANGE_RULE, by MOVER
    from both intervals; both periods must reach the floor.
    """
    if recent is None or before is None or min(recent.n, before.n) < floor_n:
        compared = f"how many {what} in the last {RECENT_MONTHS} months and before"
        detail = "Choose a longer period or more units."
        return Verdict("too_few", f"{who}: too few to compare {compared}.", detail)
    lower, upper = mover_difference_interval(
        recent.value, recent.interval, before.value, before.interval
    )
    detail = (
        f"The difference lies between {phrases.points(lower)} and {phrases.points(upper)} "
        f"(95 % interval, {phrases.sample(recent.n)} and {phrases.count(before.n)}). {CHANGE_RULE}"
    )
    if lower <= 0 <= upper:
        return nothing(f"{who}: no change is shown in how many {what}.", detail)
    is_better = (lower > 0) == is_higher_better
    sentence = (
        f"{who}: {phrases.percent(recent.value, recent.n)} {what} in {recent.period}, "
        f"against {phrases.percent(before.value, before.n)} in {before.period}."
    )
    return Verdict("improvement" if is_better else "concern", sentence, detail)


def first_of(found: list[Verdict]) -> Verdict | None:
    """The one to be read first: a concern, then an improvement, then what is calm."""
    return min(found, key=lambda verdict: ORDER.index(verdict.kind), default=None)


def by_consequence(found: list[Verdict]) -> list[Verdict]:
    """In the order in which they are read: concerns first, each kind by the people it touched."""
    return sorted(found, key=lambda verdict: (ORDER.index(verdict.kind), -verdict.consequence))


def periods(months: list[dt.date]) -> tuple[list[dt.date], list[dt.date]]:
    """Split months into the last six and up to twelve before; both empty if those are under six."""
    ordered = sorted(months)
    recent, before = ordered[-RECENT_MONTHS:], ordered[:-RECENT_MONTHS][-BEFORE_MONTHS:]
    return (recent, before) if len(before) >= RECENT_MONTHS else ([], [])


def too_few(who: str, n: int | None, floor_n: int, of_what: str = "") -> Verdict:
    """Say that there is too little to tell; n is None where that is hidden."""
    counted = "" if n is None else f"{phrases.sample(n)}{of_what}; "
    return Verdict(
        "too_few",
        f"{who}: too few to tell ({counted}shown from {floor_n}).",
        "Choose a longer period or more units; the cases themselves are on the unit's page.",
    )


def not_measurable(who: str, why: str) -> Verdict:
    """Say what is missing for a number, as its note has it."""
    return Verdict("not_measurable", f"{who}: {why}.")


def untold(who: str, row: MeasureRow, floor_n: int) -> Verdict:
    """Say why a number can't be told: too few, or what its note says."""
    if row.is_too_few or not row.note:
        return too_few(who, row.n, floor_n)
    return not_measurable(who, row.note)


def how_sure(lower: float | None, upper: float | None, n: int | None) -> str:
    """Write a share's interval in plain words, with its n; nothing where there is no interval."""
    if lower is None or upper is None:
        return ""
    plain = phrases.in_a_hundred(lower, upper)
    return f"{plain[0].upper()}{plain[1:]} (95 % interval, {phrases.sample(n or 0)})."


def nothing(sentence: str, detail: str = "") -> Verdict:
    """Say calmly that nothing is going on."""
    return Verdict("none", sentence, detail)
