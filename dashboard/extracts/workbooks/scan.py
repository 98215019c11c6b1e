"""What the reader of cells does not tell of a sheet: where its cells hold errors, how far it goes.

The reader gives a cell with #DIV/0! as an empty one, and it makes room for all cells between a
sheet's first and its last, so that one stray cell far out would take all memory. Both are looked
up in the file's own parts beforehand.
"""

from dataclasses import dataclass, field

from dashboard.errors import Refused
from dashboard.extracts.limits import Limits

Place = tuple[int, int]  # row and column of a cell, from 0


@dataclass(frozen=True)
class SheetScan:
    """How many rows and columns a sheet has to its last filled cell; the texts of its errors.

    spans: cells that cover others, with the last row and column; None where the reader tells.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    spans: dict[Place, Place] | None = None


def refuse_far_cells(sheet: str, scan: SheetScan, limits: Limits) -> None:
    """Refuse a sheet that reaches too far to be read.

    Raises:
        Refused: it has more cells than the limit, filled or not.
    """
    if scan.rows * scan.columns > limits.sheet_cells:
        raise Refused(
            f"The sheet '{sheet}' reaches to row {scan.rows:,} and column {scan.columns:,}: these "
            f"are more than {limits.sheet_cells:,} cells (setting max_sheet_cells). Delete what "
            "stands far from the table, or save the sheet as CSV."
        )
