"""The backlog over time: what was open at each month's end, by days waited. No I/O of its own."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts
from dashboard.measures.asking import ask_backlog
from dashboard.measures.backlog import AGE_BANDS, begins_after
from dashboard.measures.organization import subject_of
from dashboard.measures.result import COUNT, DAY, FLAG, TEXT, Columns, Figure, table_of
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

NOT_HEARD_OF = "not heard of"
"""Open when last seen, and not carried by its source since: perhaps closed, nobody knows."""

MONTHS_A_YEAR = 12
FILLED = dt.timedelta(days=183)
"""After so long a source's complaints can stand in every age band."""
BACKLOG: Columns = {
    "month": DAY,
    "day_on": DAY,
    "age_band": TEXT,
    "open_n": COUNT,
    "past_standard": FLAG,
    "is_suppressed": FLAG,
    "note": TEXT,
}


@dataclass(frozen=True)
class BacklogMonths(Figure):
    """Open complaints at each month's end: a row a day and age band, those not heard of apart."""

    late_bands: tuple[str, ...]  # age bands past the standard
    begins: str = ""  # said where the data's own beginning makes the first months low


def backlog_by_month(ask: Ask, selection: Selection, standards: Standards) -> BacklogMonths:
    """What was open at the end of each month of the period, whenever it was received.

    The newest row is of the data's own day where that is no month's end. n is how many were
    received up to then.
    """
    found = ask_backlog(ask, selection, standards).to_pylist()
    days = [(day, list(rows)) for day, rows in groupby(found, key=lambda row: row["day_on"])]
    rows = [row for day, of_day in days for row in _rows(day, of_day, standards)]
    who = subject_of(ask, selection)
    verdict = _verdict(who, days, standards)
    n = days[-1][1][0]["received_n"] if days else 0
    words = f"Open complaints at each month's end, by days waited. {verdict.sentence}"
    late = tuple(band for band in AGE_BANDS if begins_after(band, standards.resolved_within_days))
    first_on = days[0][0] if days else None
    begins = _begins(ask, first_on) if first_on else ""
    return BacklogMonths("open_cases", table_of(BACKLOG, rows), n, words, verdict, late, begins)


def _begins(ask: Ask, first_on: dt.date) -> str:
    """Say that complaints from before the data are missing, where that still shows.

    Args:
        ask: the viewer's.
        first_on: the first day drawn. A source's oldest age band is filled once its data are as
            old; until then what grows is the data and not what waits.
    """
    found = ask("methods/sources").to_pylist()
    sources = [row for row in found if row["dataset"] == "complaints" and row["first_on"]]
    newest = max(sources, key=lambda row: row["first_on"], default=None)
    if newest is None or first_on >= newest["first_on"] + FILLED:
        return ""
    whose = f"The data of {newest['source_system']}" if len(sources) > 1 else "The data"
    return (
        f"{whose} begin with complaints received on {phrases.day(newest['first_on'])}. Older ones "
        "that were still open then are not counted, so the bars seem to grow at first: compare "
        f"them from {phrases.day(newest['first_on'] + FILLED)} on."
    )


def _rows(day: dt.date, found: list[dict[str, Any]], standards: Standards) -> list[dict[str, Any]]:
    base = {"month": day.replace(day=1), "day_on": day, "is_suppressed": False}
    if found[0]["is_suppressed"]:
        note = f"suppressed: fewer than {standards.floor_n}"
        return [base | {"age_band": None, "is_suppressed": True, "note": note}]
    open_n = {row["waiting_band"]: row["open_n"] for row in found}
    rows = [
        base
        | {
            "age_band": band,
            "open_n": open_n.get(band, 0),
            "past_standard": begins_after(band, standards.resolved_within_days),
        }
        for band in AGE_BANDS
    ]
    lost_n = sum(row["not_heard_of_n"] for row in found)
    lost = base | {"age_band": NOT_HEARD_OF, "open_n": lost_n, "past_standard": False}
    if 0 < lost_n < standards.floor_n and standards.audience != "internal":
        note = f"suppressed: fewer than {standards.floor_n}"
        lost |= {"open_n": None, "is_suppressed": True, "note": note}
    return rows + ([lost] if lost_n else [])


def _verdict(
    who: str, days: list[tuple[dt.date, list[dict[str, Any]]]], standards: Standards
) -> Verdict:
    """How many wait now, and how many did a year before."""
    shown = [(day, rows) for day, rows in days if not rows[0]["is_suppressed"]]
    if not shown:
        return verdicts.too_few(who, None, standards.floor_n)
    day, rows = shown[-1]
    before = shown[-1 - MONTHS_A_YEAR] if len(shown) > MONTHS_A_YEAR else None
    lost_n = sum(row["not_heard_of_n"] for row in rows)
    is_shown = standards.audience == "internal" or lost_n >= standards.floor_n
    return verdicts.backlog_since(
        who,
        (day, _in_all(rows)),
        before and (before[0], _in_all(before[1])),
        lost_n if is_shown else 0,
    )


def _in_all(rows: list[dict[str, Any]]) -> int:
    return sum(row["open_n"] for row in rows)
