"""From a file to text columns with their line numbers. It maps and checks nothing."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb

from dashboard.errors import Refused
from dashboard.extracts import archive, delimited, parquet_file, returned
from dashboard.extracts.archive import Opened
from dashboard.extracts.delimited import Table
from dashboard.extracts.encodings import decode
from dashboard.extracts.file_kind import Kind, as_text, kind_of
from dashboard.extracts.header import matched, unique_names
from dashboard.extracts.limits import Limits
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.sql_text import literal
from dashboard.extracts.temporary import own_folder
from dashboard.extracts.workbooks import loading
from dashboard.extracts.workbooks.book import Book, Sheet

MEMORY_BYTES = 400_000_000  # and the file's own size: a million rows stay under 1 GB in all


@dataclass(frozen=True)
class Detected:
    """How the file was read; part of the report. header_row is a line, 1 = the first.

    other_sheets: the workbook's sheets that were not read, as they are told to users.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()


@dataclass
class Source:
    """A file as a table `source` of a DuckDB connection: line BIGINT, then c0, c1, … as text.

    headers: the file's own names in order (`Name.2` for a repeated one); too_long: lines of
    records that have more fields than the header; repeated: matched names that stand there twice;
    short_names: places by the lower part of a header of two rows, where no other column has it.
    A line is the one on which a record begins; in a sheet it is the row, in a Parquet file the
    record's number from 1. sha256 is that of the table's own file, unpacked.

    Places of columns: typed_days are dates or times by type; some_days hold days as ISO besides
    other texts; swapped_days may have day and month exchanged; typed_numbers are numbers by type.
    """

    con: duckdb.DuckDBPyConnection
    headers: list[str]
    detected: Detected
    sha256: str
    rows_in: int
    too_long: list[int] = field(default_factory=list)
    repeated: frozenset[str] = frozenset()
    typed_days: frozenset[int] = frozenset()
    some_days: frozenset[int] = frozenset()
    swapped_days: frozenset[int] = frozenset()
    typed_numbers: frozenset[int] = frozenset()
    short_names: dict[str, int] = field(default_factory=dict)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Column numbers by matched name."""
        by_name = {matched(header): number for number, header in enumerate(self.headers)}
        return self.short_names | by_name

    def position(self, name: str) -> int | None:
        """Find a column by its name, whatever its case and the spaces around it."""
        return self.positions.get(matched(name))


def read_source(
    path: Path,
    options: FileOptions,
    wanted: frozenset[str] = frozenset(),
    limits: Limits | None = None,
) -> Source:
    """Read a text file, a workbook or a Parquet file, also packed, into text columns.

    Args:
        path: the file; a table in an archive of several by a path through it.
        options: what the profile says of it; the rest is detected.
        wanted: matched names that the header should have, by which it is found.
        limits: how far it may unfold.

    Raises:
        Refused: the file is missing, empty, a folder, not what its name says, or undecodable.
        archive.MemberNotChosen: the archive holds several tables.
        workbooks.choice.SheetNotChosen: several sheets could be meant.
    """
    limits = limits or Limits()
    opened = archive.opened(path, limits)
    kind = kind_of(opened.name, opened.content)
    sha256 = hashlib.sha256(opened.content).hexdigest()
    con = _connection(len(opened.content))
    if kind is Kind.PARQUET:
        return _of_parquet(con, opened, sha256, limits)
    if kind is Kind.TEXT:
        return _of_text(con, opened, options, wanted, sha256)
    book = Book(opened.name, kind, opened.content, limits)
    return _of_workbook(con, book, options, wanted, sha256)


def sheets_in(path: Path, limits: Limits | None = None) -> list[Sheet]:
    """The sheets of a workbook, hidden ones among them; none in a file of another kind.

    Raises:
        Refused: the file can't be read.
    """
    limits = limits or Limits()
    opened = archive.opened(path, limits)
    kind = kind_of(opened.name, opened.content)
    if kind in (Kind.TEXT, Kind.PARQUET):
        return []
    return Book(opened.name, kind, opened.content, limits).sheets


# --- the kinds ------------------------------------------------------------------------------------


def _of_parquet(
    con: duckdb.DuckDBPyConnection, opened: Opened, sha256: str, limits: Limits
) -> Source:
    shown = as_text(opened.name)
    if opened.path is not None:
        names, rows_in, days = parquet_file.load(con, opened.path, shown, limits)
    else:
        with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
            path = Path(folder, "unpacked.parquet")
            path.write_bytes(opened.content)
            names, rows_in, days = parquet_file.load(con, path, shown, limits)
    headers, repeated = unique_names(names)
    return Source(con, headers, Detected(), sha256, rows_in, repeated=repeated, typed_days=days)


def _of_workbook(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    options: FileOptions,
    wanted: frozenset[str],
    sha256: str,
) -> Source:
    table = loading.load(con, book, options, wanted)
    columns = list(enumerate(table.columns))
    return Source(
        con,
        table.headers,
        Detected(header_row=table.header_row, sheet=table.sheet, other_sheets=table.others),
        sha256,
        table.rows_in,
        repeated=table.repeated,
        typed_days=frozenset(n for n, column in columns if column.all_days),
        some_days=frozenset(n for n, column in columns if column.some_days or table.is_returned),
        swapped_days=frozenset(n for n, column in columns if column.swapped),
        typed_numbers=frozenset(n for n, column in columns if column.all_numbers),
        short_names=_short_names(table.headers, table.lower),
    )


def _of_text(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    options: FileOptions,
    wanted: frozenset[str],
    sha256: str,
) -> Source:
    as_returned = returned.options_of_text(opened.content, options)
    options = as_returned or options
    text, encoding = decode(opened.content, options.encoding)
    _refuse_nul_bytes(opened.name, text, encoding)
    table = delimited.load(con, text, options, wanted)
    source = _source(con, table, encoding, sha256)
    if as_returned is not None:
        _take_back_marks(con, len(source.headers))
        lower = returned.lower_parts(source.headers)
        source.short_names = _short_names(source.headers, lower)
        source.some_days = frozenset(range(len(source.headers)))
    return source


def _source(con: duckdb.DuckDBPyConnection, table: Table, encoding: str, sha256: str) -> Source:
    detected = Detected(encoding, table.delimiter, table.header_row)
    return Source(
        con, table.headers, detected, sha256, table.rows_in, table.too_long, table.repeated,
        short_names=_short_names(table.headers, table.lower),
    )  # fmt: skip


def _take_back_marks(con: duckdb.DuckDBPyConnection, columns_n: int) -> None:
    """Remove the marks by which an annotated file keeps texts from being run as formulas."""
    pattern = literal(returned.QUOTED_FORMULA)
    cells = ", ".join(
        f"c{n} = case when regexp_matches(c{n}, {pattern}) then c{n}[2:] else c{n} end"
        for n in range(columns_n)
    )
    con.execute(f"update source set {cells}")


def _short_names(headers: list[str], lower: Sequence[str]) -> dict[str, int]:
    """Places of columns by the lower part of their names, where it is clear which is meant."""
    parts = [matched(part) for part in lower]
    return {
        part: place
        for place, part in enumerate(parts)
        if part and parts.count(part) == 1 and place < len(headers)
    }


def _connection(file_bytes: int) -> duckdb.DuckDBPyConnection:
    """A database in memory; what exceeds its share goes to a folder only this user can read."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    folder = tempfile.mkdtemp(dir=own_folder())
    weakref.finalize(con, shutil.rmtree, folder, ignore_errors=True)
    con.execute(f"set temp_directory = {literal(folder)}")
    con.execute(f"set memory_limit = '{(MEMORY_BYTES + file_bytes) // 1_000_000}MB'")
    return con


def _refuse_nul_bytes(name: str, text: str, encoding: str) -> None:
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Refused(
            f"{as_text(name)} holds a NUL byte in line {line}: it is no text file in "
            f"{encoding}, or it was damaged on its way. Export it again."
        )
