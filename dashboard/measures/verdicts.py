"""What a verdict is, the order in which verdicts are read, and those that say there is nothing.

Each comes from a stated rule, never from one month against the last: `changes` makes those of
change, `matters` those of units that stand apart. Pure.
"""

from dataclasses import dataclass

from dashboard.measures import phrases
from dashboard.measures.rows import MeasureRow
from dashboard.stats.intervals import Interval

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


def first_of(found: list[Verdict]) -> Verdict | None:
    """The one to be read first: a concern, then an improvement, then what is calm."""
    return min(found, key=lambda verdict: ORDER.index(verdict.kind), default=None)


def by_consequence(found: list[Verdict]) -> list[Verdict]:
    """In the order in which they are read: concerns first, each kind by the people it touched."""
    return sorted(found, key=lambda verdict: (ORDER.index(verdict.kind), -verdict.consequence))


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
    return f"{plain[0].upper()}{plain[1:]} ({phrases.INTERVAL}, {phrases.sample(n or 0)})."


def nothing(sentence: str, detail: str = "") -> Verdict:
    """Say calmly that nothing is going on."""
    return Verdict("none", sentence, detail)
