"""Which sheet of a workbook is meant: the one named, the only one, or the one with the columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.errors import Refused
from dashboard.extracts.file_kind import as_text
from dashboard.extracts.header import matched
from dashboard.extracts.layout import Heading, Merged, Record, find_heading
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.returned import is_returned, options_of_sheet
from dashboard.extracts.workbooks.book import Book, Grid, Sheet
from dashboard.extracts.workbooks.cells import text_of

SAMPLE_ROWS = 100  # filled ones, among which the header is


class SheetNotChosen(Refused):
    """Several sheets could be meant; `sheets` are their names, and `others` those not in sight."""

    def __init__(self, book: Book, meant: list["Candidate"], others: list[Sheet]) -> None:
        listed = ", ".join(f"'{c.sheet.name}' ({c.rows_n:,} rows)" for c in meant)
        more = f" Besides: {', '.join(sheet.shown for sheet in others)}." if others else ""
        super().__init__(
            f"{as_text(book.name)} has {len(meant)} sheets that could be meant: {listed}.{more} "
            f'Name one in the profile\'s [file], such as sheet = "{meant[0].sheet.name}".'
        )
        self.sheets = [candidate.sheet.name for candidate in meant]
        self.others = [sheet.name for sheet in others]


@dataclass(frozen=True)
class Candidate:
    """A sheet with its cells, and where its table begins."""

    sheet: Sheet
    grid: Grid
    heading: Heading
    rows: list[tuple[int, list[Any]]]  # below the header, with their numbers; blank ones are none
    is_returned: bool

    @property
    def rows_n(self) -> int:
        """How many rows the table has."""
        return len(self.rows)

    @property
    def is_table(self) -> bool:
        """Whether it has two named columns and a row, which notes and covers have not."""
        named = sum(map(bool, map(str.strip, self.heading.names)))
        filled = sum(any(map(is_filled, cells)) for cells in zip(*self.grid.rows, strict=True))
        return self.rows_n > 0 and named > 1 and named > filled / 2


def choose(book: Book, options: FileOptions, wanted: frozenset[str]) -> Candidate:
    """Choose a sheet; hidden ones are read only where the profile names them.

    Raises:
        SheetNotChosen: several could be meant, and the wanted columns don't decide.
        Refused: there is no such sheet, or none that holds anything.
    """
    if options.sheet is not None:
        return _named(book, options, wanted)
    shown = [sheet for sheet in book.sheets if not sheet.is_hidden]
    candidates = list(_candidates(book, shown, options, wanted))
    if not candidates:
        raise Refused(
            f"{as_text(book.name)} has no visible sheet that holds anything. Its sheets are: "
            f"{_listed(book.sheets)}. A hidden one is read when the profile's [file] names it "
            "as sheet."
        )
    meant = _meant(candidates, wanted)
    if len(meant) > 1:
        names = {candidate.sheet.name for candidate in meant}
        raise SheetNotChosen(book, meant, [s for s in book.sheets if s.name not in names])
    return meant[0]


def _named(book: Book, options: FileOptions, wanted: frozenset[str]) -> Candidate:
    name = options.sheet or ""
    exact = [sheet for sheet in book.sheets if sheet.name == name]
    alike = [sheet for sheet in book.sheets if matched(sheet.name) == matched(name)]
    found = list(_candidates(book, (exact or alike)[:1], options, wanted))
    if found:
        return found[0]
    if exact or alike:
        raise Refused(f"The sheet '{name}' of {as_text(book.name)} is empty.")
    for candidate in _candidates(book, book.sheets[:1], options, wanted):
        if candidate.is_returned:
            return candidate
    raise Refused(
        f"{as_text(book.name)} has no sheet '{name}'. Its sheets are: {_listed(book.sheets)}."
    )


def _meant(candidates: list[Candidate], wanted: frozenset[str]) -> list[Candidate]:
    """The sheets that could be meant; one where it is clear.

    Only one that has every wanted column is clear, and one beside which no other has even half
    as many of them: two months with nearly the same columns are a question.
    """
    complete = [c for c in candidates if wanted and c.heading.hits >= len(wanted)]
    if complete:
        return complete
    most = max(candidate.heading.hits for candidate in candidates)
    if most:
        return [c for c in candidates if 2 * c.heading.hits >= most]
    return [c for c in candidates if c.is_table] or candidates


def _candidates(
    book: Book, sheets: list[Sheet], options: FileOptions, wanted: frozenset[str]
) -> Iterator[Candidate]:
    for sheet in sheets:
        grid = book.grid(sheet.name)
        if any(any(map(is_filled, row)) for row in grid.rows):
            yield _candidate(sheet, grid, options, wanted)


def _candidate(sheet: Sheet, grid: Grid, options: FileOptions, wanted: frozenset[str]) -> Candidate:
    returned = is_returned(list(map(text_of, grid.rows[0])))
    options = options_of_sheet(options) if returned else options
    records = _records(grid, options.skip_rows or 0)
    if not records:
        raise Refused(
            f"The sheet '{sheet.name}' has no more than the {options.skip_rows} rows of skip_rows."
        )
    heading = find_heading(records, len(grid.rows[0]), options, wanted, _merged(grid))
    rows = [
        (number, row)
        for number, row in enumerate(grid.rows[heading.ends :], start=heading.ends + 1)
        if is_filled(row[0]) or any(map(is_filled, row))
    ]
    return Candidate(sheet, grid, heading, rows, returned)


def _records(grid: Grid, skipped: int) -> list[Record]:
    """The first rows that are not blank, as texts."""
    records: list[Record] = []
    for number, row in enumerate(grid.rows[skipped:], start=skipped + 1):
        if any(map(is_filled, row)):
            records.append(Record(number, number, list(map(text_of, row))))
        if len(records) == SAMPLE_ROWS:
            break
    return records


def _merged(grid: Grid) -> Merged:
    """Rows (1 = first) with cells merged down into the next row only, or over several columns."""
    spans = [(first, last, to, end) for (first, to), (last, end) in grid.spans.items()]
    return Merged(
        frozenset(first + 1 for first, last, _, _ in spans if last == first + 1),
        frozenset(first + 1 for first, last, to, end in spans if last == first and end > to),
    )


def is_filled(cell: object) -> bool:
    """Whether a cell holds anything but spaces."""
    return type(cell) is not str or bool(cell and cell.strip(" \t\n\r\u00a0\ufeff"))


def _listed(sheets: list[Sheet]) -> str:
    return ", ".join(sheet.shown for sheet in sheets) or "none"
