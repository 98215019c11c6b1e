"""`withdraw`: publish without one extract."""

import click

from dashboard import settings
from dashboard.commands import publishing
from dashboard.commands.options import store_address, with_settings
from dashboard.store.store import open_store


@click.command("withdraw")
@click.argument("extract_id")
@click.option("--json", "as_json", is_flag=True, help="Print the new publication as JSON.")
@with_settings
def command(current: settings.Settings, extract_id: str, as_json: bool) -> None:
    """Publish without EXTRACT_ID; its rows stay in the store."""
    store = open_store(store_address(current))
    published = store.withdraw(extract_id, settings.user_name())
    publishing.show(store, published, current, as_json)
