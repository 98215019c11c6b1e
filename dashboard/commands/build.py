"""`build`: make the mart of a publication."""

import click

from dashboard import settings
from dashboard.commands.options import store_address, with_settings
from dashboard.errors import Refused
from dashboard.mart.locate import mart_for
from dashboard.store.store import open_store


@click.command("build")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    help="What builds it; spark is not built yet.",
)
@click.option("--publication", type=int, help="The newest one where not given.")
@with_settings
def command(current: settings.Settings, engine: str, publication: int | None) -> None:
    """Build the mart of a publication, if it is not there yet."""
    if engine == "spark":
        raise Refused("This version builds with DuckDB only; leave out --engine spark.")
    store = open_store(store_address(current))
    chosen = store.publication(publication) if publication else store.current()
    if chosen is None:
        raise Refused("Nothing is published yet; import a first file.")
    mart = mart_for(store, chosen, current, is_passing=True)
    click.echo(f"publication {chosen.publication}: {mart.path}")
