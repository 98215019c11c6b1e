"""Delete the marts that hold rows which the store has erased. It builds none."""

import shutil
from contextlib import suppress
from pathlib import Path

from dashboard.errors import Refused
from dashboard.mart import lock
from dashboard.mart.build import rows_name
from dashboard.store.store import Store

LONGEST_BUILD = 3600.0  # seconds
HALVES = (".building", ".tmp", ".wal")  # what builders leave when they are killed


def drop_erased(store: Store, folder: Path) -> tuple[Path, ...]:
    """Delete every mart of the folder that was built before its extracts lost rows.

    A build that is under way is waited for, since its rows may be older than the erasure. A mart
    is known by its name, which the erasures are part of, so an erasure that was broken off before
    this point is made good by the next.

    Returns:
        What could not be deleted: Windows keeps a file that a server has open.
    """
    erasures = store.erasures().all
    if not folder.is_dir() or not erasures:
        return ()
    newest_at = max(erasure.erased_at for erasure in erasures).timestamp()
    published = store.publications()
    publications = {p.publication: p for p in published if not p.purged}
    kept: list[Path] = []
    for number, files in _files_by_number(folder).items():
        if number > len(published) and _is_later(files, newest_at):
            continue  # the trial of an upload, which no publication has made yet
        whole = rows_name(publications[number]) if number in publications else ""
        if any(file.suffix == ".lock" and not _is_of(file, whole) for file in files):
            _wait_for_builders(files)
            files = _files_by_number(folder).get(number, [])
        kept += [file for file in files if not _is_of(file, whole) and not delete(file)]
    return tuple(kept)


def _is_later(files: list[Path], erased_at: float) -> bool:
    """Whether all files are so new that no build of them began before the erasure."""
    with suppress(OSError):
        return all(file.stat().st_mtime > erased_at + LONGEST_BUILD for file in files)
    return False


def _is_of(file: Path, rows: str) -> bool:
    """Whether a file is a mart of these rows, by whatever clocks, or what its builder needs."""
    return rows != "" and file.name.startswith(rows)


def _files_by_number(folder: Path) -> dict[int, list[Path]]:
    by_number: dict[int, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        number = path.name.split("-")[0]
        if number.isdecimal() and path.suffix in (".duckdb", ".lock", *HALVES):
            by_number.setdefault(int(number), []).append(path)
    return by_number


def _wait_for_builders(files: list[Path]) -> None:
    for file in files:
        if file.suffix == ".lock":
            with suppress(OSError, Refused), lock.held(file):
                pass


def delete(path: Path) -> bool:
    """Delete a file or a folder; False where somebody holds it."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
