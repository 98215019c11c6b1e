"""What `rollback` and `withdraw` do after publishing: build the mart and print the publication."""

import json

import click

from dashboard.errors import DashboardError
from dashboard.mart.locate import mart_for
from dashboard.settings import Settings
from dashboard.store.records import Publication
from dashboard.store.store import Store


def show(store: Store, publication: Publication, current: Settings, as_json: bool) -> None:
    """Build the publication's mart and print it; it stands even where the mart fails."""
    try:
        mart_for(store, publication, current)
    except DashboardError as error:
        click.echo(f"Published, but the mart could not be built: {error}", err=True)
    if as_json:
        click.echo(json.dumps(publication.as_json(), ensure_ascii=False))
    else:
        click.echo(
            f"Published as number {publication.publication}: {len(publication.extracts)} extracts."
        )
