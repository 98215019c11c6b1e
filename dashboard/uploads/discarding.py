"""Discard an upload: erase what it stored out of sight, then its folder."""

from contextlib import suppress
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.extracts.progress import Progress, silent
from dashboard.mart.erased import drop_erased
from dashboard.mart.locate import folder_of
from dashboard.settings import Settings
from dashboard.store import erasing
from dashboard.store.store import Store, open_store
from dashboard.uploads.job import Job, expired, is_running, jobs

STORED = "stored"  # ids of the extracts that an upload stored and did not publish


def discard(job: Job, tell: Progress = silent) -> str:
    """Leave nothing of the upload: in the store, in marts that showed it, in its folder."""
    settings: Settings | None = job.kept("settings")
    if settings is not None and settings.store is not None and job.kept(STORED):
        store = open_store(settings.store)
        drop_stored(job, store)
        drop_erased(store, folder_of(store.uri, settings))
    job.discard()
    return ""


def sweep(root: Path) -> None:
    """Leave nothing of uploads that nobody wants any more; what fails waits for the next time."""
    for job in expired(root):
        with suppress(DashboardError, OSError):
            discard(job)


def discard_all(root: Path) -> int:
    """Leave nothing of any upload that no process works on; give how many."""
    idle = [job for job in jobs(root) if not is_running(job)]
    for job in idle:
        discard(job)
    return len(idle)


def drop_stored(job: Job, store: Store) -> None:
    """Erase what an earlier check stored; what is published is never touched."""
    stored: tuple[str, ...] = job.kept(STORED, ())
    if stored:
        erasing.drop_unpublished(store, stored, by="discarded upload")
        job.drop(STORED)
