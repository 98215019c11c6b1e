"""Every column of the committed sample is the contract's, of its type and within what it allows."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dashboard.contracts.column import Column, Type
from dashboard.contracts.registry import DATASETS
from dashboard.sample.manifest import EXTRACTS
from dashboard.settings import ROOT

# How a Parquet file may write each contract type; lists are texts with ";" between.
WRITTEN_AS = {
    Type.TEXT: pa.types.is_string,
    Type.TEXTS: pa.types.is_string,
    Type.TIME: pa.types.is_timestamp,
    Type.DATE: pa.types.is_date,
    Type.BOOLEAN: pa.types.is_boolean,
    Type.SMALL: pa.types.is_int8,
    Type.WHOLE: pa.types.is_int32,
    Type.COUNT: pa.types.is_int64,
    Type.NUMBER: lambda kind: pa.types.is_floating(kind) or pa.types.is_int64(kind),
}
COLUMNS = [
    (extract.dataset, name)
    for extract in EXTRACTS
    for name in pq.read_schema(ROOT / "sample_data" / extract.file).names
]


def written(dataset: str, name: str) -> tuple[pa.ChunkedArray, Column]:
    column = DATASETS[dataset].column(name)
    table = pq.read_table(ROOT / "sample_data" / f"{dataset}.parquet", columns=[name])
    return table.column(name), column


@pytest.mark.parametrize(("dataset", "name"), COLUMNS)
def test_a_column_follows_the_contract(dataset, name):
    entries, column = written(dataset, name)
    assert WRITTEN_AS[column.type](entries.type)
    assert entries.null_count < len(entries)
    assert not (column.required and entries.null_count)
    if column.type is Type.TEXTS:
        entries = pc.list_flatten(pc.split_pattern(entries, ";"))
    if column.allowed:
        assert set(pc.unique(entries).to_pylist()) - {None} <= set(column.allowed)
    if column.minimum is not None:
        assert pc.min(entries).as_py() >= column.minimum
    if column.maximum is not None:
        assert pc.max(entries).as_py() <= column.maximum
    if column.pattern is not None:
        matches = pc.match_substring_regex(entries, f"^({column.pattern})$")
        assert pc.all(matches).as_py()


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.dataset)
def test_a_file_has_every_required_column_and_a_unique_key(extract):
    dataset = DATASETS[extract.dataset]
    table = pq.read_table(ROOT / "sample_data" / extract.file)
    assert set(dataset.required) <= set(table.column_names)
    keys = table.group_by(list(dataset.key)).aggregate([])
    assert keys.num_rows == table.num_rows
