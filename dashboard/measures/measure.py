"""What the registry holds of a measure: its definition and the function that answers it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.mart.catalog import Ask
from dashboard.measures.rows import MeasureTable
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.signals import Direction

Data = Literal["share", "rate", "value"]
"""What kind of data a measure's months are, for a chart of them."""

PER = 1000
"""complaints_per_1000 counts per so many patients."""

Answer = Callable[[Ask, Selection, Standards], MeasureTable]


@dataclass(frozen=True)
class Measure:
    """A defined number: what it answers, how it is made, what it leaves out and where it is from.

    needs maps a dataset to the columns without which the measure is "not measurable" for a source;
    either_of lists datasets of which one suffices. groups are the allowed values of `--by`.
    """

    name: str
    title: str
    question: str
    formula: str
    applies_to: str
    direction: Direction  # which is better
    unit: str
    excluded: tuple[tuple[str, str], ...]  # (what, why)
    guard: str
    source: str
    floor_n_of: str  # what n counts; under the floor it is "too few"
    version: str
    next_review: dt.date
    needs: Mapping[str, tuple[str, ...]]
    groups: tuple[str, ...]
    columns: tuple[str, ...]  # what `--where` may name
    answer: Answer
    more_in_json: tuple[str, ...] = ()
    either_of: bool = False
    sums_over_units: bool = False
