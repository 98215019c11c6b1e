"""Rebases: from which month on a control chart has new limits, and why. Never automatic.

Append-only: a line stands for a rebase that was added, or for one that was taken back.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from deltalake import Transaction

from dashboard.errors import Refused
from dashboard.store.records import UTC as UTC_TIMES
from dashboard.store.store import TRIES, Store

TABLE = "rebases"
MAX_REASON = 200  # letters: it is written under a chart
REBASES = pa.schema(
    [
        ("number", pa.int64()), ("measure", pa.string()), ("unit_id", pa.string()),
        ("month", pa.date32()), ("reason", pa.string()), ("changed_by", pa.string()),
        ("changed_at", UTC_TIMES), ("is_removed", pa.bool_()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Rebase:
    """The chart of one measure and unit (None: of every unit) has new limits from this month on.

    number: its place in the list of all changes, from 1; month: the month's first day.
    """

    number: int
    measure: str
    unit_id: str | None
    month: date
    reason: str
    changed_by: str
    changed_at: datetime
    is_removed: bool = False

    @property
    def place(self) -> tuple[str, str | None, date]:
        """Where it stands: there is one at most."""
        return (self.measure, self.unit_id, self.month)

    def as_json(self) -> dict[str, Any]:
        """The change as `rebase --json` and `history --json` print it."""
        return asdict(self) | {
            "month": f"{self.month:%Y-%m}",
            "changed_at": self.changed_at.isoformat(),
        }


class Rebases:
    """The rebases of one store; every call reads the newest version of the list."""

    def __init__(self, store: Store) -> None:
        self._tables, self._turns = store.tables, store.turns

    def history(self) -> tuple[Rebase, ...]:
        """All changes, in the order in which they were made."""
        lines = self._tables.lines(self._tables.open(TABLE))
        return tuple(sorted((Rebase(**line) for line in lines), key=lambda each: each.number))

    def in_force(self) -> tuple[Rebase, ...]:
        """Those that were added and not taken back, by measure, unit and month."""
        newest = {rebase.place: rebase for rebase in self.history()}
        kept = (rebase for rebase in newest.values() if not rebase.is_removed)
        return tuple(sorted(kept, key=lambda r: (r.measure, r.unit_id or "", r.month)))

    def add(
        self, measure: str, unit_id: str | None, month: date, *, reason: str, by: str
    ) -> Rebase:
        """Begin new limits with a month.

        Raises:
            Refused: there is no reason or a too long one, the month has one already, or the store
                can't be written.
        """
        said = " ".join(reason.split())
        if not said:
            raise Refused("A rebase needs a reason: what changed in how the work is done?")
        if len(said) > MAX_REASON:
            raise Refused(f"The reason has {len(said)} letters; {MAX_REASON} fit under a chart.")
        place = (measure, unit_id, month.replace(day=1))

        def made(number: int, is_there: bool) -> Rebase:
            if is_there:
                raise Refused(f"{_named(place)} is there already; remove it first.")
            return Rebase(number, *place, said, by, datetime.now(UTC))

        return self._append(place, made)

    def remove(
        self, measure: str, unit_id: str | None, month: date, *, reason: str, by: str
    ) -> Rebase:
        """Take a rebase back; it stays in the history.

        Raises:
            Refused: there is none in that month, or the store can't be written.
        """
        place = (measure, unit_id, month.replace(day=1))

        def made(number: int, is_there: bool) -> Rebase:
            if not is_there:
                raise Refused(f"{_named(place)} is not there; `history` lists those in force.")
            return Rebase(number, *place, " ".join(reason.split()), by, datetime.now(UTC), True)

        return self._append(place, made)

    def _append(
        self, place: tuple[str, str | None, date], made: Callable[[int, bool], Rebase]
    ) -> Rebase:
        """Append a change under the next number, which nobody else can have taken."""
        with self._turns.shared():
            self._tables.create(TABLE, REBASES, is_list=True)
            for _ in range(TRIES):
                table = self._tables.opened(TABLE)
                number = len(self._tables.lines(table)) + 1
                there = {rebase.place for rebase in self.in_force()}
                rebase = made(number, place in there)
                line = pa.Table.from_pylist([asdict(rebase)], REBASES)
                if self._tables.append_line(table, line, Transaction(TABLE, number)):
                    self._tables.tidy(TABLE)
                    return rebase
        raise Refused("Others keep writing to this store; nothing was changed. Try again.")


def _named(place: tuple[str, str | None, date]) -> str:
    measure, unit_id, month = place
    where = "every unit" if unit_id is None else unit_id
    return f"A rebase of {measure} for {where} from {month:%Y-%m}"
