"""Delta tables of one store: open, create, read, append a line, put an extract's rows in place.

Everything that deltalake can raise leaves here as one clear sentence. It knows no publication.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from pyarrow import fs

from dashboard.errors import Refused

# Logs stay until a purge removes them; keys of rows never get into them, since a purge could not
# reach them there.
LISTS = {"delta.enableExpiredLogCleanup": "false"}
ROWS = LISTS | {"delta.dataSkippingStatsColumns": "extract_id"}
# Groups of a quarter of a million rows: a month of one source is read by more than one core.
PARQUET = WriterProperties(compression="ZSTD", max_row_group_size=262_144)
KEEP_LOGS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
# A list grows by a file of one line an import: 200 such files take 0.4 s to read, 16 take 0.03 s.
MAX_FILES_OF_A_LIST = 16
# deltalake decodes % twice and panics on brackets; DuckDB reads * ? [ as patterns.
UNFIT_IN_A_FOLDER = "%*?[]"
# deltalake panics in a thread of its own when a disk fills up: better not to begin.
MIN_FREE_BYTES = 16_000_000
FOREIGN = (DeltaError, OSError, pa.ArrowException)
WRAPPING = re.compile(r"^((Failed to [\w ]+|External( error)?|Generic \w+ error|\w+ error): )+")
MAX_REASON = 300


@dataclass(frozen=True)
class Tables:
    """The tables under one folder or object-store address."""

    uri: str

    # --- reading ----------------------------------------------------------------------------------

    def open(self, name: str) -> DeltaTable | None:
        """Open the newest version of a table, or None where it was never made.

        Raises:
            Refused: it is damaged or can't be read.
        """
        if not is_address(self.uri) and not Path(self._address(name)).is_dir():
            return None
        with self._read_clearly():
            self._look_for_damage(name)
            try:
                return DeltaTable(self._address(name))
            except TableNotFoundError:
                return None

    def opened(self, name: str) -> DeltaTable:
        """Open a table that must be there."""
        table = self.open(name)
        if table is None:
            raise Refused(f"The store {self.uri} has lost its table '{name}'; nothing was changed.")
        return table

    def lines(self, table: DeltaTable | None) -> list[dict[str, Any]]:
        """All rows of a small table, as they are in the version that was opened."""
        if table is None:
            return []
        with self._read_clearly():
            return list(self._dataset(table).to_table().to_pylist())

    def files(self, name: str) -> list[tuple[str, str, int]]:
        """The Parquet files of a dataset: extract_id, address, count of rows.

        DuckDB takes a folder's name as it is, so the address must not be percent-encoded: that
        is why deltalake's own file_uris() does not serve here.
        """
        table = self.open(name)
        if table is None:
            return []
        with self._read_clearly():
            added = pa.table(table.get_add_actions(flatten=True))
        columns = (added["partition.extract_id"], added["path"], added["num_records"])
        return [
            (extract_id, f"{self._files_under(name)}/{unquote(path)}", rows_n)
            for extract_id, path, rows_n in zip(*(c.to_pylist() for c in columns), strict=True)
        ]

    def rows(self, name: str) -> ds.Dataset | None:
        """All rows of a dataset, of every extract; None where it was never stored."""
        table = self.open(name)
        if table is None:
            return None
        with self._read_clearly():
            return self._dataset(table)

    def _dataset(self, table: DeltaTable) -> ds.Dataset:
        """Rows as pyarrow reads them; a folder's by pyarrow's own reader.

        By deltalake's, one process in six was aborted when it ended right after reading.
        """
        if is_address(self.uri):
            return table.to_pyarrow_dataset()
        folder = url2pathname(urlsplit(table.table_uri).path)
        return table.to_pyarrow_dataset(
            filesystem=fs.SubTreeFileSystem(folder, fs.LocalFileSystem())
        )

    # --- writing ----------------------------------------------------------------------------------

    def create(self, name: str, schema: pa.Schema, *, is_list: bool) -> None:
        """Make a table where it is missing; datasets are partitioned by extract."""
        if self.open(name) is not None:
            return
        with self._written_clearly():
            if not is_address(self.uri):
                Path(self.uri).mkdir(parents=True, exist_ok=True)
            with suppress(CommitFailedError):  # another process was quicker
                DeltaTable.create(
                    self._address(name),
                    schema,
                    mode="ignore",
                    partition_by=None if is_list else ["extract_id"],
                    configuration=LISTS if is_list else ROWS,
                    # A retry would commit the table's metadata once more, as version 1, and
                    # break off what the quicker process is writing.
                    commit_properties=CommitProperties(max_commit_retries=0),
                )

    def put_rows(self, name: str, extract_id: str, rows: pa.Table | pa.RecordBatchReader) -> bool:
        """Make these the rows of an extract, in one commit; a reader is streamed.

        What a broken-off import of the same extract left behind is replaced in that commit, so
        rows are never there twice. deltalake checks that each row carries the extract_id, and
        imports of other extracts or a purge meanwhile do not conflict.

        Returns:
            False where another process stored the same extract at the same time.
        """
        with self._written_clearly():
            self._refuse_unfit_disk(name)
            try:
                write_deltalake(
                    self.opened(name),
                    rows,
                    mode="overwrite",
                    predicate=f"extract_id = '{extract_id}'",
                    writer_properties=PARQUET,
                    post_commithook_properties=KEEP_LOGS,
                )
            except CommitFailedError:
                return False
            return True

    def append_line(self, table: DeltaTable, line: pa.Table, claim: Transaction) -> bool:
        """Append one line to a list unless somebody claimed the same since `table` was opened.

        Two appends from one stale handle would both succeed without the claim.

        Returns:
            False where it was claimed, or the table was rewritten: open it anew and think again.
        """
        with self._written_clearly():
            try:
                write_deltalake(
                    table,
                    line,
                    mode="append",
                    writer_properties=PARQUET,
                    post_commithook_properties=KEEP_LOGS,
                    commit_properties=CommitProperties(
                        max_commit_retries=0, app_transactions=[claim]
                    ),
                )
            except CommitFailedError:
                return False
            return True

    def vacuum(self, name: str, *, hours: int, full: bool) -> int:
        """Delete the files that the log has named no more for so long.

        Args:
            name: the table.
            hours: how long; 0 for at once.
            full: also those that it never named, as old as that: what a broken-off import left,
                or what another one is about to commit.
        """
        table = self.open(name)
        if table is None:
            return 0
        with self._written_clearly():
            deleted = table.vacuum(
                hours, enforce_retention_duration=False, dry_run=False, full=full,
                post_commithook_properties=KEEP_LOGS,
            )  # fmt: skip
        return len(deleted)

    def tidy(self, name: str) -> None:
        """Put the many small files of a list into one; whoever is quicker may do it instead."""
        with suppress(DeltaError, OSError):
            table = DeltaTable(self._address(name))
            if len(table.file_uris()) > MAX_FILES_OF_A_LIST:
                table.optimize.compact(
                    writer_properties=PARQUET, post_commithook_properties=KEEP_LOGS
                )

    # --- addresses and errors ---------------------------------------------------------------------

    def _address(self, name: str) -> str:
        return f"{self.uri.rstrip('/')}/{name}"

    def _files_under(self, name: str) -> str:
        address = self._address(name)
        return address if is_address(self.uri) else Path(address).absolute().as_posix()

    def _look_for_damage(self, name: str) -> None:
        """Refuse what deltalake would take for an empty table or a missing one."""
        folder = Path(self._address(name))
        if is_address(self.uri) or not folder.is_dir():
            return
        has_rows = any(folder.glob("**/*.parquet"))  # looked for first: another may begin it now
        commits = list((folder / "_delta_log").glob("*.json"))
        if has_rows and not commits:
            raise self._unreadable(f"the table '{name}' has lost its log")
        for commit in commits:
            if commit.stat().st_size == 0:  # what a power failure leaves of a file
                raise self._unreadable(f"{commit.name} in the log of '{name}' is empty")

    def _refuse_unfit_disk(self, name: str) -> None:
        """Refuse before anything is written where it is known that writing must fail."""
        if is_address(self.uri):
            return
        folder = Path(self._address(name))
        if not os.access(folder, os.W_OK):
            raise self._unwritable(f"Permission denied ({folder})")
        free = shutil.disk_usage(folder).free
        if free < MIN_FREE_BYTES:
            raise self._unwritable(
                f"{free / 1e6:.1f} MB are free on its disk, and an import needs "
                f"{MIN_FREE_BYTES / 1e6:.0f} MB or more"
            )

    def _unreadable(self, reason: str) -> Refused:
        return Refused(
            f"The store {self.uri} can't be read: {reason}. Nothing was changed; "
            "restore it from a backup."
        )

    @contextmanager
    def _read_clearly(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if not (isinstance(error, FOREIGN) or _is_panic(error)):
                raise
            raise Refused(f"The store {self.uri} can't be read: {in_words(error)}.") from None

    @contextmanager
    def _written_clearly(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if not (isinstance(error, FOREIGN) or _is_panic(error)):
                raise
            raise self._unwritable(in_words(error)) from None

    def _unwritable(self, reason: str) -> Refused:
        return Refused(
            f"The store {self.uri} can't be written: {reason}. Nothing was published; "
            "the last publication stands."
        )


def is_address(uri: str) -> bool:
    """Whether this is an object-store address rather than a folder."""
    return "://" in uri


def in_words(error: BaseException) -> str:
    """The first line of an error, without terminal colors and layers of wrapping."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror + (f" ({error.filename})" if error.filename else "")
    plain = re.sub(r"\x1b\[\d+m", "", str(error)).replace("↳", "")
    first = re.sub(r"\s+", " ", plain.strip().split("\n")[0]).strip()
    return WRAPPING.sub("", re.sub(r" 0: <unknown>.*", "", first))[:MAX_REASON].rstrip(". ")


def _is_panic(error: BaseException) -> bool:
    """Whether deltalake panicked, as on a full disk; a panic is no Exception."""
    return type(error).__name__ == "PanicException"
