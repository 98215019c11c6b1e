"""The store: extracts in append-only Delta tables, and publications that say which are visible.

Order of writes: the rows, then their line in `extracts`, then a publication. Only the last makes
anything visible, so a crash anywhere leaves the last publication standing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, Transaction

from dashboard.contracts.registry import DATASETS
from dashboard.errors import NewerStore, Refused, StoreMissing
from dashboard.store import records
from dashboard.store.delta import UNFIT_IN_A_FOLDER, Tables, is_address
from dashboard.store.erasures import Erasures, erasures_of
from dashboard.store.records import Extract, Publication
from dashboard.store.turns import Turns

STORE_FORMAT = 1  # raised when an older program could no longer read a store rightly
TRIES = 50  # two importers rarely meet more than twice
ERASURES = "erasures"
NAMED = 20  # how many extracts a message names before it points to `history`

Change = Callable[[tuple[str, ...]], tuple[str, ...]]


class Store:
    """One store at a folder or an object-store address; made by `open_store`.

    It holds no handle: every call reads the newest version, so nothing in it can be stale.
    Erasing is told in erasing.py, which uses its tables and turns.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.tables = Tables(uri)
        self.turns = Turns(uri)

    # --- what there is ----------------------------------------------------------------------------

    def extracts(self) -> tuple[Extract, ...]:
        """All extracts, in the order of their upload; purged ones say so."""
        return self._extracts_in(self.tables.open("extracts"), self.erasures())

    def extract(self, extract_id: str) -> Extract | None:
        """One extract, or None."""
        return next((e for e in self.extracts() if e.extract_id == extract_id), None)

    def publications(self) -> tuple[Publication, ...]:
        """All publications, the first is number 1.

        Raises:
            NewerStore: a newer version of this program wrote to the store.
            Refused: it can't be read, or a publication is missing.
        """
        publications = self._publications_in(self.tables.open("publications"))
        return self._marked(publications) if publications else ()

    def erasures(self) -> Erasures:
        """What was erased since the store was made."""
        return erasures_of(self.tables.lines(self.tables.open(ERASURES)))

    def current(self) -> Publication | None:
        """The newest publication, or None where nothing was published yet."""
        return next(reversed(self.publications()), None)

    def publication(self, number: int) -> Publication:
        """One publication.

        Raises:
            Refused: there is none of that number; the text says which there are.
        """
        publications = self.publications()
        if 1 <= number <= len(publications):
            return publications[number - 1]
        raise Refused(f"There is no publication {number}; {_there_are(len(publications))}.")

    def extracts_of(self, publication: Publication) -> tuple[Extract, ...]:
        """A publication's extracts in its own order.

        Raises:
            Refused: the store has lost one of them, or one was purged.
        """
        known = {extract.extract_id: extract for extract in self.extracts()}
        lost = [extract_id for extract_id in publication.extracts if extract_id not in known]
        if lost:
            raise Refused(f"The store {self.uri} has lost the extracts {', '.join(lost)}.")
        extracts = tuple(known[extract_id] for extract_id in publication.extracts)
        _refuse_purged(publication, extracts)
        return extracts

    def parquet_files(self, dataset: str, extract_ids: Iterable[str]) -> list[str]:
        """Addresses of the Parquet files that hold the rows of these extracts.

        Raises:
            Refused: the rows of one of them are not there.
        """
        wanted = set(extract_ids)
        if not wanted:
            return []
        found = [file for file in self.tables.files(dataset) if file[0] in wanted]
        self._refuse_lost(dataset, wanted - {extract_id for extract_id, _, _ in found})
        return sorted(address for _, address, _ in found)

    # --- what can be done -------------------------------------------------------------------------

    def append_extract(self, extract: Extract, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Store an extract's rows and then its line; it is visible only once published.

        Args:
            extract: its line; an extract already stored is left as it is.
            rows: exactly the dataset's stored columns, times in UTC; a reader is streamed.

        Raises:
            Refused: the store can't be written, or holds other than `extract.accepted` rows then.
        """
        if self._holds(extract.extract_id, self.extracts()):
            return
        schema = records.rows_schema(DATASETS[extract.dataset].stored_columns())
        with self.turns.shared():
            self.tables.create(extract.dataset, schema, is_list=False)
            self.tables.put_rows(extract.dataset, extract.extract_id, _cast(rows, schema))
            self._refuse_other_count(extract)
            self.tables.create("extracts", records.EXTRACTS, is_list=True)
            self._append_line(extract)
            self.tables.tidy("extracts")

    def publish(
        self, change: Change, *, reason: str, note: str = "", by: str, base: int | None = None
    ) -> Publication:
        """Publish what `change` makes of the list that is visible now.

        Each number is claimed once: whoever comes second starts again from the newer list, unless
        the change was shown on publication `base` and is to be made on no other.

        Raises:
            Refused: somebody published after `base`, the list names an extract that the store does
                not hold, the store can't be written, or others never let us through.
        """
        with self.turns.shared():
            self.tables.create("publications", records.PUBLICATIONS, is_list=True)
            for _ in range(TRIES):
                table = self.tables.opened("publications")
                before = self._publications_in(table)
                if base is not None and base != len(before):
                    raise Refused(
                        "Somebody published in the meantime, so what would change is no longer "
                        "what is shown here. Nothing was changed; look again and confirm again."
                    )
                publication = Publication(
                    publication=len(before) + 1,
                    published_at=datetime.now(UTC),
                    published_by=by,
                    reason=reason,
                    note=note,
                    extracts=change(before[-1].extracts if before else ()),
                )
                self._refuse_to_publish_purged(publication.extracts)
                self.extracts_of(publication)
                if self._claim(table, publication):
                    self.tables.tidy("publications")
                    return self._marked((publication,))[0]
        raise Refused("Others keep publishing to this store; nothing was changed. Try again.")

    def rollback(self, number: int, by: str, base: int | None = None) -> Publication:
        """Publish again what publication `number` showed, as the next; `base` as in `publish`.

        Raises:
            Refused: somebody published after `base`, there is no such publication, or one of its
                extracts is lost or was purged.
        """
        old = self.publication(number)
        self.extracts_of(old)
        extracts = old.extracts
        return self.publish(
            lambda _: extracts, reason="rollback", note=f"as {number}", by=by, base=base
        )

    def withdraw(self, extract_id: str, by: str, base: int | None = None) -> Publication:
        """Publish without an extract; its rows stay in the store; `base` as in `publish`.

        Raises:
            Refused: somebody published after `base`, or the extract is not visible now.
        """

        def without(visible: tuple[str, ...]) -> tuple[str, ...]:
            if extract_id not in visible:
                raise self._not_visible(extract_id, visible)
            return tuple(other for other in visible if other != extract_id)

        return self.publish(without, reason="withdraw", note=extract_id, by=by, base=base)

    # --- lists ------------------------------------------------------------------------------------

    def _extracts_in(self, table: DeltaTable | None, erasures: Erasures) -> tuple[Extract, ...]:
        """One that was stored anew after a purge has a second line, which counts."""
        lines = sorted(self.tables.lines(table), key=lambda line: line["uploaded_at"])
        latest = {line["extract_id"]: records.extract_of(line) for line in lines}
        marked = (self._as_stored(erasures.marked(extract)) for extract in latest.values())
        return tuple(sorted(marked, key=lambda extract: extract.uploaded_at))

    def _as_stored(self, extract: Extract) -> Extract:
        """Rows that an erasure named before it was broken off are not erased yet."""
        if extract.erased_rows == 0 or extract.purged_at is not None:
            return extract
        gone_n = extract.accepted - self._stored_n(extract)
        return replace(extract, erased_rows=min(extract.erased_rows, max(gone_n, 0)))

    def _stored_n(self, extract: Extract) -> int:
        files = self.tables.files(extract.dataset)
        return sum(rows_n for owner, _, rows_n in files if owner == extract.extract_id)

    def _marked(self, publications: tuple[Publication, ...]) -> tuple[Publication, ...]:
        """The publications with what their extracts have lost."""
        erasures = self.erasures()
        if not erasures.all:
            return publications
        purged = [extract.extract_id for extract in self.extracts() if extract.purged_at]
        return tuple(erasures.of(publication, purged) for publication in publications)

    @staticmethod
    def _holds(extract_id: str, extracts: tuple[Extract, ...]) -> bool:
        return any(e.extract_id == extract_id and e.purged_at is None for e in extracts)

    def _publications_in(self, table: DeltaTable | None) -> tuple[Publication, ...]:
        lines = self.tables.lines(table)
        self._refuse_newer(lines)
        publications = sorted(map(records.publication_of, lines), key=lambda p: p.publication)
        numbers = [publication.publication for publication in publications]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Refused(
                f"The store {self.uri} is damaged: its publications are numbered {numbers}. "
                "Nothing was changed; restore it from a backup."
            )
        return tuple(publications)

    def _claim(self, table: DeltaTable, publication: Publication) -> bool:
        """Append the publication unless its number is taken: the transaction names the number."""
        line = records.publication_row(publication, STORE_FORMAT)
        claim = Transaction("publications", publication.publication)
        return self.tables.append_line(table, line, claim)

    def _append_line(self, extract: Extract) -> None:
        """Append an extract's line once, even where two processes import the same file."""
        app_id = f"extract {extract.extract_id}"
        for _ in range(TRIES):
            table = self.tables.opened("extracts")
            if self._holds(extract.extract_id, self._extracts_in(table, self.erasures())):
                return
            claim = Transaction(app_id, (table.transaction_version(app_id) or 0) + 1)
            if self.tables.append_line(table, records.extract_row(extract), claim):
                return
        raise Refused("Others keep writing to this store; nothing was published. Try again.")

    # --- refusals ---------------------------------------------------------------------------------

    def _refuse_newer(self, lines: list[dict[str, Any]]) -> None:
        newest = max((line["store_format"] for line in lines), default=0)
        if newest > STORE_FORMAT:
            raise NewerStore(
                f"The store {self.uri} was written by a newer version of this program (format "
                f"{newest}, this one knows {STORE_FORMAT}). Nothing was changed; update the "
                "program."
            )

    def _refuse_lost(self, dataset: str, missing: set[str]) -> None:
        """Refuse to go on without rows that were accepted: an empty table would look like news."""
        if not missing:
            return
        of_dataset = (e for e in self.extracts() if e.dataset == dataset)
        full = (e.extract_id for e in of_dataset if e.accepted > e.erased_rows)
        lost = [extract_id for extract_id in full if extract_id in missing]
        if lost:
            raise Refused(
                f"The store {self.uri} has lost the {dataset} of extract {', '.join(lost)}; "
                "restore it from a backup, or withdraw the extract."
            )

    def _refuse_to_publish_purged(self, extract_ids: tuple[str, ...]) -> None:
        purged = [e for e in self.extracts() if e.purged_at and e.extract_id in extract_ids]
        if purged:
            raise Refused(
                f"Extract {purged[0].extract_id} ({purged[0].file_name}) was purged on "
                f"{purged[0].purged_at:%Y-%m-%d}, so it can't be published; import its file again."
            )

    def _refuse_other_count(self, extract: Extract) -> None:
        stored_n = self._stored_n(extract)
        if stored_n != extract.accepted:
            raise Refused(
                f"{extract.accepted} rows were accepted but {stored_n} were stored in {self.uri}. "
                "Nothing was published; import the file again."
            )

    def _not_visible(self, extract_id: str, visible: tuple[str, ...]) -> Refused:
        known = {extract.extract_id: extract for extract in self.extracts()}
        state = "is not in the current publication" if extract_id in known else "is not known here"
        if not visible:
            return Refused(f"Extract {extract_id} {state}; nothing is published now.")
        named = [
            f"{shown} ({known[shown].file_name})" if shown in known else shown
            for shown in visible[-NAMED:]
        ]
        more_n = len(visible) - len(named)
        more = f" and {more_n} earlier ones (see `history`)" if more_n else ""
        return Refused(f"Extract {extract_id} {state}. Published now: {', '.join(named)}{more}.")


def address_of(uri: str) -> str:
    """One name for a store, however its folder was written."""
    return uri if is_address(uri) else str(Path(uri).resolve())


def open_store(uri: str, *, create: bool = False) -> Store:
    """Open the store at a folder or an object-store address.

    Raises:
        StoreMissing: there is none, unless `create` is given.
        NewerStore: a newer version of this program wrote to it.
        Refused: it can't be read, or the folder's name can't be used.
    """
    if not is_address(uri):
        _refuse_unfit(uri)
    store = Store(uri)
    if create or store.publications() or store.extracts():
        return store
    if is_address(uri) or not Path(uri).is_dir():
        raise StoreMissing(f"There is no store at {uri}. The first import makes it.")
    return store  # an empty folder waits for its first import


def _refuse_unfit(folder: str) -> None:
    if Path(folder).is_file():
        raise Refused(f"{folder} is a file; a store is a folder.")
    unfit = [letter for letter in UNFIT_IN_A_FOLDER if letter in str(Path(folder).absolute())]
    if unfit:
        raise Refused(
            f"The folder {folder} can't hold a store: its path has {' '.join(unfit)}, which "
            "Parquet readers take for patterns. Choose another name."
        )


def _refuse_purged(publication: Publication, extracts: tuple[Extract, ...]) -> None:
    purged = [extract for extract in extracts if extract.purged_at is not None]
    if purged:
        gone = ", ".join(
            f"{e.extract_id} ({e.file_name}) on {e.purged_at:%Y-%m-%d}" for e in purged[:NAMED]
        )
        raise Refused(
            f"Publication {publication.publication} can't be shown again: it lists what was "
            f"purged since, {gone}. `history` says which publications are whole."
        )


def _there_are(publications_n: int) -> str:
    if publications_n == 0:
        return "nothing was published yet"
    return "there is only 1" if publications_n == 1 else f"there are 1 to {publications_n}"


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
