"""The physical limit of a question: bytes of the cells it needs, at the speed of this memory.

A text counts as one byte, since a code would do; a flag, too.
"""

from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Query
from dashboard.mart.open import Mart
from tests.benchmarks import ours, questions

BY_KIND = "visible.{}($groups)"
BY_UNIT = "(select * from visible.{} where list_contains($units, unit_id))"
CELLS = {
    questions.RESOLUTION.query: (("resolution_cells", "received_month"),),
    questions.OPEN.query: (
        ("received_cells", "received_month"),
        ("open_cells", "received_month"),
    ),
    questions.ACKNOWLEDGED.query: (("acknowledgement_cells", "received_month"),),
    questions.RECOVERED.query: (("handling_cells", "received_month"),),
    questions.ARMS_ASKED.query: (("survey_cells", "event_month"),),
    questions.CAPTURE: (
        ("event_handling_cells", "event_month"),
        ("survey_cells", "event_month"),
        ("activity", "month"),
    ),
    questions.RATES: (("received_cells", "received_month"), ("activity", "month")),
}
"""What each question reads, and the month by which it chooses."""

OF_KINDS = {
    "resolution_cells", "received_cells", "open_cells", "acknowledgement_cells", "handling_cells",
}  # fmt: skip
"""Cells of complaints by kind; the others are by unit."""


def bytes_needed(mart: Mart, query: str, params: dict[str, Any]) -> int:
    """Bytes of all cells that the filters leave to a question."""
    if query == questions.OPEN.query:
        params = params | {"groups": params["groups_of_every_type"]}
    return sum(_bytes(mart, params, *cells) for cells in CELLS[query])


def _bytes(mart: Mart, params: dict[str, Any], cells: str, month: str) -> int:
    names = {"from_month", "to_month", "groups" if cells in OF_KINDS else "units"}
    source = (BY_KIND if cells in OF_KINDS else BY_UNIT).format(cells)
    sql = f"select * from {source} where {month} between $from_month and $to_month"
    found = mart.run(
        Query("limit", sql, "?", "", "", dict.fromkeys(names, ""), {}),
        ours.VIEWER,
        {name: params[name] for name in names},
    )
    return found.num_rows * sum(_width(field.type) for field in found.schema)


def _width(kind: pa.DataType) -> int:
    if pa.types.is_list(kind):
        return 0  # names of a row's values, for filters that these questions don't have
    is_code = pa.types.is_string(kind) or pa.types.is_boolean(kind)
    return 1 if is_code else kind.bit_width // 8
