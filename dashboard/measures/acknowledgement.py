"""Whether a receipt is acknowledged by the limit: acknowledged_on_time. No I/O of its own."""

from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ask_complaints, part_of, records
from dashboard.measures.rows import MeasureRow, MeasureTable, counted, hidden, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import wilson_interval

NOT_RECORDED = "not measurable: no source of these complaints gives acknowledged_at"


def acknowledged_on_time(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share acknowledged by the limit, of those whose limit has passed, or who were acknowledged.

    The limit is counted in weekdays after the day of receipt and compared by local day. What is not
    due yet, and complaints of sources without acknowledgements, are excluded and counted.
    """
    part = part_of(selection)
    table = ask_acknowledgements(ask, selection, standards, (part,))
    rows = tuple(acknowledgement_row(row, standards) for row in records(table, part))
    nothing = () if selection.by else (MeasureRow(None, n=0, note="no data"),)
    return MeasureTable("acknowledged_on_time", selection.by, rows or nothing)


def ask_acknowledgements(
    ask: Ask, selection: Selection, standards: Standards, parts: tuple[str, ...]
) -> Any:
    """Ask how many were acknowledged by the limit."""
    limit = standards.acknowledge_within_working_days
    query = "timeliness/acknowledgement"
    return ask_complaints(ask, query, selection, standards, parts=parts, limit_weekdays=limit)


def acknowledgement_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share acknowledged on time."""
    group = row["group_name"]
    if row["is_suppressed"]:
        return hidden(group, standards.floor_n)
    on_time_n, n = row["on_time_n"], row["on_time_n"] + row["late_n"]
    excluded = counted(not_yet_due=row["not_yet_due_n"], not_recorded=row["not_recorded_n"])
    if n == 0:
        is_blind = row["not_recorded_n"] and not row["not_yet_due_n"]
        note = NOT_RECORDED if is_blind else "no data: no limit has passed yet"
        return MeasureRow(group, n=0, numerator=0, excluded=excluded, note=note)
    lower, upper = wilson_interval(on_time_n, n)
    return MeasureRow(
        group,
        n=n,
        value=on_time_n / n,
        lower=lower,
        upper=upper,
        numerator=on_time_n,
        excluded=excluded,
        note=noted(too_few(n, standards.floor_n)),
    )
