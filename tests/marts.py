"""Small marts for tests: rows written in the test, through the real SQL of queries/mart/."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.clocks.procedure import Procedure
from dashboard.contracts.registry import DATASETS
from dashboard.mart.clock_inputs import add_clocks
from dashboard.mart.inputs import add_extract, create_empty_input, create_inputs
from dashboard.mart.open import Mart
from dashboard.mart.tables import create_views, fill
from dashboard.settings import load
from dashboard.store.records import Extract

AS_OF = dt.date(2026, 3, 31)
MISSING = {
    "complaints": {"channel": "web", "contact_type": "complaint", "status": "closed"},
    "complaint_issues": {"taxonomy": "HCAT"},
    "surveys": {"instrument": "HCAHPS"},
    "units": {"department": "Medicine", "valid_from": "2020-01-01"},
    "unit_aliases": {},
    "activity": {},
}


def extract(dataset, number, **given):
    """An extract's line; what a test does not name is usual."""
    usual = {
        "extract_id": f"{dataset}-{number}", "dataset": dataset, "source_system": "source",
        "as_of": AS_OF, "mode": "append", "period_start": None, "period_end": None,
        "timezone": "UTC", "register_units": True, "mapped_columns": (), "file_name": "f.csv",
        "sha256": "", "profile": None, "contract_version": "1", "rows_in": 0, "accepted": 0,
        "refused": 0, "skipped": 0, "findings": {}, "uploaded_by": "test",
        "uploaded_at": dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
    }  # fmt: skip
    return Extract(**usual | given)


def parsed(text):
    """Rows of an ASCII table: the first line names contract columns, empty cells are missing."""
    header, *lines = [line.split("|") for line in text.strip().splitlines()]
    names = [name.strip() for name in header]
    return [
        {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()}
        for cells in lines
    ]


def small_mart(*extracts, **settings):
    """A mart of extracts given as (extract, ASCII table); settings of clocks and calendar."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    create_inputs(con)
    for dataset in DATASETS.values():
        create_empty_input(con, dataset)
    for place, (line, text) in enumerate(extracts):
        rows = [MISSING[line.dataset] | row for row in parsed(text)]
        mapped = line.mapped_columns or tuple({name for row in rows for name in row})
        add_extract(con, replace(line, mapped_columns=mapped), place)
        _insert(con, line, rows)
    add_clocks(con, Procedure.of(load(**settings)))
    fill(con)
    con.execute(
        "create table mart.publication as select 1::bigint as publication, timestamp '2026-04-01'"
        " as published_at, 'test' as published_by, 'import' as reason, '' as note,"
        " (select max(as_of) from mart.extracts) as as_of"
    )
    create_views(con)
    return Mart(Path("small"), con)


def _insert(con, line, rows):
    """All rows of an extract at once, as text: DuckDB reads each as its column's type."""
    stored = [_stored(line, number, row) for number, row in enumerate(rows, start=2)]
    names = dict.fromkeys(name for row in stored for name in row)
    if not names:
        return
    texts = {name: pa.array([row.get(name) for row in stored], pa.string()) for name in names}
    con.register("rows_given", pa.table(texts))
    con.execute(f"insert into in_store.store.{line.dataset} by name select * from rows_given")
    con.unregister("rows_given")


def _stored(line, number, row):
    dataset = DATASETS[line.dataset]
    values = {
        "source_system": line.source_system,
        "extract_id": line.extract_id,
        "line": str(number),
    }
    for name, text in row.items():
        values[name] = text
        local = None if name == "source_system" else dataset.column(name).local_date
        if local:
            values[local] = text[:10]
    return {dataset.key[0]: f"{line.extract_id}-{number}"} | values
