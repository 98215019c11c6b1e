"""Estimates of units drawn toward what all units have, as far as their own n is small. Pure.

A small unit's raw rate is mostly luck. Empirical Bayes takes the spread between units from the
units themselves; ranks come as intervals, because a rank of its own would say too much.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import (
    betainc,
    betaincinv,
    digamma,
    expit,
    gammainc,
    gammaincinv,
    ndtr,
    ndtri,
    polygamma,
)

NODES = ndtri((np.arange(21) + 0.5) / 21)  # a normal distribution in 21 equal parts
GRID = 47  # half as many again cost half as much more and move one bound in thirteen, by one rank


@dataclass(frozen=True)
class Shrunken:
    """Units' estimates; arrays of shape (k,), NaN (ranks: 0) for a unit without a size.

    prior_a and prior_b describe what all units have: Beta(a, b) for shares, Gamma(a, b) for rates;
    both infinite where units_differ is False: then every unit has the value of all together, and
    there is no evidence that units differ. Rank 1 has the highest value.
    """

    estimate: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rank_lower: np.ndarray
    rank_upper: np.ndarray
    prior_a: float
    prior_b: float
    units_differ: bool


def shrunken_shares(count: ArrayLike, n: ArrayLike, level: float = 0.95) -> Shrunken:
    """Beta-binomial estimates: (x + α) / (n + α + β).

    Args:
        count: shape (k,), how many of each unit have it, 0 <= count <= n.
        n: shape (k,); 0 or NaN: a unit without a value.
        level: of the intervals of estimates and ranks.

    Returns:
        α and β by moments weighted with n (for equal n Kleinman's); the intervals hold what is
        uncertain of each unit, not of α and β.

    Raises:
        ValueError: the counts are not 0 <= count <= n.

    Source: Kleinman 1973, JASA 68:46–54; Efron & Morris 1975, JASA 70:311–319.
    """
    x, sizes, is_known = _known_units(count, n)
    if np.any(x > sizes):
        raise ValueError("counts must be 0 <= count <= n")
    center, spread = _share_spread(x, sizes)
    if spread <= 0:
        a, b = x.sum() + 0.5, sizes.sum() - x.sum() + 0.5
        return _pooled(center, [betaincinv(a, b, q) for q in _tails(level)], is_known)
    strength = max(1 / spread - 1, 1e-6)
    prior = center * strength, (1 - center) * strength
    a, b = x + prior[0], sizes - x + prior[1]
    # log-odds of a beta distribution: their mean and variance are exact
    middle, error = digamma(a) - digamma(b), np.sqrt(polygamma(1, a) + polygamma(1, b))
    at_most = betainc(a[:, np.newaxis], b[:, np.newaxis], expit(_values(middle, error)))
    bounds = [betaincinv(a, b, q) for q in _tails(level)]
    return _spread_out(a / (a + b), bounds, rank_interval(at_most, level), prior, is_known)


def shrunken_rates(count: ArrayLike, exposure: ArrayLike, level: float = 0.95) -> Shrunken:
    """Gamma-Poisson estimates: (x + a) / (exposure + b).

    Args:
        count: shape (k,), events, >= 0.
        exposure: shape (k,), in the unit of the rate; 0 or NaN: a unit without a value.
        level: of the intervals of estimates and ranks.

    Returns:
        a and b by moments weighted with the exposure; intervals as in `shrunken_shares`.

    Raises:
        ValueError: a count or an exposure is negative.

    Source: Clayton & Kaldor 1987, Biometrics 43:671–681; Marshall 1991, Applied Statistics 40.
    """
    x, exposures, is_known = _known_units(count, exposure)
    center, variance = _rate_variance(x, exposures)
    if variance <= 0:
        total = max(exposures.sum(), 1e-300)
        bounds = [gammaincinv(x.sum() + 0.5, q) / total for q in _tails(level)]
        return _pooled(center, bounds, is_known)
    prior = center**2 / variance, center / variance
    a, b = x + prior[0], exposures + prior[1]
    middle, error = digamma(a) - np.log(b), np.sqrt(polygamma(1, a))
    at_most = gammainc(a[:, np.newaxis], b[:, np.newaxis] * np.exp(_values(middle, error)))
    bounds = [gammaincinv(a, q) / b for q in _tails(level)]
    return _spread_out(a / b, bounds, rank_interval(at_most, level), prior, is_known)


def james_stein(estimates: ArrayLike, variance: float) -> tuple[float, np.ndarray]:
    """Estimates of equal variance drawn toward their mean.

    Args:
        estimates: shape (k,), k > 3.
        variance: of each by chance, > 0.

    Returns:
        The factor 1 − (k − 3)·variance/Σ(x − x̄)², not under 0, and the drawn estimates.

    Raises:
        ValueError: there are fewer than four.

    Source: Efron & Morris 1975.
    """
    x = np.asarray(estimates, dtype=float)
    if x.size < 4:
        raise ValueError("James and Stein's estimate needs four values or more")
    distance = x - x.mean()
    squares = float(np.sum(distance**2))
    factor = max(0.0, 1 - (x.size - 3) * variance / squares) if squares > 0 else 0.0
    return factor, x.mean() + factor * distance


def rank_interval(at_most: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Between which ranks each unit lies, the highest value first.

    Args:
        at_most: shape (k, g), the chance that a unit's value is at most each of g ascending
            values, from about 0 to about 1.
        level: of the intervals.

    Returns:
        Lowest and highest rank, shape (k,), whole numbers from 1 to k. With a unit between two of
        the values, the number of better units is taken as normal, with the mean and the variance
        of its k − 1 yes-or-no parts.
    """
    k = len(at_most)
    chance = np.diff(at_most, axis=1, prepend=0.0, append=1.0)
    between = (at_most[:, 1:] + at_most[:, :-1]) / 2
    is_better = 1 - np.concatenate([at_most[:, :1] / 2, between, (1 + at_most[:, -1:]) / 2], axis=1)
    others = is_better.sum(axis=0) - is_better
    doubt = is_better * (1 - is_better)
    error = np.sqrt(np.maximum(doubt.sum(axis=0) - doubt, 1e-9))
    bounds = []
    for tail in _tails(level):
        low, high = np.zeros(k), np.full(k, k - 1.0)
        while np.any(low < high):
            half = np.floor((low + high) / 2)
            z = (half[:, np.newaxis] + 0.5 - others) / error
            is_enough = np.sum(chance * ndtr(z), axis=1) >= tail - 1e-9
            low, high = np.where(is_enough, low, half + 1), np.where(is_enough, half, high)
        bounds.append(high.astype(int) + 1)
    return bounds[0], bounds[1]


def _values(middle: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Values at which to compare units, closest where most units are; shape (g,), ascending."""
    likely = middle[:, np.newaxis] + error[:, np.newaxis] * NODES
    ends = (middle - 5 * error).min(), (middle + 5 * error).max()
    inner = np.quantile(likely, (np.arange(GRID) + 0.5) / GRID)
    return np.concatenate([ends[:1], inner, ends[1:]])


def _share_spread(x: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """The share of all units and ρ = 1/(α + β + 1), which is 0 or less without evidence."""
    center = float(x.sum() / n.sum()) if n.sum() > 0 else 0.0
    chance = center * (1 - center)
    if chance <= 0:
        return center, 0.0
    weights = n * (1 - n / n.sum())
    found = np.sum(n * (x / n - center) ** 2) / chance - np.sum(weights / n)
    room = np.sum(weights * (1 - 1 / n))
    return center, float(found / room) if room > 0 else 0.0


def _rate_variance(x: np.ndarray, exposure: np.ndarray) -> tuple[float, float]:
    """The rate of all units and the variance between them, 0 or less without evidence."""
    total = exposure.sum()
    center = float(x.sum() / total) if total > 0 else 0.0
    room = total - np.sum(exposure**2) / total if total > 0 else 0.0
    if center <= 0 or room <= 0:
        return center, 0.0
    found = np.sum(exposure * (x / exposure - center) ** 2) - center * (len(x) - 1)
    return center, float(found / room)


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _known_units(count: ArrayLike, n: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts, sizes = np.broadcast_arrays(np.asarray(count, float), np.asarray(n, float))
    if np.any(counts < 0) or np.any(sizes < 0):
        raise ValueError("counts and sizes must not be negative")
    is_known = np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0)
    return counts[is_known], sizes[is_known], is_known


def _pooled(center: float, bounds: list[float], is_known: np.ndarray) -> Shrunken:
    """Everyone at the value of all, at any rank."""
    k = int(is_known.sum())
    ranks = np.full(k, 1), np.full(k, k)
    nowhere = np.inf, np.inf
    same = [np.full(k, bound) for bound in bounds]
    return _spread_out(np.full(k, center), same, ranks, nowhere, is_known)


def _spread_out(
    estimate: np.ndarray,
    bounds: list[np.ndarray],
    ranks: tuple[np.ndarray, np.ndarray],
    prior: tuple[float, float],
    is_known: np.ndarray,
) -> Shrunken:
    """Results of the known units at their places among all."""

    def place(found: np.ndarray, nothing: float) -> np.ndarray:
        whole = np.full(is_known.shape, nothing, dtype=found.dtype)
        whole[is_known] = found
        return whole

    return Shrunken(
        estimate=place(estimate, np.nan),
        lower=place(bounds[0], np.nan),
        upper=place(bounds[1], np.nan),
        rank_lower=place(ranks[0], 0),
        rank_upper=place(ranks[1], 0),
        prior_a=float(prior[0]),
        prior_b=float(prior[1]),
        units_differ=bool(np.isfinite(prior[0])),
    )
