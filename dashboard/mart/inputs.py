"""What a mart is made from: schema `store`, the extracts' lines and their rows in Parquet files.

It lies in a database of its own that the mart does not keep. It makes no table of the mart.
"""

from collections.abc import Iterable, Sequence

import duckdb

from dashboard.clocks.procedure import Procedure
from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.mart.clock_inputs import add_clocks
from dashboard.mart.sql_text import literal
from dashboard.store.records import Extract
from dashboard.store.store import Store


def create_inputs(con: duckdb.DuckDBPyConnection) -> None:
    """Make schema `store` with an empty list of extracts."""
    con.execute("attach ':memory:' as in_store")
    con.execute("create schema in_store.store")
    con.execute(
        "create table in_store.store.extracts (extract_id varchar, place integer, dataset varchar,"
        " source_system varchar, as_of date, mode varchar, period_start date, period_end date,"
        " register_units boolean, mapped_columns varchar[], timezone varchar, undated_n bigint)"
    )


def drop_inputs(con: duckdb.DuckDBPyConnection) -> None:
    """Leave the inputs behind."""
    con.execute("detach in_store")


def create_empty_input(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Make a dataset's input without rows, in the contract's own types."""
    columns = ", ".join(f'"{name}" {_kind(kind)}' for name, kind in dataset.stored_columns())
    con.execute(f"create or replace table in_store.store.{dataset.name} ({columns})")


def add_extract(con: duckdb.DuckDBPyConnection, extract: Extract, place: int) -> None:
    """Add one line to the inputs' list of extracts."""
    con.execute(
        "insert into in_store.store.extracts values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
        " $12)",
        [
            extract.extract_id, place, extract.dataset, extract.source_system, extract.as_of,
            extract.mode, extract.period_start, extract.period_end, extract.register_units,
            list(extract.mapped_columns), extract.timezone, extract.undated_n,
        ],
    )  # fmt: skip


def read_store(
    con: duckdb.DuckDBPyConnection,
    store: Store,
    extracts: Sequence[Extract],
    procedure: Procedure,
) -> None:
    """Make the inputs of these extracts: their lines in this order, all their rows, the clocks."""
    create_inputs(con)
    for place, extract in enumerate(extracts):
        add_extract(con, extract, place)
    for dataset in DATASETS.values():
        show_rows(con, store, dataset, [e for e in extracts if e.dataset == dataset.name])
    add_clocks(con, procedure)


def show_rows(
    con: duckdb.DuckDBPyConnection,
    store: Store,
    dataset: Dataset,
    extracts: Iterable[Extract],
    only: str = "",
) -> None:
    """Let a dataset's input be the rows of these extracts, or those that `only` leaves.

    Args:
        con: the mart that is being made.
        store: where the Parquet files are.
        dataset: whose input it is.
        extracts: extracts of the dataset.
        only: SQL after the input's name `as input`: a join or a condition.
    """
    files = store.parquet_files(dataset.name, [extract.extract_id for extract in extracts])
    source = _reading(files) if files else "(select 1)"
    described = con.execute(f"describe select * from {source}").fetchall()
    stored = {row[0] for row in described} if files else set()
    # rows that an older version of the program stored lack the columns that came since
    columns = ", ".join(
        f'input."{name}"' if name in stored else f'cast(null as {_kind(kind)}) as "{name}"'
        for name, kind in dataset.stored_columns()
    )
    con.execute(
        f"create or replace view in_store.store.{dataset.name} as"
        f" select {columns} from {source} as input {only if files else 'where false'}"
    )


def _reading(files: Iterable[str]) -> str:
    listed = ", ".join(literal(file) for file in files)
    return (
        f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true,"
        " hive_types = {'extract_id': varchar})"
    )


def _kind(kind: str) -> str:
    return "TIMESTAMPTZ" if kind == "TIMESTAMP" else kind
