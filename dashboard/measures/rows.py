"""What a measure answers: a row a group, with n, interval, exclusions and a note. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

TOO_FEW = "too few"
NO_DATA = "no data"


@dataclass(frozen=True)
class MeasureRow:
    """One number with its doubt. Every number is None where the row is suppressed.

    value is a share of 0–1, days, a count, a ratio or points, as the measure's `unit` says; note
    says in words why it is None, or what must be known about it.
    """

    group: str | None
    n: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: int | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    suppressed: bool = False
    note: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_too_few(self) -> bool:
        """Whether the n is under the floor: the value is shown to internal viewers alone."""
        return self.suppressed or TOO_FEW in (self.note or "").split("; ")


@dataclass(frozen=True)
class MeasureTable:
    """A measure's answer for a selection: one row without grouping, else a row a group."""

    measure: str
    by: str | None
    rows: tuple[MeasureRow, ...]
    said_of_all: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # not of one row

    @property
    def row(self) -> MeasureRow:
        """The first row: the answer where there is one."""
        return self.rows[0] if self.rows else MeasureRow(None, n=0, note="no data")

    def to_arrow(self) -> pa.Table:
        """Give the rows as a table; what is measure-specific (`more`) as columns behind."""
        columns = ("group", "n", "value", "lower", "upper", "numerator", "suppressed", "note")
        types = (pa.string(), pa.int64(), *[pa.float64()] * 3, pa.int64(), pa.bool_(), pa.string())
        table = pa.table(
            {
                name: pa.array([getattr(row, name) for row in self.rows], type)
                for name, type in zip(columns, types, strict=True)
            }
        )
        for name in dict.fromkeys(key for row in self.rows for key in row.more):
            table = table.append_column(name, pa.array([row.more.get(name) for row in self.rows]))
        return table


def noted(*notes: str | None) -> str | None:
    """Join what is to be said; None where there is nothing."""
    return "; ".join(note for note in notes if note) or None


def too_few(n: float | None, floor_n: int) -> str | None:
    """Say "too few" under the floor."""
    return TOO_FEW if n is not None and n < floor_n else None


def hidden(group: str | None, floor_n: int, **more: Any) -> MeasureRow:
    """Give the row of a group that is too small for its audience: no number at all."""
    return MeasureRow(group, suppressed=True, note=f"suppressed: fewer than {floor_n}", more=more)


def counted(**reasons: int | None) -> dict[str, int]:
    """Exclusions by reason, in words, without the empty ones."""
    return {reason.replace("_", " "): int(n) for reason, n in reasons.items() if n}


def for_board(row: MeasureRow, floor_n: int) -> MeasureRow:
    """Leave out exclusions under the floor, and say so: a few left out are as small as a few in."""
    shown = {reason: n for reason, n in row.excluded.items() if n >= floor_n}
    if len(shown) == len(row.excluded):
        return row
    note = noted(row.note, f"exclusions under {floor_n} are not shown")
    return replace(row, excluded=shown, note=note)
