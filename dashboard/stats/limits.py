"""The lines of a control chart, and how each segment's are made from its own points. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dashboard.stats.series import Points, median_of

MIN_POINTS = 12  # under it limits would move with every new point: a run chart


class Kind(StrEnum):
    """The chart; the values are the contract's names."""

    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    XMR = "xmr"
    G = "g"
    T = "t"
    RUN = "run"


@dataclass(frozen=True)
class Limits:
    """A chart's lines at each point; arrays of shape (k,), or (m, k) for many series.

    NaN where there is no point, and in the limits of a segment with too few points for any: its
    center is the median then. near_lower and near_upper lie at two sigma.
    kind is what was asked for; kinds, one for each series, what could be drawn: run where none of
    its segments has limits.
    """

    kind: Kind
    values: np.ndarray
    center: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray
    segment: np.ndarray  # whole numbers, one for each stretch between rebases
    excluded: np.ndarray  # drawn, but used neither for the limits nor for runs
    kinds: np.ndarray

    @property
    def has_limits(self) -> np.ndarray:
        """Whether the point lies between limits, shape as values."""
        return np.isfinite(self.upper)


# center line, middle of the limits and sigma of one segment; each of shape (m, 1) or (m, k)
Estimate = tuple[np.ndarray, np.ndarray, np.ndarray]


def lines_of(
    kind: Kind | np.ndarray,
    drawn: Points,
    estimate: Callable[[np.ndarray], Estimate],
    *,
    floor: float = 0.0,
    ceiling: float = np.inf,
    power: float = 1.0,
    min_points: int,
) -> Limits:
    """The lines of all segments, each from its own used points.

    Args:
        kind: what was asked for, for all or for each series, shape (m,).
        drawn: the points.
        estimate: from the mask of used points, shape (m, k), the center line, the middle of the
            limits and sigma, each of shape (m, 1) or (m, k).
        floor: no limit lies under it.
        ceiling: no limit lies above it.
        power: transforms the lines back.
        min_points: a segment with fewer used points has its median and no limits.
    """
    shape = drawn.values.shape
    lines = np.full((5, *shape), np.nan)  # center, lower, upper, near lower, near upper
    for number in np.unique(drawn.segment):
        inside = (drawn.segment == number) & np.isfinite(drawn.values)
        used = inside & ~drawn.excluded
        center, middle, sigma = estimate(used)
        enough = used.sum(axis=1, keepdims=True) >= min_points
        enough &= np.isfinite(sigma).any(axis=1, keepdims=True)
        bounds = [np.clip(middle + step * sigma, floor, ceiling) for step in (-3, 3, -2, 2)]
        median = median_of(drawn.values, used)
        found = [np.where(enough, center**power, median)]
        found += [np.where(enough, bound**power, np.nan) for bound in bounds]
        for line, value in zip(lines, found, strict=True):
            np.copyto(line, value, where=inside)
    has_limits = np.isfinite(lines[2]).any(axis=1)
    kinds = np.full(shape[0], kind, dtype=object)
    asked = min(kinds, default=Kind.RUN, key=len)  # the plain one where only some are corrected
    kinds[~has_limits] = Kind.RUN
    center_line, lower, upper, near_lower, near_upper = lines.reshape(5, *drawn.shape)
    return Limits(
        kind=asked,
        values=drawn.values.reshape(drawn.shape),
        center=center_line,
        lower=lower,
        upper=upper,
        near_lower=near_lower,
        near_upper=near_upper,
        segment=drawn.segment.reshape(drawn.shape),
        excluded=drawn.excluded.reshape(drawn.shape),
        kinds=kinds.reshape(drawn.shape[:-1]),
    )
