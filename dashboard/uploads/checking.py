"""Check an uploaded file, store what is good out of sight, and build what would be shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from dashboard.access.viewer import Role, Viewer
from dashboard.errors import WrongUsage
from dashboard.extracts import intake
from dashboard.extracts.annotated import write_annotated, write_refused_file
from dashboard.extracts.findings import (
    Finding,
    file_refused,
    write_findings,
)
from dashboard.extracts.intake import Checked, Request
from dashboard.extracts.progress import Progress, Step
from dashboard.extracts.report import FileRefused, Report
from dashboard.extracts.request import under
from dashboard.mart.locate import mart_for
from dashboard.mart.trial import trial_mart
from dashboard.measures.revision import Revision, revision
from dashboard.proposals.units import (
    KnownUnit,
    UnitMatch,
    known_units,
    propose_units,
    store_matches,
)
from dashboard.settings import Settings, load
from dashboard.store.store import Store, open_store
from dashboard.uploads.choices import Choices
from dashboard.uploads.discarding import STORED, drop_stored
from dashboard.uploads.job import Job

DOWNLOADS = ("annotated.csv", "annotated.xlsx", "findings.csv")
FINDINGS_SHOWN = 10_000  # on the screen; the download has them all
VIEWER = Viewer(Role.QUALITY)  # who uploads sees every unit
FINDING = pa.schema(
    [
        ("row", pa.int64()), ("column", pa.string()), ("value", pa.string()),
        ("rule_id", pa.string()), ("severity", pa.string()), ("message", pa.string()),
        ("how_to_fix", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the check found: the report, its findings (values masked), and why not to publish.

    base: the extracts that the comparison stands on, those of the publication in view.
    units: names that no unit has, with what is proposed; beside: extracts to publish with this one.
    changes: what publishing would change; None where nothing is stored that could be published.
    """

    report: Report
    findings: pa.Table
    why_not: str | None
    base: tuple[str, ...]
    units: tuple[UnitMatch, ...] = ()
    known_units: tuple[KnownUnit, ...] = ()
    beside: tuple[str, ...] = ()
    changes: Revision | None = None


def check(job: Job, tell: Progress) -> str:
    """Check every row; what may be published is stored and shown in a mart of its own."""
    choices: Choices = job.kept("choices")
    settings: Settings = job.kept("settings")
    job.drop("found")
    drop_downloads(job)  # an earlier check's
    store = open_store(settings.store, create=True) if settings.store else None
    request = request_of(job, choices, settings)
    if store is not None:
        drop_stored(job, store)
        request = replace(request, beside=_confirmed(store, choices, request))
        job.keep(STORED, request.beside)
    try:
        checked = intake.check_file(request, store, tell)
    except FileRefused as refusal:
        _keep_refusal(job, refusal)
        raise
    found = _found(checked, store)
    _write_downloads(job.folder, checked)
    job.keep("found", found)
    if store is not None and found.why_not is None:
        added = (*request.beside, intake.extract_id_of(checked))
        job.keep(STORED, added)
        report = intake.store_rows(checked, store, tell)
        tell(Step.BUILDING, None)
        changes = _what_would_change(store, added, settings)
        found = replace(found, report=report, changes=changes, beside=request.beside)
    job.keep("found", found)
    return found.report.in_words


def request_of(job: Job, choices: Choices, settings: Settings) -> Request:
    """The same request that the command line makes."""
    if choices.as_of is None:
        raise WrongUsage("Say up to which day the file is complete.")
    request = Request(
        file=job.file,
        as_of=choices.as_of,
        profile=choices.profile,
        mode=choices.mode,
        period_start=choices.period_start,
        period_end=choices.period_end,
        accept_refused=choices.accept_refused,
        by=choices.by,
    )
    # the key is in the environment alone, never in an upload's folder
    return under(request, settings.model_copy(update={"link_key": load().link_key}))


def _confirmed(store: Store, choices: Choices, request: Request) -> tuple[str, ...]:
    """Store the confirmed names of units out of sight; they are published with the file."""
    if not choices.matches:
        return ()
    source_system = request.profile.source_system or ""
    return store_matches(
        store, choices.matches, source_system=source_system, as_of=request.as_of, by=choices.by,
        new_units=choices.new_units,
    )  # fmt: skip


def _found(checked: Checked, store: Store | None) -> Found:
    current = store.current() if store else None
    visible = current.extracts if current else ()
    why_not = intake.why_not_published(checked)
    if {intake.extract_id_of(checked), *checked.request.beside} <= set(visible):
        why_not = "This file was imported before with the same choices; it would change nothing."
    return Found(
        checked.report,
        table_of(checked.all_findings()),
        why_not,
        visible,
        units=propose_units(checked, store),
        known_units=known_units(store) if store else (),
    )


def table_of(findings: Iterable[Finding]) -> pa.Table:
    """The first findings as a table, and the first of each rule wherever it stands."""
    rows: list[dict[str, object]] = []
    seen: set[str] = set()
    for finding in findings:
        if len(rows) < FINDINGS_SHOWN or finding.rule_id not in seen:
            rows.append({name: getattr(finding, name) for name in FINDING.names})
            seen.add(finding.rule_id)
    return pa.Table.from_pylist(rows, FINDING)


def drop_downloads(job: Job) -> None:
    """Take the files away that were offered for download."""
    for name in DOWNLOADS:
        (job.folder / name).unlink(missing_ok=True)


def _keep_refusal(job: Job, refusal: FileRefused) -> None:
    """A file that is refused as a whole has a report, too."""
    why = str(refusal)
    job.keep("found", Found(refusal.report, table_of([file_refused(why)]), why, ()))
    write_findings(job.folder / "findings.csv", iter([file_refused(why)]))
    write_refused_file(job.folder / "annotated.csv", refusal.source, why)


def _write_downloads(folder: Path, checked: Checked) -> None:
    """All findings, and the refused rows in the user's own columns, both as the user takes them."""
    write_findings(folder / "findings.csv", checked.all_findings())
    write_annotated(folder / "annotated.csv", checked.source, checked.mapped, checked.checks)
    book = folder / "annotated.xlsx"
    try:
        write_annotated(book, checked.source, checked.mapped, checked.checks)
    except WrongUsage:  # more rows or columns than a sheet holds: the text has them
        book.unlink(missing_ok=True)


def _what_would_change(store: Store, extracts: tuple[str, ...], settings: Settings) -> Revision:
    """Compare the mart in view with the one that publishing would make."""
    current = store.current()
    before = current.extracts if current else ()
    added = (extract for extract in extracts if extract not in before)
    after = trial_mart(store, (*before, *added), settings).ask(VIEWER)
    now = mart_for(store, current, settings).ask(VIEWER) if current else None
    return revision(now, after, settings.standards, is_planned=True)
