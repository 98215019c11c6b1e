"""What is waiting: open_cases, at a point in time, of all contact types. No I/O of its own."""

import datetime as dt
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import (
    ALL_CONTACT_TYPES,
    COMPLAINT_CELLS,
    ask_complaints,
    part_of,
    records,
)
from dashboard.measures.rows import MeasureRow, MeasureTable, counted, hidden, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

AGE_BANDS = ("0-7", "8-30", "31-90", "91-182", "over 182")
"""Days waited, as measures.md open_cases names them."""


def open_cases(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Complaints open at as_of. n is how many were received, value and numerator how many wait.

    Those that the source's last extract no longer carries are not in value but in `excluded`, and
    the note says until when they were heard of. By age_band there are always five rows.
    """
    part = part_of(selection)
    found = waiting(ask, selection, standards, part)
    if part == "age_band" and found:
        by_band = {row["group_name"]: row for row in found}
        found = [by_band.get(band) or _empty(band, found[0]) for band in AGE_BANDS]
    rows = tuple(open_row(row, standards) for row in found)
    nothing = () if selection.by else (MeasureRow(None, n=0, note="no data"),)
    return MeasureTable("open_cases", selection.by, rows or nothing)


def waiting(
    ask: Ask, selection: Selection, standards: Standards, part: str
) -> list[dict[str, Any]]:
    """Ask how many wait, by one part; a band in which nobody waits has no row."""
    parts = (part, "all") if part == "age_band" else (part,)
    table = ask_complaints(
        ask,
        "timeliness/open_cases",
        selection,
        standards,
        parts=parts,
        types=ALL_CONTACT_TYPES,
        cells=COMPLAINT_CELLS | {"age_band"},
    )
    found = records(table, part)
    if part == "age_band" and not found:  # nobody waits: the bands still have their n
        found = [row | {"group_name": AGE_BANDS[0]} for row in records(table, "all")]
    return found


def open_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by how many of its complaints are open."""
    if row["is_suppressed"]:
        return hidden(row["group_name"], standards.floor_n)
    lost_n, last_on = row["not_heard_of_n"], row["last_heard_on"]
    return MeasureRow(
        row["group_name"],
        n=row["received_n"],
        value=row["open_n"],
        numerator=row["open_n"],
        excluded=counted(not_heard_of=lost_n),
        note=noted(
            _not_heard_of(lost_n, last_on, standards) if lost_n else None,
            too_few(row["received_n"], standards.floor_n),
        ),
        more={"not_heard_of": lost_n, "not_heard_of_since": last_on},
    )


def begins_after(band: str, days: int) -> bool:
    """Whether all of an age band has waited longer than so many days."""
    first = 183 if band == AGE_BANDS[-1] else int(band.split("-")[0])
    return first > days


def _not_heard_of(lost_n: int, last_on: dt.date, standards: Standards) -> str:
    is_shown = standards.audience == "internal" or lost_n >= standards.floor_n
    return f"{lost_n if is_shown else 'a few'} not heard of since {last_on:%Y-%m-%d}"


def _empty(band: str, like: dict[str, Any]) -> dict[str, Any]:
    none: dt.date | None = None
    nobody = {"group_name": band, "open_n": 0, "not_heard_of_n": 0, "last_heard_on": none}
    return like | nobody
