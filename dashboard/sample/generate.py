"""Writes a whole sample: six Parquet files, their manifest and a README of what is planted.

The same size and seed give the same bytes. Rows are made and written in chunks: memory is bounded.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import WrongUsage
from dashboard.sample import complaints, draws, surveys
from dashboard.sample.complaints import Linkable
from dashboard.sample.hospital import FEWEST_UNITS
from dashboard.sample.issues import ToCode, issue_chunk, to_code
from dashboard.sample.manifest import FILE_NAME, PROFILE, PROFILE_NAME, manifest_text
from dashboard.sample.readme import readme_text
from dashboard.sample.register import aliases_table, units_table
from dashboard.sample.volume import Group, SampleSize, activity_table, group_of, row_counts

CHUNK_ROWS = 250_000
FEWEST_MONTHS = 6
VOLUME_NO = 5


def write_sample(folder: Path, size: SampleSize) -> None:
    """Write the sample's files into a folder, which is made where it is missing.

    Raises:
        WrongUsage: the size leaves no room for the planted facts.
    """
    _check(size)
    folder.mkdir(parents=True, exist_ok=True)
    group = group_of(size)
    _write(folder / "units.parquet", iter([units_table(group)]))
    _write(folder / "unit_aliases.parquet", iter([aliases_table(group)]))
    _write(folder / "activity.parquet", iter([activity_table(group)]))
    linkable: list[Linkable] = []
    uncoded: list[ToCode] = []
    _write(folder / "complaints.parquet", _complaint_chunks(group, linkable, uncoded))
    _write(folder / "complaint_issues.parquet", (issue_chunk(group, each) for each in uncoded))
    _write(folder / "surveys.parquet", _survey_chunks(group, linkable))
    texts = {
        FILE_NAME: manifest_text(),
        PROFILE_NAME: PROFILE,
        "README.md": readme_text(group),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _check(size: SampleSize) -> None:
    if size.units < FEWEST_UNITS or size.months < FEWEST_MONTHS:
        raise WrongUsage(
            f"A sample needs at least {FEWEST_UNITS} units and {FEWEST_MONTHS} months, "
            "so that the planted facts have room."
        )
    if size.surveys < 1 or size.complaints < 1 or size.seed < 0:
        raise WrongUsage("A sample needs at least one survey and one complaint, and a seed from 0.")


def _complaint_chunks(
    group: Group, linkable: list[Linkable], uncoded: list[ToCode]
) -> Iterator[pa.Table]:
    """Make the complaints.

    What a survey may be linked to is put into `linkable`, what may get subjects into `uncoded`.
    """
    rng = draws.stream(group.size.seed, VOLUME_NO, complaints.DATASET_NO)
    counts = row_counts(rng, group.complaint_weight, group.size.complaints)
    for first_row, unit, month in _chunks(counts, len(group.units)):
        table, chunk_linkable = complaints.complaint_chunk(group, first_row, unit, month)
        linkable.append(chunk_linkable)
        uncoded.append(to_code(first_row, table))
        yield table


def _survey_chunks(group: Group, linkable: list[Linkable]) -> Iterator[pa.Table]:
    linked = surveys.may_be_linked(group, _joined(linkable)).where(slice(group.size.surveys // 2))
    others_n = group.size.surveys - len(linked.unit)
    rng = draws.stream(group.size.seed, VOLUME_NO, surveys.DATASET_NO)
    counts = row_counts(rng, group.survey_weight, others_n)
    for first_row, unit, month in _chunks(counts, len(group.units)):
        yield surveys.survey_chunk(group, first_row, unit, month)
    if len(linked.unit):
        yield surveys.linked_chunk(group, others_n, linked)


def _chunks(counts: np.ndarray, units_n: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The first row, units and months of each chunk; months ascend over the whole file."""
    last_rows = np.cumsum(counts)
    rows_n = int(last_rows[-1])
    for first_row in range(0, rows_n, CHUNK_ROWS):
        rows = np.arange(first_row, min(first_row + CHUNK_ROWS, rows_n))
        cell = np.searchsorted(last_rows, rows, side="right")
        yield first_row, cell % units_n, cell // units_n


def _joined(parts: list[Linkable]) -> Linkable:
    def join(column: Callable[[Linkable], np.ndarray]) -> np.ndarray:
        return np.concatenate([column(part) for part in parts])

    return Linkable(
        join(lambda part: part.patient),
        join(lambda part: part.unit),
        join(lambda part: part.closed_day),
        join(lambda part: part.is_recovered),
    )


def _write(file: Path, tables: Iterator[pa.Table]) -> None:
    first = next(tables)
    options = {"compression": "zstd", "compression_level": 9, "store_schema": False}
    with pq.ParquetWriter(file, first.schema, **options) as writer:
        writer.write_table(first, row_group_size=CHUNK_ROWS)
        for table in tables:
            writer.write_table(table, row_group_size=CHUNK_ROWS)
