"""From which months on charts have new limits: by hand, with a reason, never automatically.

A unit's rebase holds for the chart of exactly that unit (with all below it), one without a unit
for every chart of the measure.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import units_of
from dashboard.measures.selection import Selection


@dataclass(frozen=True)
class Rebase:
    """New limits from a month on, by its first day."""

    measure: str
    unit_id: str | None
    month: dt.date
    reason: str


def rebases_of(ask: Ask, *measures: str) -> tuple[Rebase, ...]:
    """All rebases of these measures that the viewer may see, by measure and month."""
    return tuple(Rebase(**row) for row in ask("variation/rebases", measures=measures).to_pylist())


def rebases_of_chart(ask: Ask, selection: Selection, measure: str) -> tuple[Rebase, ...]:
    """Those that hold for the one chart of a selection."""
    every = rebases_of(ask, measure)
    if all(rebase.unit_id is None for rebase in every):
        return every
    below: dict[str, set[str]] = {}
    for row in ask("filters/units_below").to_pylist():
        below.setdefault(row["ancestor_id"], set()).add(row["unit_id"])
    chosen = set(units_of(ask, selection))
    return tuple(r for r in every if r.unit_id is None or below.get(r.unit_id) == chosen)


def segments(months: Sequence[dt.date], rebases: Iterable[Rebase]) -> np.ndarray:
    """Number the months' segments from 0; shape (k,): each rebase begins the next one."""
    begun = sorted({rebase.month for rebase in rebases})
    days = np.array(months, dtype="datetime64[D]")
    return np.searchsorted(np.array(begun, dtype="datetime64[D]"), days, side="right")


def segments_by_unit(
    unit_ids: Sequence[str], months: Sequence[dt.date], rebases: Iterable[Rebase]
) -> np.ndarray:
    """The same of each unit's own chart; shape (units, months)."""
    of_unit: dict[str | None, list[Rebase]] = {}
    for rebase in rebases:
        of_unit.setdefault(rebase.unit_id, []).append(rebase)
    of_all = of_unit.get(None, [])
    numbers = np.tile(segments(months, of_all), (len(unit_ids), 1))
    for place, unit_id in enumerate(unit_ids):
        if unit_id in of_unit:
            numbers[place] = segments(months, [*of_all, *of_unit[unit_id]])
    return numbers


def reasons(rebases: Iterable[Rebase]) -> Mapping[dt.date, str]:
    """What is said at each month in which a segment begins."""
    said: dict[dt.date, list[str]] = {}
    for rebase in rebases:
        said.setdefault(rebase.month, []).append(rebase.reason)
    return {month: "; ".join(dict.fromkeys(texts)) for month, texts in said.items()}
