"""A Parquet file as text columns, so that it goes the same way as a CSV file."""

from pathlib import Path

import duckdb

from dashboard.errors import Refused
from dashboard.extracts.sql_text import literal, name

DAYS = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS",
        "TIMESTAMP_NS")  # fmt: skip


def load(
    con: duckdb.DuckDBPyConnection, path: Path, name_shown: str
) -> tuple[list[str], int, frozenset[int]]:
    """Make the table `source`: times as ISO, lists joined by `;`; line 1 is the first record.

    Returns:
        The file's own column names, how many rows it has, and the places of the columns that are
        dates or times by type, which no format describes.

    Raises:
        Refused: it can't be read, or it has no rows.
    """
    file = f"read_parquet({literal(str(path))}, hive_partitioning = false)"
    try:
        described = con.execute(f"describe from {file}").fetchall()
        texts = "".join(
            f", {_as_text(name(column), kind)} as c{number}"
            for number, (column, kind, *_) in enumerate(described)
        )
        con.execute(
            f"create table source as select row_number() over () as line{texts} from {file}"
        )
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(path), name_shown)[:200]
        raise Refused(f"{name_shown} can't be read as Parquet: {reason}") from None
    rows_in = con.execute("select count(*) from source").fetchall()[0][0]
    if not rows_in:
        raise Refused(f"{name_shown} has no data rows; check the export's filter.")
    days = frozenset(n for n, (_, kind, *_) in enumerate(described) if kind in DAYS)
    return [column for column, *_ in described], rows_in, days


def _as_text(column: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"array_to_string(cast({column} as varchar[]), ';')"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    if kind in ("DOUBLE", "FLOAT"):  # an id that was read as a number keeps no ".0"
        return (  # and a missing one, which pandas writes as NaN, is missing
            f"case when isnan({column}) then null"
            f" when {column} = trunc({column}) and abs({column}) < 1e15"
            f" then cast(try_cast({column} as bigint) as varchar)"
            f" else cast({column} as varchar) end"
        )
    return f"cast({column} as varchar)"
