"""`history`: which extracts and publications a store holds."""

import json
from typing import Any

import click

from dashboard import settings
from dashboard.commands.options import store_address, with_settings
from dashboard.store.rebases import Rebase, Rebases
from dashboard.store.records import Extract, Publication
from dashboard.store.store import Store, open_store


@click.command("history")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_settings
def command(current: settings.Settings, as_json: bool) -> None:
    """List extracts and publications, the newest last."""
    store = open_store(store_address(current))
    extracts, publications = store.extracts(), store.publications()
    rebases = Rebases(store).history()
    if as_json:
        click.echo(json.dumps(_document(extracts, publications, rebases), ensure_ascii=False))
    else:
        lines = _lines(store, extracts, publications) + _rebase_lines(rebases)
        click.echo("\n".join(lines))


def _document(
    extracts: tuple[Extract, ...],
    publications: tuple[Publication, ...],
    rebases: tuple[Rebase, ...],
) -> dict[str, Any]:
    """One key more where control charts were ever given new limits."""
    return {
        "current": publications[-1].publication if publications else None,
        "extracts": [extract.as_json() for extract in extracts],
        "publications": [publication.as_json() for publication in publications],
    } | ({"rebases": [rebase.as_json() for rebase in rebases]} if rebases else {})


def _lines(
    store: Store, extracts: tuple[Extract, ...], publications: tuple[Publication, ...]
) -> list[str]:
    visible = publications[-1].extracts if publications else ()
    return [
        f"Extracts in {store.uri} (* = published now)",
        *_aligned([_extract_cells(extract, visible) for extract in extracts]),
        "",
        "Publications",
        *(_aligned([_publication_cells(p) for p in publications]) or ["  none yet"]),
    ]


def _extract_cells(extract: Extract, visible: tuple[str, ...]) -> list[str]:
    return [
        "*" if extract.extract_id in visible else " ",
        extract.extract_id,
        extract.dataset,
        extract.source_system,
        f"as of {extract.as_of}",
        extract.mode,
        f"{extract.accepted:,} of {extract.rows_in:,} rows",
        extract.file_name,
        _erased_in_words(extract),
    ]


def _erased_in_words(extract: Extract) -> str:
    if extract.purged_at is not None:
        return f"purged on {extract.purged_at:%Y-%m-%d}"
    return f"{extract.erased_rows:,} erased since" if extract.erased_rows else ""


def _publication_cells(publication: Publication) -> list[str]:
    extracts_n = len(publication.extracts)
    return [
        " ",
        str(publication.publication),
        f"{publication.published_at:%Y-%m-%d %H:%M} UTC",
        publication.published_by,
        publication.reason,
        f"{extracts_n} extract" + ("" if extracts_n == 1 else "s"),
        publication.note + (" (purged since: can't be shown again)" if publication.purged else ""),
    ]


def _rebase_lines(rebases: tuple[Rebase, ...]) -> list[str]:
    if not rebases:
        return []
    return ["", "New limits of control charts", *_aligned([_rebase_cells(r) for r in rebases])]


def _rebase_cells(rebase: Rebase) -> list[str]:
    return [
        " ",
        f"from {rebase.month:%Y-%m}",
        rebase.measure,
        rebase.unit_id or "every unit",
        "taken back" if rebase.is_removed else "added",
        f"{rebase.changed_at:%Y-%m-%d %H:%M} UTC",
        rebase.changed_by,
        rebase.reason,
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    """Cells in columns as wide as their widest."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
