"""From a control chart's newest signal to a change: since when, against what, and how sure.

A chart's rules are passed by chance now and then, and of many charts by some. So a change needs
three things: several months, not one; enough counted; and that the months since differ from those
before by more than the choice among all charts and months explains. Pure: arrays in; `verdicts` has
the sentence.
"""

import datetime as dt
from dataclasses import dataclass
from math import sqrt

import numpy as np

from dashboard.measures.measure import PER, Data
from dashboard.stats.intervals import (
    Interval,
    mover_difference_interval,
    normal_quantile,
    rate_interval,
    wilson_interval,
)

LEAST_MONTHS = 2
"""Of one month alone there is never a change; the chart marks it."""

FALSE_ALARMS = 0.05
"""To be expected in all of what is looked at together, where nothing changed."""

RANGE_TO_SIGMA = 1.128  # as stats.control_charts
ORDER = ("shift", "trend", "long_run", "two_of_three", "few_crossings", "outside_limits")
"""Which rule is told where the months of a signal follow several."""


@dataclass(frozen=True)
class Course:
    """One chart's months; arrays (k,), NaN where there is no point.

    count of n where the data is a share, of an exposure n (per 1,000) where it is a rate; values
    where it is neither. spread is how much more the series varies than chance alone (Laney's σz,
    at least 1); rules and sides are those of stats.signals, segment its stretches.
    """

    data: Data
    months: tuple[dt.date, ...]
    count: np.ndarray
    n: np.ndarray
    values: np.ndarray
    rules: np.ndarray
    sides: np.ndarray
    segment: np.ndarray
    spread: float = 1.0


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, of n."""

    value: float
    interval: Interval
    n: int


@dataclass(frozen=True)
class Change:
    """The months of the newest signal against those before it in the same stretch.

    level is that of the intervals; difference is recent minus before.
    """

    rule: str
    months_n: int
    since: dt.date
    is_above: bool
    recent: Estimate
    before: Estimate
    level: float
    difference: Interval


def level_for(comparisons_n: int) -> float:
    """Level of a comparison that is one of so many (Bonferroni)."""
    return 1 - FALSE_ALARMS / max(comparisons_n, 1)


def comparisons_of(points_n: np.ndarray | int) -> int:
    """Places at which charts of so many points could be cut in two."""
    return int(np.maximum(np.asarray(points_n) - 1, 0).sum())


def newest_change(course: Course, level: float) -> Change | None:
    """The months up to the newest that rules mark on one side; None without, or for one alone."""
    is_point = np.flatnonzero(np.isfinite(course.values))
    if not is_point.size or not course.rules[is_point[-1]]:
        return None
    last = is_point[-1]
    same = (course.sides == course.sides[last]) & (course.segment == course.segment[last])
    is_marked = same & (course.rules != "")
    others = np.flatnonzero(~is_marked[is_point])
    recent = is_point[others[-1] + 1 :] if others.size else is_point
    before = is_point[(is_point < recent[0]) & (course.segment[is_point] == course.segment[last])]
    if len(recent) < LEAST_MONTHS or not before.size:
        return None
    found = set(course.rules[recent])
    now, then = (_estimate(course, places, level) for places in (recent, before))
    return Change(
        rule=next(rule for rule in ORDER if rule in found),
        months_n=len(recent),
        since=course.months[recent[0]],
        is_above=bool(course.sides[last] > 0),
        recent=now,
        before=then,
        level=level,
        difference=mover_difference_interval(now.value, now.interval, then.value, then.interval),
    )


def _estimate(course: Course, places: np.ndarray, level: float) -> Estimate:
    count, n = float(course.count[places].sum()), float(course.n[places].sum())
    if course.data == "value":
        return _mean(course, places, level)
    # a series that varies more than chance carries less than its number
    less = course.spread**2
    if course.data == "share":
        interval = wilson_interval(count / less, n / less, level)
        return Estimate(count / n, interval, round(n))
    lower, upper = rate_interval(count / less, level)
    value = Interval(lower * less / n, upper * less / n)
    return Estimate(count / n, value, round(n * PER))


def _mean(course: Course, places: np.ndarray, level: float) -> Estimate:
    known = course.values[np.isfinite(course.values)]
    sigma = float(np.abs(np.diff(known)).mean()) / RANGE_TO_SIGMA
    half = normal_quantile(level) * sigma / sqrt(len(places))
    mean = float(course.values[places].mean())
    n = round(float(course.n[places].sum()))
    return Estimate(mean, Interval(mean - half, mean + half), n)


def change_of(course: Course, *, floor_n: int, comparisons_n: int | None = None) -> Change | None:
    """What has changed; None where there is no signal, or not enough for a verdict.

    comparisons_n: in how many ways something could be found in all that is looked at together;
    None: this chart is the only one.
    """
    own_n = comparisons_of(int(np.isfinite(course.values).sum()))
    change = newest_change(course, level_for(comparisons_n or own_n))
    if change is None or min(change.recent.n, change.before.n) < floor_n:
        return None
    return None if change.difference.lower <= 0 <= change.difference.upper else change
