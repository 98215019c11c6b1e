"""Cells whose formula has failed: each is a finding, whatever the column would make of its text.

A profile's `otherwise`, a hash or a joined name would hide the error, and a text column would
keep `#N/A` as a unit's name; so the file's own cells are looked at.
"""

import duckdb

from dashboard.extracts.mapping import Mapped
from dashboard.extracts.sql_text import literals

SHOWN = (
    "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!",
    "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!",
    "#GETTING_DATA",
)  # fmt: skip


def find(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> dict[str, list[int]]:
    """The lines in which a mapped column is made of a failed formula, by contract column.

    A text that the profile's null_values name is a missing value, and no finding.
    """
    places = sorted({place for found in mapped.places.values() for place in found})
    if not places:
        return {}
    # a text that begins so lies between two others, and that takes a third of the time to see
    begins = " or ".join(
        f"c{n} >= '#' and c{n} < '$' or c{n} >= 'Err:' and c{n} < 'Err;'" for n in places
    )
    con.execute(f"create or replace temp table failing as select line from source where {begins}")
    if con.execute("select 1 from failing limit 1").fetchone() is None:
        return {}
    found = {name: _lines(con, columns) for name, columns in mapped.places.items() if columns}
    return {name: lines for name, lines in found.items() if lines}


def _lines(con: duckdb.DuckDBPyConnection, places: tuple[int, ...]) -> list[int]:
    failed = " or ".join(
        f"c{n} in ({literals(SHOWN)}) or regexp_full_match(c{n}, 'Err:\\d+')" for n in places
    )
    rows = con.execute(
        "select line from cleaned semi join failing using (line)"
        f" semi join mapped using (line) where {failed} order by line"
    ).fetchall()
    return [line for (line,) in rows]
