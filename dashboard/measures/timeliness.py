"""Pictures of the timeliness page: how long patients wait for us to put things right."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.acknowledgement import acknowledgement_row, ask_acknowledgements
from dashboard.measures.asking import records, unit_names
from dashboard.measures.backlog import AGE_BANDS, open_cases
from dashboard.measures.months import change, months_between
from dashboard.measures.organization import Compared, cohorts_of_all, outliers, subject_of
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
    FLAG,
    GUARDS,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    guards,
    table_of,
)
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import OUTLIER_LEVEL, Estimate, Verdict
from dashboard.settings import Standards
from dashboard.stats.intervals import Interval

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
BACKLOG: Columns = {
    "age_band": TEXT,
    "open_n": COUNT,
    "past_standard": FLAG,
    "is_suppressed": FLAG,
    "note": TEXT,
}
ACKNOWLEDGED: Columns = {
    "month": DAY,
    "n": COUNT,
    "share": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "not_yet_due_n": COUNT,
    **GUARDS,
}


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


@dataclass(frozen=True)
class Backlog(Figure):
    """Open complaints by days waited."""

    open_n: int | None
    not_heard_of_n: int
    not_heard_of_since: dt.date | None


@dataclass(frozen=True)
class Acknowledged(Figure):
    """Share acknowledged on time, by month."""

    limit_weekdays: int


def resolved_curve(ask: Ask, selection: Selection, standards: Standards) -> ResolvedCurve:
    """Share resolved by each day since receipt, beside closed cases alone and the hospital."""
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)
    cohort = found["all"].get(None)
    hospital = cohorts_of_all(ask, selection).get("all", {}).get(None)
    if cohort is None or cohort.is_suppressed:
        row = MeasureRow(None, n=0, note=NO_DATA)
        if cohort is not None:
            row = median_row(None, cohort, standards)
        verdict = verdicts.too_few(subject_of(ask, selection), row.n, standards.floor_n)
        empty = table_of(CURVE, [])
        words = "Nothing to show: " + (row.note or NO_DATA)
        return ResolvedCurve("resolved_within", empty, row.n, words, verdict, days, row, row, 0)
    median = median_row(None, cohort, standards)
    within = within_row(None, cohort, days, standards)
    return ResolvedCurve(
        "resolved_within",
        table_of(CURVE, _steps(cohort, hospital if selection.units else None)),
        cohort.n,
        _curve_in_words(median, within, days),
        _pace(subject_of(ask, selection), found["month"], median, within, days, standards),
        days,
        median,
        within,
        cohort.incidence.last_day,
    )


def resolution_by_month(ask: Ask, selection: Selection, standards: Standards) -> Resolution:
    """Median and share within the standard by month of receipt; empty months stay in the axis."""
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)["month"]
    hospital = cohorts_of_all(ask, selection).get("month", {}) if selection.units else {}
    rows = [
        {"month": month, **_resolution(found.get(name), hospital.get(name), days, standards)}
        for name, month in months_between(found)
    ]
    who = subject_of(ask, selection)
    verdict = change_of(who, found, days) or _calm(who, days)
    words = f"Share resolved within {phrases.days(days)}, {len(rows)} months of receipt."
    n = sum(row["n"] or 0 for row in rows)
    return Resolution("resolved_within", table_of(BY_MONTH, rows), n, words, verdict, days)


def resolution_by_unit(ask: Ask, selection: Selection, standards: Standards) -> Resolution:
    """Median and share within the standard by unit, in the units' usual order, with the hospital's.

    stands_out is "better" or "worse" where a unit's 99.8 % interval excludes the hospital's share
    and its n reaches the floor.
    """
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)["unit"]
    hospital = cohorts_of_all(ask, selection).get("all", {}).get(None)
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
    verdict = outliers([row["stands_out"] for row in rows], f"within {phrases.days(days)}")
    words = f"Share resolved within {phrases.days(days)} in {len(rows)} units, with intervals."
    n = sum(row["n"] or 0 for row in rows)
    return Resolution("resolved_within", table, n, words, verdict, days, share)


def backlog_by_age(ask: Ask, selection: Selection, standards: Standards) -> Backlog:
    """Open complaints by days waited; always five bands."""
    bands = open_cases(ask, selection.grouped("age_band"), standards).rows
    total = open_cases(ask, selection.grouped(None), standards).row
    days = standards.resolved_within_days
    rows = [
        {
            "age_band": row.group,
            "open_n": row.value,
            "past_standard": _begins_after(row.group or "", days),
            "is_suppressed": row.suppressed,
            "note": row.note,
        }
        for row in bands
    ]
    lost = total.more.get("not_heard_of") or 0
    since = total.more.get("not_heard_of_since")
    open_n = None if total.value is None else int(total.value)
    verdict = _backlog_verdict(subject_of(ask, selection), rows, open_n)
    words = f"{phrases.count(open_n or 0)} open complaints by days waited."
    table = table_of(BACKLOG, rows)
    return Backlog("open_cases", table, total.n, words, verdict, open_n, lost, since)


def acknowledged_by_month(ask: Ask, selection: Selection, standards: Standards) -> Acknowledged:
    """Share acknowledged by the limit, by month of receipt."""
    table = ask_acknowledgements(ask, selection, standards, ("all", "month"))
    found = {r["group_name"]: acknowledgement_row(r, standards) for r in records(table, "month")}
    rows = [
        {"month": month, **_acknowledged(found.get(name))} for name, month in months_between(found)
    ]
    totals = [acknowledgement_row(row, standards) for row in records(table, "all")]
    total = totals[0] if totals else MeasureRow(None, n=0, note=NO_DATA)
    limit = standards.acknowledge_within_weekdays
    verdict = _acknowledged_verdict(subject_of(ask, selection), total, limit, standards)
    words = f"Share acknowledged within {limit} weekdays, {len(rows)} months of receipt."
    figure = table_of(ACKNOWLEDGED, rows)
    return Acknowledged("acknowledged_on_time", figure, total.n, words, verdict, limit)


def _steps(cohort: Cohort, hospital: Cohort | None) -> list[dict[str, Any]]:
    incidence = cohort.incidence
    ages = np.arange(incidence.last_day + 1)
    places = np.searchsorted(incidence.days, ages, side="right")
    lower, upper = incidence.band()
    resolved = cohort.resolved_n.sum()
    by_age = np.searchsorted(cohort.age_days, ages, side="right")
    closed = np.concatenate([[0], np.cumsum(cohort.resolved_n)])[by_age] / max(resolved, 1)
    return [
        {
            "age_days": int(age),
            "resolved_share": float(np.concatenate([[0.0], incidence.incidence])[place]),
            "lower": float(np.concatenate([[0.0], lower])[place]),
            "upper": float(np.concatenate([[0.0], upper])[place]),
            "closed_only_share": float(closed[age]) if resolved else None,
            "hospital_share": hospital.incidence.at(int(age)) if hospital else None,
        }
        for age, place in zip(ages, places, strict=True)
    ]


def _resolution(
    cohort: Cohort | None, hospital: Cohort | None, days: int, standards: Standards
) -> dict[str, Any]:
    if cohort is None:
        return {"n": 0, "is_too_few": False, "is_suppressed": False, "note": NO_DATA}
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


def _acknowledged(row: MeasureRow | None) -> dict[str, Any]:
    if row is None:
        return {"n": 0, "is_too_few": False, "is_suppressed": False, "note": NO_DATA}
    numbers = {"n": row.n, "share": row.value, "lower": row.lower, "upper": row.upper}
    return {**numbers, "not_yet_due_n": row.excluded.get("not yet due", 0), **guards(row)}


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
    return change_of(who, by_month, days) or verdicts.nothing(
        f"{who}: {_pace_in_words(median, within, days)} No change is shown.",
        f"{_interval(within)} {verdicts.CHANGE_RULE[0].upper()}{verdicts.CHANGE_RULE[1:]}.",
    )


def stands_out(cohort: Cohort, share: float | None, days: int, standards: Standards) -> Compared:
    """Compare a unit's share resolved within so many days with the organization's."""
    return Compared(within_row(None, cohort, days, standards, OUTLIER_LEVEL), share)


def change_of(who: str, by_month: dict[str | None, Cohort], days: int) -> Verdict | None:
    """Say whether the share resolved within so many days has changed; None where none is shown."""

    def estimate(found: list[Cohort], months: list[dt.date]) -> Estimate | None:
        shown = [cohort for cohort in found if not cohort.is_suppressed]
        if not shown:
            return None
        cohort = together(shown)
        share, limits = cohort.incidence.at(days), cohort.incidence.interval_at(days)
        if share is None or limits is None:
            return None
        period = phrases.span(months[0], months[-1])
        return Estimate(share, Interval(*limits), cohort.n, period)

    return change(who, f"were resolved within {phrases.days(days)}", by_month, estimate)


def _calm(who: str, days: int) -> Verdict:
    sentence = f"{who}: no change in the share resolved within {phrases.days(days)} is shown."
    return verdicts.nothing(sentence, f"{verdicts.CHANGE_RULE.capitalize()}.")


def _pace_in_words(median: MeasureRow, within: MeasureRow, days: int) -> str:
    half = (
        "half of the complaints are not resolved within the follow-up"
        if median.value is None
        else f"half of the complaints are resolved within {phrases.days(median.value)}"
    )
    if within.value is None:
        return f"{half}."
    return f"{half}, {phrases.percent(within.value, within.n or 0)} within {phrases.days(days)}."


def _interval(within: MeasureRow) -> str:
    if within.lower is None or within.upper is None:
        return ""
    plain = phrases.in_a_hundred(within.lower, within.upper)
    return f"{plain[0].upper()}{plain[1:]} (95 % interval, {phrases.sample(within.n or 0)})."


def _curve_in_words(median: MeasureRow, within: MeasureRow, days: int) -> str:
    return f"Share resolved by days since receipt: {_pace_in_words(median, within, days)}"


def _begins_after(band: str, days: int) -> bool:
    first = 183 if band == AGE_BANDS[-1] else int(band.split("-")[0])
    return first > days


def _backlog_verdict(who: str, rows: list[dict[str, Any]], open_n: int | None) -> Verdict:
    if open_n is None:
        return verdicts.nothing(f"{who}: too few complaints to show how many are open.")
    late = sum(row["open_n"] or 0 for row in rows if row["past_standard"])
    waiting = f"{who}: {phrases.count(open_n)} complaints are open"
    if not late:
        return verdicts.nothing(f"{waiting}, none of them in an age band past the standard.")
    return verdicts.nothing(f"{waiting}, {phrases.count(late)} of them past the standard.")


def _acknowledged_verdict(who: str, total: MeasureRow, limit: int, standards: Standards) -> Verdict:
    if total.value is None or total.is_too_few:
        if total.note and total.note.startswith("not measurable"):
            return Verdict("too_few", f"{who}: {total.note}.")
        return verdicts.too_few(who, total.n, standards.floor_n)
    share = phrases.percent(total.value, total.n or 0)
    sentence = f"{who}: {share} are acknowledged within {limit} weekdays."
    return verdicts.nothing(sentence, _interval(total))
