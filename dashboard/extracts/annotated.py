"""Refused rows in the user's own columns with two more, rule and fix: as CSV, or as a workbook.

Corrected, the file can be imported again: the reader knows it by its last two columns (see
returned.py). In the workbook the cells that are wrong are marked, and every text stays a text.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from dashboard.contracts.rules.rule import Severity
from dashboard.contracts.rules.whole_extract import FILE_REFUSED
from dashboard.extracts.annotated_sheet import SheetWriter
from dashboard.extracts.checking import Check
from dashboard.extracts.findings import broken_checks, harmless, opened_text
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.reading import Source
from dashboard.extracts.returned import ADDED

WORKBOOK = ".xlsx"


@dataclass(frozen=True)
class Refusal:
    """A refused row: its cells as they came, why, how to fix it, and which cells are wrong."""

    texts: tuple[str | None, ...]
    rule: str
    fix: str
    wrong: dict[int, str] = field(default_factory=dict)  # place of a cell → what is wrong


def write_annotated(
    target: Path | BinaryIO,
    source: Source,
    mapped: Mapped,
    checks: list[Check],
    kind: str | None = None,
) -> None:
    """Write the refused rows in the user's own columns with two more: rule and fix.

    Args:
        target: a path, whose ending .xlsx makes a workbook, or an open binary file.
        source: the rows as they came.
        mapped: which contract column comes from which of the user's.
        checks: what was found, see checking.find.
        kind: `.xlsx` or `.csv`, where no path says it.

    Raises:
        WrongUsage: a sheet can't hold so many rows or columns.
    """
    _write(target, kind, source, _refusals(source, mapped, checks))


def write_refused_file(
    target: Path | BinaryIO, source: Source | None, why: str, kind: str | None = None
) -> None:
    """Write all rows of a file that is refused as a whole, as `write_annotated` does."""
    rows = _rows(source, "") if source else iter(())
    refusals = (Refusal(tuple(texts), FILE_REFUSED.rule_id, why) for _, *texts in rows)
    _write(target, kind, source, refusals)


def _write(
    target: Path | BinaryIO, kind: str | None, source: Source | None, refusals: Iterator[Refusal]
) -> None:
    suffix = target.suffix.lower() if isinstance(target, Path) else kind
    if suffix == WORKBOOK:
        with _opened(target) as file:
            _to_workbook(file, source, refusals)
        return
    with opened_text(target) as text:
        writer = csv.writer(text)
        writer.writerow((*map(harmless, source.headers if source else ()), *ADDED))
        for refusal in refusals:
            cells = map(harmless, refusal.texts)
            writer.writerow((*cells, harmless(refusal.rule), harmless(refusal.fix)))


@contextmanager
def _opened(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(target, Path):
        yield target
        return
    with target.open("wb") as file:
        yield file


def _to_workbook(file: BinaryIO, source: Source | None, refusals: Iterator[Refusal]) -> None:
    headers = source.headers if source else []
    with SheetWriter(file, source.detected.sheet if source else None, headers) as sheet:
        if source:
            sheet.typed(source.typed_days, source.typed_numbers)
        for refusal in refusals:
            sheet.add(refusal.texts, refusal.rule, refusal.fix, refusal.wrong)


def _refusals(source: Source, mapped: Mapped, checks: list[Check]) -> Iterator[Refusal]:
    """The refused rows in their order; each has an error at least."""
    errors = (
        (finding, check)
        for finding, check in broken_checks(source, mapped, checks)
        if finding.severity is Severity.ERROR
    )
    by_row = groupby(errors, key=lambda found: found[0].row)
    for line, *texts in _rows(source, "semi join refused using (line)"):
        found = next((list(group) for row, group in by_row if row == line), [])
        yield Refusal(
            tuple(texts),
            "; ".join(f"{finding.column}: {finding.rule_id}" for finding, _ in found),
            " ".join(f"{finding.message} {finding.how_to_fix}" for finding, _ in found),
            {
                place: f"{finding.message} {finding.how_to_fix}"
                for finding, check in found
                for place in mapped.places.get(check.column, ())
            },
        )


def _rows(source: Source, among: str) -> Iterator[tuple[Any, ...]]:
    """Line and cells of the rows as they came, in their order."""
    cells = ", ".join(f"c{number}" for number in range(len(source.headers)))
    cursor = source.con.cursor()
    cursor.execute(f"select line, {cells} from source {among} order by line")
    while batch := cursor.fetchmany(10_000):
        yield from batch
