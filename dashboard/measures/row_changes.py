"""Which rows differ between two publications, counted by kind of change. No I/O of its own.

A checksum of each source, unit and month finds where rows can differ at all, and only those rows
are compared: a new month in a store of millions costs what that month costs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.mart.catalog import Ask
from dashboard.mart.compare import compare
from dashboard.measures import phrases
from dashboard.measures.asking import CONTACT_TYPES

SCHEMA = pa.schema(
    {
        "dataset": pa.string(),
        "part": pa.string(),
        "basis": pa.string(),
        "unit_id": pa.string(),
        "month": pa.date32(),
        "kind": pa.string(),
        "is_counted": pa.bool_(),
        "rows_n": pa.int64(),
    }
)
BUCKET = ("source_system", "unit_id", "month")

KINDS: dict[str, tuple[str, str]] = {
    "late_closing": ("late closing", "late closings"),
    "reopened": ("reopened", "reopened"),
    "corrected_date": ("corrected date", "corrected dates"),
    "corrected_ending": ("corrected ending", "corrected endings"),
    "late_receipt": ("complaint that came late", "complaints that came late"),
    "late_response": ("answer that came late", "answers that came late"),
    "acknowledged": ("acknowledgement entered", "acknowledgements entered"),
    "unacknowledged": ("acknowledgement taken back", "acknowledgements taken back"),
    "feedback": ("answer about the handling", "answers about the handling"),
    "feedback_gone": (
        "answer about the handling taken back",
        "answers about the handling taken back",
    ),
    "problem_settled": ("problem settled since", "problems settled since"),
    "corrected_answer": ("corrected answer", "corrected answers"),
    "corrected_weight": ("corrected weight", "corrected weights"),
    "corrected_type": ("corrected contact type", "corrected contact types"),
    "moved": ("moved to another unit", "moved to another unit"),
    "moved_here": ("moved here from another unit", "moved here from another unit"),
    "moved_away": ("moved away to another unit", "moved away to another unit"),
    "taken_out": ("row no longer there", "rows no longer there"),
    "source_gone": ("row of a source that is gone", "rows of a source that is gone"),
    "new_source": ("row of a new source", "rows of a new source"),
    "activity_changed": ("corrected number of patients", "corrected numbers of patients"),
    "activity_removed": ("number of patients taken out", "numbers of patients taken out"),
    "activity_added": ("new number of patients", "new numbers of patients"),
    "subject_added": ("new subject", "new subjects"),
    "subject_changed": ("corrected subject", "corrected subjects"),
    "subject_removed": ("subject taken out", "subjects taken out"),
    "other_columns": ("row whose file now has other columns", "rows whose file has other columns"),
    "otherwise_ended": ("withdrawn, passed on or escalated", "withdrawn, passed on or escalated"),
    "closed_since": ("closed since", "closed since"),
    "new_complaint": ("new complaint", "new complaints"),
    "new_response": ("new answer", "new answers"),
    "followed": ("open one followed to another day", "open ones followed to another day"),
    "corrected_detail": ("corrected detail", "corrected details"),
}
"""Kinds of change in words, one and several, in the order in which they are told."""

ARRIVED = ("late_receipt", "new_complaint", "new_source", "source_gone", "taken_out")
MOVED = ("moved_here", "moved_away")  # between units of one figure they move nothing
ENDED = ("late_closing", "closed_since", "otherwise_ended", "reopened", "corrected_ending")
RECEIVED = (*ARRIVED, *MOVED, "corrected_date", "corrected_type")
ANSWERED = ("late_response", "new_response", "new_source", "source_gone", "taken_out", *MOVED,
            "corrected_date", "corrected_answer", "corrected_weight")  # fmt: skip
ACTIVITY = ("activity_added", "activity_changed", "activity_removed")


@dataclass(frozen=True)
class Moves:
    """Which kinds of change can move a number: of one dataset, by which of its days."""

    dataset: str
    basis: str
    kinds: tuple[str, ...]


_COHORT = Moves("complaints", "received", (*RECEIVED, *ENDED, "followed"))
_ACTIVITY = Moves("activity", "event", ACTIVITY)
MOVES: dict[str, tuple[Moves, ...]] = {
    "resolved_within": (_COHORT,),
    "time_to_resolution": (_COHORT,),
    "acknowledged_on_time": (
        Moves("complaints", "received", (*RECEIVED, "acknowledged", "unacknowledged",
                                         "other_columns")),
    ),
    "recovered_share": (
        Moves("complaints", "received", (*RECEIVED, *ENDED, "feedback", "feedback_gone",
                                         "corrected_answer", "other_columns")),
    ),
    "recommend": (Moves("surveys", "event", ANSWERED),),
    # patients are known by unit: a row that moves meets others, or none
    "complaints_per_1000": (Moves("complaints", "received", (*RECEIVED, "moved")), _ACTIVITY),
    "capture_ratio": (
        Moves("complaints", "event", (*RECEIVED, "moved")),
        Moves("surveys", "event", (*ANSWERED, "moved")),
        _ACTIVITY,
    ),
}  # fmt: skip
FROM_SURVEYS = (Moves("surveys", "event", (*ANSWERED, "problem_settled")),)
"""What moves recovered_share where surveys stand in for the complaints."""


def row_changes(before: Ask, after: Ask) -> pa.Table:
    """Count the rows that differ, by dataset, part, place and kind; see SCHEMA.

    A row with several kinds of change counts in each; added, removed and changed count it once.
    """
    found = [
        _of_rows(before, after, "complaints", "complaint", contact_types=CONTACT_TYPES),
        _of_rows(before, after, "complaint_issues", "issue", contact_types=CONTACT_TYPES),
        _of_rows(before, after, "surveys", "survey"),
        _compared(before, after, "activity", _activity(before), _activity(after)),
    ]
    return pa.concat_tables(found)


def _activity(ask: Ask) -> pa.Table:
    return ask("publications/activity_months")


def _of_rows(
    before: Ask, after: Ask, dataset: str, stem: str, **params: tuple[str, ...]
) -> pa.Table:
    query = f"publications/{stem}_buckets"
    places = _places(before(query)) ^ _places(after(query))
    if not places:
        return SCHEMA.empty_table()
    columns = list(zip(*sorted({place[: len(BUCKET)] for place in places}), strict=True))
    wanted = {
        "sources": tuple(columns[0]),
        "unit_ids": tuple(columns[1]),
        "months": tuple(str(month) for month in columns[2]),
    }
    rows = f"publications/{stem}_rows"
    return _compared(
        before, after, dataset, before(rows, **wanted), after(rows, **wanted), **params
    )


def _places(buckets: pa.Table) -> set[tuple[object, ...]]:
    return set(zip(*(column.to_pylist() for column in buckets.columns), strict=True))


def _compared(
    before: Ask,
    after: Ask,
    dataset: str,
    before_rows: pa.Table,
    after_rows: pa.Table,
    **params: tuple[str, ...],
) -> pa.Table:
    tables = {
        "before_rows": before_rows,
        "after_rows": after_rows,
        "before_sources": _sources(before, dataset),
        "after_sources": _sources(after, dataset),
    }
    found = compare(dataset, tables, **params)
    named = found.add_column(0, "dataset", pa.array([dataset] * found.num_rows, pa.string()))
    return named.select(SCHEMA.names).cast(SCHEMA)


def _sources(ask: Ask, dataset: str) -> pa.Table:
    table = ask("methods/sources")
    return table.filter(pc.equal(table["dataset"], dataset)).select(["source_system", "as_of"])


def in_words(counts: Iterable[tuple[str, int]], floor_n: int = 0, most: int | None = None) -> str:
    """Write kinds with their counts: "14 late closings, 3 corrected dates".

    Under the floor a count is not told: a few changed rows are as small as a few rows. With most,
    only so many of the largest are told, and that open ones were followed on goes without saying.
    """
    numbers = dict(counts)
    told = [kind for kind in KINDS if numbers.get(kind)]
    if most is not None:
        largest = sorted(told, key=lambda kind: (kind == "followed", -numbers[kind]))[:most]
        told = [kind for kind in told if kind in largest and (kind != "followed" or len(told) == 1)]
    few = [kind for kind in told if numbers[kind] < floor_n]
    said = [phrases.counted(numbers[kind], *KINDS[kind]) for kind in told if kind not in few]
    if few:
        said.append(f"fewer than {floor_n} {' or '.join(KINDS[kind][1] for kind in few)}")
    return ", ".join(said)
