"""What the store's tests put into a store; run as a program, it is another process that writes.

`python -m tests.store.given STORE COUNT NAME` imports and publishes COUNT extracts of its own.
"""

import datetime as dt
import hashlib
import sys

import pyarrow as pa

from dashboard.contracts.registry import DATASETS
from dashboard.store.records import Extract, rows_schema
from dashboard.store.store import Store, open_store

UPLOADED = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)


def id_of(name):
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def extract(name="march", dataset="units", rows_n=1, **given):
    """An extract's line; what a test does not name is usual."""
    usual = {
        "extract_id": id_of(name), "dataset": dataset, "source_system": "source",
        "as_of": dt.date(2026, 3, 31), "mode": "append", "period_start": None, "period_end": None,
        "timezone": "UTC", "register_units": False, "mapped_columns": ("unit_id", "unit_name"),
        "file_name": f"{name}.csv", "sha256": "0" * 64, "profile": None, "contract_version": "1",
        "rows_in": rows_n, "accepted": rows_n, "refused": 0, "skipped": 0,
        "findings": {"unseen_unit": 2}, "uploaded_by": "test", "uploaded_at": UPLOADED,
    }  # fmt: skip
    return Extract(**usual | given)


def rows_of(line, **columns):
    """Rows for an extract; columns that are not named are empty."""
    schema = rows_schema(DATASETS[line.dataset].stored_columns())
    fixed = {
        "extract_id": line.extract_id, "source_system": line.source_system,
    } | columns  # fmt: skip
    empty = dict.fromkeys(schema.names)
    rows = [empty | fixed | {"line": number + 2} for number in range(line.accepted)]
    return pa.Table.from_pylist(rows, schema)


def put(store: Store, name="march", **given):
    """Append an extract and publish it behind those that are visible."""
    line = extract(name, **given)
    store.append_extract(line, rows_of(line))
    return publish(store, name)


def publish(store: Store, name):
    return store.publish(
        lambda visible: (*visible, id_of(name)), reason="import", note=f"{name}.csv", by="test"
    )


if __name__ == "__main__":
    uri, count, own = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    for number in range(count):
        put(open_store(uri, create=True), f"{own}-{number}")
