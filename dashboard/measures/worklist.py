"""A unit's worklist: open cases by the time left, what each lacks and what to do next.

Days on which something is due come from the mart's clocks; how near they are is counted to the
day in hand (`Desk.today`), since a case is late because of today (DECISIONS 17).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pyarrow.compute as pc

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, verdicts, words
from dashboard.measures.asking import ALL_CONTACT_TYPES, folded, units_of, values_of
from dashboard.measures.organization import subject_of
from dashboard.measures.result import COUNT, DAY, FLAG, TEXT, Columns, Figure, table_of
from dashboard.measures.selection import Selection
from dashboard.measures.verdicts import Verdict
from dashboard.settings import Standards

CASES_LISTED = 1_000
"""The nearest ones; who has more open chooses a unit. Counts are of all."""
SOON_DAYS = 7
DUE = ("past", "today", "soon", "later", "no day set")
PRESSING = DUE[:3]
NOTICE = {
    "notice_contact": "contact person",
    "notice_steps": "steps taken",
    "notice_results": "results",
    "notice_date": "date of completion",
}
"""42 CFR 482.13(a)(2)(iii): what the written notice of a grievance must tell."""

CASES: Columns = {
    "next_step": TEXT,
    "complaint_id": TEXT,
    "unit_name": TEXT,
    "due": TEXT,
    "due_on": DAY,
    "due_for": TEXT,
    "days_left": COUNT,
    "working_days_left": COUNT,
    "acknowledge_by": DAY,
    "answered_on": DAY,
    "answer_by": DAY,
    "agreed_on": DAY,
    "original_on": DAY,
    "latest_on": DAY,
    "lacks": TEXT,
    "received_on": DAY,
    "waiting_days": COUNT,
    "contact_type": TEXT,
    "severity": TEXT,
    "channel": TEXT,
    "source_system": TEXT,
    "is_heard_of": FLAG,
    "last_heard_on": DAY,
    "case_url": TEXT,
}


@dataclass(frozen=True)
class Desk:
    """Where the list is read: on which day, and what the settings say of lists and links."""

    today: dt.date
    old_after_days: int = 7
    case_url: str | None = None


@dataclass(frozen=True)
class Worklist(Figure):
    """Open cases, the one with the least time left first.

    counted holds how many of all are due when (the names of DUE); n is how many are open, None
    where that is hidden; freshness says as of when, and is a concern where that is long ago.
    """

    freshness: Verdict
    counted: tuple[tuple[str, int], ...]


def worklist(ask: Ask, selection: Selection, standards: Standards, *, desk: Desk) -> Worklist:
    """List the viewer's open cases with the time left on each clock and what to do next.

    The period of the selection is not applied: an old case is open all the same.
    """
    chosen = folded(selection)
    asked: dict[str, Any] = {
        "units": units_of(ask, chosen),
        "channels": chosen.channels or values_of(ask, "channel"),
        "severities": chosen.severities or values_of(ask, "severity"),
        "contact_types": chosen.contact_types or ALL_CONTACT_TYPES,
        "today": desk.today,
        "standard_days": standards.resolved_within_days,
        "soon_days": SOON_DAYS,
        "is_internal": standards.audience == "internal",
    }
    found: list[dict[str, Any]] = ask("unit/worklist", **asked, cases_n=CASES_LISTED).to_pylist()
    counts = ask("unit/due_counts", **asked).to_pylist()
    fresh = freshness(ask("unit/sources", units=asked["units"]).to_pylist(), desk)
    counted = dict.fromkeys(DUE, 0) | {row["due"]: row["open_n"] for row in counts}
    unheard_n = sum(row["unacknowledged_n"] for row in counts)
    who = subject_of(ask, selection)
    verdict = verdict_of(who, counted, standards, listed_n=len(found), unheard_n=unheard_n)
    is_hidden = standards.audience == "board"
    return Worklist(
        "open_cases",
        table_of(CASES, [case_of(row, desk) for row in found]),
        None if is_hidden else sum(counted.values()),
        f"{fresh.sentence} {verdict.sentence}",
        verdict,
        freshness=fresh,
        counted=tuple(counted.items()),
    )


def case_of(row: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Write one open case as it is shown and downloaded; row is one of unit/worklist."""
    return row | {
        "next_step": next_step(row, desk.today),
        "lacks": "; ".join(lacks(row)),
        "case_url": link(desk.case_url, row["source_system"], row["complaint_id"]),
    }


def link(template: str | None, source_system: str, complaint_id: str) -> str | None:
    """Fill the address of the case system with a case's encoded ids; None where there is none.

    A checked template (settings.check_case_url) and encoded ids lead to no other host.
    """
    if template is None or {source_system, complaint_id} & {"", ".", ".."}:
        return None  # a path of dots would name another folder, however it is encoded
    filled = template.replace("{source_system}", quote(source_system, safe=""))
    return filled.replace("{complaint_id}", quote(complaint_id, safe=""))


def next_step(case: dict[str, Any], today: dt.date) -> str:
    """What to do next about an open case, from its clocks and what is recorded.

    Rule, the first that holds: not in the source's last extract; not acknowledged; answered;
    consent awaited; past the day agreed; past the day of the answer; due within 7 days; else
    nothing presses.
    """
    if not case["is_heard_of"]:
        return "Check whether it is still open: the last extract no longer carries it"
    if case["acknowledgement"] == "no":
        return _by("Acknowledge it", case["acknowledge_by"], today)
    if case["due_for"] == "closing":
        return (
            f"Close it, or note what is still open: it was answered on {_day(case['answered_on'])}"
        )
    if case["is_waiting_for_consent"]:
        return "Ask for the consent: its clock stands still until that is there"
    return _answer(case, today)


def _answer(case: dict[str, Any], today: dt.date) -> str:
    by = case["answer_by"]
    if by is None:
        return "Answer it; no day is set for that"
    if by < today:
        other = "agree on a new day" if case["agreed_on"] else "agree on a later day and say why"
        return f"Answer it, or {other}"
    if (by - today).days <= SOON_DAYS:
        return _by("Answer it", by, today)
    return "On time so far"


def lacks(case: dict[str, Any]) -> list[str]:
    """What the case lacks, as far as its source records it."""
    missing = ["acknowledgement"] if case["acknowledgement"] == "no" else []
    if case["is_waiting_for_consent"]:
        missing.append("consent")
    if case["contact_type"] == "grievance" and case["is_notice_recorded"]:
        elements = [element for name, element in NOTICE.items() if not case[name]]
        if elements:
            missing.append(f"in the written notice: {', '.join(elements)}")
    if case["year_missing"]:
        missing.append(f"a calendar of working days for {case['year_missing']}")
    return missing


def verdict_of(
    who: str, counted: dict[str, int], standards: Standards, *, listed_n: int, unheard_n: int
) -> Verdict:
    """Say how many cases are open and what is due, in one sentence."""
    if standards.audience == "board":
        return verdicts.nothing(f"{who}: single cases are shown to the unit itself only.")
    open_n = sum(counted.values())
    if not open_n:
        return verdicts.nothing(f"{who}: no case is open.")
    sentence = f"{who}: {phrases.counted(open_n, 'case is', 'cases are')} open, {_due(counted)}."
    kind = "concern" if counted["past"] else "none"
    return Verdict(kind, sentence, " ".join(_details(open_n, listed_n, unheard_n)))


def _due(counted: dict[str, int]) -> str:
    past, today, soon = counted["past"], counted["today"], counted["soon"]
    parts = [
        f"{phrases.count(past)} past the day set" if past else "none past the day set",
        *([f"{phrases.count(today)} due today"] if today else []),
        *([f"{phrases.count(soon)} due within {SOON_DAYS} days"] if soon else []),
    ]
    return ", ".join(parts)


def _details(open_n: int, listed_n: int, unheard_n: int) -> Iterator[str]:
    if unheard_n:
        yield f"{phrases.count(unheard_n)} not acknowledged yet."
    yield "Begin at the top: the least time left comes first, and each says what is next."
    if open_n > listed_n:
        yield f"The {phrases.count(listed_n)} nearest are listed; choose a unit to see all of its."


def freshness(sources: list[dict[str, Any]], desk: Desk) -> Verdict:
    """Say up to which day the list is complete; a concern where a source is older than is set.

    Sources that hold no open case of these units don't matter, unless none does.
    """
    held = [row for row in sources if row["open_n"]] or sources
    if not held:
        return verdicts.nothing("No source of complaints has been imported yet.")
    days = {row["source_as_of"] for row in held}
    oldest, newest = min(days), max(days)
    late = [row["source_system"] for row in held if row["source_as_of"] == oldest]
    return verdicts.freshness(
        oldest, newest, desk.today, old_after_days=desk.old_after_days, late=late
    )


def _by(what: str, on: dt.date | None, today: dt.date) -> str:
    if on is None:
        return what
    if on < today:
        return f"{what} now"
    return f"{what} today" if on == today else f"{what} by {_day(on)}"


def _day(on: dt.date | None) -> str:
    return words.day(on).replace(" ", phrases.GAP)


def time_left(case: dict[str, Any]) -> str:
    """Write how near a case's day is, with the working days where they differ."""
    left, working = case["days_left"], case["working_days_left"]
    if left is None:
        return "no day set"
    if left == 0:
        return "today"
    said = f"{phrases.days(-left)} past" if left < 0 else f"in {phrases.days(left)}"
    return said if working in (None, left) else f"{said} ({abs(working):,} working)"


def part_of(figure: Worklist, due: str | None) -> Worklist:
    """The list with only those cases that are due then (a name of DUE); all of it for None."""
    if due is None:
        return figure
    return replace(figure, table=figure.table.filter(pc.equal(figure.table["due"], due)))
