"""Intervals for shares, counts, differences and ratios. Pure: numbers in, a frozen interval out."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scipy.special import gammaincinv, ndtri

from dashboard.errors import NothingToEstimate

BYAR_FROM = 10  # below it Byar's approximation is poor and the exact interval is used


@dataclass(frozen=True)
class Interval:
    """A range that agrees with the data at its level; lower <= upper."""

    lower: float
    upper: float

    def __iter__(self) -> Iterator[float]:
        """Unpack as (lower, upper)."""
        return iter((self.lower, self.upper))


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval: 1.959964 at 0.95."""
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    return float(ndtri(0.5 + level / 2))


def wilson_interval(x_n: float, n: float, level: float = 0.95) -> Interval:
    """Interval of a share.

    Args:
        x_n: how many have it, 0 <= x_n <= n; a fraction for weighted data.
        n: of how many, > 0; for weighted data Kish's effective n.
        level: between 0 and 1.

    Returns:
        Limits within 0 to 1; exactly 0 at x_n = 0, exactly 1 at x_n = n.

    Raises:
        ValueError: the counts are not 0 <= x_n <= n.
        NothingToEstimate: n is 0.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    if n == 0:
        raise NothingToEstimate("There is nobody in this selection.")
    if not 0 <= x_n <= n:
        raise ValueError("counts must be 0 <= x_n <= n")
    z = normal_quantile(level)
    middle = 2 * x_n + z * z
    spread = z * math.sqrt(z * z + 4 * x_n * (1 - x_n / n))
    below = 0.0 if x_n == 0 else (middle - spread) / (2 * (n + z * z))
    above = 1.0 if x_n == n else (middle + spread) / (2 * (n + z * z))
    return Interval(max(below, 0.0), min(above, 1.0))


def exact_poisson_interval(count: float, level: float = 0.95) -> Interval:
    """Exact interval of a count.

    Args:
        count: how many, >= 0.
        level: between 0 and 1.

    Returns:
        Limits of the mean count; the lower one is 0 at 0.

    Raises:
        ValueError: the count is negative.

    Source: Garwood 1936, doi:10.1093/biomet/28.3-4.437.
    """
    _not_negative(count)
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Interval(lower, float(gammaincinv(count + 1, 1 - tail)))


def byar_interval(count: float, level: float = 0.95) -> Interval:
    """Byar's approximation to the exact interval of a count; good from a count of 10.

    Args:
        count: how many, >= 0.
        level: between 0 and 1.

    Returns:
        Limits of the mean count; the lower one is 0 at 0.

    Raises:
        ValueError: the count is negative.

    Source: Breslow & Day 1987, Statistical Methods in Cancer Research II, p. 69.
    """
    _not_negative(count)
    z = normal_quantile(level)
    lower = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    upper_base = count + 1
    upper = upper_base * (1 - 1 / (9 * upper_base) + z / (3 * math.sqrt(upper_base))) ** 3
    return Interval(max(lower, 0.0), upper)


def rate_interval(count: float, level: float = 0.95) -> Interval:
    """Interval of a count: exact under 10, Byar's from 10 (measures.md complaints_per_1000)."""
    return (byar_interval if count >= BYAR_FROM else exact_poisson_interval)(count, level)


def newcombe_interval(
    x1_n: float, n1: float, x2_n: float, n2: float, level: float = 0.95
) -> Interval:
    """Interval of the difference of two independent shares, x1_n / n1 − x2_n / n2.

    Args:
        x1_n: how many of the first group have it.
        n1: size of the first group, > 0.
        x2_n: how many of the second group have it.
        n2: size of the second group, > 0.
        level: between 0 and 1.

    Returns:
        Limits within −1 to 1.

    Raises:
        ValueError: a count is not 0 <= x <= n.
        NothingToEstimate: a group is empty.

    Source: Newcombe 1998, Statistics in Medicine 17:873–890, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    first, second = wilson_interval(x1_n, n1, level), wilson_interval(x2_n, n2, level)
    return mover_difference_interval(x1_n / n1, first, x2_n / n2, second)


def mover_difference_interval(
    first: float, first_interval: Interval, second: float, second_interval: Interval
) -> Interval:
    """Interval of first − second from the interval of each.

    Args:
        first: an estimate.
        first_interval: its limits.
        second: an independent estimate in the same unit.
        second_interval: its limits.

    Returns:
        Limits of the difference.

    Source: Zou & Donner 2008, doi:10.1002/sim.3095.
    """
    difference = first - second
    down = math.hypot(first - first_interval.lower, second_interval.upper - second)
    up = math.hypot(first_interval.upper - first, second - second_interval.lower)
    return Interval(difference - down, difference + up)


def mover_ratio_interval(
    first: float, first_interval: Interval, second: float, second_interval: Interval
) -> Interval:
    """Interval of first / second from the interval of each.

    Args:
        first: an estimate, >= 0.
        first_interval: its limits, >= 0.
        second: an independent estimate, > 0.
        second_interval: its limits, the lower one >= 0.

    Returns:
        Limits of the ratio; the upper one is infinite where the second may be 0.

    Raises:
        NothingToEstimate: the second is 0.

    Source: Donner & Zou 2012, doi:10.1177/0962280210389221 (MOVER-R).
    """
    if second <= 0:
        raise NothingToEstimate("The ratio has nothing to be a ratio of.")
    l1, u1 = first_interval
    l2, u2 = second_interval
    product = first * second
    below = l1 * (2 * first - l1)
    root = math.sqrt(max(product**2 - below * u2 * (2 * second - u2), 0.0))
    # Multiplied by its conjugate, the usual form has no 0/0 where u2 is twice the second.
    lower = max(below / (product + root), 0.0) if product else 0.0
    if l2 <= 0:
        return Interval(lower, math.inf)
    above = u1 * (2 * first - u1)
    root = math.sqrt(max(product**2 - above * l2 * (2 * second - l2), 0.0))
    return Interval(lower, (product + root) / (l2 * (2 * second - l2)))


def nps_interval(promoters_n: int, detractors_n: int, n: int, level: float = 0.95) -> Interval:
    """Wald interval of the net promoter score, in points from −100 to 100.

    Args:
        promoters_n: answers 9–10.
        detractors_n: answers 0–6.
        n: all answers, > 0.
        level: between 0 and 1.

    Returns:
        Limits in points; they can pass ±100: clip them on the screen, not here.

    Raises:
        NothingToEstimate: n is 0.

    Source: measures.md nps (SE = 100 √[(p + d − (p − d)²) / n]).
    """
    if n == 0:
        raise NothingToEstimate("There is nobody in this selection.")
    p, d = promoters_n / n, detractors_n / n
    half = normal_quantile(level) * 100 * math.sqrt(max(p + d - (p - d) ** 2, 0.0) / n)
    return Interval(100 * (p - d) - half, 100 * (p - d) + half)


def kish_effective_n(weight_sum: float, weight_squared_sum: float) -> float:
    """How many unweighted answers carry as much as these weighted ones: (Σw)² / Σw².

    Args:
        weight_sum: Σw, >= 0.
        weight_squared_sum: Σw², >= 0.

    Returns:
        The effective n; 0 without answers.

    Source: Kish 1965, Survey Sampling, section 11.7.
    """
    return weight_sum**2 / weight_squared_sum if weight_squared_sum > 0 else 0.0


def n_needed(p1: float, p2: float, power: float = 0.8, level: float = 0.95) -> int:
    """How many are needed in each of two groups to show that their shares differ.

    Args:
        p1: share in the first group, 0 to 1.
        p2: share in the second group, 0 to 1, not p1.
        power: chance of showing the difference.
        level: of the two-sided interval.

    Returns:
        n of each group, rounded up.

    Raises:
        ValueError: the shares are equal or not within 0 to 1.

    Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, eq. 4.14,
    without continuity correction (0.80 against 0.70: 294 in each group).
    """
    if p1 == p2 or not (0 <= p1 <= 1 and 0 <= p2 <= 1):
        raise ValueError("two different shares from 0 to 1 are needed")
    middle = (p1 + p2) / 2
    z_level, z_power = normal_quantile(level), float(ndtri(power))
    root = z_level * math.sqrt(2 * middle * (1 - middle)) + z_power * math.sqrt(
        p1 * (1 - p1) + p2 * (1 - p2)
    )
    return math.ceil((root / (p1 - p2)) ** 2 - 1e-9)


def _not_negative(count: float) -> None:
    if count < 0:
        raise ValueError("a count must not be negative")
