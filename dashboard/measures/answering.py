"""Whether complaints are answered when they should be, and the notice whole. No I/O of its own."""

from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.on_time import no_number, share_row, shares
from dashboard.measures.rows import MeasureRow, MeasureTable, counted
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

GRIEVANCES = ("grievance",)
NO_RESPONSES = "not measurable: no source of these complaints gives response_sent_at"
NO_NOTICES = (
    "not measurable: no source of these grievances gives response_sent_at and the four elements"
)
ELEMENTS = ("contact", "steps", "results", "date")


def answered_on_time(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share answered by the due day, of those whose day has passed, or who were answered.

    The due day is the one agreed with the complainant, else the original one, else the clock's.
    Rows carry the share by the original day in `more`, where a day was agreed.
    """
    return shares("answered_on_time", "timeliness/answers", answer_row, ask, selection, standards)


def notice_complete(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Share of the grievances answered whose written notice has all four elements.

    Rows carry the share of each element in `more`: 42 CFR 482.13(a)(2)(iii).
    """
    return shares(
        "notice_complete", "timeliness/notices", notice_row, ask, selection, standards, GRIEVANCES
    )


def answer_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share answered on time."""
    excluded = counted(
        not_yet_due=row["not_yet_due_n"],
        clock_not_started=row["not_started_n"],
        outside_the_procedure=row["outside_n"],
        no_due_day=row["no_due_day_n"],
        outside_the_calendar=row["no_calendar_n"],
        not_recorded=row["not_recorded_n"],
    )
    why = no_number(
        row,
        (("not_yet_due_n", "no data: no due day has passed yet"),
         ("not_started_n", "no data: no clock has started yet"),
         ("not_recorded_n", NO_RESPONSES),
         ("no_due_day_n", "not measurable: no day is set for these complaints"),
         ("outside_n", "no data: all were resolved outside the procedure")),
    )  # fmt: skip
    return share_row(row, ("on_time_n", "late_n"), excluded, why, standards, _original(row))


def _original(row: dict[str, Any]) -> dict[str, Any]:
    """What the original days alone would say; only where it differs."""
    nothing = {"original_n": None, "original_numerator": None, "original_value": None}
    on_time_n, late_n = row["original_on_time_n"], row["original_late_n"]
    if on_time_n is None:
        return nothing
    n = on_time_n + late_n
    if not n or (on_time_n, late_n) == (row["on_time_n"], row["late_n"]):
        return nothing
    share = on_time_n / n
    return {
        "original_n": n, "original_numerator": on_time_n, "original_value": share,
        "note": f"by the original day {100 * share:.0f} % of {n:,}",
    }  # fmt: skip


def notice_row(row: dict[str, Any], standards: Standards) -> MeasureRow:
    """Describe one group by its share of whole notices."""
    excluded = counted(not_answered=row["not_answered_n"], not_recorded=row["not_recorded_n"])
    why = no_number(
        row,
        (("not_answered_n", "no data: none is answered yet"), ("not_recorded_n", NO_NOTICES)),
    )
    answered_n = row["answered_n"]
    told = {name: row[f"{name}_n"] for name in ELEMENTS}
    more = {f"notice_{name}": n / answered_n if answered_n else None for name, n in told.items()}
    missing_n = None if answered_n is None else answered_n - row["complete_n"]
    given = row | {"missing_n": missing_n}
    return share_row(given, ("complete_n", "missing_n"), excluded, why, standards, more)
