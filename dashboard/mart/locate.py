"""Find the mart of a publication, build it where it is missing, and drop what nobody uses."""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

from dashboard.clocks.procedure import Procedure
from dashboard.errors import Refused
from dashboard.mart.build import build_mart, is_by, point_to, pointed_at
from dashboard.mart.erased import HALVES, delete, drop_erased
from dashboard.mart.open import Mart, open_mart
from dashboard.settings import Settings
from dashboard.store.rebases import Rebases
from dashboard.store.records import Publication
from dashboard.store.store import Store, address_of, open_store

SECONDS_KEPT = 24 * 3600  # a mart that nobody opened for a day
NEWEST_KEPT = 3


def mart_for(
    store: Store, publication: Publication, settings: Settings, *, is_passing: bool = False
) -> Mart:
    """Open a publication's mart; a missing, cut or damaged one is built anew.

    The pointer moves only for the newest publication: a replay of an old one does not change what
    servers show.

    Args:
        store: where the rows are.
        publication: whose mart.
        settings: where marts are.
        is_passing: this process ends soon and may build itself (see `build_mart`).

    Raises:
        Refused: the mart can't be built, its folder can't be used, or an extract was purged.
    """
    if publication.purged:
        store.extracts_of(publication)  # says which, and when
    folder, procedure = folder_of(store.uri, settings), Procedure.of(settings)
    try:
        mart = _whole_mart(store, publication, folder, procedure, is_passing)
        current = store.current()
        if current is not None and current.publication == publication.publication:
            _show(mart.path)
        drop_erased(store, folder)
    except OSError as error:
        raise Refused(
            f"The folder for marts {folder} can't be used: {error.strerror}. Set mart_dir to a "
            "folder that can be written."
        ) from None
    with suppress(OSError):
        mart.path.touch()
    return mart.with_rebases(Rebases(store).in_force())


def _whole_mart(
    store: Store, publication: Publication, folder: Path, procedure: Procedure, is_passing: bool
) -> Mart:
    path = build_mart(store, publication, folder, procedure, is_passing=is_passing)
    try:
        return open_mart(path)
    except Refused:
        path.unlink(missing_ok=True)
        return open_mart(build_mart(store, publication, folder, procedure))


def _show(path: Path) -> None:
    """Let servers show this mart; who may only read the folder leaves that to others."""
    folder = path.parent
    if pointed_at(folder) == path:
        return
    with suppress(PermissionError):
        point_to(path)
        drop_unused(folder, keep=path)


def folder_of(uri: str, settings: Settings) -> Path:
    """The folder for one store's marts."""
    return settings.marts / hashlib.sha256(address_of(uri).encode()).hexdigest()[:12]


def current_mart(uri: str, settings: Settings) -> Path | None:
    """The mart that the pointer of a store names, if there is one.

    Where a program with other clocks has built it, it is the same publication's with these.
    """
    folder, procedure = folder_of(uri, settings), Procedure.of(settings)
    path = pointed_at(folder)
    if path is None or is_by(path, procedure):
        return path
    store = open_store(uri)
    return build_mart(store, store.publication(int(path.name[:6])), folder, procedure)


def drop_unused(folder: Path, keep: Path) -> None:
    """Delete marts that nobody opened for a day, but not the newest few, and halves of builds."""
    ages = {path: _age(path) for path in folder.iterdir() if path != keep}
    marts = sorted((path for path in ages if path.suffix == ".duckdb"), key=lambda p: ages[p])
    halves = [path for path in ages if path.suffix in (".lock", *HALVES)]
    for path in [*marts[NEWEST_KEPT - 1 :], *halves]:
        if ages[path] > SECONDS_KEPT:
            delete(path)  # in use on Windows: the next time, then


def _age(path: Path) -> float:
    """Seconds since the last use; 0 where another process has just deleted it."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
