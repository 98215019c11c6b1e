"""An open mart: read-only, locked down, answering as a viewer may see. It builds nothing."""

import copy
import datetime as dt
import hashlib
import threading
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.access.viewer import Viewer
from dashboard.errors import DashboardError, Refused
from dashboard.mart.catalog import ISSUE, OF_SUBJECT, Ask, Query, load
from dashboard.store.rebases import Rebase

# `sql()` would not warn of a copy, but plans each statement twice: a quarter of a page's time.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

LOCKDOWN = (
    "set enable_external_access = false",
    "set TimeZone = 'UTC'",
    "set lock_configuration = true",
)

SET_REBASES = (
    'set variable rebases = $1::struct(measure varchar, unit_id varchar, "month" date,'
    " reason varchar)[]"
)
REBASED = "+"  # between a mart's file and what tells its rebases apart
DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)


@dataclass(frozen=True)
class Facts:
    """What the mart says of itself."""

    publication: int
    as_of: dt.date | None
    published_at: dt.datetime
    note: str


class Mart:
    """One mart file. A cursor a query: a shared connection returned other threads' rows."""

    def __init__(self, path: Path, con: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.name = path.name
        self.rebases: tuple[Rebase, ...] = ()
        self._con = con
        self._making_cursor = threading.Lock()
        rows = con.execute("select ancestor_id, unit_id from mart.unit_tree").fetchall()
        self._below: dict[str, set[str]] = {}
        for ancestor_id, unit_id in rows:
            self._below.setdefault(ancestor_id, set()).add(unit_id)
        row = con.execute(
            "select publication, as_of, published_at, note from mart.publication"
        ).fetchone()
        if row is None:
            raise Refused(f"The mart {path.name} names no publication.")
        publication, as_of, published_at, note = row
        self.facts = Facts(publication, as_of, published_at.replace(tzinfo=dt.UTC), note)

    def with_rebases(self, rebases: Iterable[Rebase]) -> "Mart":
        """The same mart, whose charts have new limits from these months on.

        Its name tells them apart, so that whatever is remembered by name is asked anew.
        """
        mart = copy.copy(self)
        mart.rebases = tuple(rebases)
        mart.name = f"{self.path.name}{_digest(mart.rebases)}"
        return mart

    def query(self, name: str, viewer: Viewer, /, **params: Any) -> pa.Table:
        """Answer queries/NAME.sql as this viewer may see it.

        Raises:
            DashboardError: there is no such query, or a parameter is missing or not in its header.
            Refused: the file was damaged since it was opened.
        """
        return self.run(load(name), viewer, params)

    def run(self, query: Query, viewer: Viewer, params: dict[str, Any]) -> pa.Table:
        """Answer a query that is at hand; see `query`."""
        _same_names(query, params)
        with self._making_cursor:
            cursor = self._con.cursor()
        cursor.execute("set variable all_units = $1", [viewer.all_units])
        cursor.execute("set variable scope = $1::varchar[]", [self.scope(viewer.units)])
        if (subjects := subjects_named(params)) is not None:
            cursor.execute("set variable subjects_wanted = $1::varchar[]", [subjects])
        if self.rebases:
            cursor.execute(SET_REBASES, [[_fields(rebase) for rebase in self.rebases]])
        given = {key: list(v) if isinstance(v, tuple) else v for key, v in params.items()}
        try:
            return cursor.execute(query.sql, given or None).to_arrow_table()
        except duckdb.Error as error:
            if not _is_damage(error):
                raise
            raise Refused(
                f"The mart {self.path} is damaged ({_reason(error)}). Nothing is lost: delete the "
                "file, and it is built anew from the store."
            ) from None

    def ask(self, viewer: Viewer) -> Ask:
        """Give the function that answers named queries for this viewer."""

        def answer(name: str, /, **params: Any) -> pa.Table:
            return self.query(name, viewer, **params)

        return answer

    def scope(self, units: Iterable[str]) -> list[str]:
        """The units and all units below them."""
        return sorted({below for unit in units for below in self._below.get(unit, {unit})})


def subjects_named(params: dict[str, Any]) -> list[str] | None:
    """What complaints must be about for a question; None where it names no subject at all.

    Only then does visible.complaints_at join what complaints are about.
    """
    wanted = [text for text in params.get("wanted", ()) if text.startswith(f"{ISSUE}=")]
    is_grouped = any(text.endswith(OF_SUBJECT) for text in params.get("parts", ()))
    return wanted if wanted or is_grouped else None


def open_mart(path: Path) -> Mart:
    """Open a mart file read-only.

    Raises:
        Refused: the file is missing, cut or no mart.
    """
    con: duckdb.DuckDBPyConnection | None = None
    try:
        con = duckdb.connect(str(path), read_only=True)
        _refuse_cut(con, path)
        _lock_down(con)
        return Mart(path, con)
    except (duckdb.Error, OSError, Refused) as error:
        if con is not None:
            con.close()  # else this process would go on reading the damaged file under its name
        raise Refused(f"The mart {path.name} can't be opened: {_reason(error)}") from None


def _refuse_cut(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """A file that lost its end can be opened, and fails later at some question.

    Free blocks at the end are cut off by DuckDB itself and still counted in total_blocks, as in a
    mart that was renewed twice: only used ones must be there.
    """
    sizes = con.execute("select block_size, used_blocks from pragma_database_size()").fetchone()
    if sizes is not None and path.stat().st_size < sizes[0] * sizes[1]:
        raise Refused("the end of the file is missing")


def _fields(rebase: Rebase) -> dict[str, Any]:
    names = ("measure", "unit_id", "month", "reason")
    return {name: getattr(rebase, name) for name in names}


def _digest(rebases: tuple[Rebase, ...]) -> str:
    if not rebases:
        return ""
    said = "\x1f".join(str(_fields(rebase)) for rebase in rebases)
    return f"{REBASED}{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def _is_damage(error: duckdb.Error) -> bool:
    """Whether the file is not what it was, rather than the question wrong."""
    return isinstance(error, DAMAGE) or "Corrupt database file" in str(error)


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0][:200]


def _lock_down(con: duckdb.DuckDBPyConnection) -> None:
    """Shut files and settings away; a mart that this process has open already is shut."""
    is_locked = con.execute("select current_setting('lock_configuration')").fetchone()
    if is_locked != (True,):
        for statement in LOCKDOWN:
            con.execute(statement)


def _same_names(query: Query, params: dict[str, Any]) -> None:
    missing = sorted(set(query.params) - set(params))
    unknown = sorted(set(params) - set(query.params))
    if missing or unknown:
        raise DashboardError(
            f"The query {query.name} takes {sorted(query.params)}; "
            f"missing: {missing}, unknown: {unknown}."
        )
