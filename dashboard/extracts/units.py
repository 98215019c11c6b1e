"""Which units of an extract nobody has named yet. It registers nothing itself."""

import duckdb

from dashboard.contracts.rules.whole_extract import UNSEEN_UNIT
from dashboard.extracts.checking import Check
from dashboard.extracts.comparing import Before
from dashboard.extracts.manifest import Manifest
from dashboard.extracts.mapping import Mapped

UNASSIGNED = "UNASSIGNED"


def find_unseen(
    con: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    manifest: Manifest,
    before: Before,
    checks: list[Check],
    *,
    register: bool,
) -> tuple[str, ...]:
    """Find units that the published units and aliases don't know.

    With `register` they are returned, to become units of the mart; without it each of their rows
    gets the warning `unseen_unit`. The datasets that define units are not asked.
    """
    if manifest.dataset.name in ("units", "unit_aliases"):
        return ()
    _load_known(con, manifest, before)
    con.execute(
        "create or replace temp table unseen as select distinct unit_id from typed"
        " anti join refused using (line)"
        f" where unit_id is not null and unit_id <> '{UNASSIGNED}'"
        " and unit_id not in (select name from known_units)"
    )
    if register:
        rows = con.execute("select unit_id from unseen order by 1").fetchall()
        return tuple(row[0] for row in rows)
    checks.append(Check(UNSEEN_UNIT, "unit_id"))
    con.execute(
        f"insert into found select line, {len(checks) - 1} from typed"
        " anti join refused using (line) where unit_id in (select unit_id from unseen)"
    )
    return ()


def _load_known(con: duckdb.DuckDBPyConnection, manifest: Manifest, before: Before) -> None:
    con.execute("create or replace temp table known_units (name varchar)")
    for dataset, column, condition in (
        ("units", "unit_id", "true"),
        ("unit_aliases", "source_unit", "source_system = $source"),
    ):
        files = before.all_files(dataset)
        if files:
            given = {"files": files} | (
                {"source": manifest.source_system} if "$" in condition else {}
            )
            con.execute(
                f"insert into known_units select {column} from read_parquet($files)"
                f" where {condition}",
                given,
            )
