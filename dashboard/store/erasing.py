"""Erase for good: an extract, one person's rows everywhere, what is too old, what was left over.

Each is written down before rows go (never with a key of a person) and once more when their bytes
are gone, so that an erasure that was broken off is finished by the next one or the next import.
What the marts hold is theirs to erase (mart/locate.py).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import Transaction

from dashboard.contracts.registry import DATASETS
from dashboard.errors import Refused
from dashboard.store.delta import is_address
from dashboard.store.erasures import SCHEMA, Erasure, Kind
from dashboard.store.records import Extract, Publication
from dashboard.store.store import ERASURES, TRIES, Store

LISTS = ("extracts", "publications", ERASURES, "profiles")
HOURS_LEFT_ALONE = 24  # what is younger may be another import's, about to be committed

Where = dict[str, ds.Expression]  # dataset → which of its rows
Counts = dict[tuple[str, str], int]  # (dataset, extract_id) → rows


# --- a whole extract ------------------------------------------------------------------------------


def purge(store: Store, extract_id: str, by: str, base: int | None = None) -> Publication:
    """Publish without an extract and erase its bytes; `base` as in `Store.publish`.

    Raises:
        Refused: somebody published after `base`, it is not known, or was purged before.
    """
    with store.turns.alone() as is_alone:
        finish(store, is_alone=is_alone)
        extract = purgeable(store, extract_id)
        publication = store.publish(
            lambda visible: tuple(other for other in visible if other != extract_id),
            reason="purge", note=extract_id, by=by, base=base,
        )  # fmt: skip
        stored_n = _stored_n(store, extract.dataset).get(extract_id, 0)
        erasure = _begin(store, Kind.PURGE, {(extract.dataset, extract_id): stored_n}, by)
        _erase_whole(store, (extract,))
        _end(store, erasure, is_alone=is_alone)
    return publication


def purgeable(store: Store, extract_id: str) -> Extract:
    """The extract that a purge would erase.

    Raises:
        Refused: it is not known, or was purged before.
    """
    extract = store.extract(extract_id)
    if extract is None:
        raise Refused(f"Extract {extract_id} is not known here; `history` lists all extracts.")
    if extract.purged_at is not None:
        raise Refused(
            f"Extract {extract_id} ({extract.file_name}) was purged on "
            f"{extract.purged_at:%Y-%m-%d %H:%M} UTC; nothing of it is left."
        )
    return extract


def _erase_whole(store: Store, extracts: tuple[Extract, ...]) -> None:
    for extract in extracts:
        _put_back(store, extract.dataset, extract.extract_id, ds.scalar(False))


# --- some rows of many extracts -------------------------------------------------------------------


def erase_rows(
    store: Store, kind: Kind, find: Callable[[Store], tuple[Where, Where]], *, note: str, by: str
) -> tuple[Publication, Counts] | None:
    """Erase rows wherever they are, and publish what is visible now once more.

    Args:
        store: the store.
        kind: forget or retention.
        find: says which rows to erase, and in which rows only `repeat_of` is to be emptied.
        note: the publication's note behind the counts; it names no person.
        by: who asks.

    Returns:
        The new publication and how many rows of which extract are gone; None where there was none.
    """
    with store.turns.alone() as is_alone:
        finish(store, is_alone=is_alone)
        erased, emptied = find(store)
        counts, touched = rows_n(store, erased), rows_n(store, emptied)
        if not counts:
            return None
        erasure = _begin(store, kind, dict.fromkeys(touched, 0) | counts, by)
        for dataset, extract_id in sorted({*counts, *touched}):
            _put_back(
                store, dataset, extract_id,
                ~erased.get(dataset, ds.scalar(False)), emptied.get(dataset),
            )  # fmt: skip
        publication = store.publish(
            lambda visible: visible, reason=str(kind), note=f"{in_words(counts)}{note}", by=by
        )
        _end(store, erasure, is_alone=is_alone)
    return publication, counts


def rows_n(store: Store, where: Where) -> Counts:
    """How many rows of which extract a condition finds."""
    counts: Counts = {}
    for dataset, condition in where.items():
        rows = store.tables.rows(dataset)
        if rows is None:
            continue
        found = rows.scanner(columns=["extract_id"], filter=condition).to_table()
        for line in found.group_by("extract_id").aggregate([([], "count_all")]).to_pylist():
            counts[dataset, line["extract_id"]] = line["count_all"]
    return counts


def in_words(counts: Counts) -> str:
    """`3 rows of 2 extracts`."""
    erased_n = sum(counts.values())
    extracts_n = len({extract_id for _, extract_id in counts})
    return (
        f"{erased_n} row{'' if erased_n == 1 else 's'} of "
        f"{extracts_n} extract{'' if extracts_n == 1 else 's'}"
    )


def older_than(first_kept: date) -> Where:
    """The rows whose main date lies before a day, in every dataset that has one."""
    return {
        dataset.name: pc.coalesce(pc.field(dataset.main_day) < first_kept, ds.scalar(False))
        for dataset in DATASETS.values()
        if dataset.main_day is not None
    }


def _put_back(
    store: Store, dataset: str, extract_id: str, kept: ds.Expression,
    emptied: ds.Expression | None = None,
) -> None:  # fmt: skip
    """Put an extract's rows in place once more: only those kept, some without `repeat_of`.

    The commit's condition names the extract alone, so that no key gets into the log.
    """
    rows = store.tables.rows(dataset)
    if rows is None:
        return
    columns = {name: pc.field(name) for name in rows.schema.names}
    if emptied is not None:
        none = pa.scalar(None, rows.schema.field("repeat_of").type)
        columns["repeat_of"] = pc.if_else(emptied, none, pc.field("repeat_of"))
    of_extract = (pc.field("extract_id") == extract_id) & kept
    expected_n = rows.count_rows(filter=of_extract)
    reader = rows.scanner(columns=columns, filter=of_extract).to_reader()
    store.tables.put_rows(dataset, extract_id, reader)
    stored_n = _stored_n(store, dataset).get(extract_id, 0)
    if stored_n != expected_n:
        raise Refused(
            f"Others wrote to the store {store.uri} while rows were erased; {stored_n} rows of "
            f"extract {extract_id} are there, not {expected_n}. Try again."
        )


def _stored_n(store: Store, dataset: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for extract_id, _, stored_n in store.tables.files(dataset):
        counts[extract_id] = counts.get(extract_id, 0) + stored_n
    return counts


# --- what was left over ---------------------------------------------------------------------------


def sweep(store: Store, by: str) -> int:
    """Erase what imports that broke off more than a day ago left behind, unless somebody writes.

    These are files that were never committed, rows without an extract's line, and extracts that
    no publication ever named. Of an object store only the first: nobody is known to be alone there.

    Returns:
        How many files are gone.
    """
    with store.turns.alone_if_free() as is_alone:
        if not is_alone and not is_address(store.uri):
            return 0
        finish(store, is_alone=is_alone)
        if is_alone:
            before = datetime.now(UTC) - timedelta(hours=HOURS_LEFT_ALONE)
            _erase_never_published(store, _never_published(store, before), by, is_alone=True)
            _erase_without_line(store)
        return sum(
            store.tables.vacuum(name, hours=HOURS_LEFT_ALONE, full=True)
            for name in (*DATASETS, *LISTS)
        )


def drop_unpublished(store: Store, extract_ids: Iterable[str], by: str) -> None:
    """Erase those of these extracts that no publication ever named: nobody wants them any more."""
    wanted = set(extract_ids)
    with store.turns.alone() as is_alone:
        never = _never_published(store, datetime.now(UTC))
        dropped = tuple(extract for extract in never if extract.extract_id in wanted)
        _erase_never_published(store, dropped, by, is_alone=is_alone)


def _erase_never_published(
    store: Store, never: tuple[Extract, ...], by: str, *, is_alone: bool
) -> None:
    if not never:
        return
    counts = {(extract.dataset, extract.extract_id): extract.accepted for extract in never}
    erasure = _begin(store, Kind.SWEEP, counts, by)
    _erase_whole(store, never)
    _end(store, erasure, is_alone=is_alone)


def finish(store: Store, *, is_alone: bool) -> None:
    """Finish the erasures that were broken off: no byte of their rows stays."""
    unfinished = store.erasures().unfinished
    if not unfinished:
        return
    whole = {e for erasure in unfinished if erasure.kind.is_whole for e in erasure.extracts}
    # what was imported anew since is another's, under the same id
    lost = (e for e in store.extracts() if e.extract_id in whole and e.purged_at is not None)
    _erase_whole(store, tuple(lost))
    for erasure in unfinished:
        _end(store, erasure, is_alone=is_alone)


def _never_published(store: Store, before: datetime) -> tuple[Extract, ...]:
    published = {e for publication in store.publications() for e in publication.extracts}
    return tuple(
        extract
        for extract in store.extracts()
        if extract.extract_id not in published
        and extract.purged_at is None
        and extract.uploaded_at < before
    )


def _erase_without_line(store: Store) -> None:
    """Take rows out of the log whose import broke off before their extract was listed.

    Nobody writes now, so they belong to nobody; the sweep deletes their files a day later.
    """
    known = {extract.extract_id for extract in store.extracts()}
    for dataset in DATASETS:
        for extract_id in set(_stored_n(store, dataset)) - known:
            _put_back(store, dataset, extract_id, ds.scalar(False))


# --- the list of erasures -------------------------------------------------------------------------


def _begin(store: Store, kind: Kind, counts: Counts, by: str) -> Erasure:
    extracts = tuple(extract_id for _, extract_id in counts)
    erasure = Erasure(
        uuid4().hex[:16], kind, datetime.now(UTC), by, extracts, tuple(counts.values())
    )
    store.tables.create(ERASURES, SCHEMA, is_list=True)
    _append(store, erasure)
    return erasure


def _end(store: Store, erasure: Erasure, *, is_alone: bool) -> None:
    """Delete the bytes of what the log names no more, and write down that it is done.

    Whoever is alone deletes what no import ever committed, too: it may hold the same rows.
    """
    for dataset in DATASETS:
        store.tables.vacuum(dataset, hours=0, full=is_alone)
    _append(store, replace(erasure, is_done=True))
    with suppress(Refused):
        store.tables.tidy(ERASURES)


def _append(store: Store, erasure: Erasure) -> None:
    app_id = f"erasure {erasure.erasure_id}"
    for _ in range(TRIES):
        table = store.tables.opened(ERASURES)
        claim = Transaction(app_id, (table.transaction_version(app_id) or 0) + 1)
        if store.tables.append_line(table, erasure.as_row(), claim):
            return
    raise Refused("Others keep writing to this store; nothing was erased. Try again.")
