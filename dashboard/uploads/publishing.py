"""Publish what an upload stored, build its mart, and keep the profile for next month."""

from contextlib import suppress
from dataclasses import replace

from dashboard.errors import DashboardError
from dashboard.extracts.intake import publish_stored
from dashboard.extracts.progress import Progress, Step
from dashboard.extracts.report import Report
from dashboard.extracts.tidying import swept, tidied
from dashboard.mart.locate import mart_for
from dashboard.measures.methods import years_missing
from dashboard.proposals.saved_profiles import save_profile
from dashboard.settings import Settings
from dashboard.store.store import Store, open_store
from dashboard.uploads.checking import VIEWER, Found, drop_downloads
from dashboard.uploads.choices import Choices
from dashboard.uploads.discarding import STORED
from dashboard.uploads.job import Job
from dashboard.uploads.looking import Looked


def publish(job: Job, tell: Progress) -> str:
    """Publish; afterwards nothing of the file is kept but the report on it.

    Raises:
        Refused: somebody published in the meantime, so that what was shown is no longer true.
    """
    found: Found = job.kept("found")
    choices: Choices = job.kept("choices")
    settings: Settings = job.kept("settings")
    store = open_store(settings.store or "")
    tell(Step.PUBLISHING, None)
    report = publish_stored(
        found.report, store, note=job.kept("note") or job.name, by=choices.by,
        beside=found.beside, base=found.base,
    )  # fmt: skip
    job.keep("published", report)  # whatever comes after it
    job.drop(STORED)
    report = tidied(report, store, settings.retention_months, choices.by)
    tell(Step.BUILDING, None)
    report = _with_mart(report, store, settings)
    swept(store, choices.by)
    with suppress(DashboardError):  # the publication stands without it
        _save_profile(job, store, choices)
    job.keep("published", report)
    job.drop_file()
    job.drop("looked", "found")  # they hold rows of the file
    drop_downloads(job)
    return report.message


def _with_mart(report: Report, store: Store, settings: Settings) -> Report:
    try:
        mart = mart_for(store, store.publication(report.publication or 0), settings)
        lacking = years_missing(mart.ask(VIEWER))
    except DashboardError as error:
        return replace(report, message=f"{report.message} Its figures could not be built: {error}")
    return replace(report, message=f"{report.message} {lacking}".strip())


def _save_profile(job: Job, store: Store, choices: Choices) -> None:
    looked: Looked = job.kept("looked")
    save_profile(
        store,
        choices.profile.name or "profile",
        choices.document,
        list(looked.headers),
        by=choices.by,
    )
