"""Control charts of all units at once: which units' newest months are signals. No I/O."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from dashboard.mart.catalog import Ask
from dashboard.measures import registry
from dashboard.measures.asking import unit_names
from dashboard.measures.charting import limits_of
from dashboard.measures.rebases import rebases_of, segments_by_unit
from dashboard.measures.selection import Selection
from dashboard.measures.unit_months import UnitMonths, unit_months
from dashboard.settings import Standards
from dashboard.stats.control_charts import Limits
from dashboard.stats.signals import sides, signals, variation


@dataclass(frozen=True)
class UnitCharts:
    """A measure's control charts of all units: arrays (units, months), NaN where no point.

    variations and rules, (units,), are about each unit's newest point; newest has its place.
    """

    measure: str
    unit_ids: tuple[str, ...]
    unit_names: tuple[str, ...]
    months: tuple[dt.date, ...]
    counts: UnitMonths
    limits: Limits
    signals: np.ndarray
    sides: np.ndarray
    variations: np.ndarray
    segments: np.ndarray

    @property
    def points_n(self) -> np.ndarray:
        """How many points each unit has; shape (units,)."""
        counted: np.ndarray = np.isfinite(self.limits.values).sum(axis=1)
        return counted

    @property
    def last_stretch_n(self) -> np.ndarray:
        """How many points each unit has since its last rebase with any; shape (units,)."""
        is_point = np.isfinite(self.limits.values)
        newest = np.where(is_point, self.segments, -1).max(axis=1, keepdims=True)
        counted: np.ndarray = (is_point & (self.segments == newest)).sum(axis=1)
        return counted

    def newest_signals(self) -> list[tuple[int, str, dt.date]]:
        """Units whose newest point gives a signal: place, rule, since when.

        Since the first of the points up to the newest that rules mark on the same side.
        """
        found = []
        for place in np.flatnonzero(self.variations != "common_cause"):
            of_unit = np.flatnonzero(np.isfinite(self.limits.values[place]))
            last = of_unit[-1]
            same = (
                (self.signals[place, of_unit] != "")
                & (self.sides[place, of_unit] == self.sides[place, last])
                & (self.segments[place, of_unit] == self.segments[place, last])
            )
            others = np.flatnonzero(~same)
            first = of_unit[others[-1] + 1] if len(others) else of_unit[0]
            found.append((int(place), str(self.signals[place, last]), self.months[first]))
        return found


def control_charts_by_unit(
    ask: Ask, selection: Selection, standards: Standards, measure: str = "resolved_within"
) -> UnitCharts:
    """Chart a measure by month of every unit in view, all at once; a unit's own rows alone."""
    counts = unit_months(ask, selection, standards, measure)
    numbers = segments_by_unit(counts.unit_ids, counts.months, rebases_of(ask, measure))
    values = counts.count / counts.n
    limits = limits_of(counts.data, counts.count, counts.n, values, numbers)
    names = unit_names(ask)
    found = signals(limits)
    direction = registry.definition(measure).direction
    return UnitCharts(
        measure,
        counts.unit_ids,
        tuple(names.get(unit_id, unit_id) for unit_id in counts.unit_ids),
        counts.months,
        counts,
        limits,
        found,
        sides(limits),
        np.asarray(variation(limits, direction, found=found)),
        numbers,
    )
