"""Which units of an extract nobody has named yet. It registers nothing itself."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.contracts.rules.whole_extract import UNSEEN_UNIT
from dashboard.extracts.checking import Check
from dashboard.extracts.comparing import Before
from dashboard.extracts.manifest import Manifest
from dashboard.extracts.mapping import Mapped

UNASSIGNED = "UNASSIGNED"
END = "coalesce(valid_to, date '9999-12-31')"
EVENT_DAYS = {  # by dataset the days on one of which the unit must be valid, as in queries/mart/
    "complaints": ("coalesce(t.incident_date, t.received_on)",) * 2,
    "surveys": ("t.event_date",) * 2,
    "activity": ("t.month", "last_day(t.month)"),
}


@dataclass(frozen=True)
class UnknownUnit:
    """A name that no published unit or alias bears on the days of these rows."""

    name: str
    rows_n: int
    first_on: date | None
    last_on: date | None


def unknown_units(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> tuple[UnknownUnit, ...]:
    """All names that `find_unseen` did not find, the commonest first, registered or not."""
    if mapped.dataset.name not in EVENT_DAYS:
        return ()
    first_day, last_day = EVENT_DAYS[mapped.dataset.name]
    rows = con.execute(
        f"select u.unit_id, count(*) as rows_n, min({first_day}), max({last_day}) from unknown as u"
        " inner join typed as t using (line) group by u.unit_id order by rows_n desc, u.unit_id"
    ).fetchall()
    return tuple(UnknownUnit(*row) for row in rows)


def find_unseen(
    con: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    manifest: Manifest,
    before: Before,
    checks: list[Check],
    *,
    register: bool,
) -> tuple[str, ...]:
    """Find units that the published units and aliases don't know on the day of the event.

    With `register`, names that nobody has given yet are returned, to become units of the mart;
    every other row of an unknown unit gets the warning `unseen_unit`, and the mart counts it as
    not assigned. The datasets that define units are not asked.
    """
    if manifest.dataset.name not in EVENT_DAYS:
        return ()
    first_day, last_day = EVENT_DAYS[manifest.dataset.name]
    _load_known(con, manifest, before)
    con.execute(
        f"create or replace temp table unknown as select line, unit_id from typed as t"
        " anti join refused using (line)"
        f" where unit_id is not null and unit_id <> '{UNASSIGNED}'"
        " and not exists (select 1 from known_units as k where k.name = t.unit_id"
        f" and k.valid_from <= {last_day} and k.valid_to >= {first_day})"
    )
    con.execute("create or replace temp table unseen as from unknown")
    new: tuple[str, ...] = ()
    if register:
        is_new = "unit_id not in (select name from known_units)"
        rows = con.execute(f"select distinct unit_id from unseen where {is_new} order by 1")
        new = tuple(row[0] for row in rows.fetchall())
        con.execute(f"delete from unseen where {is_new}")
    checks.append(Check(UNSEEN_UNIT, "unit_id"))
    con.execute(f"insert into found select line, {len(checks) - 1} from unseen")
    return new


def _load_known(con: duckdb.DuckDBPyConnection, manifest: Manifest, before: Before) -> None:
    """Make `known_units`: names of units and of their aliases, with the days they hold.

    An alias of a unit that no units file names is taken at its word: other data may register it.
    """
    con.execute(
        "create or replace temp table known_units (name varchar, valid_from date, valid_to date)"
    )
    units, aliases = before.all_files("units"), before.all_files("unit_aliases")
    if units:
        con.execute(
            f"insert into known_units select unit_id, valid_from, {END} from read_parquet($units)",
            {"units": units},
        )
    if aliases:
        con.execute(
            "insert into known_units select a.source_unit,"
            " greatest(coalesce(a.valid_from, date '0001-01-01'), k.valid_from),"
            " least(coalesce(a.valid_to, date '9999-12-31'), k.valid_to)"
            " from read_parquet($aliases) as a left join known_units as k on k.name = a.unit_id"
            " where a.source_system = $source",
            {"aliases": aliases, "source": manifest.source_system},
        )
