"""Who may write to a store: importers side by side, whoever erases alone.

A file `.lock` in the store's folder carries it. An object store has none: there every commit is
still claimed or refused, and only files that nobody can be writing any more are swept.
"""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import Refused
from dashboard.store import lock
from dashboard.store.delta import in_words, is_address

LOCK = ".lock"
SECONDS_TO_WAIT = 300.0
NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)  # some network file systems


class Turns:
    """The turns at one store; whoever has it alone may write within that turn."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._alone_in: int | None = None  # the thread that has the store alone

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Write beside other writers; wait for whoever erases.

        Raises:
            Refused: the folder can't be written, or somebody erases for too long.
        """
        if self._alone_in == threading.get_ident():
            yield
            return
        with self._held(shared=True, seconds_to_wait=SECONDS_TO_WAIT) as is_held:
            if is_held is False:
                raise self._busy("Rows are being erased from")
            yield

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Write while nobody else does; False where that can't be known.

        Raises:
            Refused: the folder can't be written, or an import takes too long.
        """
        with self._held(shared=False, seconds_to_wait=SECONDS_TO_WAIT) as is_held:
            if is_held is False:
                raise self._busy("Others keep writing to")
            with self._as_only_writer():
                yield is_held is True

    @contextmanager
    def alone_if_free(self) -> Iterator[bool]:
        """Have the store alone if nobody writes just now; False where somebody does."""
        with self._held(shared=False, seconds_to_wait=0) as is_held:
            if is_held is not True:
                yield False
                return
            with self._as_only_writer():
                yield True

    @contextmanager
    def _as_only_writer(self) -> Iterator[None]:
        self._alone_in = threading.get_ident()
        try:
            yield
        finally:
            self._alone_in = None

    @contextmanager
    def _held(self, *, shared: bool, seconds_to_wait: float) -> Iterator[bool | None]:
        """Whether the lock is held; None where there is none to hold."""
        if is_address(self._uri):
            yield None
            return
        try:
            folder = Path(self._uri)
            folder.mkdir(parents=True, exist_ok=True)
            turn = lock.held(folder / LOCK, shared=shared, seconds_to_wait=seconds_to_wait)
            is_held: bool | None = turn.__enter__()
        except OSError as error:
            if error.errno not in NO_LOCKS_HERE:
                raise Refused(
                    f"The store {self._uri} can't be written: {in_words(error)}. Nothing was "
                    "published; the last publication stands."
                ) from None
            yield None
            return
        try:
            yield is_held
        finally:
            turn.__exit__(None, None, None)

    def _busy(self, doing: str) -> Refused:
        return Refused(
            f"{doing} the store {self._uri} for more than {SECONDS_TO_WAIT / 60:.0f} minutes; "
            "nothing was changed. Try again later."
        )
