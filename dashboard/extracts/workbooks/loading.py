"""From a sheet to a table of texts; it goes to DuckDB by columns, not row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from dashboard.errors import Refused
from dashboard.extracts.header import unique_names
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.returned import lower_parts
from dashboard.extracts.workbooks.book import Book, Grid, Sheet
from dashboard.extracts.workbooks.cells import Column, column_of
from dashboard.extracts.workbooks.choice import choose, is_filled

MOST_COLUMNS = 5000  # of a table; no export has so many, and each takes memory


@dataclass(frozen=True)
class SheetTable:
    """What was loaded as the table `source`, and from where; see reading.Source."""

    headers: list[str]
    repeated: frozenset[str]
    lower: list[str]
    header_row: int | None
    rows_in: int
    columns: list[Column]
    sheet: str
    others: tuple[str, ...]
    is_returned: bool


def load(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    options: FileOptions,
    wanted: frozenset[str],
) -> SheetTable:
    """Make the table `source` (line, c0, c1, …) of a workbook's sheet; a line is the sheet's row.

    Raises:
        SheetNotChosen: several sheets could be meant.
        Refused: there is no such sheet, or it has no data rows.
    """
    chosen = choose(book, options, wanted)
    if not chosen.rows:
        raise Refused(
            f"The sheet '{chosen.sheet.name}' has a header but no data rows; check the export's "
            "filter."
        )
    names, repeated = unique_names(chosen.heading.names)
    lower = chosen.heading.lower or [""] * len(names)
    lower = lower_parts(names) if chosen.is_returned else lower
    if chosen.grid.spans:
        _fill_merged(chosen.grid, {number - 1 for number, _ in chosen.rows})
    cells = list(zip(*(row for _, row in chosen.rows), strict=True))
    kept = [
        n
        for n in range(len(names))
        if chosen.heading.begins is None
        or chosen.heading.names[n].strip()
        or any(map(is_filled, cells[n]))
    ]
    if len(kept) > MOST_COLUMNS:
        raise Refused(
            f"The sheet '{chosen.sheet.name}' has {len(kept):,} columns; allowed are "
            f"{MOST_COLUMNS:,}. Delete those that are not needed, or export the table again."
        )
    columns = [column_of(cells[n]) for n in kept]
    _to_duckdb(con, [number for number, _ in chosen.rows], columns)
    return SheetTable(
        [names[n] for n in kept], repeated, [lower[n] for n in kept], chosen.heading.begins,
        chosen.rows_n, columns, chosen.sheet.name, _others(book, chosen.sheet), chosen.is_returned,
    )  # fmt: skip


def _fill_merged(grid: Grid, filled: set[int]) -> None:
    """Give every row its part of a text or a day that is merged over several rows.

    A number is left where it stands: one count for three wards is not one for each of them.
    """
    for (first_row, column), (last_row, _) in grid.spans.items():
        if first_row not in filled or first_row == last_row:
            continue
        cell = grid.rows[first_row][column]
        if not isinstance(cell, str | date):
            continue
        for row in range(first_row + 1, min(last_row + 1, len(grid.rows))):
            if row in filled and not is_filled(grid.rows[row][column]):
                grid.rows[row][column] = cell


def _to_duckdb(con: duckdb.DuckDBPyConnection, lines: list[int], columns: list[Column]) -> None:
    arrays = [pa.array(lines, pa.int64()), *(_array(c.texts) for c in columns)]
    table = pa.table(arrays, names=["line", *(f"c{n}" for n in range(len(columns)))])
    con.register("cells", table)
    con.execute("create or replace table source as from cells")
    con.unregister("cells")


def _array(texts: Sequence[str] | pa.Array) -> pa.Array:
    return texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())


def _others(book: Book, taken: Sheet) -> tuple[str, ...]:
    return tuple(sheet.shown for sheet in book.sheets if sheet.name != taken.name)
