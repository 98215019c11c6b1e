"""Find the mart of a publication, build it where it is missing, and drop what nobody uses."""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

from dashboard.errors import Refused
from dashboard.mart.build import build_mart, point_to, pointed_at
from dashboard.mart.open import Mart, open_mart
from dashboard.settings import Settings
from dashboard.store.records import Publication
from dashboard.store.store import Store

SECONDS_KEPT = 24 * 3600  # a mart that nobody opened for a day
NEWEST_KEPT = 3


def mart_for(store: Store, publication: Publication, settings: Settings) -> Mart:
    """Open a publication's mart; a missing, cut or damaged one is built anew.

    The pointer moves only for the newest publication: a replay of an old one does not change what
    servers show.

    Raises:
        Refused: the mart can't be built.
    """
    folder = folder_of(store.uri, settings)
    path = build_mart(store, publication, folder)
    try:
        mart = open_mart(path)
    except Refused:
        path.unlink(missing_ok=True)
        mart = open_mart(build_mart(store, publication, folder))
    current = store.current()
    if current is not None and current.publication == publication.publication:
        if pointed_at(folder) != path:
            point_to(path)
        drop_unused(folder, keep=path)
    with suppress(OSError):
        path.touch()
    return mart


def folder_of(uri: str, settings: Settings) -> Path:
    """The folder for one store's marts."""
    address = uri if "://" in uri else str(Path(uri).resolve())
    return settings.marts / hashlib.sha256(address.encode()).hexdigest()[:12]


def current_mart(uri: str, settings: Settings) -> Path | None:
    """The mart that the pointer of a store names, if there is one."""
    return pointed_at(folder_of(uri, settings))


def drop_unused(folder: Path, keep: Path) -> None:
    """Delete marts that nobody opened for a day, but not the newest few."""
    marts = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in marts[NEWEST_KEPT:]:
        if path != keep and time.time() - path.stat().st_mtime > SECONDS_KEPT:
            with suppress(OSError):  # in use on Windows: the next time, then
                path.unlink()
