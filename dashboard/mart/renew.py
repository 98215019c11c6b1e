"""Renew a copy of an earlier mart: only what the extracts added since touch is made again.

A row is touched where an added extract has its key or replaces its day, or where its unit's name
means something else now; a cell, where its month has a touched row. Those are made by the
statements of queries/mart/, reading touched rows alone; every other table is made whole. What
comes out is what a whole build gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dashboard.contracts.registry import DATASETS
from dashboard.mart import catalog
from dashboard.mart.inputs import show_rows
from dashboard.mart.tables import create_table, select_of, table_of
from dashboard.store.records import Extract
from dashboard.store.store import Store

ISSUES = "complaint_issues"
MAX_TOUCHED_SHARE = 0.5  # with more touched rows than this a table is made whole
KEPT = ("extracts", "aliases", "units", "case_groups")  # as they were, to see what changed


@dataclass(frozen=True)
class Rows:
    """A table with a row a key: made again key by key."""

    key: str
    day: str


@dataclass(frozen=True)
class Cells:
    """A table of counts by month: made again month by month, from the rows of those days.

    with_issues: they are of complaints and what these are about.
    """

    rows: str
    day: str
    month: str
    has_groups: bool = False
    with_issues: bool = False


ROWS = {
    "complaints": Rows("complaint_id", "received_on"),
    "surveys": Rows("response_id", "event_on"),
}
CELLS = {
    "resolution_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "acknowledgement_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "answer_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "start_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "first_contact_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "notice_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "reopening_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "handling_cells": Cells("complaints", "received_on", "received_month", has_groups=True),
    "subject_cells": Cells(
        "complaints", "received_on", "received_month", has_groups=True, with_issues=True
    ),
    "subject_resolution_cells": Cells(
        "complaints", "received_on", "received_month", has_groups=True, with_issues=True
    ),
    "event_handling_cells": Cells("complaints", "event_on", "event_month"),
    "survey_cells": Cells("surveys", "event_on", "event_month"),
}


@dataclass(frozen=True)
class Renewal:
    """One renewal: a copy of the earlier mart, and what the publication holds."""

    con: duckdb.DuckDBPyConnection
    store: Store
    extracts: Sequence[Extract]
    added: frozenset[str]

    def show(self, name: str, extract_ids: frozenset[str], only: str = "") -> None:
        """Let the input of a dataset be rows of these extracts."""
        shown = [e for e in self.extracts if e.dataset == name and e.extract_id in extract_ids]
        show_rows(self.con, self.store, DATASETS[name], shown, only)


def renew(con: duckdb.DuckDBPyConnection, store: Store, extracts: Sequence[Extract]) -> None:
    """Bring schema `mart` from the extracts that it was made of to these.

    Args:
        con: a copy of the earlier mart, with the inputs of all `extracts`.
        store: where the rows are.
        extracts: the publication's; the earlier ones are among them, in the same order.
    """
    for name in KEPT:
        con.execute(f"create temp table base_{name} as from mart.{name}")
    con.execute("create temp table touched_months (cells varchar, month date)")
    known = {line[0] for line in con.execute("select extract_id from base_extracts").fetchall()}
    added = frozenset(extract.extract_id for extract in extracts) - known
    renewal = Renewal(con, store, extracts, added)
    for path in catalog.files("mart"):
        _renew_table(renewal, path)


def _renew_table(renewal: Renewal, path: Path) -> None:
    name = table_of(path)
    if name == "seen_units":
        _add_seen_units(renewal, path)
    elif name in ROWS:
        _renew_rows(renewal, path)
    elif name == "issues":
        _renew_issues(renewal, path)
    elif name in CELLS:
        _renew_cells(renewal.con, path)
    else:
        create_table(renewal.con, path)


def _add_seen_units(renewal: Renewal, path: Path) -> None:
    """Add the names that added extracts use; what an extract holds never changes."""
    for name in ROWS:
        renewal.show(name, renewal.added)
    renewal.con.execute(
        f"insert into mart.seen_units select * from (\n{select_of(path)}\n)"
        " where extract_id not in (select extract_id from base_extracts)"
    )


# --- rows -----------------------------------------------------------------------------------------


def _renew_rows(renewal: Renewal, path: Path) -> None:
    """Make the rows of all touched keys again, or the whole table where they are most of it."""
    con, name = renewal.con, table_of(path)
    is_moved = _find_touched_keys(renewal, name)
    touched_n, rows_n = _count(con, "touched_keys"), _count(con, f"mart.{name}")
    if touched_n > rows_n * MAX_TOUCHED_SHARE:
        renewal.show(name, _since(con, name, 0))
        create_table(con, path)
        con.execute("insert into touched_months select unnest($1), null", [_cells_of(name)])
    elif touched_n > 0:
        # a row before the first added extract can't be the newest of a key that was added to
        sending = _since(con, name, 0 if is_moved else _first_added(con, name))
        is_added_alone = sending <= renewal.added and not is_moved
        renewal.show(name, sending, "" if is_added_alone else TOUCHED.format(ROWS[name].key))
        _replace_rows(con, path)


def _find_touched_keys(renewal: Renewal, name: str) -> bool:
    """Fill `touched_keys`; True where units' names that other rows use mean something else."""
    con, key = renewal.con, ROWS[name].key
    renewal.show(name, renewal.added)
    con.execute(
        f"create or replace temp table touched_keys as"
        f" select source_system, {key} as key from in_store.store.{name}"
    )
    for source, first, last in _replaced(con, name):
        con.execute(
            f"insert into touched_keys select source_system, {key} from mart.{name}"
            f" where source_system = $1 and {ROWS[name].day} between $2 and $3",
            [source, first, last],
        )
    con.execute(MOVED_NAMES)
    if _count(con, "moved_names") == 0:
        return False
    renewal.show(name, _since(con, name, 0))
    con.execute(
        f"insert into touched_keys select source_system, {key} from in_store.store.{name}"
        " where unit_id in (select name from moved_names)"
    )
    return True


def _replace_rows(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Put the touched rows as they are now in the place of what they were."""
    name = table_of(path)
    cells = {each: CELLS[each].day for each in _cells_of(name)}
    days = ", ".join(sorted(set(cells.values())))
    con.execute(f"create or replace temp table made as\n{select_of(path)}")
    con.execute(
        f"create or replace temp table gone as"
        f" select rowid as row_n, {days} from mart.{name} limit 0"
    )
    # a source at a time: one text to hash in place of two
    for (source,) in con.execute("select distinct source_system from touched_keys").fetchall():
        con.execute(
            f"insert into gone select rowid, {days} from mart.{name} where source_system = $1"
            f" and {ROWS[name].key} in (select key from touched_keys where source_system = $1)",
            [source],
        )
    for each, day in cells.items():
        con.execute(
            "insert into touched_months"
            f" select distinct '{each}', cast(date_trunc('month', {day}) as date)"
            f" from (select {day} from gone union all select {day} from made)"
        )
    con.execute(f"delete from mart.{name} where rowid in (select row_n from gone)")
    con.execute(f"insert into mart.{name} from made")


# --- what complaints are about --------------------------------------------------------------------


def _renew_issues(renewal: Renewal, path: Path) -> None:
    """Make the subjects of the complaints again that added extracts name; all after a snapshot."""
    con = renewal.con
    added = [e for e in renewal.extracts if e.dataset == ISSUES and e.extract_id in renewal.added]
    if not added:
        return
    if any(extract.mode == "full_snapshot" for extract in added):
        con.execute("create temp table issues_were as from mart.issues")
        renewal.show(ISSUES, _since(con, ISSUES, 0))
        create_table(con, path)
        con.execute(CHANGED_ISSUES)
    else:
        renewal.show(ISSUES, renewal.added)
        con.execute(
            "create or replace temp table touched_keys as"
            f" select distinct source_system, complaint_id as key from in_store.store.{ISSUES}"
        )
        renewal.show(ISSUES, _since(con, ISSUES, 0), TOUCHED.format("complaint_id"))
        con.execute(f"create or replace temp table made as\n{select_of(path)}")
        con.execute(
            "delete from mart.issues as i using touched_keys as t"
            " where i.source_system = t.source_system and i.complaint_id = t.key"
        )
        con.execute("insert into mart.issues from made")
    for name, cells in CELLS.items():
        if cells.with_issues:
            con.execute(
                f"insert into touched_months select distinct '{name}',"
                f" cast(date_trunc('month', c.{cells.day}) as date) from mart.{cells.rows} as c"
                " semi join touched_keys as t"
                " on c.source_system = t.source_system and c.complaint_id = t.key"
            )


# --- cells ----------------------------------------------------------------------------------------


def _renew_cells(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Count the touched months again; the others stay, under the numbers their groups have now."""
    name = table_of(path)
    cells = CELLS[name]
    months = [row[0] for row in con.execute(
        "select month from touched_months where cells = $1 order by month nulls first", [name]
    ).fetchall()]  # fmt: skip
    if None in months:
        create_table(con, path)
        return
    if not months:
        return  # its groups are the same, since their rows are
    listed = ", ".join(f"date '{month}'" for month in months)
    con.execute(
        f"create or replace temp view touched_rows as select * from mart.{cells.rows}"
        f" where {cells.day} between date '{months[0]}' and last_day(date '{months[-1]}')"
        f" and cast(date_trunc('month', {cells.day}) as date) in ({listed})"
    )
    statement, order = select_of(path).rsplit("\norder by ", 1)
    statement = statement.replace(f"from mart.{cells.rows}", "from touched_rows")
    con.execute(
        f"create or replace table mart.{name} as\nselect * from (\n"
        f"{_kept(name)} where {cells.month} not in ({listed})\nunion all\n"
        f"select * from (\n{statement}\n)\n) order by {re.sub(r'[a-z]+[.]', '', order)}"
    )


def _kept(name: str) -> str:
    if not CELLS[name].has_groups:
        return f"select * from mart.{name}"
    return (
        f"select now.group_no, cells.* exclude (group_no) from mart.{name} as cells"
        " inner join base_case_groups as was on cells.group_no = was.group_no"
        " inner join mart.case_groups as now on was.unit_id = now.unit_id"
        " and was.department = now.department and was.site = now.site"
        " and was.contact_type = now.contact_type"
        " and was.channel is not distinct from now.channel"
        " and was.severity is not distinct from now.severity"
    )


# --- what changed ---------------------------------------------------------------------------------

CHANGED_ISSUES = """
create or replace temp table touched_keys as
select distinct source_system, complaint_id as key from (
    (from issues_were except all from mart.issues)
    union all (from mart.issues except all from issues_were)
)
"""

# A dataset's input is the rows of touched keys.
TOUCHED = (
    "semi join touched_keys as touched"
    " on input.source_system = touched.source_system and input.{0} = touched.key"
)

# Names of units, as sources write them, that mean another unit now, or a unit that is another now.
MOVED_NAMES = """
create or replace temp table moved_names as
with units_were as (
    select unit_id, unit_name, department, site, valid_from, valid_to from base_units
),
units_are as (
    select unit_id, unit_name, department, site, valid_from, valid_to from mart.units
),
aliases_were as (
    select source_system, source_unit, unit_id, valid_from, valid_to from base_aliases
),
aliases_are as (
    select source_system, source_unit, unit_id, valid_from, valid_to from mart.aliases
),
moved_units as (
    (select unit_id from (from units_were except all from units_are))
    union (select unit_id from (from units_are except all from units_were))
)
select unit_id as name from moved_units
union select source_unit from (from aliases_were except all from aliases_are)
union select source_unit from (from aliases_are except all from aliases_were)
union select source_unit from aliases_are where unit_id in (select unit_id from moved_units)
"""


def _replaced(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, date, date]]:
    """What added extracts replace: source, first day, last day."""
    return con.execute(
        "select r.source_system, r.from_on, r.to_on from mart.replacements as r"
        " inner join mart.extracts as e on r.later_n = e.later_n where r.dataset = $1"
        " and e.extract_id not in (select extract_id from base_extracts)",
        [name],
    ).fetchall()


def _first_added(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """The place of the earliest added extract of a dataset."""
    found = con.execute(
        "select min(later_n) from mart.extracts where dataset = $1"
        " and extract_id not in (select extract_id from base_extracts)",
        [name],
    ).fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def _since(con: duckdb.DuckDBPyConnection, name: str, first_n: int) -> frozenset[str]:
    """A dataset's extracts from one place on."""
    lines = con.execute(
        "select extract_id from mart.extracts where dataset = $1 and later_n >= $2", [name, first_n]
    ).fetchall()
    return frozenset(line[0] for line in lines)


def _cells_of(name: str) -> list[str]:
    return [cells for cells, of in CELLS.items() if of.rows == name]


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()
    return int(found[0]) if found else 0
