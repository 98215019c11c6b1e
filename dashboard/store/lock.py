"""A lock between processes that goes with the process which holds it. It guards one file name.

Several may hold it side by side (shared), or one alone.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_BETWEEN_TRIES = 0.05

if os.name == "nt":
    import msvcrt

    PLACES = 1024  # Windows shares no lock: each of several takes a byte, one alone takes them all

    def _try(handle: int, *, shared: bool) -> bool:
        os.lseek(handle, random.randrange(PLACES) if shared else 0, os.SEEK_SET)
        try:
            msvcrt.locking(  # type: ignore[attr-defined, unused-ignore]
                handle,
                msvcrt.LK_NBLCK,  # type: ignore[attr-defined, unused-ignore]
                1 if shared else PLACES,
            )
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(handle: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def held(path: Path, *, shared: bool = False, seconds_to_wait: float) -> Iterator[bool]:
    """Hold the lock of this path; the operating system frees it when the process ends.

    It yields False where others held it all the time; an OSError is the caller's to tell.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        deadline = time.monotonic() + seconds_to_wait
        while not (is_held := _try(handle, shared=shared)) and time.monotonic() < deadline:
            time.sleep(SECONDS_BETWEEN_TRIES)
        yield is_held
    finally:
        os.close(handle)
