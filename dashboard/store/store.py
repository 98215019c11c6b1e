"""The store: extracts in append-only Delta tables, and publications that say which are visible.

Order of writes: the rows, then their line in `extracts`, then a publication. Only the last makes
anything visible, so a crash anywhere leaves the last publication standing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from dashboard.contracts.registry import DATASETS
from dashboard.errors import NewerStore, Refused, StoreMissing
from dashboard.store import records
from dashboard.store.records import Extract, Publication

STORE_FORMAT = 1  # raised when an older program could no longer read a store rightly
TRIES = 50  # two importers rarely meet more than twice
# Keys stay out of the logs (a purge could not reach them there), and logs stay until purged.
TABLE_PROPERTIES = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.dataSkippingStatsColumns": "extract_id",
}
PARQUET = WriterProperties(compression="ZSTD")
NO_CLEANUP = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)

Change = Callable[[tuple[str, ...]], tuple[str, ...]]


class Store:
    """One store at a folder or an object-store address; made by `open_store`."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    # --- what there is ----------------------------------------------------------------------------

    def extracts(self) -> tuple[Extract, ...]:
        """All extracts, in the order of their upload."""
        rows = self._rows("extracts")
        return tuple(records.extract_of(row) for row in _sorted(rows, "uploaded_at"))

    def extract(self, extract_id: str) -> Extract | None:
        """One extract, or None."""
        return next((e for e in self.extracts() if e.extract_id == extract_id), None)

    def publications(self) -> tuple[Publication, ...]:
        """All publications, the first is number 1."""
        return tuple(
            _publication(row) for row in _sorted(self._rows("publications"), "publication")
        )

    def current(self) -> Publication | None:
        """The newest publication, or None where nothing was published yet."""
        return next(reversed(self.publications()), None)

    def publication(self, number: int) -> Publication:
        """One publication.

        Raises:
            Refused: there is none of that number; the text says which there are.
        """
        publications = self.publications()
        found = next((p for p in publications if p.publication == number), None)
        if found is None:
            there_is = f"1 to {len(publications)}" if publications else "none yet"
            raise Refused(f"There is no publication {number}; there is {there_is}.")
        return found

    def extracts_of(self, publication: Publication) -> tuple[Extract, ...]:
        """A publication's extracts in its own order."""
        by_id = {extract.extract_id: extract for extract in self.extracts()}
        return tuple(by_id[extract_id] for extract_id in publication.extracts)

    def parquet_files(self, dataset: str, extract_ids: Iterable[str]) -> list[str]:
        """Addresses of the Parquet files that hold the rows of these extracts."""
        wanted = list(extract_ids)
        table = self._open(dataset)
        if table is None or not wanted:
            return []
        with _said_clearly(self.uri):
            return sorted(table.file_uris(file_pruning_predicate=[("extract_id", "in", wanted)]))

    # --- what can be done -------------------------------------------------------------------------

    def append_extract(self, extract: Extract, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Store an extract's rows and then its line; it is visible only once published.

        Args:
            extract: its line; an extract already stored is left as it is.
            rows: exactly the dataset's stored columns, times in UTC.
        """
        if self.extract(extract.extract_id) is not None:
            return
        self._sweep(extract)
        schema = records.rows_schema(DATASETS[extract.dataset].stored_columns())
        self._append(extract.dataset, _cast(rows, schema), schema, partition_by=["extract_id"])
        self._append("extracts", records.extract_row(extract), records.EXTRACTS)

    def publish(self, change: Change, *, reason: str, note: str = "", by: str) -> Publication:
        """Publish what `change` makes of the list that is visible now.

        Each number is claimed once: whoever comes second starts again from the newer list.

        Raises:
            Refused: the store can't be written, or others never let us through.
        """
        self._create("publications", records.PUBLICATIONS)
        for _ in range(TRIES):
            table = self._opened("publications")
            current = self.current()
            number = current.publication + 1 if current else 1
            publication = Publication(
                publication=number,
                published_at=datetime.now(UTC),
                published_by=by,
                reason=reason,
                note=note,
                extracts=change(current.extracts if current else ()),
            )
            if self._claim(table, publication):
                return publication
        raise Refused("Others keep publishing to this store; nothing was changed. Try again.")

    def rollback(self, number: int, by: str) -> Publication:
        """Publish again what publication `number` showed, as the next number."""
        extracts = self.publication(number).extracts
        return self.publish(lambda _: extracts, reason="rollback", note=f"as {number}", by=by)

    def withdraw(self, extract_id: str, by: str) -> Publication:
        """Publish without an extract; its rows stay in the store.

        Raises:
            Refused: the extract is not visible now.
        """

        def without(visible: tuple[str, ...]) -> tuple[str, ...]:
            if extract_id not in visible:
                listed = ", ".join(visible) or "none"
                raise Refused(
                    f"Extract {extract_id} is not in the current publication; it holds {listed}."
                )
            return tuple(other for other in visible if other != extract_id)

        return self.publish(without, reason="withdraw", note=extract_id, by=by)

    # --- Delta ------------------------------------------------------------------------------------

    def _claim(self, table: DeltaTable, publication: Publication) -> bool:
        """Append the publication unless its number is taken: the transaction names the number."""
        row = records.Publication.__dataclass_fields__
        values = {name: getattr(publication, name) for name in row} | {"store_format": STORE_FORMAT}
        if (table.transaction_version("publications") or 0) >= publication.publication:
            return False
        try:
            write_deltalake(
                table,
                pa.Table.from_pylist([values], records.PUBLICATIONS),
                mode="append",
                writer_properties=PARQUET,
                post_commithook_properties=NO_CLEANUP,
                commit_properties=CommitProperties(
                    max_commit_retries=0,
                    app_transactions=[Transaction("publications", publication.publication)],
                ),
            )
        except CommitFailedError:
            return False
        except (DeltaError, OSError) as error:
            raise _cannot_write(self.uri, error) from None
        return True

    def _sweep(self, extract: Extract) -> None:
        """Drop rows that a broken-off import of the same extract left behind."""
        if self.parquet_files(extract.dataset, [extract.extract_id]):
            with _said_clearly(self.uri):
                self._opened(extract.dataset).delete(f"extract_id = '{extract.extract_id}'")

    def _append(
        self,
        name: str,
        rows: pa.Table | pa.RecordBatchReader,
        schema: pa.Schema,
        partition_by: list[str] | None = None,
    ) -> None:
        self._create(name, schema, partition_by)
        try:
            write_deltalake(
                self._opened(name),
                rows,
                mode="append",
                writer_properties=PARQUET,
                post_commithook_properties=NO_CLEANUP,
            )
        except (DeltaError, OSError) as error:
            raise _cannot_write(self.uri, error) from None
        except BaseException as error:  # deltalake panics on a full disk; a panic is no Exception
            if type(error).__name__ != "PanicException":
                raise
            raise _cannot_write(self.uri, error) from None

    def _create(self, name: str, schema: pa.Schema, partition_by: list[str] | None = None) -> None:
        if self._open(name) is not None:
            return
        try:
            if "://" not in self.uri:
                Path(self.uri).mkdir(parents=True, exist_ok=True)
            DeltaTable.create(
                self._address(name),
                schema,
                mode="ignore",
                partition_by=partition_by,
                configuration=TABLE_PROPERTIES if partition_by else TABLE_PROPERTIES_OF_LISTS,
            )
        except (DeltaError, OSError) as error:
            raise _cannot_write(self.uri, error) from None

    def _open(self, name: str) -> DeltaTable | None:
        with _said_clearly(self.uri):
            try:
                return DeltaTable(self._address(name))
            except TableNotFoundError:
                return None

    def _opened(self, name: str) -> DeltaTable:
        table = self._open(name)
        if table is None:
            raise Refused(f"The store {self.uri} has lost its table '{name}'; nothing was changed.")
        return table

    def _rows(self, name: str) -> list[dict[str, object]]:
        table = self._open(name)
        if table is None:
            return []
        with _said_clearly(self.uri):
            return list(table.to_pyarrow_table().to_pylist())

    def _address(self, name: str) -> str:
        return f"{self.uri.rstrip('/')}/{name}"


TABLE_PROPERTIES_OF_LISTS = {"delta.enableExpiredLogCleanup": "false"}


def open_store(uri: str, *, create: bool = False) -> Store:
    """Open the store at a folder or an object-store address.

    Raises:
        StoreMissing: there is none, unless `create` is given.
        NewerStore: a newer version of this program wrote to it.
        Refused: it can't be read.
    """
    store = Store(uri)
    if "://" not in uri and Path(uri).is_file():
        raise Refused(f"{uri} is a file; a store is a folder.")
    formats = [int(str(row["store_format"])) for row in store._rows("publications")]
    if not formats and not create and not store.extracts():
        raise StoreMissing(f"There is no store at {uri}. The first import makes it.")
    if formats and max(formats) > STORE_FORMAT:
        raise NewerStore(
            f"The store {uri} was written by a newer version of this program (format "
            f"{max(formats)}, this one knows {STORE_FORMAT}). Nothing was changed; update it."
        )
    return store


def _sorted(rows: list[dict[str, object]], column: str) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: row[column])  # type: ignore[arg-type, return-value]


def _publication(row: dict[str, object]) -> Publication:
    values = {name: row[name] for name in Publication.__dataclass_fields__}
    extracts = row["extracts"]
    assert isinstance(extracts, list)
    return Publication(**values | {"extracts": tuple(extracts)})  # type: ignore[arg-type]


def _cast(
    rows: pa.Table | pa.RecordBatchReader, schema: pa.Schema
) -> pa.Table | pa.RecordBatchReader:
    """Give rows the exact schema; a reader stays a stream."""
    if isinstance(rows, pa.Table):
        return rows.select(schema.names).cast(schema)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in rows:
            yield from pa.Table.from_batches([batch]).select(schema.names).cast(schema).to_batches()

    return pa.RecordBatchReader.from_batches(schema, batches())


@contextmanager
def _said_clearly(uri: str) -> Iterator[None]:
    try:
        yield
    except TableNotFoundError:
        raise
    except (DeltaError, OSError) as error:
        reason = str(error).split("\n")[0][:200]
        raise Refused(f"The store {uri} can't be read: {reason}") from None


def _cannot_write(uri: str, error: BaseException) -> Refused:
    reason = str(error).split("\n")[0][:200]
    return Refused(
        f"The store {uri} can't be written: {reason}. Nothing was published; the last "
        "publication stands."
    )
