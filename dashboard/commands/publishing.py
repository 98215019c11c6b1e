"""What verbs do after publishing: print the publication, build its mart, drop erased ones."""

import json

import click

from dashboard.errors import DashboardError
from dashboard.settings import Settings
from dashboard.store.records import Publication
from dashboard.store.store import Store


def show(
    store: Store,
    publication: Publication,
    current: Settings,
    as_json: bool,
    **more: object,
) -> None:
    """Print the publication and build its mart; it stands even where the mart fails.

    Args:
        store: the store.
        publication: what was published.
        current: the settings in force.
        as_json: print one JSON document.
        more: further keys of that document.
    """
    if as_json:
        click.echo(json.dumps(publication.as_json() | more, ensure_ascii=False))
    else:
        click.echo(_in_words(store, publication))
    _build(store, publication, current)


def _build(store: Store, publication: Publication, current: Settings) -> None:
    """Build the mart at once, so that nobody waits for it."""
    # DuckDB takes 0.1 s to load: a refusal comes without it
    from dashboard.mart.locate import mart_for

    try:
        mart_for(store, publication, current, is_passing=True)
    except DashboardError as error:
        click.echo(
            f"Publication {publication.publication} stands, but its mart could not be built: "
            f"{error} Try `python -m dashboard build`.",
            err=True,
        )


def drop_erased(store: Store, current: Settings) -> None:
    """Delete the marts that hold erased rows, also where no new one could be built."""
    from dashboard.mart.erased import drop_erased as drop
    from dashboard.mart.locate import folder_of

    kept = drop(store, folder_of(store.uri, current))
    if kept:
        click.echo(
            f"In use, so not deleted yet: {', '.join(path.name for path in kept)} in "
            f"{kept[0].parent}. Stop the servers and run the same verb of the command line, or "
            "any other one, once more.",
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
