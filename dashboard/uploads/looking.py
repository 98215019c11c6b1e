"""Look into an uploaded file: how it can be read, and what is proposed for it."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.contracts.registry import DATASETS
from dashboard.errors import DashboardError
from dashboard.extracts.archive import MemberNotChosen
from dashboard.extracts.limits import limits_of
from dashboard.extracts.profile import FileOptions, parse_profile
from dashboard.extracts.progress import Progress, Step
from dashboard.extracts.reading import Detected, Source, read_source
from dashboard.extracts.workbooks.choice import SheetNotChosen
from dashboard.proposals.proposal import Proposal
from dashboard.proposals.propose import names_to_look_for, propose
from dashboard.proposals.saved_profiles import FoundProfile, for_headers
from dashboard.settings import Settings
from dashboard.store.store import open_store
from dashboard.uploads.job import Job

HEAD_N = 200  # rows shown as read, and mapped while the user edits


@dataclass(frozen=True)
class Reading:
    """How the user wants the file read: the profile's [file] table, and the dataset if said."""

    file: dict[str, Any]
    dataset: str | None = None

    @property
    def options(self) -> FileOptions:
        """The same as the reader takes it."""
        return parse_profile({"file": self.file}, "", "").file


@dataclass(frozen=True)
class Unclear:
    """What could be meant, where a file holds several tables: members of an archive, or sheets."""

    members: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What was found in the file: its shape, its first rows, and what is proposed.

    head: line, then a text column c0, c1, … per header; typed_days as in Source.
    """

    detected: Detected
    headers: tuple[str, ...]
    rows_in: int
    sha256: str
    head: pa.Table
    typed_days: frozenset[int]
    repeated: frozenset[str]
    proposal: Proposal
    saved: FoundProfile | None


def look(job: Job, tell: Progress) -> str:
    """Read the file and keep what is proposed; the answer says what was found."""
    reading: Reading = job.kept("reading")
    settings: Settings = job.kept("settings")
    tell(Step.READING, None)
    job.drop("unclear")
    try:
        source = read_source(job.file, reading.options, names_to_look_for(), limits_of(settings))
    except MemberNotChosen as asked:
        job.keep("unclear", Unclear(members=tuple(asked.members)))
        raise
    except SheetNotChosen as asked:
        job.keep("unclear", Unclear(sheets=(*asked.sheets, *asked.others)))
        raise
    tell(Step.MAPPING, None)
    saved = _saved(settings, source)
    if saved is not None and reading.dataset not in (None, saved.document.get("dataset")):
        saved = None  # the user says that the file holds something else
    name = reading.dataset or (saved.document.get("dataset") if saved else None)
    proposal = propose(source, job.name, DATASETS[name] if name else None)
    job.keep("looked", _looked(source, proposal, saved))
    return f"{source.rows_in:,} rows with {len(source.headers)} columns."


def _looked(source: Source, proposal: Proposal, saved: FoundProfile | None) -> Looked:
    first = f"select line from source order by line limit {HEAD_N}"
    head: pa.Table = source.con.execute(
        f"select * from source where line in ({first})"
    ).to_arrow_table()
    head = head.sort_by("line")  # here: to order 2,000 columns takes DuckDB all memory allowed
    return Looked(
        source.detected, tuple(source.headers), source.rows_in, source.sha256, head,
        source.typed_days, source.repeated, proposal, saved,
    )  # fmt: skip


def _saved(settings: Settings, source: Source) -> FoundProfile | None:
    """The profile that was confirmed for such a file before; a store that fails has none."""
    if settings.store is None:
        return None
    try:
        return for_headers(open_store(settings.store), source.headers)
    except DashboardError:
        return None
