"""What is done at once: started_within_15_minutes and resolved_first_contact. No I/O of its own."""

from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import ALL_CONTACT_TYPES
from dashboard.measures.on_time import no_number, share_row, shares
from dashboard.measures.rows import MeasureRow, MeasureTable, counted
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

CONCERNS = ("concern",)
NO_FIRST_ACTIONS = "not measurable: no source of these complaints gives first_action_at"
NO_TIMES = "not measurable: all times of day are missing"
NO_FIRST_CONTACTS = "not measurable: no source of these concerns gives resolved_first_contact"


def started_within_15_minutes(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of complaints in person or by phone that somebody acted on within 15 minutes.

    Of those with both times; a day without a time of day is no time. Rows carry the share without
    both times in `more`.
    """
    return shares(
        "started_within_15_minutes", "timeliness/starts", start_row, ask, selection, standards,
        ALL_CONTACT_TYPES,
    )  # fmt: skip


def resolved_first_contact(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of all concerns logged that were resolved at the first contact."""
    return shares(
        "resolved_first_contact", "timeliness/first_contacts", first_contact_row, ask, selection,
        standards, CONCERNS,
    )  # fmt: skip


def start_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share started within 15 minutes."""
    excluded = counted(
        no_first_action=row["waiting_n"],
        no_time_of_day=row["dated_n"],
        not_recorded=row["not_recorded_n"],
    )
    why = no_number(
        row,
        (("dated_n", NO_TIMES), ("waiting_n", "no data: no first action yet"),
         ("not_recorded_n", NO_FIRST_ACTIONS)),
    )  # fmt: skip
    more = {"without_times": _without_times(row)}
    return share_row(row, ("within_n", "later_n"), excluded, why, standards, more)


def _without_times(row: dict[str, Any]) -> float | None:
    if row["is_suppressed"]:
        return None
    without_n: int = row["waiting_n"] + row["dated_n"] + row["not_recorded_n"]
    every_n: int = row["within_n"] + row["later_n"] + without_n
    return without_n / every_n if every_n else None


def first_contact_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share resolved at the first contact."""
    excluded = counted(not_recorded=row["not_recorded_n"])
    why = no_number(row, (("not_recorded_n", NO_FIRST_CONTACTS),))
    return share_row(row, ("at_first_n", "not_at_first_n"), excluded, why, standards)
