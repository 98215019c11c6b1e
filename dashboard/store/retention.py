"""Erase what is older than the organization may keep it."""

from datetime import date

import pyarrow.compute as pc
import pyarrow.dataset as ds

from dashboard.store import erasing
from dashboard.store.erasing import Counts, Where
from dashboard.store.erasures import Kind
from dashboard.store.person import Complaint, named
from dashboard.store.records import Publication
from dashboard.store.store import Store


def erase_expired(
    store: Store, months: int, today: date, by: str
) -> tuple[Publication, Counts] | None:
    """Erase the rows whose main date lies more than so many months before today.

    Open complaints are no exception: whoever wants them kept sets a longer retention.

    Returns:
        The new publication and the rows of each extract that are gone; None where none is so old.
    """
    first_kept = months_before(today, months)
    if not erasing.rows_n(store, erasing.older_than(first_kept)):
        return None  # the usual case, without a turn of its own
    return erasing.erase_rows(
        store, Kind.RETENTION, lambda locked: (_expired(locked, first_kept), {}),
        note=f" from before {first_kept}, older than {months} months", by=by,
    )  # fmt: skip


def _expired(store: Store, first_kept: date) -> Where:
    """Rows from before a day, and the subjects of complaints of which no later row is kept."""
    where = erasing.older_than(first_kept)
    received_on = pc.field("received_on")
    gone = _complaints(store, received_on < first_kept)
    gone -= _complaints(store, received_on >= first_kept)
    return where | {"complaint_issues": named(gone, "complaint_id")}


def _complaints(store: Store, condition: ds.Expression) -> set[Complaint]:
    rows = store.tables.rows("complaints")
    if rows is None:
        return set()
    names = ["source_system", "complaint_id"]
    table = rows.scanner(columns=names, filter=condition).to_table()
    return set(zip(*(table[name].to_pylist() for name in names), strict=True))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")
