"""Two marts side by side: what queries/comparing/ says of rows that a viewer got from each.

Neither mart can open the other's file, and neither may: both give Arrow tables of rows that the
viewer may see, and a database without a file or a setting of its own joins them.
"""

from typing import Any

import duckdb
import pyarrow as pa

from dashboard.mart.catalog import QUERIES
from dashboard.mart.open import LOCKDOWN

FOLDER = "comparing"


def compare(name: str, tables: dict[str, pa.Table], **params: Any) -> pa.Table:
    """Answer queries/comparing/NAME.sql over tables that are called there as they are here."""
    sql = (QUERIES / FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    with duckdb.connect() as con:
        for statement in LOCKDOWN:
            con.execute(statement)
        for table_name, table in tables.items():
            con.register(table_name, table)
        given = {key: list(v) if isinstance(v, tuple) else v for key, v in params.items()}
        return con.execute(sql, given or None).to_arrow_table()
