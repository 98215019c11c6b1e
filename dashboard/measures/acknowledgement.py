"""Whether a receipt is acknowledged by the limit: acknowledged_on_time. No I/O of its own."""

from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import CONTACT_TYPES, ask_complaints, part_of, records
from dashboard.measures.on_time import no_number, share_row
from dashboard.measures.rows import MeasureRow, MeasureTable, counted
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

QUERY = "timeliness/acknowledgement"
NOT_RECORDED = "not measurable: no source of these complaints gives acknowledged_at"


def acknowledged_on_time(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share acknowledged by the limit, of those whose limit has passed, or who were acknowledged.

    The limit is the clock's, in working days after the day of receipt, and compared by local day.
    What is not due yet, outside the procedure or without a clock is excluded and counted.
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
    return ask_complaints(ask, QUERY, selection, standards, parts=parts)


def limit_in_words(ask: Ask, selection: Selection) -> str:
    """The limit of the complaints chosen, "3 working days"; "the limit" where kinds differ."""
    types = selection.contact_types or CONTACT_TYPES
    clocks = [row for row in ask("methods/clocks").to_pylist() if row["contact_type"] in types]
    limits = {row["acknowledge_within"] for row in clocks} - {None}
    return limits.pop() if len(limits) == 1 else "the limit"


def acknowledgement_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share acknowledged on time."""
    excluded = counted(
        not_yet_due=row["not_yet_due_n"],
        outside_the_procedure=row["outside_n"],
        no_clock=row["no_clock_n"],
        outside_the_calendar=row["no_calendar_n"],
        not_recorded=row["not_recorded_n"],
    )
    why = no_number(
        row,
        (("not_yet_due_n", "no data: no limit has passed yet"),
         ("not_recorded_n", NOT_RECORDED),
         ("no_clock_n", "not measurable: no limit is set for these complaints"),
         ("outside_n", "no data: all were resolved outside the procedure")),
    )  # fmt: skip
    return share_row(row, ("on_time_n", "late_n"), excluded, why, standards)
