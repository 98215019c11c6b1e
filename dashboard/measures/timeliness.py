"""Pictures of the timeliness page: how long patients wait for us to put things right."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.acknowledgement import acknowledgement_row, ask_acknowledgements
from dashboard.measures.asking import CONTACT_TYPES, folded, groups, records, unit_names
from dashboard.measures.backlog import AGE_BANDS, open_cases
from dashboard.measures.resolution import (
    NO_DATA,
    Cohort,
    cohort_of,
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
    hospital = hospital_cohorts(ask, selection).get("all", {}).get(None)
    if cohort is None or cohort.is_suppressed:
        row = MeasureRow(None, n=0, note=NO_DATA)
        if cohort is not None:
            row = median_row(None, cohort, standards)
        verdict = verdicts.too_few(_who(ask, selection), row.n, standards.floor_n)
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
        _pace(_who(ask, selection), found["month"], median, within, days, standards),
        days,
        median,
        within,
        cohort.incidence.last_day,
    )


def resolution_by_month(ask: Ask, selection: Selection, standards: Standards) -> Resolution:
    """Median and share within the standard by month of receipt; empty months stay in the axis."""
    days = days_of(selection, standards)
    found = cohorts(ask, selection, standards, PARTS)["month"]
    hospital = hospital_cohorts(ask, selection).get("month", {}) if selection.units else {}
    rows = [
        {"month": month, **_resolution(found.get(name), hospital.get(name), days, standards)}
        for name, month in months_between(found)
    ]
    who = _who(ask, selection)
    verdict = _change(who, found, days) or _calm(who, days)
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
    hospital = hospital_cohorts(ask, selection).get("all", {}).get(None)
    share = hospital.incidence.at(days) if hospital else None
    rows = [
        {
            "unit_id": unit_id,
            "unit_name": name,
            **_resolution(found[unit_id], hospital, days, standards),
            "stands_out": stands_out(found[unit_id], share, days, standards),
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
    verdict = _backlog_verdict(_who(ask, selection), rows, open_n)
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
    verdict = _acknowledged_verdict(_who(ask, selection), total, limit, standards)
    words = f"Share acknowledged within {limit} weekdays, {len(rows)} months of receipt."
    figure = table_of(ACKNOWLEDGED, rows)
    return Acknowledged("acknowledged_on_time", figure, total.n, words, verdict, limit)


def hospital_cohorts(ask: Ask, selection: Selection) -> dict[str, dict[str | None, Cohort]]:
    """The whole organization's cohorts to compare with, of months large enough to show."""
    chosen = folded(selection)
    table = ask(
        "timeliness/hospital_resolution_ages",
        contact_types=chosen.contact_types or CONTACT_TYPES,
        from_month=chosen.from_month,
        to_month=chosen.to_month,
        parts=("all", "month"),
    )
    return {
        part: {name: cohort_of(rows) for name, rows in groups(table, part)}
        for part in ("all", "month")
    }


def months_between(found: dict[str | None, Any]) -> list[tuple[str, dt.date]]:
    """Every month from the first to the last, as name and first day; time axes skip none."""
    names = sorted(name for name in found if name)
    if not names:
        return []
    first, last = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (names[0], names[-1]))
    days = [dt.date(index // 12, index % 12 + 1, 1) for index in range(first, last + 1)]
    return [(f"{day:%Y-%m}", day) for day in days]


def stands_out(cohort: Cohort, share: float | None, days: int, standards: Standards) -> str:
    """Tell whether a unit's 99.8 % interval excludes the hospital's share."""
    if share is None or cohort.is_suppressed or cohort.n < standards.floor_n:
        return ""
    row = within_row(None, cohort, days, standards, OUTLIER_LEVEL)
    return beside(row, share)


def beside(row: MeasureRow, share: float | None) -> str:
    """Tell on which side of a share an interval lies: better, worse, or neither."""
    if share is None or row.lower is None or row.upper is None:
        return ""
    return "better" if row.lower > share else "worse" if row.upper < share else ""


def outliers(sides: list[str], what: str) -> Verdict:
    """Say how many units stand out, and how many would by chance alone."""
    worse, better = sides.count("worse"), sides.count("better")
    by_chance = len(sides) * (1 - OUTLIER_LEVEL)
    rule = (
        "Rule: a unit's 99.8 % interval excludes the hospital's value. "
        f"By chance alone about {by_chance:.1f} of {len(sides)} units would."
    )
    if not worse and not better:
        return verdicts.nothing(f"No unit stands out {what}.", rule)
    said = [f"{worse} worse" if worse else "", f"{better} better" if better else ""]
    sentence = f"Units that stand out {what}: {' and '.join(s for s in said if s)}."
    return Verdict("concern" if worse else "improvement", sentence, rule)


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


def _who(ask: Ask, selection: Selection) -> str:
    return phrases.subject(unit_names(ask) if selection.units else {}, selection.units)


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
    return _change(who, by_month, days) or verdicts.nothing(
        f"{who}: {_pace_in_words(median, within, days)} No change is shown.",
        f"{_interval(within)} {verdicts.CHANGE_RULE[0].upper()}{verdicts.CHANGE_RULE[1:]}.",
    )


def _change(who: str, by_month: dict[str | None, Cohort], days: int) -> Verdict | None:
    months = {day: by_month.get(name) for name, day in months_between(by_month)}
    recent, before = verdicts.periods(list(months))
    what = f"were resolved within {phrases.days(days)}"
    return verdicts.change(
        who,
        what,
        _estimate([months[day] for day in recent], recent, days),
        _estimate([months[day] for day in before], before, days),
        is_higher_better=True,
    )


def _estimate(found: list[Cohort | None], months: list[dt.date], days: int) -> Estimate | None:
    shown = [cohort for cohort in found if cohort is not None and not cohort.is_suppressed]
    if not shown:
        return None
    cohort = together(shown)
    share, limits = cohort.incidence.at(days), cohort.incidence.interval_at(days)
    if share is None or limits is None:
        return None
    return Estimate(share, Interval(*limits), cohort.n, phrases.span(months[0], months[-1]))


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
    return f"{plain[0].upper()}{plain[1:]} (95 % interval, n = {phrases.count(within.n or 0)})."


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
