"""`history`: which extracts and publications a store holds."""

import json
from dataclasses import fields

import click

from dashboard import settings
from dashboard.commands.options import store_address, with_settings
from dashboard.store.records import Extract
from dashboard.store.store import Store, open_store

PRINTED = (
    "extract_id", "dataset", "source_system", "as_of", "mode", "file_name", "sha256", "profile",
    "rows_in", "accepted", "refused", "skipped", "uploaded_by", "uploaded_at",
)  # fmt: skip


@click.command("history")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_settings
def command(current: settings.Settings, as_json: bool) -> None:
    """List extracts and publications, the newest last."""
    store = open_store(store_address(current))
    if as_json:
        click.echo(json.dumps(_document(store), ensure_ascii=False))
    else:
        _print(store)


def _document(store: Store) -> dict[str, object]:
    current = store.current()
    return {
        "current": current.publication if current else None,
        "extracts": [_extract(extract) for extract in store.extracts()],
        "publications": [publication.as_json() for publication in store.publications()],
    }


def _extract(extract: Extract) -> dict[str, object]:
    values = {field.name: getattr(extract, field.name) for field in fields(extract)}
    days = {
        "as_of": extract.as_of.isoformat(),
        "uploaded_at": extract.uploaded_at.isoformat(),
    }
    return {name: (values | days)[name] for name in PRINTED}


def _print(store: Store) -> None:
    for extract in store.extracts():
        click.echo(
            f"extract {extract.extract_id}  {extract.dataset:<13} {extract.source_system:<18} "
            f"as of {extract.as_of}  {extract.accepted:>9} rows  {extract.mode:<14} "
            f"{extract.file_name}"
        )
    for publication in store.publications():
        click.echo(
            f"publication {publication.publication:>4}  {publication.published_at:%Y-%m-%d %H:%M}  "
            f"{publication.published_by:<12} {publication.reason:<9} {publication.note}  "
            f"({len(publication.extracts)} extracts)"
        )
