"""Limits that chance alone gives for a unit of each size, and what lies beyond. Pure: arrays in.

Units may differ for more reasons than chance: then the limits widen by what all of them vary
(over-dispersion), so that only what is unusual among units stands out.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammainc, gammaincc, gammaincinv

from dashboard.stats.intervals import normal_quantile

LEVELS = (0.95, 0.998)  # two and three sigma, as PHE's and FunnelPlotR's lines
WINSORISED = 0.1  # at each end: real outliers must not widen their own limits


@dataclass(frozen=True)
class Limits:
    """Control limits of a funnel plot at each n, shape (k,), clipped to 0–1."""

    lower: np.ndarray
    upper: np.ndarray


@dataclass(frozen=True)
class Funnel:
    """Units against the limits at their own size; arrays of shape (k,), NaN without a size.

    phi is the mean of the winsorised z², tau2 the variance between units on the transformed scale;
    the limits hold both chance and tau2 where is_over_dispersed.
    """

    values: np.ndarray
    center: float
    lower_95: np.ndarray
    upper_95: np.ndarray
    lower_998: np.ndarray
    upper_998: np.ndarray
    z: np.ndarray  # distance from the center in standard errors of chance, transformed scale
    at_most: np.ndarray  # the exact chance of so few, were the unit like the center
    at_least: np.ndarray  # and of so many
    phi: float
    tau2: float
    is_over_dispersed: bool

    def stands_out(self, level: float = 0.998) -> np.ndarray:
        """Which units lie beyond the limits of 0.95 or 0.998: "high", "low" or "", shape (k,).

        The lines are approximate, and where few are expected far too narrow (a share of 98 % of
        30 falls under its lower 99.8 % line once in 46): so the exact chance must be small too.
        """
        lower, upper = {
            0.95: (self.lower_95, self.upper_95),
            0.998: (self.lower_998, self.upper_998),
        }[level]
        tail = (1 - level) / 2
        above = (self.values > upper) & (self.at_least < tail)
        below = (self.values < lower) & (self.at_most < tail)
        return np.where(above, "high", np.where(below, "low", "")).astype(object)


def proportion_limits(share: float, n: ArrayLike, level: float = 0.95) -> Limits:
    """Limits around a center share for units of size n.

    Args:
        share: the center line, 0 to 1.
        n: shape (k,), how many each unit has, > 0.
        level: 0.95 and 0.998 for the two customary pairs of lines: 2.5 % and 0.1 % on each side.

    Returns:
        p ± z√(p(1 − p)/n), clipped; z 1.959964 and 3.090232.

    Raises:
        ValueError: the share is not within 0 to 1, or an n is not positive.

    Source: Spiegelhalter 2005, doi:10.1002/sim.1970; clipped as PHEindicatormethods does.
    """
    sizes = np.asarray(n, dtype=float)
    if not 0 <= share <= 1 or np.any(sizes <= 0):
        raise ValueError("the share must lie in 0 to 1 and n be positive")
    half = normal_quantile(level) * np.sqrt(share * (1 - share) / sizes)
    return Limits(np.maximum(share - half, 0.0), np.minimum(share + half, 1.0))


def rate_limits(rate: float, exposure: ArrayLike, level: float = 0.95) -> Limits:
    """Limits around a center rate for units of each exposure.

    Args:
        rate: the center line, events for one of the exposure, >= 0; 1 for standardized ratios.
        exposure: shape (k,), > 0; the expected counts for standardized ratios.
        level: as in `proportion_limits`.

    Returns:
        The exact Poisson interval of the expected count E, over the exposure: at E = 15 and a
        ratio 0.5597 to 1.6493.

    Raises:
        ValueError: the rate is negative, or an exposure is not positive.

    Source: Spiegelhalter 2005; exact Poisson limits as FunnelPlotR draws them.
    """
    exposures = np.asarray(exposure, dtype=float)
    if rate < 0 or np.any(exposures <= 0):
        raise ValueError("the rate must not be negative and exposures be positive")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    expected, tail = rate * exposures, (1 - level) / 2
    some = np.where(expected > 0, expected, 1.0)
    lower = np.where(expected > 0, gammaincinv(some, tail), 0.0)
    upper = np.where(expected > 0, gammaincinv(some + 1, 1 - tail), 0.0)
    return Limits(lower / exposures, upper / exposures)


def proportion_funnel(
    count: ArrayLike, n: ArrayLike, center: float | None = None, *, adjusted: bool = True
) -> Funnel:
    """A funnel of shares.

    Args:
        count: shape (k,), how many of each unit have it, 0 <= count <= n.
        n: shape (k,); 0 or NaN: a unit without a value.
        center: the center line; none: the share of all units together.
        adjusted: widen the limits where the units vary more than chance.

    Returns:
        p ± z√(p(1 − p)/n); when over-dispersed sin²(asin√p ± z√(s² + τ²)) with s² = 1/(4n).

    Raises:
        ValueError: the counts are not 0 <= count <= n, or the center not within 0 to 1.

    Source: Spiegelhalter 2005, doi:10.1002/sim.1970, with the arcsine scale of FunnelPlotR.
    """
    counts, sizes = _units(count, n)
    if np.any(counts > sizes):
        raise ValueError("counts must be 0 <= count <= n")
    share = _center(counts, sizes, center)
    middle, error = np.arcsin(np.sqrt(share)), 1 / (2 * np.sqrt(sizes))
    values = counts / sizes
    z = (np.arcsin(np.sqrt(values)) - middle) / error
    phi, tau2 = over_dispersion(z, error)
    if adjusted and tau2 > 0:
        lines = [
            # past 0 and a right angle sin² would turn back
            np.sin(np.clip(middle + step * np.sqrt(error**2 + tau2), 0, np.pi / 2)) ** 2
            for step in _STEPS
        ]
    else:
        lines = _plain_lines(proportion_limits, share, sizes)
    chances = _share_chances(counts, sizes, share)
    return _funnel(values, share, lines, z, chances, (phi, tau2))


def rate_funnel(
    count: ArrayLike, exposure: ArrayLike, center: float | None = None, *, adjusted: bool = True
) -> Funnel:
    """A funnel of rates, or of standardized ratios (center 1, exposure the expected counts).

    Args:
        count: shape (k,), events, >= 0.
        exposure: shape (k,), in the unit of the rate; 0 or NaN: a unit without a value.
        center: the center line; none: the rate of all units together.
        adjusted: widen the limits where the units vary more than chance.

    Returns:
        Exact Poisson limits; when over-dispersed center · exp(±z√(1/E + τ²)) with E the count
        expected. A unit without any event is half an event on this scale, which has no 0.

    Raises:
        ValueError: a count, an exposure or the center is negative.

    Source: Spiegelhalter 2005, with the log scale of England's SHMI (FunnelPlotR).
    """
    counts, exposures = _units(count, exposure)
    rate = _center(counts, exposures, center, ceiling=np.inf)
    expected = rate * exposures
    if rate == 0:
        z, error = np.zeros_like(expected), np.full_like(expected, np.inf)
    else:
        error = 1 / np.sqrt(expected)
        z = np.log(np.maximum(counts, 0.5) / expected) / error
    phi, tau2 = over_dispersion(z, error)
    if adjusted and tau2 > 0:
        lines = [rate * np.exp(step * np.sqrt(error**2 + tau2)) for step in _STEPS]
    else:
        lines = _plain_lines(rate_limits, rate, exposures)
    chances = _rate_chances(counts, expected)
    return _funnel(counts / exposures, rate, lines, z, chances, (phi, tau2))


def over_dispersion(z: ArrayLike, error: ArrayLike) -> tuple[float, float]:
    """φ and τ²: how much more units vary than chance, and the variance between them.

    Args:
        z: shape (k,), distances from the center in standard errors; NaN: left out.
        error: shape (k,), the standard errors by chance alone.

    Returns:
        φ, the mean of z² with the outer tenth at each end drawn in to its quantile; and
        τ² = max(0, (kφ − (k − 1)) / (Σw − Σw²/Σw)) with w = 1/error²; (NaN, 0) for no unit.

    Source: Spiegelhalter 2005, section 5; DerSimonian & Laird 1986.
    """
    distances, errors = np.asarray(z, dtype=float), np.asarray(error, dtype=float)
    is_known = np.isfinite(distances) & (errors > 0)
    distances, weights = distances[is_known], errors[is_known] ** -2
    if not distances.size:
        return float("nan"), 0.0
    drawn_in = np.clip(distances, *np.quantile(distances, (WINSORISED, 1 - WINSORISED)))
    phi = float(np.mean(drawn_in**2))
    k, total = len(distances), weights.sum()
    spread = total - np.sum(weights**2) / total if total > 0 else 0.0
    if spread <= 1e-12 * total:  # one unit cannot differ from itself
        return phi, 0.0
    return phi, float(max(0.0, (k * phi - (k - 1)) / spread))


_STEPS = tuple(sign * normal_quantile(level) for level in LEVELS for sign in (-1, 1))


def _funnel(
    values: np.ndarray,
    center: float,
    lines: list[np.ndarray],
    z: np.ndarray,
    chances: tuple[np.ndarray, np.ndarray],
    dispersion: tuple[float, float],
) -> Funnel:
    lower_95, upper_95, lower_998, upper_998 = lines
    phi, tau2 = dispersion
    return Funnel(
        values=values,
        center=center,
        lower_95=lower_95,
        upper_95=upper_95,
        lower_998=lower_998,
        upper_998=upper_998,
        z=z,
        at_most=chances[0],
        at_least=chances[1],
        phi=phi,
        tau2=tau2,
        is_over_dispersed=tau2 > 0,
    )


def _share_chances(x: np.ndarray, n: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """P(X <= x) and P(X >= x) of the binomial, by the beta distribution: x may be a fraction."""
    at_most = np.where(x < n, betainc(np.maximum(n - x, 1e-300), x + 1, 1 - share), 1.0)
    at_least = np.where(x > 0, betainc(np.maximum(x, 1e-300), n - x + 1, share), 1.0)
    return at_most, at_least


def _rate_chances(x: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(X <= x) and P(X >= x) of the Poisson distribution."""
    at_least = np.where(x > 0, gammainc(np.maximum(x, 1e-300), expected), 1.0)
    return gammaincc(x + 1, expected), at_least


def _plain_lines(
    limits: Callable[[float, np.ndarray, float], Limits], center: float, sizes: np.ndarray
) -> list[np.ndarray]:
    has_size = np.isfinite(sizes)
    lines = []
    for level in LEVELS:
        found = limits(center, sizes[has_size], level)
        for bound in (found.lower, found.upper):
            line = np.full(sizes.shape, np.nan)
            line[has_size] = bound
            lines.append(line)
    return lines


def _units(count: ArrayLike, n: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    counts, sizes = np.broadcast_arrays(np.asarray(count, float), np.asarray(n, float))
    if np.any(counts < 0) or np.any(sizes < 0):
        raise ValueError("counts and sizes must not be negative")
    is_known = np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0)
    return np.where(is_known, counts, np.nan), np.where(is_known, sizes, np.nan)


def _center(
    counts: np.ndarray, sizes: np.ndarray, center: float | None, ceiling: float = 1.0
) -> float:
    if center is None:
        total = np.nansum(sizes)
        return float(np.nansum(counts) / total) if total > 0 else 0.0
    if not 0 <= center <= ceiling:
        raise ValueError("the center line is impossible")
    return float(center)
