"""From a file to text columns with their line numbers. It maps and checks nothing.

CSV goes through DuckDB's reader. Where records and lines are not one to one (quoted line breaks,
blank lines) or a record has too many fields, Python's csv module reads it instead, since only it
knows each record's line; nothing is dropped either way.
"""

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.errors import Refused
from dashboard.extracts.encodings import decode
from dashboard.extracts.profile import FileOptions

DELIMITERS = (",", ";", "\t", "|")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


@dataclass(frozen=True)
class Detected:
    """How the file was read; part of the report."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None


@dataclass
class Source:
    """A file as a table `source` of a DuckDB connection: line BIGINT, then c0, c1, … as text.

    headers: the file's own names in order (`Name.2` for a repeated one); too_long: lines of
    records that have more fields than the header.
    """

    con: duckdb.DuckDBPyConnection
    headers: list[str]
    detected: Detected
    sha256: str
    rows_in: int
    too_long: list[int] = field(default_factory=list)
    repeated: frozenset[str] = frozenset()

    def position(self, name: str) -> int | None:
        """Find a column by its name, whatever its case and the spaces around it."""
        return self.positions().get(matched(name))

    def positions(self) -> dict[str, int]:
        """Column numbers by matched name."""
        return {matched(header): number for number, header in enumerate(self.headers)}


def matched(name: str) -> str:
    """The form in which header names are compared: no case, BOM, non-breaking or outer spaces."""
    return re.sub(r"\s+", " ", name.replace("\ufeff", "").replace("\xa0", " ")).strip().casefold()


def read_source(path: Path, options: FileOptions) -> Source:
    """Read a CSV or Parquet file into text columns.

    Raises:
        Refused: the file is missing, empty, a folder, not what its name says, or undecodable.
    """
    content = _bytes_of(path)
    sha256 = hashlib.sha256(content).hexdigest()
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    if content.startswith(b"PAR1"):
        headers, rows_in = _read_parquet(con, path)
        detected = Detected()
        return Source(con, headers, detected, sha256, rows_in)
    _refuse_what_it_is_not(path, content)
    text, encoding = decode(content, options.encoding)
    return _read_text(con, text, encoding, options, sha256)


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise Refused(f"{path} is a folder; give the path of one file.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}.") from None
    if not content.strip():
        raise Refused(f"{path.name} is empty; export it again.")
    return content


def _refuse_what_it_is_not(path: Path, content: bytes) -> None:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise Refused(
            f"{path.name} is a web page, not a table. Download the file itself, not its page."
        )
    if start.startswith(b"version https://git-lfs.github.com"):
        raise Refused(f"{path.name} is a Git LFS pointer, not the file; run `git lfs pull`.")
    if path.suffix.lower() in WORKBOOKS or start.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(f"{path.name} is a workbook or an archive; save the sheet as CSV UTF-8.")
    if path.suffix.lower() == ".parquet":
        raise Refused(f"{path.name} is not a Parquet file, in spite of its name.")
    if b"\x00" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        share = content[:4000].count(0) / len(content[:4000])
        if share < 0.3:
            line = content[: content.index(b"\x00")].count(b"\n") + 1
            raise Refused(f"{path.name} holds a NUL byte in line {line}; it is no text file.")


# --- CSV ------------------------------------------------------------------------------------------


def _read_text(
    con: duckdb.DuckDBPyConnection, text: str, encoding: str, options: FileOptions, sha256: str
) -> Source:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines_above = options.skip_rows
    body = text.split("\n", lines_above)[-1] if lines_above else text
    if lines_above and text.count("\n") < lines_above:
        raise Refused(f"The file has fewer than the {lines_above} lines that skip_rows leaves out.")
    blank = len(body) - len(body.lstrip("\n"))
    body, lines_above = body[blank:], lines_above + blank
    delimiter = options.delimiter or detect_delimiter(body)
    first = next(csv.reader(io.StringIO(body), delimiter=delimiter), [])
    header_lines = _header_lines(body, delimiter) if options.header else 0
    names, repeated = (
        unique_names(first) if options.header else (_numbered(len(first)), frozenset())
    )
    detected = Detected(encoding, delimiter, lines_above + 1 if options.header else None, None)
    source = Source(con, names, detected, sha256, 0, repeated=repeated)
    rest = body.split("\n", header_lines)[-1] if header_lines else body
    _load_records(source, rest, delimiter, lines_above + header_lines)
    if source.rows_in == 0:
        raise Refused("The file has a header but no data rows; check the export's filter.")
    return source


def _load_records(source: Source, rest: str, delimiter: str, lines_above: int) -> None:
    width = len(source.headers)
    one_to_one = "\n\n" not in rest.rstrip("\n") and not re.search(r"^\s*$", rest[:1], re.M)
    if one_to_one and width > 1 and _load_by_duckdb(source, rest, delimiter, lines_above):
        return
    _load_by_python(source, rest, delimiter, lines_above)


def _load_by_duckdb(source: Source, rest: str, delimiter: str, lines_above: int) -> bool:
    """Load the fast way; False, with nothing loaded, where lines and records differ."""
    names = {f"c{number}": "VARCHAR" for number in range(len(source.headers))}
    lines = rest.count("\n") + (not rest.endswith("\n"))
    with _as_file(rest) as path:
        try:
            source.con.execute(
                "create or replace table source as select row_number() over () + $above as line, *"
                " from read_csv($path, delim = $delimiter, header = false, auto_detect = false,"
                " columns = $names, quote = '\"', escape = '\"', null_padding = true,"
                " strict_mode = true, nullstr = '\x01', max_line_size = 10000000)",
                {"above": lines_above, "path": path, "delimiter": delimiter, "names": names},
            )
        except duckdb.Error:
            return False
    source.rows_in = _count(source.con)
    return source.rows_in == lines


def _load_by_python(source: Source, rest: str, delimiter: str, lines_above: int) -> None:
    width = len(source.headers)
    columns: list[list[str | None]] = [[] for _ in range(width)]
    lines: list[int] = []
    for line, record in _records(rest, delimiter, lines_above):
        if len(record) > width and any(cell.strip() for cell in record[width:]):
            source.too_long.append(line)
        lines.append(line)
        padded: list[str | None] = [*record[:width], *[None] * (width - len(record))]
        for column, cell in zip(columns, padded, strict=True):
            column.append(cell)
    table = pa.table(
        {"line": pa.array(lines, pa.int64())}
        | {f"c{n}": pa.array(column, pa.string()) for n, column in enumerate(columns)}
    )
    source.con.register("records", table)
    source.con.execute("create or replace table source as from records")
    source.con.unregister("records")
    source.rows_in = len(lines)


def _records(rest: str, delimiter: str, lines_above: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank lines are none."""
    csv.field_size_limit(100_000_000)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)
    begins = lines_above + 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(f"Line {begins} can't be read as CSV: {error}.") from None
        if record and any(cell.strip() for cell in record):
            yield begins, record
        begins = lines_above + reader.line_num + 1


def detect_delimiter(body: str) -> str:
    """Choose the delimiter that gives the header the most fields and the next lines as many."""
    sample = body[:100_000].split("\n")[:50]

    def fields(delimiter: str) -> tuple[int, int]:
        with suppress(csv.Error):
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
            if widths and widths[0] > 1:
                return sum(width == widths[0] for width in widths), widths[0]
        return 0, 1

    return max(DELIMITERS, key=lambda delimiter: (fields(delimiter)[1] > 1, *fields(delimiter)))


def unique_names(first: list[str]) -> tuple[list[str], frozenset[str]]:
    """Names of the header, the second `Name` as `Name.2`; and the names that stand there twice."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(first, start=1):
        name = cell.replace("\ufeff", "").replace("\xa0", " ").strip() or f"column{number}"
        seen[matched(name)] = seen.get(matched(name), 0) + 1
        count = seen[matched(name)]
        names.append(name if count == 1 else f"{name}.{count}")
    return names, frozenset(name for name, count in seen.items() if count > 1)


def _numbered(width: int) -> list[str]:
    return [f"column{number}" for number in range(1, width + 1)]


def _header_lines(body: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    next(reader, None)
    return reader.line_num


# --- Parquet --------------------------------------------------------------------------------------


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[list[str], int]:
    """Give every column as text, times as ISO, lists joined by `;`; line 1 is the first record."""
    try:
        con.execute("create view file as from read_parquet($1)", [str(path)])
        described = con.execute("describe file").fetchall()
    except duckdb.Error:
        con.execute("create view file as " + _parquet_sql(path))
        described = con.execute("describe file").fetchall()
    texts = [
        f"{_as_text(name, kind)} as c{number}" for number, (name, kind, *_) in enumerate(described)
    ]
    con.execute(
        "create or replace table source as select row_number() over () as line, "
        + ", ".join(texts)
        + " from file"
    )
    rows_in = _count(con)
    if rows_in == 0:
        raise Refused(f"{path.name} has no rows; check the export's filter.")
    return [name for name, *_ in described], rows_in


def _parquet_sql(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    try:
        duckdb.sql(f"select 1 from read_parquet('{quoted}') limit 0")
    except duckdb.Error as error:
        reason = str(error).split("\n")[0][:200]
        raise Refused(f"{path.name} can't be read as Parquet: {reason}") from None
    return f"from read_parquet('{quoted}')"


def _as_text(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if kind.endswith("[]"):
        return f"array_to_string({column}, ';')"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"cast({column} as varchar)"


def _count(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select count(*) from source").fetchone()
    return int(row[0]) if row else 0


class _as_file:  # noqa: N801 (reads as a verb in `with`)
    """The text as a temporary file that only this user can read, gone afterwards."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> str:
        handle, self.path = tempfile.mkstemp(suffix=".csv")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(self.text)
        return self.path

    def __exit__(self, *_: object) -> None:
        Path(self.path).unlink(missing_ok=True)
