"""The unit's scorecard: its numbers beside the organization's; small ones of a longer window."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts, words
from dashboard.measures.acknowledgement import acknowledged_on_time
from dashboard.measures.answering import answered_on_time, notice_complete
from dashboard.measures.organization import cohorts_of_all, is_part, shares_of_all, subject_of
from dashboard.measures.recommendation import LABELS, recommend
from dashboard.measures.recovered import of_all
from dashboard.measures.recovery import recovered_share
from dashboard.measures.reopening import reopened_within_90_days
from dashboard.measures.resolution import resolved_within, time_to_resolution
from dashboard.measures.result import COUNT, GUARDS, NUMBER, TEXT, Columns, Figure, guards, table_of
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection, month_end, months_before
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

LONGER_MONTHS = (12, 24)
"""measures.md "Rules that hold everywhere": small units get a longer window, and it is said."""

ALWAYS = {"resolved_within", "time_to_resolution", "acknowledged_on_time", "recovered_share"}
"""What every unit should know of itself, also where that is that nothing is recorded."""

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
class Scorecard(Figure):
    """The unit's numbers; shares_n of them are shares, which a chart can show on one axis."""

    shares_n: int


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
    said = f"{len(told)} of {len(rows)} numbers can be told. {verdict.sentence}"
    shares_n = sum(row["unit"] == "share" for row in rows)
    table = table_of(SCORES, rows)  # each number has an n of its own: there is none of all
    return Scorecard("resolved_within", table, None, said, verdict, shares_n)


def _scores(
    ask: Ask, selection: Selection, standards: Standards
) -> Iterator[tuple[str, MeasureRow, str]]:
    days = standards.resolved_within_days
    ones = (
        (f"Resolved within {phrases.days(days)}", "resolved_within", resolved_within),
        ("Half are resolved within", "time_to_resolution", time_to_resolution),
        ("Acknowledged on time", "acknowledged_on_time", acknowledged_on_time),
        ("Answered on time", "answered_on_time", answered_on_time),
        ("Notices with all four elements", "notice_complete", notice_complete),
        ("Reopened within 90 days", "reopened_within_90_days", reopened_within_90_days),
        ("Recovered", "recovered_share", recovered_share),
    )
    for title, name, measure in ones:
        for window in _windows(selection):
            row = measure(ask, window, standards).row
            if _is_enough(row):
                break
        if name in ALWAYS or row.n or row.suppressed:
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
    named = ", ".join(f"“{row['title']}”" for row in differs)
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
