"""Saved profiles: which mapping a source's files had. Append-only, so that every version stays.

A saved profile is a text and names of columns; no value of a file's rows is among it.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from deltalake import Transaction

from dashboard.errors import Refused
from dashboard.store.records import UTC as UTC_TIMES
from dashboard.store.store import TRIES, Store

PROFILES = pa.schema(
    [
        ("number", pa.int64()), ("name", pa.string()), ("document", pa.string()),
        ("headers", pa.list_(pa.string())), ("needed", pa.list_(pa.string())),
        ("saved_by", pa.string()), ("saved_at", UTC_TIMES), ("is_removed", pa.bool_()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class SavedProfile:
    """One version of a saved profile.

    number: its place in the list of all versions of all profiles, from 1; document: the TOML;
    headers: matched names of the file's columns when it was saved; needed: those it reads.
    """

    number: int
    name: str
    document: str
    headers: frozenset[str]
    needed: frozenset[str]
    saved_by: str
    saved_at: datetime
    is_removed: bool = False


class Profiles:
    """The saved profiles of one store; every call reads the newest version of the list."""

    def __init__(self, store: Store) -> None:
        self._tables, self._turns = store.tables, store.turns

    def history(self) -> tuple[SavedProfile, ...]:
        """All versions of all profiles, in the order in which they were saved."""
        return self._saved(self._tables.lines(self._tables.open("profiles")))

    def current(self) -> tuple[SavedProfile, ...]:
        """The newest version of each profile that was not removed, the newest first."""
        newest = {saved.name: saved for saved in self.history()}
        kept = [saved for saved in newest.values() if not saved.is_removed]
        return tuple(sorted(kept, key=lambda saved: -saved.number))

    def save(
        self, name: str, document: str, *, headers: frozenset[str], needed: frozenset[str], by: str
    ) -> SavedProfile:
        """Save a version of a profile; the same content again changes nothing.

        Raises:
            Refused: the name is empty, or the store can't be written.
        """
        if not name.strip():
            raise Refused("Give the profile a name.")
        for saved in self.current():
            same = (saved.name, saved.document, saved.headers, saved.needed)
            if same == (name.strip(), document, headers, needed):
                return saved
        return self._append(
            lambda number: SavedProfile(
                number, name.strip(), document, headers, needed, by, datetime.now(UTC)
            )
        )

    def remove(self, name: str, *, by: str) -> None:
        """Offer a profile no longer; its versions stay in the history.

        Raises:
            Refused: there is none of that name.
        """
        last = next((saved for saved in self.current() if saved.name == name), None)
        if last is None:
            raise Refused(f"There is no saved profile '{name}'.")
        self._append(
            lambda number: SavedProfile(
                number, name, last.document, last.headers, last.needed, by, datetime.now(UTC), True
            )
        )

    def _append(self, made: Callable[[int], SavedProfile]) -> SavedProfile:
        """Append a version under the next number, which nobody else can have taken."""
        with self._turns.shared():
            self._tables.create("profiles", PROFILES, is_list=True)
            for _ in range(TRIES):
                table = self._tables.opened("profiles")
                saved = made(len(self._tables.lines(table)) + 1)
                claim = Transaction("profiles", saved.number)
                if self._tables.append_line(table, _row(saved), claim):
                    self._tables.tidy("profiles")
                    return saved
        raise Refused("Others keep writing to this store; nothing was saved. Try again.")

    def _saved(self, lines: list[dict[str, Any]]) -> tuple[SavedProfile, ...]:
        versions = [
            SavedProfile(**line | {name: frozenset(line[name]) for name in ("headers", "needed")})
            for line in lines
        ]
        return tuple(sorted(versions, key=lambda saved: saved.number))


def _row(saved: SavedProfile) -> pa.Table:
    lists = {name: sorted(getattr(saved, name)) for name in ("headers", "needed")}
    return pa.Table.from_pylist([asdict(saved) | lists], PROFILES)
