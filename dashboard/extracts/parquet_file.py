"""A Parquet file as text columns, so that it goes the same way as a CSV file."""

from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import Refused
from dashboard.extracts.limits import Limits
from dashboard.extracts.sql_text import literal, name

DAYS = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS",
        "TIMESTAMP_NS")  # fmt: skip
TEXTS = ("VARCHAR", "BLOB", "VARCHAR[]")


def load(
    con: duckdb.DuckDBPyConnection, path: Path, name_shown: str, limits: Limits
) -> tuple[list[str], int, frozenset[int]]:
    """Make the table `source`: times as ISO, lists joined by `;`; line 1 is the first record.

    Returns:
        The file's own column names, how many rows it has, and the places of the columns that are
        dates or times by type, which no format describes.

    Raises:
        Refused: it can't be read, it has no rows, or it unfolds to more than the limit.
    """
    file = f"read_parquet({literal(str(path))}, hive_partitioning = false)"
    try:
        described = con.execute(f"describe from {file}").fetchall()
        _refuse_unfolding(con, file, described, name_shown, limits)
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


def _refuse_unfolding(
    con: duckdb.DuckDBPyConnection,
    file: str,
    described: list[tuple[Any, ...]],
    name_shown: str,
    limits: Limits,
) -> None:
    """A value is written once and repeated at will: a few kB can stand for terabytes of text.

    A cell counts one byte, as in a CSV file, and a text its length; both are known before the
    table is made.
    """
    rows = con.execute(f"select count(*) from {file}").fetchall()[0][0]
    unfolded = rows * len(described)
    texts = [name(column) for column, kind, *_ in described if kind in TEXTS]
    if texts and unfolded <= limits.unpacked_bytes:
        sums = " + ".join(f"coalesce(sum(strlen(cast({text} as varchar))), 0)" for text in texts)
        unfolded += con.execute(f"select {sums} from {file}").fetchall()[0][0]
    if unfolded > limits.unpacked_bytes:
        raise Refused(
            f"{name_shown} unpacks to more than {limits.unpacked_bytes / 1e6:,.0f} MB "
            "(setting max_unpacked_bytes). Send it in smaller parts."
        )


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
