"""Each table of schema `mart` by its one statement in queries/mart/."""

from pathlib import Path

import duckdb

from dashboard.mart import catalog


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Make every table of schema `mart` from schema `store`, in the order of the files' names."""
    con.execute("create schema if not exists mart")
    for path in catalog.files("mart"):
        create_table(con, path)


def create_table(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the table of one file."""
    con.execute(f"create or replace table mart.{table_of(path)} as\n{select_of(path)}")


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Make schema `visible`: the only one that pages may name."""
    con.execute("create schema if not exists visible")
    for path in catalog.files("visible"):
        con.execute(path.read_text(encoding="utf-8"))


def table_of(path: Path) -> str:
    """The name of the table that a file makes."""
    return path.stem.split("_", 1)[1]


def select_of(path: Path) -> str:
    """The file's statement, reading the inputs where they are attached."""
    sql = path.read_text(encoding="utf-8")
    for word in ("from", "join"):
        sql = sql.replace(f"{word} store.", f"{word} in_store.store.")
    return sql
