"""Pictures of the timeliness page: how long patients wait for us to put things right."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import floor_of
from dashboard.measures.months import line
from dashboard.measures.organization import (
    cohorts_of_all,
    is_part,
    subject_of,
)
from dashboard.measures.resolution import (
    NO_DATA,
    Cohort,
    cohorts,
    days_of,
    median_row,
    together,
    undated_n,
    within_row,
)
from dashboard.measures.result import (
    COUNT,
    DAY,
    GUARDS,
    NUMBER,
    Columns,
    Figure,
    counted_n,
    guards,
    nothing_there,
    table_of,
)
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.variation import control_chart, signal_in_words
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

PARTS = ("all", "month")
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


@dataclass(frozen=True)
class ResolvedCurve(Figure):
    """Share resolved by each day, with band and contrasts."""

    standard_days: int
    median: MeasureRow
    within_standard: MeasureRow
    last_day: int
    undated_n: int

    @property
    def about(self) -> str:
        """What is drawn, and who is in no time at all."""
        drawn = "Share of complaints received, open ones included, with 95 % band"
        if not self.undated_n:
            return drawn
        came = phrases.counted(self.undated_n, "complaint", "complaints")
        return f"{drawn} · {came} without a receipt date left out"


@dataclass(frozen=True)
class Resolution(Figure):
    """Median and share within the standard, by month."""

    standard_days: int


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
    undated = undated_n(ask, selection)
    return ResolvedCurve(
        "resolved_within",
        table_of(CURVE, _steps(cohort, hospital if is_part(ask, selection) else None)),
        cohort.n,
        _curve_in_words(median, within, days),
        _pace(ask, selection, standards, median, within),
        days,
        median,
        within,
        cohort.incidence.last_day,
        0 if undated < floor_of(standards) else undated,
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
        "resolved_within", table, median.n, words, verdict, days, median, within, 0, 0
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
    verdict = control_chart(ask, selection, standards, "resolved_within").verdict
    shown = f"Share resolved within {phrases.days(days)}, by {periods.step} of receipt."
    words = f"{shown} {verdict.sentence}"
    n, table = counted_n(rows), table_of(BY_MONTH, rows)
    return Resolution("resolved_within", table, n, words, verdict, days, step=periods.step)


def n_of(cohort: Cohort) -> int | None:
    """How many a cohort counts; None where that is hidden."""
    return None if cohort.is_suppressed else cohort.n


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
    ask: Ask, selection: Selection, standards: Standards, median: MeasureRow, within: MeasureRow
) -> Verdict:
    """The change that the control chart by month shows, else how quickly and that it is steady."""
    who, days = subject_of(ask, selection), days_of(selection, standards)
    if within.is_too_few:
        return verdicts.too_few(who, within.n, standards.floor_n)
    chart = control_chart(ask, selection, standards, "resolved_within")
    if chart.verdict.kind != "none":
        return chart.verdict
    is_steady = chart.signal is None
    calm = "No change is shown." if is_steady else "No change is sure."
    sure = verdicts.how_sure(within.lower, within.upper, within.n)
    detail = sure if is_steady else f"{sure} {signal_in_words(chart.signal, chart.signal_since)}"
    return verdicts.nothing(f"{who}: {_pace_in_words(median, within, days)} {calm}", detail)


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
