"""What was erased, and what that means for extracts and publications. Pure data.

An erasure is written down twice: before its rows go and when all its bytes are gone, so that one
that was broken off is known and finished. No key of a person is ever among it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa

from dashboard.store.records import UTC, Extract, Publication

SCHEMA = pa.schema(
    [
        ("erasure_id", pa.string()), ("kind", pa.string()), ("erased_at", UTC),
        ("erased_by", pa.string()), ("extracts", pa.list_(pa.string())),
        ("rows_n", pa.list_(pa.int64())), ("is_done", pa.bool_()),
    ]
)  # fmt: skip


class Kind(StrEnum):
    """Why rows were erased: all of an extract (purge, sweep), or some rows of several."""

    PURGE = "purge"
    SWEEP = "sweep"  # an extract that was stored and never published
    FORGET = "forget"
    RETENTION = "retention"

    @property
    def is_whole(self) -> bool:
        """Whether the extracts it names have lost all their rows."""
        return self in (Kind.PURGE, Kind.SWEEP)


@dataclass(frozen=True)
class Erasure:
    """One erasure: which extracts, and how many rows of each."""

    erasure_id: str
    kind: Kind
    erased_at: datetime
    erased_by: str
    extracts: tuple[str, ...]
    rows_n: tuple[int, ...]
    is_done: bool = False

    def as_row(self) -> pa.Table:
        """The erasure as one line of the list."""
        return pa.Table.from_pylist([asdict(self) | {"kind": str(self.kind)}], SCHEMA)


@dataclass(frozen=True)
class Erasures:
    """All erasures of a store, in their order."""

    all: tuple[Erasure, ...] = ()

    @property
    def unfinished(self) -> tuple[Erasure, ...]:
        """Those of which bytes may still be there."""
        return tuple(erasure for erasure in self.all if not erasure.is_done)

    def marked(self, extract: Extract) -> Extract:
        """The extract with what it has lost; one that was stored anew after a purge is whole."""
        since = [
            erasure
            for erasure in self.all
            if extract.extract_id in erasure.extracts and erasure.erased_at > extract.uploaded_at
        ]
        lost_n = sum(e.rows_n[e.extracts.index(extract.extract_id)] for e in since)
        purged_at = next((e.erased_at for e in reversed(since) if e.kind.is_whole), None)
        erased_rows = extract.accepted if purged_at else min(lost_n, extract.accepted)
        return replace(extract, erased_rows=erased_rows, purged_at=purged_at)

    def of(self, publication: Publication, purged: Iterable[str]) -> Publication:
        """The publication with what its extracts have lost."""
        shown = set(publication.extracts)
        touching = (e.erasure_id for e in self.all if shown & set(e.extracts))
        lost = set(purged)
        return replace(
            publication,
            erasures=tuple(touching),
            purged=tuple(e for e in publication.extracts if e in lost),
        )


def erasures_of(lines: Iterable[dict[str, Any]]) -> Erasures:
    """Read the list: the later line of an erasure says that it is done."""
    latest: dict[str, Erasure] = {}
    for line in sorted(lines, key=lambda line: (line["erased_at"], line["is_done"])):
        erasure = Erasure(
            **line
            | {
                "kind": Kind(line["kind"]),
                "extracts": tuple(line["extracts"]),
                "rows_n": tuple(line["rows_n"]),
            }
        )
        latest[erasure.erasure_id] = erasure
    return Erasures(tuple(latest.values()))
