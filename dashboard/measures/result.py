"""What a page gets to show: a table for the chart, its words and its verdict. Pure data."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from dashboard.measures.rows import NO_DATA, MeasureRow
from dashboard.measures.verdicts import Verdict


@dataclass(frozen=True)
class Figure:
    """One picture: its table is chart data, table twin and download at once.

    in_words is the alt text: what the picture shows now; n is what it is made of, None where that
    is hidden.
    """

    measure: str
    table: pa.Table
    n: int | None
    in_words: str
    verdict: Verdict
    step: str = field(default="month", kw_only=True)  # how long a period of a time axis is


TEXT, COUNT, NUMBER, DAY, FLAG = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()

Columns = dict[str, pa.DataType]
GUARDS: Columns = {"is_too_few": FLAG, "is_suppressed": FLAG, "note": TEXT}


def table_of(columns: Columns, rows: list[dict[str, Any]]) -> pa.Table:
    """Make a table of exactly these columns; without rows it has them all the same."""
    return pa.table(
        {name: pa.array([row.get(name) for row in rows], type) for name, type in columns.items()}
    )


def nothing_there() -> dict[str, Any]:
    """What a row of a period or group says in which nothing happened."""
    return {"n": 0, "is_too_few": False, "is_suppressed": False, "note": NO_DATA}


def counted_n(rows: list[dict[str, Any]]) -> int | None:
    """How many a figure's rows are made of; None where all that there are is hidden."""
    shown_n = sum(row["n"] or 0 for row in rows)
    is_hidden = not shown_n and any(row["n"] is None for row in rows)
    return None if is_hidden else shown_n


def guards(row: MeasureRow) -> dict[str, Any]:
    """What every row of a figure says about its own reliability."""
    return {"is_too_few": row.is_too_few, "is_suppressed": row.suppressed, "note": row.note}
