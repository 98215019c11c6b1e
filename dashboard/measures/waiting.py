"""Pictures of what waits: open complaints by age, and who has not been told that we have heard."""

from dataclasses import dataclass
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.acknowledgement import (
    acknowledgement_row,
    ask_acknowledgements,
    limit_in_words,
)
from dashboard.measures.asking import records
from dashboard.measures.backlog import AGE_BANDS, begins_after, open_cases
from dashboard.measures.months import line, rows_together
from dashboard.measures.organization import subject_of
from dashboard.measures.resolution import NO_DATA
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
    nothing_there,
    table_of,
)
from dashboard.measures.rows import MeasureRow, for_board
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

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
class Backlog(Figure):
    """Open complaints by days waited."""


@dataclass(frozen=True)
class Acknowledged(Figure):
    """Share acknowledged on time, by month."""

    limit: str  # such as "3 working days"


def backlog_by_age(ask: Ask, selection: Selection, standards: Standards) -> Backlog:
    """Open complaints by days waited; always five bands."""
    bands = open_cases(ask, selection.grouped("age_band"), standards).rows
    total = open_cases(ask, selection.grouped(None), standards).row
    days = standards.resolved_within_days
    rows = [
        {
            "age_band": row.group,
            "open_n": row.value,
            "past_standard": begins_after(row.group or "", days),
            "is_suppressed": row.suppressed,
            "note": row.note,
        }
        for row in bands
    ]
    verdict = _backlog_verdict(subject_of(ask, selection), rows, total, standards)
    return Backlog("open_cases", table_of(BACKLOG, rows), total.n, verdict.sentence, verdict)


def acknowledged_by_month(ask: Ask, selection: Selection, standards: Standards) -> Acknowledged:
    """Share acknowledged by the limit, by month of receipt."""
    table = ask_acknowledgements(ask, selection, standards, ("all", "month"))
    found = {row["group_name"]: row for row in records(table, "month")}
    periods = line(found, n_of=_acknowledged_n, together=rows_together, floor_n=standards.floor_n)
    rows = [{"month": day, **_acknowledged(row, standards)} for day, row in periods]
    totals = [acknowledgement_row(row, standards) for row in records(table, "all")]
    total = totals[0] if totals else MeasureRow(None, n=0, note=NO_DATA)
    limit = limit_in_words(ask, selection)
    verdict = _acknowledged_verdict(subject_of(ask, selection), total, limit, standards)
    shown = f"Share acknowledged within {limit}, by {periods.step} of receipt."
    words = f"{shown} {verdict.sentence}"
    figure = table_of(ACKNOWLEDGED, rows)
    return Acknowledged(
        "acknowledged_on_time", figure, total.n, words, verdict, limit, step=periods.step
    )


def _acknowledged_n(row: dict[str, Any]) -> int | None:
    return None if row["is_suppressed"] else row["on_time_n"] + row["late_n"]


def _acknowledged(found: dict[str, Any] | None, standards: Standards) -> dict[str, Any]:
    if found is None:
        return nothing_there()
    row = acknowledgement_row(found, standards)
    numbers = {"n": row.n, "share": row.value, "lower": row.lower, "upper": row.upper}
    if standards.audience == "board":
        row = for_board(row, standards.floor_n)
    return {**numbers, "not_yet_due_n": row.excluded.get("not yet due"), **guards(row)}


def _backlog_verdict(
    who: str, rows: list[dict[str, Any]], total: MeasureRow, standards: Standards
) -> Verdict:
    if total.value is None:
        return verdicts.untold(who, total, standards.floor_n)
    late_n = sum(row["open_n"] or 0 for row in rows if row["past_standard"])
    days = standards.resolved_within_days
    is_exact = f"-{days} " in f"{' '.join(AGE_BANDS)} "
    return verdicts.backlog(who, total.value, late_n, days, is_exact=is_exact)


def _acknowledged_verdict(who: str, total: MeasureRow, limit: str, standards: Standards) -> Verdict:
    if total.value is None or total.is_too_few:
        return verdicts.untold(who, total, standards.floor_n)
    share = phrases.percent(total.value, total.n or 0)
    sentence = f"{who}: {share} are acknowledged within {limit}."
    return verdicts.nothing(sentence, verdicts.how_sure(total.lower, total.upper, total.n))
