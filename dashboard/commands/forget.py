"""`forget`: erase one person's rows, or what is too old, from every extract and mart."""

from datetime import UTC, datetime

import click

from dashboard import settings
from dashboard.commands import confirming, publishing
from dashboard.commands.options import store_address, with_settings
from dashboard.errors import Refused, WrongUsage
from dashboard.store import erasing, person, retention
from dashboard.store.erasing import Counts
from dashboard.store.erasures import Kind
from dashboard.store.person import Person
from dashboard.store.store import Store, open_store
from dashboard.uploads.discarding import discard_all
from dashboard.uploads.job import root_of

NOT_FOUND = "No row of this {who} is in the store; nothing was changed. Check {how}."


@click.command("forget")
@click.option("--complaint", metavar="ID", help="A complaint's id: its rows and those linked.")
@click.option("--link", metavar="KEY", help="A patient_link_key: all rows that carry it.")
@click.option("--source", help="Only this source's complaint of that id.")
@click.option("--expired", is_flag=True, help="What is older than the setting retention_months.")
@click.option("--yes", is_flag=True, help="Erase without asking on a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the new publication as JSON.")
@with_settings
def command(
    current: settings.Settings,
    complaint: str | None,
    link: str | None,
    source: str | None,
    expired: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase one person's rows from every extract and mart."""
    _refuse_mixture(complaint, link, source, expired=expired)
    store = open_store(store_address(current))
    if expired:
        found = retention.erase_expired(
            store, _months(current), datetime.now(UTC).date(), settings.user_name()
        )
        none = f"No row is older than the {current.retention_months} months of retention_months."
    else:
        whose = Person(complaint, link, source)
        if not yes:
            _ask(store, whose)
        found = erasing.erase_rows(
            store, Kind.FORGET, lambda store: person.rows_of(whose, store),
            note=" forgotten", by=settings.user_name(),
        )  # fmt: skip
        none = _not_found(whose)
    if not expired:
        _discard_uploads(current)
    if found is None:
        publishing.drop_erased(store, current)  # what an erasure that broke off has left
        raise Refused(none)
    publication, counts = found
    _say(store, counts)
    publishing.show(
        store, publication, current, as_json, erased={e: n for (_, e), n in counts.items()}
    )
    publishing.drop_erased(store, current)


def _discard_uploads(current: settings.Settings) -> None:
    """Files on their way to a publication may hold the person, too."""
    discarded_n = discard_all(root_of(current))
    if discarded_n:
        click.echo(f"Discarded {discarded_n} uploaded files that were not published.", err=True)


def _refuse_mixture(
    complaint: str | None, link: str | None, source: str | None, *, expired: bool
) -> None:
    given = [bool(complaint and complaint.strip()), bool(link and link.strip()), expired]
    if sum(given) != 1:
        raise WrongUsage("Give one of --complaint ID, --link KEY and --expired.")
    if source and not complaint:
        raise WrongUsage("--source goes with --complaint: a link key is the same in every source.")


def _months(current: settings.Settings) -> int:
    if current.retention_months is None:
        raise WrongUsage(
            "No retention is set: set retention_months in the settings (or "
            "DASHBOARD_RETENTION_MONTHS)."
        )
    return current.retention_months


def _ask(store: Store, whose: Person) -> None:
    erased, emptied = person.rows_of(whose, store)
    counts = erasing.rows_n(store, erased)
    if counts:
        referring_n = sum(erasing.rows_n(store, emptied).values())
        also = f" and {referring_n} references to them" if referring_n else ""
        confirming.ask(
            f"This erases {erasing.in_words(counts)} for good{also}:\n{_by_extract(store, counts)}",
            "forget",
        )


def _say(store: Store, counts: Counts) -> None:
    click.echo(f"Erased {erasing.in_words(counts)}:\n{_by_extract(store, counts)}", err=True)


def _by_extract(store: Store, counts: Counts) -> str:
    known = {extract.extract_id: extract for extract in store.extracts()}
    lines = []
    for (dataset, extract_id), n in counts.items():
        extract = known.get(extract_id)
        of = f" of {extract.source_system} ({extract.file_name})" if extract else ""
        lines.append(f"  {extract_id}  {n} of {dataset}{of}")
    return "\n".join(lines)


def _not_found(whose: Person) -> str:
    if whose.link is not None:
        return NOT_FOUND.format(who="link key", how="the key: 32 to 128 hex digits")
    where = f" in the source {whose.source}" if whose.source else ""
    return NOT_FOUND.format(who=f"complaint{where}", how="its id, and the source if one is given")
