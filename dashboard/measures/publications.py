"""What each publication showed, added and took away, from the store's own lists. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from dashboard.measures import phrases
from dashboard.store.records import Extract, Publication

NAMES = {
    "complaints": "complaints",
    "surveys": "survey responses", "survey_counts": "counts of survey answers",
    "complaint_issues": "subjects of complaints",
    "units": "units", "unit_aliases": "names of units", "activity": "numbers of patients",
    "training": "training", "reference_values": "reference values",
}  # fmt: skip
REASONS = {
    "import": "Import", "rollback": "Rollback", "withdraw": "Withdrawal", "purge": "Purge",
    "forget": "A person erased", "retention": "Too old, erased",
}  # fmt: skip
NOTHING_NEW = "shows the same extracts"
HISTORY = pa.schema(
    {
        "publication": pa.int64(),
        "published_at": pa.timestamp("us"),
        "published_by": pa.string(),
        "reason": pa.string(),
        "changed": pa.string(),
        "as_of": pa.date32(),
        "rows_in": pa.int64(),
        "accepted_n": pa.int64(),
        "refused_n": pa.int64(),
        "skipped_n": pa.int64(),
        "findings": pa.string(),
        "note": pa.string(),
        "replay": pa.string(),
    }
)


@dataclass(frozen=True)
class Entry:
    """One publication: what it added to the one before, and what it took away."""

    publication: Publication
    as_of: date | None
    added: tuple[Extract, ...]
    taken: tuple[Extract, ...]
    is_current: bool

    @property
    def number(self) -> int:
        """The number it was published under."""
        return self.publication.publication

    @property
    def is_gone(self) -> bool:
        """Whether rows that it showed were purged, so that it can't be shown again."""
        return bool(self.publication.purged)

    @property
    def label(self) -> str:
        """Number, day and reason on one line, for lists to choose from."""
        at: datetime = self.publication.published_at
        reason = REASONS.get(self.publication.reason, self.publication.reason)
        return f"{self.number} · {at.day} {at:%b %Y} · {phrases.lower_first(reason)}"


def history(extracts: Sequence[Extract], publications: Sequence[Publication]) -> tuple[Entry, ...]:
    """List publications, the newest first."""
    known = {extract.extract_id: extract for extract in extracts}
    shown_before: tuple[str, ...] = ()
    entries: list[Entry] = []
    for publication in publications:
        now, before = set(publication.extracts), set(shown_before)
        shown = [known[name] for name in publication.extracts if name in known]
        entries.append(
            Entry(
                publication,
                max((extract.as_of for extract in shown), default=None),
                tuple(e for e in shown if e.extract_id not in before),
                tuple(known[name] for name in shown_before if name in known and name not in now),
                publication is publications[-1],
            )
        )
        shown_before = publication.extracts
    return tuple(reversed(entries))


def extract_in_words(extract: Extract, *, with_file: bool = True) -> str:
    """Write an extract: "survey responses of fft, as of 31 Mar 2026, 4,812 rows (march.csv)"."""
    day = f"{extract.as_of.day} {extract.as_of:%b %Y}"
    rows = phrases.counted(extract.accepted, "row", "rows")
    file = f" ({extract.file_name})" if with_file else ""
    gone = ", purged since" if extract.purged_at is not None else ""
    dataset = NAMES.get(extract.dataset, extract.dataset)
    return f"{dataset} of {extract.source_system}, as of {day}, {rows}{file}{gone}"


def changed_in_words(entry: Entry, *, with_file: bool = True) -> str:
    """Write what a publication added and took away."""
    said = [
        f"{verb} {phrases.named([extract_in_words(e, with_file=with_file) for e in found])}"
        for verb, found in (("added", entry.added), ("took away", entry.taken))
        if found
    ]
    return "; ".join(said) or NOTHING_NEW


def table(entries: Iterable[Entry], *, with_file: bool, floor_n: int = 0) -> pa.Table:
    """Give the history as a table; counts under the floor are hidden, and so are file names.

    A file's or a person's name can tell of a unit that the viewer does not see.
    """
    rows = [_row(entry, with_file=with_file, floor_n=floor_n) for entry in entries]
    return pa.Table.from_pylist(rows, HISTORY)


def _row(entry: Entry, *, with_file: bool, floor_n: int) -> dict[str, object]:
    publication = entry.publication
    return {
        "publication": entry.number,
        "published_at": publication.published_at.replace(tzinfo=None),
        "published_by": publication.published_by if with_file else None,
        "reason": REASONS.get(publication.reason, publication.reason),
        "changed": changed_in_words(entry, with_file=with_file),
        "as_of": entry.as_of,
        **_counts(entry.added, floor_n),
        "findings": findings_in_words(entry.added),
        "note": publication.note if with_file else None,
        "replay": _replay(entry),
    }


def _counts(extracts: Sequence[Extract], floor_n: int) -> Mapping[str, int | None]:
    totals = {
        "rows_in": sum(extract.rows_in for extract in extracts),
        "accepted_n": sum(extract.accepted for extract in extracts),
        "refused_n": sum(extract.refused for extract in extracts),
        "skipped_n": sum(extract.skipped for extract in extracts),
    }
    if not extracts:
        return dict.fromkeys(totals)
    return {name: None if 0 < n < floor_n else n for name, n in totals.items()}


def findings_in_words(extracts: Iterable[Extract]) -> str:
    """Write findings by rule, the most frequent first: "unseen_unit 12, month_without_rows 1"."""
    found: Counter[str] = Counter()
    for extract in extracts:
        found.update(extract.findings)
    return ", ".join(f"{rule_id} {phrases.count(n)}" for rule_id, n in found.most_common() if n)


def _replay(entry: Entry) -> str:
    if entry.is_gone:
        return "purged: can't be shown again"
    if entry.publication.erasures:
        return "some rows erased since"
    return "shown now" if entry.is_current else "can be shown again"
