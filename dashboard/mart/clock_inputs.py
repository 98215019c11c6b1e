"""What a mart is made from besides rows: working days, clocks and due days of the settings."""

import datetime as dt

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.clocks.due_table import Tables, tables_of
from dashboard.clocks.procedure import Procedure

EMPTY_FROM = dt.date(2000, 1, 1)  # without complaints the tables hold this one day


def add_clocks(con: duckdb.DuckDBPyConnection, procedure: Procedure) -> None:
    """Add tables days, clocks and due_days to schema `store`, for the complaints that are there."""
    first, last = _reach(con)
    tables = tables_of(procedure, first, last)
    for name, columns in (
        ("days", tables.days),
        ("clocks", tables.clocks),
        ("due_days", _without_zeros(tables)),
    ):
        con.register("given", pa.table(columns))
        con.execute(f"create or replace table in_store.store.{name} as from given")
        con.unregister("given")


def _reach(con: duckdb.DuckDBPyConnection) -> tuple[dt.date, dt.date]:
    """First day of receipt, and the last day of which anything is known."""
    found = con.execute(
        "select min(received_on), greatest(max(received_on), (select max(as_of)"
        " from in_store.store.extracts)) from in_store.store.complaints"
    ).fetchall()
    first, last = found[0]
    return (EMPTY_FROM, EMPTY_FROM) if first is None or last is None else (first, last)


def _without_zeros(tables: Tables) -> dict[str, pa.Array]:
    """Years as numbers or nothing, in the types of the mart."""
    columns = dict(tables.due)
    for name in ("acknowledge_year_missing", "answer_year_missing"):
        columns[name] = pa.array(columns[name].astype(np.int32), mask=columns[name] == 0)
    return columns
