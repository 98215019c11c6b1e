"""One upload: a folder with the file, how far its work is, and what came out of each step.

Only this user may read the folder; it is taken away when the file is published or discarded, and
after a time without use. What a step leaves is pickled: this program writes and reads it alone.
"""

import hashlib
import json
import os
import pickle
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboard.errors import Refused
from dashboard.settings import Settings
from dashboard.store import lock
from dashboard.store.store import address_of

HOURS_KEPT_REFUSED = 1  # of a file that can't be taken
HOURS_KEPT = 24  # after the last step; what is stored and unpublished is swept after that, too
BYTES_OF_A_NAME, LONGEST_ENDING = 150, 8  # file systems take 255 bytes
ID_BYTES = 9
ID_CHARACTERS = 12  # of so many bytes in URL-safe letters
STATUS, FILE, LOCK = "status.json", "file", "lock"
SECONDS_TO_START = 20.0  # a process imports DuckDB and pyarrow before it takes the lock


class Task(StrEnum):
    """What a process does for an upload; each is begun by the user."""

    LOOK = "look"  # read the file and propose how it is taken
    CHECK = "check"  # map and check every row, store what is good, build what would be shown
    PUBLISH = "publish"
    DISCARD = "discard"  # erase what was stored out of sight, then the folder


class State(StrEnum):
    """How a task stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True)
class Status:
    """Which task was begun last, and how it stands; share is of the step, None where unknown."""

    task: Task
    state: State
    step: str = ""
    share: float | None = None
    message: str = ""
    began_at: float = 0.0


@dataclass(frozen=True)
class Job:
    """An upload's folder; its name is the upload's id."""

    folder: Path

    @property
    def id(self) -> str:
        """The id, as it stands in the page's address."""
        return self.folder.name

    @property
    def file(self) -> Path:
        """The file as the user named it."""
        found = sorted((self.folder / FILE).iterdir())
        if not found:
            raise Refused("The uploaded file is gone. Upload it again.")
        return found[0]

    @property
    def name(self) -> str:
        """The file's own name."""
        return str(self.kept("name"))

    @property
    def what_stands(self) -> str:
        """What to say of the publication where a task ended before its time."""
        published = self.kept("published")
        return "Nothing was published." if published is None else str(published.message)

    def status(self) -> Status | None:
        """How its last task stands; None before the first. A process that died is a failure."""
        try:
            found = json.loads((self.folder / STATUS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        status = Status(**found | {"task": Task(found["task"]), "state": State(found["state"])})
        if status.state is State.RUNNING and not self._is_at_work(status):
            return replace(status, state=State.FAILED, message=(
                "The work on this file ended without a word: the server was stopped, or it ran "
                f"out of memory. {self.what_stands} Begin this step again."
            ))  # fmt: skip
        return status

    def is_held(self) -> bool:
        """Whether a process works on it at this moment."""
        with self.at_work() as is_free:
            return not is_free

    @contextmanager
    def at_work(self) -> Iterator[bool]:
        """Hold this upload's lock while a process works on it; False where another one does."""
        with lock.held(self.folder / LOCK, seconds_to_wait=0) as is_held:
            yield is_held

    def _is_at_work(self, status: Status) -> bool:
        """A process holds the lock, or was begun so lately that it may still be starting."""
        if time.time() - status.began_at < SECONDS_TO_START:
            return True
        return self.is_held()

    def tell(self, status: Status) -> None:
        """Keep the status; a reader finds the old or the new one, never half of it."""
        self._write(STATUS, json.dumps(asdict(status)).encode())

    def keep(self, name: str, content: Any) -> None:
        """Keep what a step leaves for the page or the next step."""
        self._write(f"{name}.pickle", pickle.dumps(content))

    def kept(self, name: str, default: Any = None) -> Any:
        """What a step left, or the default."""
        try:
            return pickle.loads((self.folder / f"{name}.pickle").read_bytes())
        except FileNotFoundError:
            return default

    def drop(self, *names: str) -> None:
        """Drop what steps left."""
        for name in names:
            (self.folder / f"{name}.pickle").unlink(missing_ok=True)

    def drop_file(self) -> None:
        """Take the file itself away; what was found in it stays to be read."""
        shutil.rmtree(self.folder / FILE, ignore_errors=True)

    def discard(self) -> None:
        """Take the whole folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, name: str, content: bytes) -> None:
        beside = self.folder / f"{name}.{os.getpid()}"
        beside.write_bytes(content)
        beside.replace(self.folder / name)


def root_of(settings: Settings) -> Path:
    """The folder for uploads to one store, or to the sample: no server shows another's."""
    if settings.store is None:
        return settings.uploads / "sample"
    return settings.uploads / hashlib.sha256(address_of(settings.store).encode()).hexdigest()[:12]


def create(root: Path, name: str, content: bytes | memoryview) -> Job:
    """Make an upload's folder and put the file there.

    Raises:
        Refused: the folder can't be written.
    """
    job = Job(root / secrets.token_urlsafe(ID_BYTES))
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        (job.folder / FILE).mkdir(parents=True, mode=0o700)
        job.folder.chmod(0o700)
        (job.folder / FILE / _file_name(name)).write_bytes(content)
        job.keep("name", name)
    except OSError as error:
        job.discard()
        raise Refused(
            f"{name} can't be kept: {error.strerror}. Nothing was changed. Free some space or set "
            "uploads_dir, and upload it again."
        ) from None
    return job


def open_job(root: Path, job_id: str) -> Job | None:
    """The upload of an id, or None: never another folder than one directly below the root."""
    is_id = len(job_id) == ID_CHARACTERS and job_id.replace("-", "").replace("_", "").isalnum()
    job = Job(root / job_id)
    return job if is_id and (job.folder / "name.pickle").is_file() else None


def jobs(root: Path) -> tuple[Job, ...]:
    """All uploads, the newest first."""
    found = [job for job in _folders(root) if open_job(root, job.id) is not None]
    return tuple(sorted(found, key=_used_at, reverse=True))


def expired(root: Path) -> list[Job]:
    """Uploads that nobody has touched for a day, refused ones for an hour."""
    return [
        job
        for job in _folders(root)
        if not is_running(job) and time.time() - _used_at(job) > _hours_kept(job) * 3600
    ]


def _hours_kept(job: Job) -> float:
    status = job.status()
    is_refused = status is not None and status.state is State.FAILED
    return HOURS_KEPT_REFUSED if is_refused else HOURS_KEPT


def is_running(job: Job) -> bool:
    """Whether a process works on it."""
    status = job.status()
    return status is not None and status.state is State.RUNNING


def _folders(root: Path) -> Iterator[Job]:
    with suppress(OSError):
        yield from (Job(path) for path in root.iterdir() if path.is_dir())


def _used_at(job: Job) -> float:
    try:
        return job.folder.stat().st_mtime
    except OSError:  # it was discarded just now
        return 0.0


def _file_name(name: str) -> str:
    """The last part of a name, so that no upload can reach another folder."""
    last = name.replace("\\", "/").rpartition("/")[2].replace("\x00", "")
    stem, dot, ending = last.strip(". ").rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, dot, ending = last.strip(". "), "", ""
    short = stem.encode()[:BYTES_OF_A_NAME].decode(errors="ignore")
    return f"{short}{dot}{ending}" or "file"
