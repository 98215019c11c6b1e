"""Which subjects belong to a complaint that no extract of their source holds. Refuses nothing."""

import duckdb

from dashboard.contracts.rules.complaint_issues import COMPLAINT_NOT_KNOWN
from dashboard.extracts.checking import Check
from dashboard.extracts.comparing import Before
from dashboard.extracts.manifest import Manifest
from dashboard.extracts.mapping import Mapped

DATASET = "complaint_issues"


def find_orphans(
    con: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    manifest: Manifest,
    before: Before,
    checks: list[Check],
) -> None:
    """Add the warning `complaint_not_known` to each accepted row whose complaint nobody sent."""
    if mapped.dataset.name != DATASET:
        return
    files = before.files("complaints")
    known = (
        "select complaint_id from read_parquet($files, hive_partitioning = true)"
        " where source_system = $source"
        if files
        else "select null as complaint_id where false"
    )
    checks.append(Check(COMPLAINT_NOT_KNOWN, "complaint_id"))
    con.execute(
        f"insert into found select line, {len(checks) - 1} from typed"
        f" anti join refused using (line) anti join ({known}) using (complaint_id)",
        {"files": files, "source": manifest.source_system} if files else {},
    )
