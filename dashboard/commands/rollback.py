"""`rollback`: publish again what an earlier publication showed."""

import click

from dashboard import settings
from dashboard.commands import publishing
from dashboard.commands.options import store_address, with_settings
from dashboard.store.store import open_store


@click.command("rollback")
@click.argument("publication", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print the new publication as JSON.")
@with_settings
def command(current: settings.Settings, publication: int, as_json: bool) -> None:
    """Publish again what PUBLICATION showed, as the next number."""
    store = open_store(store_address(current))
    published = store.rollback(publication, settings.user_name())
    publishing.show(store, published, current, as_json)
