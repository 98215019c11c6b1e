"""The lock of a mart that is being built: one process builds it, others wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import Refused
from dashboard.store import lock

SECONDS_TO_WAIT = 900.0


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of this path; the operating system frees it when the process ends.

    Raises:
        Refused: somebody else held it for a quarter of an hour.
    """
    with lock.held(path, seconds_to_wait=SECONDS_TO_WAIT) as is_held:
        if not is_held:
            raise Refused(f"Another process has been building {path.stem} for too long.")
        yield
