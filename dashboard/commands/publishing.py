"""What `rollback` and `withdraw` do after publishing: print the publication and build its mart."""

import json

import click

from dashboard.errors import DashboardError
from dashboard.settings import Settings
from dashboard.store.records import Publication
from dashboard.store.store import Store


def show(store: Store, publication: Publication, current: Settings, as_json: bool) -> None:
    """Print the publication and build its mart; it stands even where the mart fails."""
    if as_json:
        click.echo(json.dumps(publication.as_json(), ensure_ascii=False))
    else:
        click.echo(_in_words(store, publication))
    _build(store, publication, current)


def _build(store: Store, publication: Publication, current: Settings) -> None:
    """Build the mart at once, so that nobody waits for it."""
    # DuckDB takes 0.1 s to load: a refusal comes without it
    from dashboard.mart.locate import mart_for

    try:
        mart_for(store, publication, current)
    except DashboardError as error:
        click.echo(
            f"Publication {publication.publication} stands, but its mart could not be built: "
            f"{error} Try `python -m dashboard build`.",
            err=True,
        )


def _in_words(store: Store, publication: Publication) -> str:
    shown = [
        f"  {extract.extract_id}  {extract.dataset} of {extract.source_system}, "
        f"as of {extract.as_of} ({extract.file_name})"
        for extract in store.extracts_of(publication)
    ]
    shows = "It shows:" if shown else "It shows no extract."
    return "\n".join([f"Published as number {publication.publication}. {shows}", *shown])
