"""The days of a worklist as a calendar: one whole-day event for each clock that runs.

An event names the case by its number and the unit; nothing else of a case is known to it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from dashboard.measures.worklist import Worklist
from dashboard.reports.icalendar import DueDay, calendar_of


def calendar_file(figure: Worklist, name: str, made_at: dt.datetime) -> bytes:
    """Write the cases listed as a calendar file.

    Args:
        figure: the list as it is shown.
        name: of the calendar.
        made_at: when the data were published, with a time zone.
    """
    return calendar_of(name, list(due_days(figure)), made_at)


def due_days(figure: Worklist) -> Iterator[DueDay]:
    """Give each case's days: of an outstanding acknowledgement, and of its answer or closing."""
    for case in figure.table.to_pylist():
        if case["acknowledge_by"] is not None:
            yield _day(case, "acknowledgement", case["acknowledge_by"], "Acknowledge")
        if case["answer_by"] is not None:
            what = "Answer" if case["answered_on"] is None else "Close"
            yield _day(case, "answer", case["answer_by"], what)


def _day(case: dict[str, Any], clock: str, on: dt.date, what: str) -> DueDay:
    lacks = f"It lacks: {case['lacks']}." if case["lacks"] else ""
    return DueDay(
        uid=_uid(case["source_system"], case["complaint_id"], clock),
        on=on,
        summary=f"{what}: {case['complaint_id']} ({case['unit_name']})",
        description="\n".join(part for part in (f"{case['next_step']}.", lacks) if part),
        url=case["case_url"],
    )


def _uid(source_system: str, complaint_id: str, clock: str) -> str:
    """The same for the same clock of the same case: a day that moved replaces itself."""
    key = "\x1f".join((source_system, complaint_id, clock)).encode()
    return f"{hashlib.sha256(key).hexdigest()[:32]}@service-recovery"
