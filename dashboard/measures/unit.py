"""Pictures of the unit page: which open cases need me next, and how is my unit doing?"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts, words
from dashboard.measures.acknowledgement import acknowledged_on_time
from dashboard.measures.asking import ALL_CONTACT_TYPES, folded, units_of, values_of
from dashboard.measures.organization import cohorts_of_all, is_part, shares_of_all, subject_of
from dashboard.measures.recommendation import LABELS, recommend
from dashboard.measures.recovered import of_all
from dashboard.measures.recovery import recovered_share
from dashboard.measures.resolution import resolved_within, time_to_resolution
from dashboard.measures.result import COUNT, GUARDS, NUMBER, TEXT, Columns, Figure, guards, table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection, month_end, months_before
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

LONGER_MONTHS = (12, 24)
"""measures.md "Rules that hold everywhere": small units get a longer window, and it is said."""
DUE_SOON_DAYS = 2
STEP_NEEDS = [
    "is_heard_of", "acknowledgement", "received_on", "waiting_days", "due_agreed_on", "days_left",
]  # fmt: skip

SCORES: Columns = {
    "measure": TEXT,
    "title": TEXT,
    "unit": TEXT,
    "n": COUNT,
    "value": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "hospital_value": NUMBER,
    "period": TEXT,
    **GUARDS,
}


@dataclass(frozen=True)
class OpenCases(Figure):
    """Open cases, the one with the least time left first."""

    standard_days: int


@dataclass(frozen=True)
class Scorecard(Figure):
    """The unit's numbers; shares_n of them are shares, which a chart can show on one axis."""

    shares_n: int


def open_cases_list(ask: Ask, selection: Selection, standards: Standards) -> OpenCases:
    """The viewer's open cases with the days left of the standard and what to do next."""
    chosen = folded(selection)
    table = ask(
        "unit/open_cases_list",
        units=units_of(ask, chosen),
        channels=chosen.channels or values_of(ask, "channel"),
        severities=chosen.severities or values_of(ask, "severity"),
        contact_types=chosen.contact_types or ALL_CONTACT_TYPES,
        standard_days=standards.resolved_within_days,
        is_internal=standards.audience == "internal",
    )
    steps = [next_step(row, standards) for row in table.select(STEP_NEEDS).to_pylist()]
    told = table.add_column(0, "next_step", pa.array(steps, pa.string()))
    verdict = _cases_verdict(subject_of(ask, selection), told, standards)
    days = standards.resolved_within_days
    n = told.num_rows if standards.audience == "internal" else None
    return OpenCases("open_cases", told, n, verdict.sentence, verdict, days)


def next_step(case: dict[str, Any], standards: Standards) -> str:
    """What to do next about an open case, from its clock and what is recorded.

    Rule, the first that holds: not in the source's last extract; not acknowledged; past the day
    agreed; past the standard; due within two days; else nothing is due yet.
    """
    if not case["is_heard_of"]:
        return "Check whether it is still open: the last extract no longer carries it"
    if case["acknowledgement"] == "no":
        return "Acknowledge it"
    as_of = case["received_on"] + dt.timedelta(days=case["waiting_days"])
    agreed = case["due_agreed_on"]
    if agreed is not None and agreed < as_of:
        return "Answer it, or agree on a new day"
    if case["days_left"] < 0:
        return "Resolve it" if agreed is None else "Answer it by the day agreed"
    if case["days_left"] <= DUE_SOON_DAYS:
        return "Resolve it before the standard passes"
    return "On time so far"


def scorecard(ask: Ask, selection: Selection, standards: Standards) -> Scorecard:
    """The unit's numbers beside the organization's; a longer window where the chosen is small."""
    windows = {_period(window): window for window in _windows(selection)}
    beside = {period: _beside(ask, window, standards) for period, window in windows.items()}
    rows = [
        {**_score(name, row, period), "hospital_value": beside[period].get(row.group)}
        for name, row, period in _scores(ask, selection, standards)
    ]
    who = subject_of(ask, selection)
    told = [row for row in rows if row["value"] is not None and not row["is_too_few"]]
    verdict = _scores_verdict(who, rows, standards)
    words = f"{len(told)} of {len(rows)} numbers can be told. {verdict.sentence}"
    shares_n = sum(row["unit"] == "share" for row in rows)
    table = table_of(SCORES, rows)  # each number has an n of its own: there is none of all
    return Scorecard("resolved_within", table, None, words, verdict, shares_n)


def _scores(
    ask: Ask, selection: Selection, standards: Standards
) -> Iterator[tuple[str, MeasureRow, str]]:
    days = standards.resolved_within_days
    ones = (
        (f"Resolved within {phrases.days(days)}", "resolved_within", resolved_within),
        ("Half are resolved within", "time_to_resolution", time_to_resolution),
        ("Acknowledged on time", "acknowledged_on_time", acknowledged_on_time),
        ("Recovered", "recovered_share", recovered_share),
    )
    for title, name, measure in ones:
        for window in _windows(selection):
            row = measure(ask, window, standards).row
            if _is_enough(row):
                break
        yield name, replace(row, group=title), _period(window)
    for window in _windows(selection):
        rows = recommend(ask, window, standards).rows
        if any(_is_enough(row) for row in rows):
            break
    for row in rows:
        yield "recommend", replace(row, group=str(row.more.get("label", ""))), _period(window)


def _is_enough(row: MeasureRow) -> bool:
    return bool(row.n) and not row.is_too_few


def _windows(selection: Selection) -> Iterator[Selection]:
    """The period chosen, then the last 12 and 24 months to its end where those are longer."""
    chosen = selection.grouped(None)
    yield chosen
    if chosen.from_on is None or chosen.to_on is None:
        return
    for months_n in LONGER_MONTHS:
        begin = months_before(chosen.to_on, months_n - 1)
        if begin < chosen.from_on:
            yield replace(chosen, from_on=begin, to_on=month_end(chosen.to_on))


def _period(window: Selection) -> str:
    if window.from_on is None or window.to_on is None:
        return "all months"
    return phrases.span(window.from_on, window.to_on)


def _score(name: str, row: MeasureRow, period: str) -> dict[str, Any]:
    unit = "days" if name == "time_to_resolution" else "share"
    return {
        "measure": name,
        "title": row.group,
        "unit": unit,
        "n": row.n,
        "value": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "period": period,
        **guards(row),
    }


def _beside(ask: Ask, selection: Selection, standards: Standards) -> dict[str | None, float | None]:
    """The organization's values, by the score's title; for all there is nothing to stand beside."""
    if not is_part(ask, selection):
        return {}
    days = standards.resolved_within_days
    cohort = cohorts_of_all(ask, selection, standards)["all"].get(None)
    shares: dict[str | None, float | None] = {
        LABELS[name]: share
        for (name, month), share in shares_of_all(ask, selection).items()
        if month is None
    }
    return {
        f"Resolved within {phrases.days(days)}": cohort.incidence.at(days) if cohort else None,
        "Half are resolved within": cohort.incidence.quantile(0.5) if cohort else None,
        "Recovered": of_all(ask, selection, standards),
        **shares,
    }


def in_words(score: dict[str, Any], floor_n: int) -> dict[str, str]:
    """Write a row of the scorecard as it is read, on the page and in the brief."""
    told = MeasureRow(
        score["title"],
        n=score["n"],
        value=score["value"],
        lower=score["lower"],
        upper=score["upper"],
        suppressed=score["is_suppressed"],
        note=score["note"],
    )
    kind, beside = score["unit"], score["hospital_value"]
    return {
        "Number": score["title"],
        "Here": words.number(told, kind),
        "How sure": words.doubt(told, kind, floor_n),
        "Whole organization": "" if beside is None else words.in_unit(beside, kind),
        "Period": score["period"],
    }


def _cases_verdict(who: str, cases: pa.Table, standards: Standards) -> Verdict:
    if standards.audience == "board":
        return verdicts.nothing(f"{who}: single cases are shown to the unit itself only.")
    days = phrases.days(standards.resolved_within_days)
    if not cases.num_rows:
        return verdicts.nothing(f"{who}: no case is open.")
    days_left = cases["days_left"].to_numpy()
    past = int((days_left < 0).sum())
    soon = int(((days_left >= 0) & (days_left <= DUE_SOON_DAYS)).sum())
    unheard = cases["acknowledgement"].to_pylist().count("no")
    counted = phrases.counted(cases.num_rows, "case is", "cases are")
    reach = phrases.counted(soon, "reaches", "reach")
    parts = [
        f"{phrases.count(past)} past the standard of {days}" if past else "none past the standard",
        *([f"{reach} it within {DUE_SOON_DAYS} days"] if soon else []),
        *([f"{phrases.count(unheard)} not acknowledged yet"] if unheard else []),
    ]
    sentence = f"{who}: {counted} open, {', '.join(parts)}."
    detail = "Begin at the top: the least time left comes first, and each says what is next."
    return Verdict("concern" if past else "none", sentence, detail)


def _scores_verdict(who: str, rows: list[dict[str, Any]], standards: Standards) -> Verdict:
    longer = sorted({row["period"] for row in rows})
    few = [row["title"] for row in rows if row["is_too_few"]]
    if not any(row["value"] is not None and not row["is_too_few"] for row in rows):
        is_hidden = any(row["is_suppressed"] for row in rows)
        most = None if is_hidden else max((row["n"] or 0 for row in rows), default=0)
        return verdicts.too_few(who, most, standards.floor_n)
    detail = f"Too few to tell: {', '.join(few)}." if few else ""
    if len(longer) > 1:
        detail += " Where the period chosen has too few, a longer one is taken: see “Period”."
    if all(row["hospital_value"] is None for row in rows):
        return verdicts.nothing(_nothing_beside(who), detail)
    differs = [row for row in rows if _differs(row)]
    if not differs:
        calm = f"{who}: no difference from the whole organization is shown here."
        return verdicts.nothing(calm, detail)
    named = ", ".join(str(row["title"]) for row in differs)
    sentence = f"{who}: differs from the whole organization in {named}."
    rule = (
        "Rule: the 95 % interval excludes the organization's value; "
        "of 20 such about 1 does by chance alone."
    )
    return verdicts.nothing(sentence, f"{rule} {detail}".strip())


def _nothing_beside(who: str) -> str:
    if who == phrases.ALL_UNITS:
        return "Choose a unit to see it beside the whole organization."
    return f"{who}: there is nothing of the whole organization to stand beside."


def _differs(row: dict[str, Any]) -> bool:
    beside = row["hospital_value"]
    if beside is None or row["is_too_few"] or row["lower"] is None or row["upper"] is None:
        return False
    return not row["lower"] <= beside <= row["upper"]
