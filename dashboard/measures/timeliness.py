"""Pictures of the timeliness page: how long patients wait for us to put things right."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import unit_names
from dashboard.measures.months import change, line
from dashboard.measures.organization import (
    Compared,
    cohorts_of_all,
    is_part,
    outliers,
    subject_of,
)
from dashboard.measures.resolution import (
    NO_DATA,
    Cohort,
    cohorts,
    days_of,
    median_row,
    together,
    within_row,
)
from dashboard.measures.result import (
    COUNT,
    DAY,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    counted_n,
    guards,
    nothing_there,
    table_of,
)
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import OUTLIER_LEVEL, Estimate, Verdict
from dashboard.settings import Standards
from dashboard.stats.intervals import Interval, wilson_interval

ALL_RESOLVED = 1 - 1e-9  # a product of fractions
PARTS = ("all", "unit", "month")
"""Asked together, so that the page's pictures of one selection cost one statement."""

CURVE: Columns = {
    "age_days": COUNT,
    "resolved_share": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "closed_only_share": NUMBER,
    "hospital_share": NUMBER,
}
RESOLUTION: Columns = {
    "n": COUNT,
    "median_days": COUNT,
    "median_lower": COUNT,
    "median_upper": COUNT,
    "q25_days": COUNT,
    "q75_days": COUNT,
    "within_share": NUMBER,
    "within_lower": NUMBER,
    "within_upper": NUMBER,
    "hospital_share": NUMBER,
}
BY_MONTH: Columns = {"month": DAY, **RESOLUTION, **GUARDS}
BY_UNIT: Columns = {"unit_id": TEXT, "unit_name": TEXT, **RESOLUTION, "stands_out": TEXT, **GUARDS}


@dataclass(frozen=True)
class ResolvedCurve(Figure):
    """Share resolved by each day, with band and contrasts."""

    standard_days: int
    median: MeasureRow
    within_standard: MeasureRow
    last_day: int


@dataclass(frozen=True)
class Resolution(Figure):
    """Median and share within the standard, by month or by unit."""

    standard_days: int
    hospital_share: float | None = None


def resolved_curve(ask: Ask, selection: Selection, standards: Standards) -> ResolvedCurve:
    """Share resolved by each day since receipt, beside closed cases alone and the hospital."""
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)
    cohort = found["all"].get(None)
    hospital = cohorts_of_all(ask, selection, standards)["all"].get(None)
    if cohort is None or cohort.n < standards.floor_n:
        return _no_curve(ask, selection, standards, cohort)
    median = median_row(None, cohort, standards)
    within = within_row(None, cohort, days, standards)
    return ResolvedCurve(
        "resolved_within",
        table_of(CURVE, _steps(cohort, hospital if is_part(ask, selection) else None)),
        cohort.n,
        _curve_in_words(median, within, days),
        _pace(subject_of(ask, selection), found["month"], median, within, days, standards),
        days,
        median,
        within,
        cohort.incidence.last_day,
    )


def _no_curve(
    ask: Ask, selection: Selection, standards: Standards, cohort: Cohort | None
) -> ResolvedCurve:
    """A curve of a few complaints would be chance drawn large: say how few there are instead."""
    days = days_of(selection, standards)
    median = within = MeasureRow(None, n=0, note=NO_DATA)
    if cohort is not None:
        median = median_row(None, cohort, standards)
        within = within_row(None, cohort, days, standards)
    verdict = verdicts.too_few(subject_of(ask, selection), median.n, standards.floor_n)
    table, words = table_of(CURVE, []), verdict.sentence
    return ResolvedCurve(
        "resolved_within", table, median.n, words, verdict, days, median, within, 0
    )


def resolution_by_month(ask: Ask, selection: Selection, standards: Standards) -> Resolution:
    """Median and share within the standard by month of receipt; empty months stay in the axis.

    Where months are too few to tell, longer periods are taken: see `step`.
    """
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)["month"]
    periods = line(found, n_of=n_of, together=together, floor_n=standards.floor_n)
    of_all = cohorts_of_all(ask, selection, standards)["month"]
    hospital = periods.beside(of_all if is_part(ask, selection) else {}, together)
    rows = [
        {"month": day, **_resolution(cohort, hospital.get(day), days, standards)}
        for day, cohort in periods
    ]
    who = subject_of(ask, selection)
    verdict = change_of(who, found, days, standards)
    shown = f"Share resolved within {phrases.days(days)}, by {periods.step} of receipt."
    words = f"{shown} {verdict.sentence}"
    n, table = counted_n(rows), table_of(BY_MONTH, rows)
    return Resolution("resolved_within", table, n, words, verdict, days, step=periods.step)


def n_of(cohort: Cohort) -> int | None:
    """How many a cohort counts; None where that is hidden."""
    return None if cohort.is_suppressed else cohort.n


def resolution_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Resolution:
    """Median and share within the standard by unit, in the units' usual order, with the hospital's.

    stands_out is "better" or "worse" where a unit's 99.8 % interval excludes the hospital's share
    and its n reaches the floor.
    """
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)["unit"]
    hospital = cohorts_of_all(ask, selection, standards)["all"].get(None)
    share = hospital.incidence.at(days) if hospital else None
    rows = [
        {
            "unit_id": unit_id,
            "unit_name": name,
            **_resolution(found[unit_id], hospital, days, standards),
            "stands_out": stands_out(found[unit_id], share, days, standards).side,
        }
        for unit_id, name in unit_names(ask).items()
        if unit_id in found
    ]
    table = table_of(BY_UNIT, rows)
    verdict = outliers(rows, f"in the share resolved within {phrases.days(days)}")
    where = phrases.counted(len(rows), "unit", "units")
    shown = f"Share resolved within {phrases.days(days)} in {where}, with intervals."
    words = f"{shown} {verdict.sentence}"
    return Resolution("resolved_within", table, counted_n(rows), words, verdict, days, share)


def _steps(cohort: Cohort, hospital: Cohort | None) -> list[dict[str, Any]]:
    incidence = cohort.incidence
    ages = np.arange(incidence.last_day + 1)
    places = np.searchsorted(incidence.days, ages, side="right")
    lower, upper = incidence.band()
    resolved = cohort.resolved_n.sum()
    by_age = np.searchsorted(cohort.age_days, ages, side="right")
    closed = np.concatenate([[0], np.cumsum(cohort.resolved_n)])[by_age] / max(resolved, 1)
    shares, lowers, uppers = (
        np.concatenate([[0.0], curve])[places] for curve in (incidence.incidence, lower, upper)
    )
    return [
        {
            "age_days": int(age),
            "resolved_share": float(shares[age]),
            "lower": float(lowers[age]),
            "upper": float(uppers[age]),
            "closed_only_share": float(closed[age]) if resolved else None,
            "hospital_share": hospital.incidence.at(int(age)) if hospital else None,
        }
        for age in ages
    ]


def _resolution(
    cohort: Cohort | None, hospital: Cohort | None, days: int, standards: Standards
) -> dict[str, Any]:
    if cohort is None:
        return nothing_there()
    median = median_row(None, cohort, standards)
    within = within_row(None, cohort, days, standards)
    return {
        "n": within.n,
        "median_days": median.value,
        "median_lower": median.lower,
        "median_upper": median.upper,
        "q25_days": median.more["q25"],
        "q75_days": median.more["q75"],
        "within_share": within.value,
        "within_lower": within.lower,
        "within_upper": within.upper,
        "hospital_share": hospital.incidence.at(days) if hospital else None,
        **guards(within),
    }


def _pace(
    who: str,
    by_month: dict[str | None, Cohort],
    median: MeasureRow,
    within: MeasureRow,
    days: int,
    standards: Standards,
) -> Verdict:
    if within.is_too_few:
        return verdicts.too_few(who, within.n, standards.floor_n)
    changed = change_of(who, by_month, days, standards)
    if changed.kind not in ("none", "too_few"):
        return changed
    calm = "No change is shown." if changed.kind == "none" else "A change can't be told yet."
    sure = verdicts.how_sure(within.lower, within.upper, within.n)
    return verdicts.nothing(
        f"{who}: {_pace_in_words(median, within, days)} {calm}",
        f"{sure} {verdicts.CHANGE_RULE}".strip(),
    )


def stands_out(cohort: Cohort, share: float | None, days: int, standards: Standards) -> Compared:
    """Compare a unit's share resolved within so many days with the organization's."""
    row = within_row(None, cohort, days, standards, OUTLIER_LEVEL)
    if row.value is None:
        return Compared(row, None)
    lower, upper = sure_of(cohort, days, OUTLIER_LEVEL) or (None, None)
    return Compared(replace(row, lower=lower, upper=upper), share)


def sure_of(cohort: Cohort, days: int, level: float = 0.95) -> Interval | None:
    """Limits to compare by: log-log, but Wilson's where none or all are resolved.

    There the log-log band says too much (of none it is no wider than a line) or nothing (of all
    it can reach from 0 to 1), however many are counted.
    """
    share, limits = cohort.incidence.at(days), cohort.incidence.interval_at(days, level)
    if share is None or limits is None:
        return None
    if 0.0 < share < ALL_RESOLVED:
        return Interval(*limits)
    n = cohort.followed_to(days) if share == 0.0 else int(cohort.resolved_n.sum())
    return wilson_interval(round(share) * n, n, level) if n else None


def change_of(
    who: str, by_month: dict[str | None, Cohort], days: int, standards: Standards
) -> Verdict:
    """Say whether the share resolved within so many days has changed."""

    def estimate(found: list[Cohort], months: list[dt.date]) -> Estimate | None:
        cohort = together(found)
        share, limits = cohort.incidence.at(days), sure_of(cohort, days)
        if share is None or limits is None:
            return None
        return Estimate(share, limits, cohort.n, phrases.span(months[0], months[-1]))

    what, floor_n = f"were resolved within {phrases.days(days)}", standards.floor_n
    return change(who, what, by_month, estimate, n_of=n_of, floor_n=floor_n)


def _pace_in_words(median: MeasureRow, within: MeasureRow, days: int) -> str:
    half = (
        "half of the complaints are not resolved within the follow-up"
        if median.value is None
        else f"half of the complaints are resolved within {phrases.days(median.value)}"
    )
    if within.value is None:
        return f"{half}."
    return f"{half}, {phrases.percent(within.value, within.n or 0)} within {phrases.days(days)}."


def _curve_in_words(median: MeasureRow, within: MeasureRow, days: int) -> str:
    return f"Share resolved by days since receipt: {_pace_in_words(median, within, days)}"
