"""Discard an upload: erase what it stored out of sight, then its folder."""

from collections.abc import Callable

from dashboard.extracts.progress import Step
from dashboard.mart.erased import drop_erased
from dashboard.mart.locate import folder_of
from dashboard.settings import Settings
from dashboard.store import erasing
from dashboard.store.store import Store, open_store
from dashboard.uploads.job import Job

STORED = "stored"  # ids of the extracts that an upload stored and did not publish


def discard(job: Job, tell: Callable[[Step, float | None], None]) -> str:
    """Leave nothing of the upload: in the store, in marts that showed it, in its folder."""
    settings: Settings = job.kept("settings")
    if settings.store is not None:
        store = open_store(settings.store)
        drop_stored(job, store)
        drop_erased(store, folder_of(store.uri, settings))
    job.discard()
    return ""


def drop_stored(job: Job, store: Store) -> None:
    """Erase what an earlier check stored; what is published is never touched."""
    stored: tuple[str, ...] = job.kept(STORED, ())
    if stored:
        erasing.drop_unpublished(store, stored, by="discarded upload")
        job.drop(STORED)
