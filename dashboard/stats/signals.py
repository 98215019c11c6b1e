"""Rules that tell a change from common cause variation. Pure: limits in, names of rules out.

Points without a value are stepped over, as excluded ones are by the rules of runs; every stretch
between rebases is judged alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import bdtr

from dashboard.stats.limits import Limits

RULES = ("outside_limits", "shift", "trend", "two_of_three", "long_run", "few_crossings")
RUN = 7  # points on one side of the center, or rising or falling all the way
TOLERANCE = 1e-9  # of the value: a mean of equal values can land a hair beside them

Direction = Literal["higher", "lower", "none"]


@dataclass(frozen=True)
class Runs:
    """Runs of points on one side of the center; one entry for each stretch, shape (j,).

    series and segment say which stretch; points on the center are not useful and not counted.
    """

    series: np.ndarray
    segment: np.ndarray
    useful_n: np.ndarray
    longest_run: np.ndarray
    longest_run_max: np.ndarray  # round(log2 n) + 3
    crossings: np.ndarray
    crossings_min: np.ndarray  # 5 % quantile of the binomial of n − 1 and 1/2

    @property
    def is_signal(self) -> np.ndarray:
        """A run too long, or too few crossings."""
        return (self.longest_run > self.longest_run_max) | (self.crossings < self.crossings_min)


def signals(limits: Limits, rules: Collection[str] = RULES) -> np.ndarray:
    """The first rule, in the order of RULES, that marks each point, or "".

    Args:
        limits: a chart of one series or many.
        rules: those in force.

    Returns:
        Names of rules, shape as limits.values. Where there are limits, NHS Making Data Count's
        four rules: a point outside the limits; 7 or more in a row on one side of the center; 7 in
        a row that all rise or all fall; 2 of 3 in a row beyond two sigma, all three on one side.
        Every point of a run is marked, of the last rule those beyond two sigma. Where there are
        none, Anhøj's two for run charts: a run longer than round(log2 n) + 3; fewer crossings of
        the median than the 5 % quantile of the binomial (its last run is marked).

    Raises:
        ValueError: a rule has no such name.

    Source: NHSRplotthedots 0.2.2; Anhøj & Olesen 2014, doi:10.1371/journal.pone.0113825.
    """
    unknown = set(rules) - set(RULES)
    if unknown:
        raise ValueError(f"there is no rule {sorted(unknown)[0]!r}")
    marks = _Marks(limits)
    found = np.full(marks.shape, "", dtype=object)
    for rule in RULES:
        if rule in rules:
            found[getattr(marks, rule)() & (found == "")] = rule
    return found.reshape(limits.values.shape)


def sides(limits: Limits) -> np.ndarray:
    """1 above the center line, −1 below, 0 on it or without a point; shape as limits.values."""
    distance = limits.values - limits.center
    is_off = np.abs(distance) > _tolerance(limits.values, limits.center)
    return np.where(is_off, np.sign(np.nan_to_num(distance)), 0).astype(np.int8)


def runs(limits: Limits) -> Runs:
    """Anhøj's counts of each stretch: longest run and crossings of the center, with their bounds.

    Source: Anhøj & Olesen 2014; bounds by Schilling 2012 and Chen 2010.
    """
    marks = _Marks(limits)
    return _runs(marks.side, marks.segment, marks.is_used)[0]


def _runs(
    side: np.ndarray, segment: np.ndarray, is_used: np.ndarray
) -> tuple[Runs, np.ndarray, np.ndarray, np.ndarray]:
    """Runs of each stretch; and of the useful points their place, their run and their stretch."""
    series, place = np.nonzero(is_used & (side != 0))
    side_of, segment_of = side[series, place], segment[series, place]
    is_new = (np.diff(series, prepend=-1) != 0) | (np.diff(segment_of, prepend=segment_of[:1]) != 0)
    stretch = np.cumsum(is_new) - 1
    is_start = is_new | (np.diff(side_of, prepend=side_of[:1]) != 0)
    run = np.cumsum(is_start) - 1
    length = np.bincount(run)
    first_of_run, first_of_stretch = np.flatnonzero(is_start), np.flatnonzero(is_new)
    stretches = len(first_of_stretch)
    useful_n = np.bincount(stretch, minlength=stretches)
    longest = np.zeros(stretches, dtype=int)
    np.maximum.at(longest, stretch[first_of_run], length)
    counted = Runs(
        series=series[first_of_stretch],
        segment=segment_of[first_of_stretch],
        useful_n=useful_n,
        longest_run=longest,
        longest_run_max=np.round(np.log2(useful_n)).astype(int) + 3,
        crossings=np.bincount(stretch[first_of_run], minlength=stretches) - 1,
        crossings_min=_crossings_min(useful_n),
    )
    return counted, np.stack([series, place]), run, stretch


def _crossings_min(useful_n: np.ndarray) -> np.ndarray:
    """Smallest c with P(C <= c) >= 5 % for C of n − 1 trials of 1/2."""
    sizes, back = np.unique(useful_n, return_inverse=True)
    smallest = [
        int(np.searchsorted(bdtr(np.arange(n), int(n) - 1, 0.5), 0.05 - 1e-12)) for n in sizes
    ]
    return np.array(smallest, dtype=int)[back]


class _Marks:
    """The rules, each a mask of shape (m, k). The series' used points stand side by side."""

    def __init__(self, limits: Limits) -> None:
        flat = limits.values.reshape(-1 if limits.values.size else 0, limits.values.shape[-1])
        self.shape, self.values = flat.shape, flat
        self.side = sides(limits).reshape(flat.shape)
        self.segment = limits.segment.reshape(flat.shape)
        self.has_limits = limits.has_limits.reshape(flat.shape)
        has_center = np.isfinite(limits.center).reshape(flat.shape)
        self.is_used = np.isfinite(flat) & has_center & ~limits.excluded.reshape(flat.shape)
        self.is_outside = _beyond(limits, limits.lower, limits.upper).reshape(flat.shape)
        self.is_near = ~self.is_outside & _beyond(
            limits, limits.near_lower, limits.near_upper
        ).reshape(flat.shape)
        self.order = np.argsort(~self.is_used, axis=1, kind="stable")

    def outside_limits(self) -> np.ndarray:
        return self.is_outside

    def shift(self) -> np.ndarray:
        return self._spread(np.abs(self._windows(self._beside(self.side), RUN).sum(-1)) == RUN, RUN)

    def trend(self) -> np.ndarray:
        steps = np.sign(np.diff(np.nan_to_num(self._beside(self.values)), axis=1))
        return self._spread(np.abs(self._windows(steps, RUN - 1).sum(-1)) == RUN - 1, RUN)

    def two_of_three(self) -> np.ndarray:
        on_one_side = np.abs(self._windows(self._beside(self.side), 3).sum(-1)) == 3
        near_n = self._windows(self._beside(self.is_near), 3).sum(-1)
        return self._spread(on_one_side & (near_n >= 2), 3) & self.is_near

    def long_run(self) -> np.ndarray:
        counted, places, run, stretch = self._runs_without_limits()
        is_long = np.bincount(run)[run] > counted.longest_run_max[stretch]
        return self._at(places[:, is_long])

    def few_crossings(self) -> np.ndarray:
        counted, places, run, stretch = self._runs_without_limits()
        last = np.zeros(len(counted.crossings), dtype=int)
        np.maximum.at(last, stretch, run)
        is_few = (counted.crossings < counted.crossings_min)[stretch] & (run == last[stretch])
        return self._at(places[:, is_few])

    def _runs_without_limits(self) -> tuple[Runs, np.ndarray, np.ndarray, np.ndarray]:
        return _runs(self.side, self.segment, self.is_used & ~self.has_limits)

    def _at(self, places: np.ndarray) -> np.ndarray:
        found = np.zeros(self.shape, dtype=bool)
        found[places[0], places[1]] = True
        return found

    def _beside(self, array: np.ndarray) -> np.ndarray:
        """The used points side by side, the others after them."""
        return np.take_along_axis(array, self.order, axis=1)

    @staticmethod
    def _windows(array: np.ndarray, width: int) -> np.ndarray:
        if array.shape[1] < width:
            return np.zeros((len(array), 0, width))
        return sliding_window_view(array, width, axis=1)

    def _spread(self, is_good: np.ndarray, width: int) -> np.ndarray:
        """Every point of the good windows that lie in one stretch with limits, at its place."""
        in_force = self._beside(self.is_used & self.has_limits)
        segment = self._windows(self._beside(self.segment), width)
        is_good = is_good & self._windows(in_force, width).all(-1)
        is_good = is_good & (segment[..., 0] == segment[..., -1])
        part = np.zeros(self.shape, dtype=bool)
        for step in range(width):
            part[:, step : step + is_good.shape[1]] |= is_good
        found = np.zeros(self.shape, dtype=bool)
        np.put_along_axis(found, self.order, part, axis=1)
        return found


def variation(
    limits: Limits,
    direction: Direction,
    rules: Collection[str] = RULES,
    *,
    found: np.ndarray | None = None,
) -> np.ndarray | str:
    """What the newest point of each series says, as Making Data Count's icon of variation.

    Args:
        limits: a chart of one series or many.
        direction: which way is an improvement of the values drawn; "none": neither.
        rules: those in force.
        found: what `signals` gave for them, where it is known already.

    Returns:
        "common_cause", "improvement", "concern", "neutral_high" or "neutral_low" for each series.
    """
    found, side = signals(limits, rules) if found is None else found, sides(limits)
    rule, side = _at_newest(limits, found, ""), _at_newest(limits, side, 0)
    words = {
        "higher": ("concern", "improvement"),
        "lower": ("improvement", "concern"),
        "none": ("neutral_low", "neutral_high"),
    }[direction]
    said = np.where(rule == "", "common_cause", np.where(side > 0, words[1], words[0]))
    return said.item() if said.ndim == 0 else said


def assurance(
    limits: Limits, target: float | None, direction: Direction
) -> np.ndarray | str | None:
    """Whether a steady process meets the target, by the limits of the last stretch.

    Args:
        limits: a chart of one series or many.
        target: in the unit of the values drawn; None: no target.
        direction: which way is an improvement of the values drawn.

    Returns:
        "consistently_passes", "consistently_fails", "hit_or_miss", or None for each series: no
        target, no direction or no limits after the last rebase.
    """
    lower, upper = (_at_newest(limits, bound, np.nan) for bound in (limits.lower, limits.upper))
    if target is None or not np.isfinite(target) or direction == "none":
        return _plain(np.full(lower.shape, None, dtype=object))
    words = ("consistently_passes", "consistently_fails")
    below, above = words if direction == "higher" else words[::-1]
    said = np.full(lower.shape, "hit_or_miss", dtype=object)
    margin = _tolerance(lower, upper)
    said[target > upper + margin], said[target < lower - margin] = above, below
    # A process that never moves and stands on its target meets it each time.
    said[(upper - lower <= margin) & (np.abs(upper - target) <= margin)] = words[0]
    said[~np.isfinite(upper)] = None
    return _plain(said)


def _at_newest(limits: Limits, array: np.ndarray, nothing: object) -> np.ndarray:
    """What stands at the newest point of each series, shape (...); nothing without a point."""
    has_point = np.isfinite(limits.values)
    if has_point.shape[-1] == 0:
        return np.full(has_point.shape[:-1], nothing)
    newest = has_point.shape[-1] - 1 - has_point[..., ::-1].argmax(axis=-1)
    return np.take_along_axis(array, newest[..., np.newaxis], axis=-1)[..., 0]


def _plain(found: np.ndarray) -> np.ndarray | str | None:
    return found.item() if found.ndim == 0 else found


def _beyond(limits: Limits, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    margin = _tolerance(limits.values, limits.center)
    return (limits.values > upper + margin) | (limits.values < lower - margin)


def _tolerance(values: np.ndarray, center: np.ndarray) -> np.ndarray:
    return TOLERANCE * np.maximum(np.abs(values), np.abs(center))
