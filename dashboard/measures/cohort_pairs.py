"""Two receipt cohorts side by side, of two periods or two units: do they differ (log-rank)?"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts, words
from dashboard.measures.asking import unit_names
from dashboard.measures.organization import subject_of
from dashboard.measures.resolution import Cohort, cohorts, compared, days_of, together
from dashboard.measures.result import COUNT, NUMBER, TEXT, Columns, Figure, table_of
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards
from dashboard.stats.log_rank import LogRank

ALPHA = 0.05
LEAST_P = 0.001
PAIR: Columns = {
    "cohort": TEXT,
    "place": COUNT,
    "age_days": COUNT,
    "resolved_share": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
}
RULE = (
    "Log-rank test over the whole course, open complaints counted up to the last day they were "
    "seen; it sees little where two curves cross. The comparison is one: of 20 such between equals "
    "about 1 differs by chance."
)


@dataclass(frozen=True)
class CohortPair(Figure):
    """Two resolved curves; place is 0 for the first and 1 for the second."""

    standard_days: int
    last_day: int
    test: LogRank | None


def periods_compared(
    ask: Ask, selection: Selection, standards: Standards, *, since: dt.date
) -> CohortPair:
    """Complaints received before a month's first day, and from it on, in the period chosen."""
    by_month = cohorts(ask, selection.grouped(None), standards, ("month",))["month"]
    name = f"{since:%Y-%m}"
    parts = [
        [cohort for month, cohort in by_month.items() if (month or "") < name],
        [cohort for month, cohort in by_month.items() if (month or "") >= name],
    ]
    first, second = (_together(part) for part in parts)
    who = subject_of(ask, selection)
    said = (f"received before {since:%B %Y}", f"received since {since:%B %Y}")
    return _pair(who, said, first, second, days_of(selection, standards), standards)


def units_compared(
    ask: Ask, selection: Selection, standards: Standards, *, first: str, second: str
) -> CohortPair:
    """Complaints of two units in the period chosen, whatever other units are."""
    chosen = replace(selection, units=(first, second), by=None)
    by_unit = cohorts(ask, chosen, standards, ("unit",))["unit"]
    names = unit_names(ask)
    said = (names.get(first, first), names.get(second, second))
    days = days_of(selection, standards)
    return _pair("", said, by_unit.get(first), by_unit.get(second), days, standards)


def _together(found: list[Cohort]) -> Cohort | None:
    if not found or any(cohort.is_suppressed for cohort in found):
        return None
    return together(found)


def _pair(
    who: str,
    names: tuple[str, str],
    first: Cohort | None,
    second: Cohort | None,
    days: int,
    standards: Standards,
) -> CohortPair:
    few = [
        name
        for name, cohort in zip(names, (first, second), strict=True)
        if cohort is None or cohort.is_suppressed or cohort.n < standards.floor_n
    ]
    test = compared(first, second) if first and second else None
    if first is None or second is None or test is None or few:
        said = f"{who}: " if who else ""
        verdict = Verdict(
            "too_few",
            words.sentence(
                f"{said}too few to compare: under {standards.floor_n} {phrases.named(few)}."
            ),
            "Choose a longer period, another month or other units.",
        )
        empty = table_of(PAIR, [])
        return CohortPair(
            "resolved_within", empty, None, verdict.sentence, verdict, days, 0, None
        )  # fmt: skip
    last_day = min(first.incidence.last_day, second.incidence.last_day)
    rows = [
        *_rows(names[0], 0, first, last_day),
        *_rows(names[1], 1, second, last_day),
    ]
    verdict = _verdict(who, names, (first, second), test, days)
    said = f"Share resolved by days since receipt, {names[0]} and {names[1]}. {verdict.sentence}"
    n = first.n + second.n
    return CohortPair(
        "resolved_within", table_of(PAIR, rows), n, said, verdict, days, last_day, test
    )


def _rows(name: str, place: int, cohort: Cohort, last_day: int) -> list[dict[str, Any]]:
    incidence = cohort.incidence
    lower, upper = incidence.band()
    places = np.searchsorted(incidence.days, np.arange(last_day + 1), side="right")
    shares, lowers, uppers = (
        np.concatenate([[0.0], curve])[places] for curve in (incidence.incidence, lower, upper)
    )
    return [
        {
            "cohort": name,
            "place": place,
            "age_days": age,
            "resolved_share": float(shares[age]),
            "lower": float(lowers[age]),
            "upper": float(uppers[age]),
        }
        for age in range(last_day + 1)
    ]


def _verdict(
    who: str, names: tuple[str, str], pair: tuple[Cohort, Cohort], test: LogRank, days: int
) -> Verdict:
    halves = [_half(cohort) for cohort in pair]
    within = [cohort.incidence.at(days) for cohort in pair]
    shares = [
        phrases.percent(share, cohort.n) if share is not None else "not known"
        for share, cohort in zip(within, pair, strict=True)
    ]
    detail = (
        f"{words.sentence(names[0])}: {halves[0]}, {phrases.sample(pair[0].n)}; {names[1]}: "
        f"{halves[1]}, {phrases.sample(pair[1].n)}. {RULE}"
    )
    tested = f"log-rank χ² {test.chi2:.1f}, {_chance(test.p)}"
    subject = f"{who}: complaints" if who else "Complaints of"
    if test.p >= ALPHA:
        return verdicts.nothing(
            f"{subject} {names[0]} and {names[1]}: no difference in how fast they are resolved is "
            f"shown ({tested}).",
            detail,
        )
    is_second_faster = test.observed[1] > test.expected[1]
    pace = "faster" if is_second_faster else "more slowly"
    return verdicts.nothing(
        f"{subject} {names[1]} are resolved {pace} than those {'' if who else 'of '}{names[0]}: "
        f"{shares[1]} within {phrases.days(days)} against {shares[0]} ({tested}).",
        detail,
    )


def _half(cohort: Cohort) -> str:
    median = cohort.incidence.quantile(0.5)
    return "not half so far" if median is None else f"half within {phrases.days(median)}"


def _chance(p: float) -> str:
    return f"p{phrases.GAP}<{phrases.GAP}{LEAST_P}" if p < LEAST_P else f"p = {p:.3f}"
