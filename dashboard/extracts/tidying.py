"""What follows an import: rows that may not be kept any longer go, and so do leftovers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.errors import Refused
from dashboard.extracts.report import Report
from dashboard.store import erasing, retention
from dashboard.store.store import Store


def today() -> date:
    """The day retention counts back from: how long data is kept is a matter of real time."""
    return datetime.now(UTC).date()


def tidied(
    report: Report, store: Store, retention_months: int | None, by: str,
    day: Callable[[], date] = today,
) -> Report:  # fmt: skip
    """Erase what is too old, before the mart is built; the import stands whatever comes of it.

    Returns:
        The report, with what was erased, and then with the publication that shows it.
    """
    if retention_months is None:
        return report
    try:
        erased = retention.erase_expired(store, retention_months, day(), by)
    except Refused as refusal:
        return replace(report, message=f"{report.message} What is too old stays: {refusal}")
    if erased is None:
        return report
    publication, counts = erased
    said = (
        f"{report.message} Older than {retention_months} months and erased: "
        f"{erasing.in_words(counts)}; published as number {publication.publication}."
    )
    return replace(report, message=said, publication=publication.publication)


def swept(store: Store, by: str) -> None:
    """Sweep leftovers, after the mart is built: of 500 extracts it takes a fifth of a second."""
    with suppress(Refused):  # they wait for the next import
        erasing.sweep(store, by)
