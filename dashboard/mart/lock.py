"""A lock between processes that goes with the process which holds it. It guards one file name."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import Refused

SECONDS_TO_WAIT = 900.0
SECONDS_BETWEEN_TRIES = 0.05

if os.name == "nt":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of this path; the operating system frees it when the process ends.

    Raises:
        Refused: somebody else held it for a quarter of an hour.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)  # an OSError is the caller's to tell
    try:
        deadline = time.monotonic() + SECONDS_TO_WAIT
        while not _try(handle):
            if time.monotonic() > deadline:
                raise Refused(f"Another process has been building {path.stem} for too long.")
            time.sleep(SECONDS_BETWEEN_TRIES)
        yield
    finally:
        os.close(handle)
