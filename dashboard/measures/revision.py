"""The revision notice: which figures differ between two publications, by how much, and why.

It asks two marts as one viewer; it knows neither store nor page.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dashboard.mart.catalog import Ask
from dashboard.measures import phrases, recovery, row_changes
from dashboard.measures.asking import floor_of, unit_names
from dashboard.measures.difference import PLANNED, PUBLISHED, SAME, Difference, sentences
from dashboard.measures.organization import is_whole
from dashboard.measures.registry import MEASURES, answer
from dashboard.measures.result import COUNT, NUMBER, TEXT, Columns, table_of
from dashboard.measures.row_changes import MOVES, Moves
from dashboard.measures.rows import MeasureRow
from dashboard.measures.selection import Selection
from dashboard.settings import Standards

KINDS_SAID = 3
ASKED_ONCE = ("filters/", "methods/")
DATASETS = {
    "complaints": ("complaint", "complaints"),
    "complaint_issues": ("subject of a complaint", "subjects of complaints"),
    "surveys": ("survey answer", "survey answers"),
    "activity": ("number of patients", "numbers of patients"),
}
DIFFERENCES: Columns = {
    "measure": TEXT,
    "title": TEXT,
    "by": TEXT,
    "group": TEXT,
    "group_name": TEXT,
    "before": TEXT,
    "after": TEXT,
    "n_before": COUNT,
    "n_after": COUNT,
    "why": TEXT,
    "value_before": NUMBER,
    "value_after": NUMBER,
}
CHANGES: Columns = {"dataset": TEXT, "change": TEXT, "rows_n": COUNT, "note": TEXT}
OUTSIDE = " What came from or went to units that you do not see counts as added or removed."
NOTHING = "Nothing changed: every figure is the same, and so is every row."


@dataclass(frozen=True)
class Revision:
    """What differs between two publications; numbers are None where too few for the audience."""

    sentences: tuple[str, ...]  # the most telling first
    summary: str
    rows_added_n: int | None
    rows_changed_n: int | None
    rows_removed_n: int | None
    differences: pa.Table
    changes: pa.Table
    is_planned: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether every row and every figure is the same."""
        return not self.differences.num_rows and not self.changes.num_rows


def revision(
    before: Ask | None,
    after: Ask,
    standards: Standards,
    unit: str | None = None,
    *,
    is_planned: bool = False,
) -> Revision:
    """Compare two publications, of all units in view or of one unit's own rows.

    before is None where nothing was published before; is_planned says that the later one is not
    published yet, so that the notice tells what would change.
    """
    if before is None:
        return _first()
    changes = row_changes.row_changes(before, after)
    return revision_of(changes, before, after, standards, unit, is_planned=is_planned)


def revision_of(
    changes: pa.Table,
    before: Ask,
    after: Ask,
    standards: Standards,
    unit: str | None = None,
    *,
    is_planned: bool = False,
) -> Revision:
    """Compare two publications whose rows have been compared (row_changes) already."""
    before, after = _remembering(before), _remembering(after)
    floor_n = floor_of(standards)
    counts = _counts(changes, unit)
    found = list(_differences(before, after, standards, unit, counts))
    told = counts.every
    aside = "" if is_whole(after) else OUTSIDE
    return Revision(
        _notice(found, before, told, standards, is_planned=is_planned),
        _summary(told, floor_n, aside),
        _n(told, "added", floor_n),
        _n(told, "changed", floor_n),
        _n(told, "removed", floor_n),
        table_of(DIFFERENCES, [_row(difference) for difference in found]),
        table_of(CHANGES, list(_changes(told, floor_n))),
        is_planned=is_planned,
    )


def _remembering(ask: Ask) -> Ask:
    """Answer from memory what every measure asks anew: units, values, kinds of complaints."""
    known: dict[tuple[object, ...], pa.Table] = {}

    def asked(name: str, /, **params: Any) -> pa.Table:
        if not name.startswith(ASKED_ONCE):
            return ask(name, **params)
        key = (name, *sorted(params.items()))
        if key not in known:
            known[key] = ask(name, **params)
        return known[key]

    return asked


# --- counts of changed rows -----------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Changed rows of the places in view, by (dataset, basis), (by, group), then by kind.

    `every` has those too that no measure counts, such as concerns.
    """

    by_place: Mapping[tuple[str, str, str, str | None], Mapping[str, int]]
    every: Mapping[str, Mapping[str, int]]

    def of(self, moves: Iterable[Moves], by: str, group: str | None) -> dict[str, int]:
        """Count what can have moved one figure."""
        found: dict[str, int] = defaultdict(int)
        for move in moves:
            # all and unit know no month, so they are kept once, whatever day it would be of
            basis = move.basis if by == "month" else ""
            counts = self.by_place.get((move.dataset, basis, by, group), {})
            for kind in move.kinds:
                found[kind] += counts.get(kind, 0)
        return found


def _counts(changes: pa.Table, unit: str | None) -> Counts:
    wanted = {"all": "all", "month": "month", "unit": "unit"} if unit is None else {
        "unit": "all", "unit_month": "month",
    }  # fmt: skip
    by_place: dict[tuple[str, str, str, str | None], dict[str, int]] = {}
    every: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in changes.to_pylist():
        by = wanted.get(row["part"])
        if by is None or (unit is not None and row["unit_id"] != unit):
            continue
        if by == "all":
            every[row["dataset"]][row["kind"]] += row["rows_n"]
        if row["is_counted"]:
            basis = row["basis"] if by == "month" else ""
            key = (row["dataset"], basis, by, _group_of(row["month"], row["unit_id"], by))
            by_place.setdefault(key, {})[row["kind"]] = row["rows_n"]
    return Counts(by_place, every)


def _group_of(month: dt.date | None, unit_id: str | None, by: str) -> str | None:
    if by == "month":
        return None if month is None else f"{month:%Y-%m}"
    return unit_id if by == "unit" else None


def _n(told: Mapping[str, Mapping[str, int]], name: str, floor_n: int) -> int | None:
    n = sum(kinds.get(name, 0) for kinds in told.values())
    return None if 0 < n < floor_n else n


def _changes(
    told: Mapping[str, Mapping[str, int]], floor_n: int
) -> Iterator[dict[str, str | int | None]]:
    """A row a dataset and kind of change, in words."""
    for dataset, kinds in told.items():
        for kind, (_, several) in row_changes.KINDS.items():
            n = kinds.get(kind, 0)
            if n:
                hidden = n < floor_n
                yield {
                    "dataset": dataset,
                    "change": several,
                    "rows_n": None if hidden else n,
                    "note": f"suppressed: fewer than {floor_n}" if hidden else None,
                }


# --- figures that differ --------------------------------------------------------------------------


def _differences(
    before: Ask, after: Ask, standards: Standards, unit: str | None, counts: Counts
) -> Iterator[Difference]:
    names = unit_names(before) | unit_names(after)
    chosen = Selection(units=() if unit is None else (unit,))
    groupings = (None, "month", "unit") if unit is None else (None, "month")
    floor_n = floor_of(standards)
    for measure, usual in MOVES.items():
        for by in groupings:
            selection = chosen.grouped(by)
            old = _rows(answer(measure, before, selection, standards).rows)
            new = _rows(answer(measure, after, selection, standards).rows)
            for key in sorted(old.keys() | new.keys(), key=str):
                pair = (old.get(key), new.get(key))
                if _is_same(*pair):
                    continue
                moved = counts.of(_moves(usual, pair), by or "all", key[0])
                why = row_changes.in_words(moved.items(), floor_n)
                shortly = row_changes.in_words(moved.items(), floor_n, most=KINDS_SAID)
                yield Difference(
                    measure, _title(measure, pair), by or "all", key[0],
                    _name(by, key[0], names), *pair, why, shortly,
                )  # fmt: skip


def _rows(rows: Iterable[MeasureRow]) -> dict[tuple[str | None, str | None], MeasureRow]:
    """By group and instrument; rows of nothing say nothing."""
    return {(row.group, row.more.get("instrument")): row for row in rows if row.n or row.suppressed}


def _is_same(old: MeasureRow | None, new: MeasureRow | None) -> bool:
    if old is None or new is None:
        return old is new
    if (old.n, old.suppressed, old.value is None) != (new.n, new.suppressed, new.value is None):
        return False
    return abs((old.value or 0.0) - (new.value or 0.0)) <= SAME


def _moves(
    usual: tuple[Moves, ...], pair: tuple[MeasureRow | None, MeasureRow | None]
) -> tuple[Moves, ...]:
    notes = " ".join(row.note or "" for row in pair if row is not None)
    return (*usual, *row_changes.FROM_SURVEYS) if recovery.FROM_SURVEYS in notes else usual


def _title(measure: str, pair: tuple[MeasureRow | None, MeasureRow | None]) -> str:
    labels = [row.more.get("label") for row in pair if row is not None]
    label = next((label for label in labels if label), None)
    title = MEASURES[measure].title
    return f"{title} ({phrases.lower_first(label)})" if label else title


def _name(by: str | None, group: str | None, names: Mapping[str, str]) -> str:
    if by is None or group is None:
        return "All months"
    return f"{dt.date.fromisoformat(f'{group}-01'):%b %Y}" if by == "month" else names.get(
        group, group
    )  # fmt: skip


def _row(difference: Difference) -> dict[str, object]:
    old, new = difference.before, difference.after
    before, after = difference.texts
    return {
        "measure": difference.measure,
        "title": difference.title,
        "by": difference.by,
        "group": difference.group,
        "group_name": difference.group_name,
        "before": before,
        "after": after,
        "value_before": None if old is None else old.value,
        "value_after": None if new is None else new.value,
        "n_before": None if old is None else old.n,
        "n_after": None if new is None else new.n,
        "why": difference.why,
    }


# --- words ----------------------------------------------------------------------------------------


def _notice(
    found: list[Difference],
    before: Ask,
    told: Mapping[str, Mapping[str, int]],
    standards: Standards,
    *,
    is_planned: bool,
) -> tuple[str, ...]:
    if not found and not any(told.values()):
        return (NOTHING,)
    verbs = PLANNED if is_planned else PUBLISHED
    return sentences(found, _complete_to(before), standards, verbs)


def _complete_to(ask: Ask) -> Mapping[str, dt.date]:
    """Up to which day each dataset was complete: later months are expected to change."""
    found: dict[str, dt.date] = {}
    for row in ask("methods/sources").to_pylist():
        found[row["dataset"]] = max(row["as_of"], found.get(row["dataset"], row["as_of"]))
    return found


def _summary(told: Mapping[str, Mapping[str, int]], floor_n: int, aside: str) -> str:
    said = [
        phrase
        for dataset, kinds in told.items()
        for phrase in [_of_dataset(dataset, kinds, floor_n)]
        if phrase
    ]
    return f"{'; '.join(said)}.{aside}" if said else NOTHING


def _of_dataset(dataset: str, kinds: Mapping[str, int], floor_n: int) -> str:
    said = [
        f"fewer than {floor_n} {name}" if kinds[name] < floor_n else f"{kinds[name]:,} {name}"
        for name in ("added", "changed", "removed")
        if kinds.get(name)
    ]
    return f"{DATASETS[dataset][1].capitalize()}: {', '.join(said)}" if said else ""


def _first() -> Revision:
    nothing = (table_of(DIFFERENCES, []), table_of(CHANGES, []))
    first = "This is the first publication: there is nothing to compare it with."
    return Revision((first,), first, 0, 0, 0, *nothing)
