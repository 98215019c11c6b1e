"""Series of points side by side: their sums, means, medians and moving ranges. Pure.

Everywhere here: values of shape (m, k), used a mask of the same shape, results of shape (m, 1).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

SCREEN = 3.267  # D4: a range larger than 3.267 mean ranges is a signal in itself


@dataclass(frozen=True)
class Points:
    """m series of k points; shape is the one they were given in, (k,) or (m, k)."""

    values: np.ndarray  # NaN: no point
    segment: np.ndarray
    excluded: np.ndarray
    shape: tuple[int, ...]


def points(
    values: ArrayLike, segment: ArrayLike | None = None, excluded: ArrayLike | None = None
) -> Points:
    """Lay series out as rows.

    Args:
        values: shape (..., k); infinite counts as no point.
        segment: broadcastable to values; none: one segment.
        excluded: broadcastable to values; none: no point.

    Raises:
        ValueError: there is no dimension of time, or a segment's number falls.
    """
    given = np.asarray(values, dtype=float)
    if given.ndim == 0:
        raise ValueError("a series needs an array of points")
    rows = given.reshape(math.prod(given.shape[:-1]), given.shape[-1])
    numbers = np.broadcast_to(0 if segment is None else np.asarray(segment), given.shape)
    if np.any(np.diff(numbers, axis=-1) < 0):
        raise ValueError("segments must ascend")
    left_out = np.broadcast_to(False if excluded is None else np.asarray(excluded), given.shape)
    return Points(
        np.where(np.isfinite(rows), rows, np.nan),
        numbers.reshape(rows.shape),
        left_out.astype(bool).reshape(rows.shape),
        given.shape,
    )


def sum_of(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Sum of the used values."""
    return np.sum(np.where(used, values, 0.0), axis=1, keepdims=True)


def mean_of(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Mean of the used values; NaN without any."""
    n = used.sum(axis=1, keepdims=True)
    return np.divide(sum_of(values, used), n, out=np.full(n.shape, np.nan), where=n > 0)


def median_of(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Median of the used values; NaN without any."""
    n = used.sum(axis=1, keepdims=True)
    if values.shape[1] == 0:
        return np.full(n.shape, np.nan)
    # the n used values come first; a series without any reads its filling, and is NaN
    ascending = np.sort(np.where(used | (n == 0), np.nan_to_num(values), np.inf), axis=1)
    low = np.take_along_axis(ascending, np.maximum(n - 1, 0) // 2, axis=1)
    high = np.take_along_axis(ascending, np.where(n > 0, n // 2, 0), axis=1)
    return np.where(n > 0, (low + high) / 2, np.nan)


def mean_moving_range(values: np.ndarray, used: np.ndarray, screened: bool = False) -> np.ndarray:
    """Mean distance of each used value from the used one before; NaN with fewer than two.

    Args:
        values: shape (m, k).
        used: shape (m, k); a point that isn't used is stepped over.
        screened: leave out the ranges of 3.267 times the mean and more, once.
    """
    before = _used_before(used)
    has_range = used & (before >= 0)
    earlier = np.take_along_axis(values, np.maximum(before, 0), axis=1)
    ranges = np.abs(np.where(has_range, values - earlier, 0.0))
    mean = mean_of(ranges, has_range)
    if not screened:
        return mean
    # Where nothing moves, no range is under 3.267 times 0, and all of them are meant.
    return mean_of(ranges, has_range & ((ranges < SCREEN * mean) | (mean == 0)))


def per_series(found: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | float:
    """A result of each series in the shape that the series came in; a number for one series."""
    return found.reshape(shape[:-1]) if len(shape) > 1 else found[0].item()


def _used_before(used: np.ndarray) -> np.ndarray:
    """Place of the nearest used point before each point, or −1; shape (m, k)."""
    places = np.where(used, np.arange(used.shape[1]), -1)
    upto = np.maximum.accumulate(places, axis=1)
    return np.concatenate([np.full((len(used), 1), -1), upto[:, :-1]], axis=1)[:, : used.shape[1]]
