"""`purge`: withdraw an extract and erase its bytes."""

import click

from dashboard import settings
from dashboard.commands import confirming, publishing
from dashboard.commands.options import store_address, with_settings
from dashboard.store import erasing
from dashboard.store.store import open_store


@click.command("purge")
@click.argument("extract_id")
@click.option("--yes", is_flag=True, help="Erase without asking on a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the new publication as JSON.")
@with_settings
def command(current: settings.Settings, extract_id: str, yes: bool, as_json: bool) -> None:
    """Withdraw EXTRACT_ID and erase its bytes from the store and the marts."""
    store = open_store(store_address(current))
    if not yes:
        extract = erasing.purgeable(store, extract_id)
        shown_by = [p.publication for p in store.publications() if extract_id in p.extracts]
        confirming.ask(
            f"This erases {extract.accepted:,} rows of {extract.dataset} "
            f"({extract.file_name}, as of {extract.as_of}) for good. "
            f"{confirming.publications_in_words(shown_by)}",
            extract_id,
        )
    publication = erasing.purge(store, extract_id, settings.user_name())
    publishing.show(store, publication, current, as_json)
    publishing.drop_erased(store, current)
