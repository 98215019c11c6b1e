"""The first rows of an uploaded file as the contract will have them. It stores nothing."""

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.contracts.registry import DATASETS
from dashboard.errors import DashboardError
from dashboard.extracts import checking
from dashboard.extracts.checking import Circumstances
from dashboard.extracts.mapping import map_rows
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import name as quoted
from dashboard.uploads.choices import Choices
from dashboard.uploads.looking import Looked

NO_KEY = "preview"  # a link key is never shown, so any key does


def as_read(looked: Looked, rows_n: int) -> pa.Table:
    """The first rows under the file's own names, with their lines."""
    head = looked.head.slice(0, rows_n)
    return head.rename_columns(["row", *looked.headers])


def as_mapped(looked: Looked, choices: Choices, zone: str, rows_n: int) -> pa.Table | str:
    """The first rows as the mapping takes them, or in words why that can't be shown yet.

    zone: the organization's time zone, in force where the profile names none.
    """
    try:
        return _mapped(looked, choices, zone, rows_n)
    except DashboardError as error:
        return str(error)
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def _mapped(looked: Looked, choices: Choices, zone: str, rows_n: int) -> pa.Table:
    profile = choices.profile
    dataset = DATASETS[profile.dataset or ""]
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.register("head", looked.head.slice(0, rows_n))
        con.execute("create table source as select * from head")
        source = Source(
            con, list(looked.headers), looked.detected, looked.sha256, rows_n,
            repeated=looked.repeated, typed_days=looked.typed_days,
        )  # fmt: skip
        mapped = map_rows(source, profile, dataset, NO_KEY)
        at = Circumstances(
            profile.source_system or "",
            choices.as_of or dt.date.max,
            profile.timezone or zone,
            profile.file,
        )
        checking.type_rows(con, mapped, at)
        names = [name for name in mapped.columns if name != "patient_link_key"]
        columns = ", ".join(quoted(name) for name in names)
        return con.execute(
            f"select line as row, {columns} from typed order by line"
        ).to_arrow_table()


def entry_in_words(entry: Any) -> str:
    """Say where a contract column's values come from, for one line of a table."""
    if isinstance(entry, str):
        return entry
    if "constant" in entry:
        return f"always {entry['constant']}"
    if entry.get("row_number"):
        return "numbered by row"
    if "hash" in entry:
        return f"made from {', '.join(entry['hash'])}"
    if "hmac" in entry:
        return f"link key from {entry['hmac']}"
    return " + ".join(entry.get("columns", [entry.get("column", "")]))
