"""Text with delimiters as a table: which delimiter, where the header is, on which line each row.

DuckDB's reader loads the rows. Where it can't tell the lines (blank lines, records with too many
fields, a stray quote), Python's csv module reads them instead; nothing is dropped either way.
"""

import csv
import io
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.errors import Refused
from dashboard.extracts.header import SPACES, unique_names
from dashboard.extracts.layout import Heading, Record, find_heading
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.sql_text import literal
from dashboard.extracts.temporary import own_folder, path_of

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 60
MOST_COLUMNS = 5000
BATCH = 50_000
LONGEST_FIELD = 2**31 - 1  # an unclosed quotation mark makes the rest of the file one field
NO_FIELD = "\x01"  # stands in no file that is text, so that "" stays a text
END = "\x02end of the file\x02"


@dataclass(frozen=True)
class Table:
    """What was loaded as the table `source`, and how; see reading.Source."""

    headers: list[str]
    repeated: frozenset[str]
    delimiter: str
    header_row: int | None
    rows_in: int = 0
    too_long: list[int] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)  # see layout.Heading


@dataclass(frozen=True)
class Layout:
    """The delimiter, and where the data rows begin; the higher the score, the likelier."""

    delimiter: str
    heading: Heading
    score: tuple[int, float, int] = (0, 0.0, 0)


def load(
    con: duckdb.DuckDBPyConnection, text: str, options: FileOptions, wanted: frozenset[str]
) -> Table:
    """Make the table `source` (line, c0, c1, …) of a whole file's text.

    Raises:
        Refused: there are no data rows, or a quote is never closed.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\x1a")  # DOS programs end a file so
    if options.skip_rows and text.count("\n") < options.skip_rows:
        raise Refused(f"The file has no more than the {options.skip_rows} lines of skip_rows.")
    layout = find_layout(text, options, wanted)
    heading = layout.heading
    rest = _below(text, heading.ends)
    is_text = not heading.names and bool(text.strip())
    _refuse_no_header(heading, len(text) if is_text else len(text) - len(rest))
    headers, repeated = unique_names(heading.names)
    table = Table(headers, repeated, layout.delimiter, heading.begins, lower=heading.lower)
    rows_in = _load_by_duckdb(con, table, rest, heading.ends)
    if rows_in is None:
        table = _load_by_python(con, table, rest, heading.ends)
    else:
        table = replace(table, rows_in=rows_in)
    if table.rows_in == 0:
        raise Refused("The file has a header but no data rows; check the export's filter.")
    return table


def _refuse_no_header(heading: Heading, characters_n: int) -> None:
    """Refuse a header that no export has, before a table of so many columns is made."""
    if len(heading.names) > MOST_COLUMNS or characters_n > SAMPLE_CHARACTERS:
        raise Refused(
            f"Line {heading.begins or heading.ends + 1} is too long for a header: allowed are "
            f"{MOST_COLUMNS:,} columns and {SAMPLE_CHARACTERS:,} characters. A whole text may "
            "stand in it. Look at that line, or export the file again."
        )


def _below(text: str, lines_above: int) -> str:
    """What stands below the header, which may be the file's last line."""
    parts = text.split("\n", lines_above)
    return parts[lines_above] if len(parts) > lines_above else ""


# --- layout ---------------------------------------------------------------------------------------


def find_layout(text: str, options: FileOptions, wanted: frozenset[str]) -> Layout:
    """Find delimiter and header; what the profile says of them is taken at its word."""
    delimiters = (options.delimiter,) if options.delimiter else DELIMITERS
    layouts = [_layout(text, delimiter, options, wanted) for delimiter in delimiters]
    return max(layouts, key=lambda layout: layout.score)


def _layout(text: str, delimiter: str, options: FileOptions, wanted: frozenset[str]) -> Layout:
    skipped = options.skip_rows or 0
    records = _first_records(text, delimiter, skipped)
    if not records:
        return Layout(delimiter, Heading([], None, skipped))
    widths = Counter(len(record.cells) for record in records)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    heading = find_heading(records, width, options, wanted)
    score = (heading.hits, count / len(records) if width > 1 else 0.0, width)
    return Layout(delimiter, heading, score)


def _first_records(text: str, delimiter: str, skipped: int) -> list[Record]:
    """First and last line of the first records, and their fields; blank ones are left out."""
    lines = text[:SAMPLE_CHARACTERS].split("\n")[skipped:]
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    records: list[Record] = []
    begins = skipped + 1
    with suppress(csv.Error):  # the sample may end inside a quoted text
        for cells in islice(reader, SAMPLE_RECORDS):
            if any(cell.strip() for cell in cells):
                shown = cells[: MOST_COLUMNS + 1]
                records.append(Record(begins, skipped + reader.line_num, shown))
            begins = skipped + reader.line_num + 1
    return records


# --- rows -----------------------------------------------------------------------------------------


def _load_by_duckdb(
    con: duckdb.DuckDBPyConnection, table: Table, rest: str, lines_above: int
) -> int | None:
    """Load the fast way and count the rows; None where records and lines can't be told apart."""
    lines = rest.count("\n") + (not rest.endswith("\n"))
    cells = [f"c{number}" for number in range(len(table.headers))]
    if len(cells) < 2 or rest.count('"') % 2:  # an odd mark is a stray one, or one never closed
        return None
    with _as_file(rest) as path:
        for is_parallel in (True, False):  # only the second reads quoted line breaks
            try:
                _read_csv(con, path, table.delimiter, cells, lines_above, is_parallel)
            except duckdb.Error:
                continue
            if _number_lines(con, cells, lines_above, lines):
                return _without_blank_rows(con, cells)
    return None


def _read_csv(
    con: duckdb.DuckDBPyConnection,
    path: str,
    delimiter: str,
    cells: list[str],
    lines_above: int,
    is_parallel: bool,
) -> None:
    con.execute(
        "create or replace table source as select row_number() over () + $above as line, *"
        " from read_csv($path, delim = $delimiter, header = false, auto_detect = false,"
        " columns = $columns, quote = '\"', escape = '\"', null_padding = true,"
        " strict_mode = true, nullstr = $none, max_line_size = 10000000, parallel = $parallel)",
        {
            "above": lines_above, "path": path, "delimiter": delimiter, "none": NO_FIELD,
            "parallel": is_parallel, "columns": dict.fromkeys(cells, "VARCHAR"),
        },
    )  # fmt: skip


def _number_lines(
    con: duckdb.DuckDBPyConnection, cells: list[str], lines_above: int, lines: int
) -> bool:
    """Turn record numbers into lines; False where the lines do not add up."""
    rows_in = con.execute("select count(*) from source").fetchall()[0][0]
    if rows_in < lines:
        breaks = " + ".join(
            f"coalesce(length({c}) - length(replace({c}, chr(10), '')), 0)" for c in cells
        )
        con.execute(
            "create or replace table source as select line + coalesce(sum(breaks_n) over"
            " (order by line rows between unbounded preceding and 1 preceding), 0)::bigint as line,"
            f" breaks_n, {', '.join(cells)} from (select *, {breaks} as breaks_n from source)"
        )
        last = con.execute("select coalesce(max(line + breaks_n), 0) from source").fetchall()[0][0]
        con.execute("alter table source drop column breaks_n")
        return bool(last == lines_above + lines)
    return bool(rows_in == lines)


def _without_blank_rows(con: duckdb.DuckDBPyConnection, cells: list[str]) -> int:
    """Drop rows that hold nothing but delimiters: they are no rows. Count the others."""
    blank = " and ".join(f"coalesce(trim({cell}, {literal(SPACES)}), '') = ''" for cell in cells)
    con.execute(f"delete from source where {blank}")
    rows_in: int = con.execute("select count(*) from source").fetchall()[0][0]
    return rows_in


def _load_by_python(
    con: duckdb.DuckDBPyConnection, table: Table, rest: str, lines_above: int
) -> Table:
    width = len(table.headers)
    names = ["line", *(f"c{number}" for number in range(width))]
    schema = pa.schema([("line", pa.int64()), *((name, pa.string()) for name in names[1:])])
    too_long: list[int] = []
    records = _records(rest, table.delimiter, lines_above)
    batches = []
    while part := list(islice(records, BATCH)):
        too_long += [line for line, record in part if any(map(str.strip, record[width:]))]
        rows = [[*record[:width], *[None] * (width - len(record))] for _, record in part]
        arrays = [pa.array([line for line, _ in part], pa.int64())]
        arrays += [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
        batches.append(pa.record_batch(arrays, schema=schema))
    rows_table = pa.Table.from_batches(batches, schema)
    con.register("records", rows_table)
    con.execute("create or replace table source as from records")
    con.unregister("records")
    return replace(table, rows_in=rows_table.num_rows, too_long=too_long)


def _records(rest: str, delimiter: str, lines_above: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank lines are none."""
    csv.field_size_limit(LONGEST_FIELD)
    body = io.StringIO(rest if rest.endswith("\n") else rest + "\n", newline="")
    reader = csv.reader(chain(body, [END]), delimiter=delimiter)
    begins = lines_above + 1
    for record in reader:
        if record == [END]:
            return
        if record and record[-1].endswith(END):
            raise Refused(
                f"A quotation mark opens a text in line {begins} or after it, and none closes it. "
                "Correct the quotation marks, or export the file again."
            )
        if any(cell.strip() for cell in record):
            yield begins, record
        begins = lines_above + reader.line_num + 1


@contextmanager
def _as_file(text: str) -> Iterator[str]:
    """The text as a temporary file that only this user can read, gone afterwards."""
    handle, path = tempfile.mkstemp(suffix=".csv", dir=own_folder())
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            yield path_of(handle, path)
    finally:
        Path(path).unlink(missing_ok=True)
