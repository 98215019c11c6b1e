"""From a file to text columns with their line numbers. It maps and checks nothing."""

import hashlib
import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb

from dashboard.errors import Refused
from dashboard.extracts import delimited, parquet_file
from dashboard.extracts.delimited import Table
from dashboard.extracts.encodings import decode
from dashboard.extracts.header import matched, unique_names
from dashboard.extracts.profile import FileOptions
from dashboard.extracts.sql_text import literal

MEMORY_BYTES = 400_000_000  # and the file's own size: a million rows stay under 1 GB in all
TEXTS = (".csv", ".tsv", ".psv", ".ssv", ".txt")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
NO_TABLES = (
    (rb"<!--|<!doctype|<html|<head|<body|<\?xml|<table|<script", "is a web page, not a table. "
     "Download the file itself, not its page."),
    (rb"[\[{]\s*[\[{\"]", "is JSON, not a table; export the table as CSV."),
    (rb"version https://git-lfs\.github\.com", "is a Git LFS pointer, not the file; run "
     "`git lfs pull`."),
    (rb"pk\x03\x04|\xd0\xcf\x11\xe0", "is a workbook or an archive; save the sheet as CSV UTF-8."),
    (rb"%pdf", "is a PDF, not a table; export the table as CSV."),
    (rb"\x1f\x8b|bzh|\xfd7zxz|7z\xbc\xaf|rar!", "is compressed; unpack it first."),
    (rb"pare", "is an encrypted Parquet file; export it without encryption."),
)  # fmt: skip
WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True)
class Detected:
    """How the file was read; part of the report. header_row is a line, 1 = the first."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None


@dataclass
class Source:
    """A file as a table `source` of a DuckDB connection: line BIGINT, then c0, c1, … as text.

    headers: the file's own names in order (`Name.2` for a repeated one); too_long: lines of
    records that have more fields than the header; repeated: matched names that stand there twice;
    typed_days: places of columns that are dates or times by type.
    A line is the one on which a record begins; in a Parquet file it is the record's number from 1.
    """

    con: duckdb.DuckDBPyConnection
    headers: list[str]
    detected: Detected
    sha256: str
    rows_in: int
    too_long: list[int] = field(default_factory=list)
    repeated: frozenset[str] = frozenset()
    typed_days: frozenset[int] = frozenset()

    @cached_property
    def positions(self) -> dict[str, int]:
        """Column numbers by matched name."""
        return {matched(header): number for number, header in enumerate(self.headers)}

    def position(self, name: str) -> int | None:
        """Find a column by its name, whatever its case and the spaces around it."""
        return self.positions.get(matched(name))


def read_source(path: Path, options: FileOptions, wanted: frozenset[str] = frozenset()) -> Source:
    """Read a CSV or Parquet file into text columns.

    Args:
        path: the file.
        options: what the profile says of it; the rest is detected.
        wanted: matched names that the header should have, by which it is found.

    Raises:
        Refused: the file is missing, empty, a folder, not what its name says, or undecodable.
    """
    content = _bytes_of(path)
    sha256 = hashlib.sha256(content).hexdigest()
    con = _connection(len(content))
    if content.startswith(b"PAR1"):
        if path.suffix.lower() in TEXTS:
            raise Refused(
                f"{as_text(path.name)} is a Parquet file, in spite of its name; rename it."
            )
        names, rows_in, days = parquet_file.load(con, path)
        headers, repeated = unique_names(names)
        return Source(con, headers, Detected(), sha256, rows_in, repeated=repeated, typed_days=days)
    _refuse_what_is_no_table(path, content)
    text, encoding = decode(content, options.encoding)
    _refuse_nul_bytes(path, text, encoding)
    table = delimited.load(con, text, options, wanted)
    return _source(con, table, encoding, sha256)


def _connection(file_bytes: int) -> duckdb.DuckDBPyConnection:
    """A database in memory; what exceeds its share goes to a folder only this user can read."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    folder = tempfile.mkdtemp(prefix="import-")
    weakref.finalize(con, shutil.rmtree, folder, ignore_errors=True)
    con.execute(f"set temp_directory = {literal(folder)}")
    con.execute(f"set memory_limit = '{(MEMORY_BYTES + file_bytes) // 1_000_000}MB'")
    return con


def _source(con: duckdb.DuckDBPyConnection, table: Table, encoding: str, sha256: str) -> Source:
    detected = Detected(encoding, table.delimiter, table.header_row)
    return Source(
        con, table.headers, detected, sha256, table.rows_in, table.too_long, table.repeated
    )


def as_text(name: str) -> str:
    """A file's name or path as text: bytes of it that are none are shown as question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise Refused(f"{as_text(str(path))} is a folder; give the path of one file.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"There is no file {as_text(str(path))}.") from None
    except OSError as error:
        raise Refused(f"{as_text(str(path))} can't be read: {error.strerror}.") from None
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refused(f"{as_text(path.name)} is empty; export it again.")
    return content


def _refuse_what_is_no_table(path: Path, content: bytes) -> None:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for pattern, reason in NO_TABLES:
        if re.match(pattern, start):
            raise Refused(f"{as_text(path.name)} {reason}")
    if path.suffix.lower() in WORKBOOKS:
        raise Refused(f"{as_text(path.name)} is a workbook; save the sheet as CSV UTF-8.")
    if path.suffix.lower() == ".parquet":
        raise Refused(f"{as_text(path.name)} is not a Parquet file, in spite of its name.")


def _refuse_nul_bytes(path: Path, text: str, encoding: str) -> None:
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Refused(
            f"{as_text(path.name)} holds a NUL byte in line {line}: it is no text file in "
            f"{encoding}, or it was damaged on its way. Export it again."
        )
