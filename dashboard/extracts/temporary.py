"""The folder for what an import puts aside while it runs; nothing of it outlives the import.

A process that is killed can delete nothing any more, so the next one does it. A lock in the
folder, which the operating system frees, tells whether its owner still lives.
"""

import atexit
import shutil
import tempfile
import time
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from dashboard.store import lock

PREFIX = "service-recovery-import-"
LOCK = "in_use"
SECONDS_TO_TAKE_THE_LOCK = 60  # a folder just made is not locked yet
_held = ExitStack()  # for as long as the process lives


@cache
def own_folder() -> Path:
    """This process's folder, which only this user can read."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    _held.enter_context(lock.held(folder / LOCK, seconds_to_wait=0))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def path_of(handle: int, path: str) -> str:
    """A path to an open temporary file; where the system allows it, without a name on the disk."""
    by_handle = f"/proc/self/fd/{handle}"
    if not Path(by_handle).exists():
        return path
    Path(path).unlink()
    return by_handle


def _sweep() -> None:
    """Delete the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's
            if time.time() - folder.stat().st_mtime > SECONDS_TO_TAKE_THE_LOCK:
                _delete_if_nobodys(folder)


def _delete_if_nobodys(folder: Path) -> None:
    with lock.held(folder / LOCK, seconds_to_wait=0) as is_nobodys:
        if is_nobodys:
            shutil.rmtree(folder, ignore_errors=True)
