"""What measures of a share kept on time have in common: rows, reasons and groups. No I/O."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import CONTACT_TYPES, ask_complaints, part_of, records
from dashboard.measures.rows import (
    NO_DATA,
    MeasureRow,
    MeasureTable,
    hidden,
    noted,
    too_few,
)
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import wilson_interval

Described = Callable[[dict[str, Any], Standards], MeasureRow]


def shares(
    name: str,
    query: str,
    describe: Described,
    ask: Ask,
    selection: Selection,
    standards: Standards,
    types: tuple[str, ...] = CONTACT_TYPES,
) -> MeasureTable:
    """Ask a question that gives a row a group, and describe each."""
    part = part_of(selection)
    table = ask_complaints(ask, query, selection, standards, parts=(part,), types=types)
    rows = tuple(describe(row, standards) for row in records(table, part))
    nothing = () if selection.by else (MeasureRow(None, n=0, note=NO_DATA),)
    return MeasureTable(name, selection.by, rows or nothing)


def share_row(
    row: dict[str, Any],
    kept_or_missed: tuple[str, str],
    excluded: Mapping[str, int],
    why_none: str,
    standards: Standards,
    more: Mapping[str, Any] | None = None,
) -> MeasureRow:
    """Describe one group by the share that kept what is asked, with Wilson's interval.

    Cases in a year that the calendar lacks are left out, and the note names the year.
    """
    group, further = row["group_name"], dict(more or {})
    if row["is_suppressed"]:
        return hidden(group, standards.floor_n, **dict.fromkeys(further))
    kept_n, missed_n = (row[name] for name in kept_or_missed)
    n = kept_n + missed_n
    lacking = calendar_ends(row)
    if n == 0:
        why = f"not measurable: {lacking}" if lacking else why_none
        nothing = dict.fromkeys(further)
        return MeasureRow(group, n=0, numerator=0, excluded=excluded, note=why, more=nothing)
    lower, upper = wilson_interval(kept_n, n)
    left_out = f"some are left out: {lacking}" if lacking else None
    note = noted(further.pop("note", None), left_out, too_few(n, standards.floor_n))
    return MeasureRow(
        group, n=n, value=kept_n / n, lower=lower, upper=upper, numerator=kept_n,
        excluded=excluded, note=note, more=further,
    )  # fmt: skip


def calendar_ends(row: Mapping[str, Any]) -> str | None:
    """Say that the calendar of working days lacks a year, where it does."""
    if not row.get("no_calendar_n"):
        return None
    year = row["year_missing"] or "a later year"
    return (
        f"the calendar of working days does not know {year} (extend it in the settings, [calendar])"
    )


def no_number(row: Mapping[str, Any], reasons: tuple[tuple[str, str], ...]) -> str:
    """Say why there is no share: the first reason that holds for some; else there is no data."""
    return next((said for name, said in reasons if row[name]), NO_DATA)
