"""What the store keeps beside the rows: extracts and publications. Pure data and their schemas."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

import pyarrow as pa

UTC = pa.timestamp("us", tz="UTC")
ARROW = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "TIMESTAMP": UTC,
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    "TINYINT": pa.int8(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
}

# What `history --json` prints of an extract, as data-contract.md names it.
PRINTED = (
    "extract_id", "dataset", "source_system", "as_of", "mode", "file_name", "sha256", "profile",
    "rows_in", "accepted", "refused", "skipped", "uploaded_by", "uploaded_at",
)  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """One file imported once. Counts are rows; findings are counts by rule.

    undated_n counts rows refused for want of a main date: cases brought forward, most of them. The
    last two are no part of its line: how many of its accepted rows were erased since, and when all
    of them were.
    """

    extract_id: str
    dataset: str
    source_system: str
    as_of: date
    mode: str
    period_start: date | None
    period_end: date | None
    timezone: str
    register_units: bool
    mapped_columns: tuple[str, ...]
    file_name: str
    sha256: str
    profile: str | None
    contract_version: str
    rows_in: int
    accepted: int
    refused: int
    skipped: int
    findings: dict[str, int]
    uploaded_by: str
    uploaded_at: datetime
    undated_n: int = 0
    erased_rows: int = 0
    purged_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The extract as `history --json` prints it; two keys more where it has lost rows."""
        days = {"as_of": self.as_of.isoformat(), "uploaded_at": self.uploaded_at.isoformat()}
        printed = {name: days.get(name, getattr(self, name)) for name in PRINTED}
        if self.erased_rows:
            printed["erased_rows"] = self.erased_rows
        if self.purged_at is not None:
            printed["purged_at"] = self.purged_at.isoformat()
        return printed


@dataclass(frozen=True)
class Publication:
    """A numbered list of extracts: what is visible from then on.

    The last two are no part of its line: which erasures took rows of its extracts, and which
    extracts were erased whole, so that it can't be shown again.
    """

    publication: int
    published_at: datetime
    published_by: str
    reason: str
    note: str
    extracts: tuple[str, ...]
    erasures: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The publication as `history --json` prints it; `purged` is there where it lists such."""
        return {
            "publication": self.publication,
            "published_at": self.published_at.isoformat(),
            "published_by": self.published_by,
            "reason": self.reason,
            "note": self.note,
            "extracts": list(self.extracts),
        } | ({"purged": list(self.purged)} if self.purged else {})


EXTRACTS = pa.schema(
    [
        ("extract_id", pa.string()), ("dataset", pa.string()), ("source_system", pa.string()),
        ("as_of", pa.date32()), ("mode", pa.string()), ("period_start", pa.date32()),
        ("period_end", pa.date32()), ("timezone", pa.string()), ("register_units", pa.bool_()),
        ("mapped_columns", pa.list_(pa.string())), ("file_name", pa.string()),
        ("sha256", pa.string()), ("profile", pa.string()), ("contract_version", pa.string()),
        ("rows_in", pa.int64()), ("accepted", pa.int64()), ("refused", pa.int64()),
        ("skipped", pa.int64()), ("findings", pa.string()), ("uploaded_by", pa.string()),
        ("uploaded_at", UTC),
    ]
)  # fmt: skip
PUBLICATIONS = pa.schema(
    [
        ("publication", pa.int64()), ("published_at", UTC), ("published_by", pa.string()),
        ("reason", pa.string()), ("note", pa.string()), ("extracts", pa.list_(pa.string())),
        ("store_format", pa.int32()),
    ]
)  # fmt: skip


UNDATED = "missing_required: main date"
"""Stands among the findings of a stored line, so that tables of older stores stay as they are."""


def extract_row(extract: Extract) -> pa.Table:
    """An extract as one row of the extracts table; findings as JSON."""
    undated = {UNDATED: extract.undated_n} if extract.undated_n else {}
    row = asdict(extract) | {"findings": json.dumps(extract.findings | undated)}
    return pa.Table.from_pylist([row], EXTRACTS)


def extract_of(row: dict[str, Any]) -> Extract:
    """Read one row of the extracts table."""
    findings = json.loads(row["findings"])
    return Extract(
        **row
        | {
            "undated_n": findings.pop(UNDATED, 0),
            "findings": findings,
            "mapped_columns": tuple(row["mapped_columns"]),
        }
    )


def publication_row(publication: Publication, store_format: int) -> pa.Table:
    """A publication as one row of the publications table, with the format it was written in."""
    row = asdict(publication) | {"store_format": store_format}
    return pa.Table.from_pylist([row], PUBLICATIONS)


def publication_of(row: dict[str, Any]) -> Publication:
    """Read one row of the publications table."""
    values = {field.name: row[field.name] for field in fields(Publication) if field.name in row}
    return Publication(**values | {"extracts": tuple(row["extracts"])})


def rows_schema(stored_columns: tuple[tuple[str, str], ...]) -> pa.Schema:
    """Arrow schema of a dataset's stored columns."""
    return pa.schema([(name, ARROW[kind]) for name, kind in stored_columns])
