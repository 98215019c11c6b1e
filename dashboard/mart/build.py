"""Publication → DuckDB file: queries/mart/ over the store's Parquet files, then the views.

Every build gets a new name; a pointer says which one is shown. It answers no question itself.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import duckdb

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.errors import Refused
from dashboard.mart import catalog, lock
from dashboard.mart.sql_text import literal
from dashboard.settings import ROOT
from dashboard.store.records import Extract, Publication
from dashboard.store.store import Store

POINTER = "current"
BUILT_FROM = ("mart", "visible")


def mart_name(publication: Publication) -> str:
    """File name of a mart: the publication, its extracts, what was erased of them, and the SQL."""
    digest = hashlib.sha256("\x1f".join(publication.extracts + publication.erasures).encode())
    for folder in BUILT_FROM:
        for path in catalog.files(folder):
            digest.update(path.name.encode() + path.read_bytes())
    return f"{publication.publication:06d}-{digest.hexdigest()[:12]}.duckdb"


def build_mart(store: Store, publication: Publication, mart_dir: Path) -> Path:
    """Give the publication's mart, built in a child process if it is not there yet.

    The child keeps the builder's memory and threads out of a serving process. One process builds
    a mart; others wait for it.

    Raises:
        Refused: it can't be built; the text says why.
    """
    path = mart_dir / mart_name(publication)
    if path.is_file():
        return path
    _make_folder(mart_dir)
    with lock.held(path.with_suffix(".lock")):
        if not path.is_file():
            _build_in_child(store.uri, publication.publication, path)
    with suppress(OSError):  # on Windows somebody who waits for it still has it open
        path.with_suffix(".lock").unlink()
    return path


def point_to(path: Path) -> None:
    """Let the pointer name this mart; renaming is atomic, so nobody reads half a name."""
    beside = path.with_name(f"{POINTER}.{os.getpid()}")
    beside.write_text(path.name, encoding="utf-8")
    beside.replace(path.with_name(POINTER))


def pointed_at(mart_dir: Path) -> Path | None:
    """The mart that the pointer names, if it is there."""
    try:
        path = mart_dir / (mart_dir / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return path if path.is_file() else None


def build_into(store: Store, publication: Publication, path: Path) -> None:
    """Build a mart in this process, beside its name, and rename it when it is whole."""
    beside = path.with_suffix(f".{os.getpid()}.building")
    beside.unlink(missing_ok=True)
    extracts = store.extracts_of(publication)
    try:
        with duckdb.connect(str(beside)) as con:
            con.execute("set TimeZone = 'UTC'")
            con.execute("set preserve_insertion_order = false")
            _read_store(con, store, extracts)
            fill(con)
            _add_publication(con, publication, extracts)
            con.execute("detach in_store")
            create_views(con)
        beside.replace(path)
    except (duckdb.Error, OSError) as error:
        reason = str(error).split("\n")[0][:300]
        raise Refused(
            f"The mart of publication {publication.publication} failed: {reason}"
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink()


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Make every table of schema `mart` from schema `store`, in the order of the files' names."""
    con.execute("create schema if not exists mart")
    for path in catalog.files("mart"):
        table = path.stem.split("_", 1)[1]
        sql = path.read_text(encoding="utf-8").replace("from store.", "from in_store.store.")
        sql = sql.replace("join store.", "join in_store.store.")
        con.execute(f"create or replace table mart.{table} as\n{sql}")


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Make schema `visible`: the only one that pages may name."""
    con.execute("create schema if not exists visible")
    for path in catalog.files("visible"):
        con.execute(path.read_text(encoding="utf-8"))


def create_inputs(con: duckdb.DuckDBPyConnection) -> None:
    """Make schema `store` for the inputs, in a database of its own that the mart does not keep."""
    con.execute("attach ':memory:' as in_store")
    con.execute("create schema in_store.store")
    con.execute(
        "create table in_store.store.extracts (extract_id varchar, place integer, dataset varchar,"
        " source_system varchar, as_of date, mode varchar, period_start date, period_end date,"
        " register_units boolean, mapped_columns varchar[])"
    )


def create_empty_input(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Make a dataset's input without rows, in the contract's own types."""
    columns = ", ".join(f'"{name}" {_kind(kind)}' for name, kind in dataset.stored_columns())
    con.execute(f"create or replace table in_store.store.{dataset.name} ({columns})")


def add_extract(con: duckdb.DuckDBPyConnection, extract: Extract, place: int) -> None:
    """Add one line to the inputs' list of extracts."""
    con.execute(
        "insert into in_store.store.extracts values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            extract.extract_id, place, extract.dataset, extract.source_system, extract.as_of,
            extract.mode, extract.period_start, extract.period_end, extract.register_units,
            list(extract.mapped_columns),
        ],
    )  # fmt: skip


def _kind(kind: str) -> str:
    return "TIMESTAMPTZ" if kind == "TIMESTAMP" else kind


def _read_store(
    con: duckdb.DuckDBPyConnection, store: Store, extracts: tuple[Extract, ...]
) -> None:
    create_inputs(con)
    for place, extract in enumerate(extracts):
        add_extract(con, extract, place)
    for dataset in DATASETS.values():
        ids = [extract.extract_id for extract in extracts if extract.dataset == dataset.name]
        files = store.parquet_files(dataset.name, ids)
        if not files:
            create_empty_input(con, dataset)
            continue
        listed = ", ".join(literal(file) for file in files)
        read = (
            f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true,"
            " hive_types = {'extract_id': varchar})"
        )
        stored = {row[0] for row in con.execute(f"describe select * from {read}").fetchall()}
        # rows that an older version of the program stored lack the columns that came since
        columns = ", ".join(
            f'"{name}"' if name in stored else f'cast(null as {_kind(kind)}) as "{name}"'
            for name, kind in dataset.stored_columns()
        )
        con.execute(f"create view in_store.store.{dataset.name} as select {columns} from {read}")


def _add_publication(
    con: duckdb.DuckDBPyConnection, publication: Publication, extracts: tuple[Extract, ...]
) -> None:
    con.execute(
        "create table mart.publication (publication bigint, published_at timestamp,"
        " published_by varchar, reason varchar, note varchar, as_of date)"
    )
    con.execute(
        "insert into mart.publication values ($1, $2, $3, $4, $5, $6)",
        [
            publication.publication, publication.published_at.replace(tzinfo=None),
            publication.published_by, publication.reason, publication.note,
            max((extract.as_of for extract in extracts), default=None),
        ],
    )  # fmt: skip


def _build_in_child(uri: str, number: int, path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "dashboard.mart.child", uri, str(number), str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    if child.returncode != 0:
        said = child.stderr.strip().splitlines()
        raise Refused(said[-1] if said else "The mart's builder ended without a word.")


def _make_folder(mart_dir: Path) -> None:
    try:
        mart_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The folder for marts {mart_dir} can't be made: {error.strerror}. Set mart_dir."
        ) from None
