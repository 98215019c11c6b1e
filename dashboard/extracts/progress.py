"""How far an import is: the steps in their order, told to whoever shows them. Pure."""

from collections.abc import Callable, Iterator
from enum import StrEnum

import pyarrow as pa


class Step(StrEnum):
    """The steps of an import, in their order; each is a text for the screen."""

    READING = "Reading the file"
    MAPPING = "Mapping its columns"
    CHECKING = "Checking its rows"
    COMPARING = "Comparing with earlier extracts"
    STORING = "Storing the rows"
    PUBLISHING = "Publishing"
    BUILDING = "Building the figures"


# Called with a step when it begins, and on the way with the share of it that is done (0 to 1),
# None where that is not known. It must not raise: cancelling is the caller's own business.
Progress = Callable[[Step, float | None], None]


def silent(step: Step, share: float | None = None) -> None:
    """Tell nobody."""


def told(reader: pa.RecordBatchReader, rows_n: int, progress: Progress) -> pa.RecordBatchReader:
    """The same stream, which tells how many of its rows have gone to the store."""

    def batches() -> Iterator[pa.RecordBatch]:
        done_n = 0
        for batch in reader:
            yield batch
            done_n += batch.num_rows
            progress(Step.STORING, done_n / rows_n if rows_n else None)

    return pa.RecordBatchReader.from_batches(reader.schema, batches())
