"""Take one file the page's way and by the importer, and hold both to what always holds."""

import csv
import datetime as dt
import io
import re
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.errors import DashboardError
from dashboard.extracts import intake
from dashboard.extracts.annotated import write_annotated, write_refused_file
from dashboard.extracts.archive import extract_member
from dashboard.extracts.findings import write_findings
from dashboard.extracts.intake import Request
from dashboard.extracts.profile import Profile, parse_profile
from dashboard.extracts.report import FileRefused, Report
from dashboard.proposals.proposal import Question, answered, free_text_answer
from dashboard.settings import Settings
from dashboard.uploads import preview
from dashboard.uploads.checking import Found
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job, State, create
from dashboard.uploads.looking import Looked, Reading
from dashboard.uploads.work import main

FAULT = "fault of the program"
LONGEST_VALUE = 40
NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?")
SHOWN = 10  # rows of the preview
csv.field_size_limit(sys.maxsize)


@dataclass
class Taken:
    """What one way gave: counts of the report where there is one, and the sentence on it."""

    message: str
    report: Report | None = None
    document: dict[str, Any] = field(default_factory=dict)  # the profile that was taken

    @property
    def counts(self) -> tuple[int, int, int, int] | None:
        if self.report is None:
            return None
        return (self.report.rows_in, self.report.accepted, self.report.refused, self.report.skipped)

    @property
    def is_refused(self) -> bool:
        return self.report is None or self.report.is_refused or self.report.accepted == 0


# --- the page's way -------------------------------------------------------------------------------


@dataclass(frozen=True)
class User:
    """What a user decides: a dataset, answers by question, or a whole profile's document.

    guesses: where no dataset is proposed, the likeliest is chosen, as a user could.
    """

    dataset: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    guesses: bool = True


def by_page(file: Path, settings: Settings, as_of: dt.date, user: User | None = None) -> Taken:
    """Upload, look, answer each question by its suggestion (or as the user does), check."""
    user = user or User()
    job = create(settings.uploads, file.name, file.read_bytes())
    try:
        job.keep("settings", settings)
        looked, message = _looked(job, Reading(user.document.get("file", {}), user.dataset))
        if (member := _first_member(job)) is not None:
            return by_page(member, settings, as_of, user)
        if looked is not None and looked.proposal.dataset is None and user.guesses:
            guess = looked.proposal.guesses[0].dataset.name
            looked, message = _looked(job, Reading(job.kept("reading").file, guess))
        if looked is None or (looked.proposal.dataset is None and not user.document):
            return Taken(message if looked is None else looked.proposal.reason)
        return _checked(job, looked, settings, as_of, user)
    finally:
        job.discard()


def _checked(
    job: Job, looked: Looked, settings: Settings, as_of: dt.date, user: User
) -> Taken:  # fmt: skip
    document = user.document or _answered(looked, user.answers)
    chosen = Choices(document, as_of, accept_refused=True, by="quality")
    preview.as_read(looked, SHOWN)
    preview.as_mapped(looked, chosen, settings.time_zone, SHOWN)
    job.keep("choices", chosen)
    main(str(job.folder), "check")
    status = job.status()
    assert status is not None
    assert status.state in (State.DONE, State.FAILED)
    _hold_to_a_clear_message(status.message)
    found: Found | None = job.kept("found")
    if found is None:
        return Taken(status.message, None, document)
    _hold_report(found.report)
    _hold_files(job.folder, found.report)
    for finding in found.findings.to_pylist():
        assert len(finding["value"]) <= LONGEST_VALUE, finding
    return Taken(found.why_not or status.message, found.report, document)


def _looked(job: Job, reading: Reading) -> tuple[Looked | None, str]:
    """Look; where several tables could be meant, the first one is taken as the user would."""
    job.keep("reading", reading)
    main(str(job.folder), "look")
    status, unclear = job.status(), job.kept("unclear")
    assert status is not None
    _hold_to_a_clear_message(status.message)
    if unclear is not None and unclear.sheets and "sheet" not in reading.file:
        file = reading.file | {"sheet": unclear.sheets[0]}
        return _looked(job, Reading(file, reading.dataset))
    return (job.kept("looked") if status.state is State.DONE else None), status.message


def _first_member(job: Job) -> Path | None:
    """Of several tables in an archive the first, unpacked as the page does."""
    unclear = job.kept("unclear")
    if unclear is None or not unclear.members:
        return None
    return extract_member(job.file, unclear.members[0], job.folder)


def _answered(looked: Looked, answers: dict[str, str]) -> dict[str, Any]:
    document = looked.proposal.document
    if looked.detected.sheet is not None:
        file = {"sheet": looked.detected.sheet}
        document["file"] = document.get("file", {}) | file
    for question in looked.proposal.questions:
        document = _taken(document, question, answers.get(question.about))
    document.setdefault("source_system", "fuzz")
    return document


def _taken(document: dict[str, Any], question: Question, answer: str | None) -> dict[str, Any]:
    labels = [choice.label for choice in question.choices]
    if answer is not None and answer not in labels:
        return answered(document, free_text_answer(question.about, answer))
    place = question.suggested if answer is None else labels.index(answer)
    if place is None and question.is_required and question.choices:
        place = 0
    return document if place is None else answered(document, question.choices[place])


# --- the importer's way ---------------------------------------------------------------------------


def by_importer(request: Request, folder: Path) -> Taken:
    """Check the file as `import --dry-run --findings --annotated` does."""
    try:
        checked = intake.check_file(request, None)
    except FileRefused as refusal:
        _hold_to_a_clear_message(str(refusal))
        _hold_report(refusal.report)
        write_refused_file(folder / "annotated.csv", refusal.source, str(refusal))
        write_refused_file(folder / "annotated.xlsx", refusal.source, str(refusal))
        _hold_files(folder, refusal.report)
        return Taken(str(refusal), refusal.report)
    except DashboardError as error:
        _hold_to_a_clear_message(str(error))
        return Taken(str(error))
    report = intake.dry_run(checked, None)
    _hold_to_a_clear_message(report.message)
    _hold_report(report)
    write_findings(folder / "findings.csv", checked.all_findings())
    for name in ("annotated.csv", "annotated.xlsx"):
        write_annotated(folder / name, checked.source, checked.mapped, checked.checks)
    _hold_files(folder, report)
    for finding in checked.all_findings():
        assert len(finding.value) <= LONGEST_VALUE, finding
    return Taken(report.message, report)


def profile_of(taken: Taken, own: Profile | None) -> Profile:
    """The file's own profile, else what the page made of it, else none but a dataset's name."""
    if own is not None:
        return own
    document = taken.document or {"dataset": "complaints", "source_system": "fuzz"}
    return parse_profile(document, "proposed.toml", "")


# --- what always holds ----------------------------------------------------------------------------


def _hold_to_a_clear_message(message: str) -> None:
    assert message.strip()
    assert FAULT not in message, message
    assert "Traceback" not in message
    assert len(message.splitlines()) == 1, message
    assert len(message) < 2000, message[:3000]
    assert message.isprintable(), message


def _hold_report(report: Report) -> None:
    assert report.rows_in == report.accepted + report.refused + report.skipped, report
    assert min(report.rows_in, report.accepted, report.refused, report.skipped) >= 0
    report.as_json()


def _hold_files(folder: Path, report: Report) -> None:
    """No cell of a file that the user takes home is run as a formula; no refused row is lost."""
    lines_n = {}
    for name in ("findings.csv", "annotated.csv"):
        if (folder / name).exists():
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            lines_n[name] = len(rows) - 1
            running = [cell[:80] for row in rows for cell in row if runs(cell)]
            assert not running, (name, running[:3])
    if "annotated.csv" in lines_n:
        assert lines_n["annotated.csv"] == report.refused, report
    if (folder / "annotated.xlsx").exists():
        hold_workbook((folder / "annotated.xlsx").read_bytes())


def runs(cell: str) -> bool:
    """Whether a spreadsheet that opens a CSV could run the cell."""
    text = cell.lstrip(" \u00a0\ufeff\u200b")
    return text[:1] in set("=+-@\t\r\n＝＋－＠") - {""} and not NUMBER.fullmatch(text.strip())


def hold_workbook(content: bytes) -> None:
    """No formula and no link in any sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                text = book.read(name)
                assert b"<f>" not in text, name
                assert b"<f " not in text, name
                assert b"hyperlink" not in text.replace(b"&lt;", b"").split(b"<sheetData>")[0]
                assert b"<hyperlink" not in text


def both(
    file: Path, settings: Settings, folder: Path, as_of: dt.date, own: Profile | None
) -> tuple[Taken, Taken]:
    """By page, then by the importer with the file's own profile or with what the page made."""
    page = by_page(file, settings, as_of)
    request = Request(file, as_of, profile_of(page, own), accept_refused=True)
    return page, by_importer(request, folder)
