"""Limits that chance alone gives for a share at a given n. Pure."""

import math
from dataclasses import dataclass

from dashboard.stats.intervals import normal_quantile


@dataclass(frozen=True)
class Limits:
    """Control limits of a funnel plot at one n, clipped to 0–1."""

    lower: float
    upper: float


def proportion_limits(share: float, n: float, level: float = 0.95) -> Limits:
    """Limits around a center share for units of size n.

    Args:
        share: the center line, 0 to 1.
        n: how many the unit has, > 0.
        level: 0.95 or 0.998 for the two customary lines.

    Returns:
        p ± z√(p(1 − p)/n), clipped.

    Raises:
        ValueError: the share is not within 0 to 1, or n is not positive.

    Source: Spiegelhalter 2005, doi:10.1002/sim.1970; clipped as PHEindicatormethods does.
    """
    if not 0 <= share <= 1 or n <= 0:
        raise ValueError("the share must lie in 0 to 1 and n be positive")
    half = normal_quantile(level) * math.sqrt(share * (1 - share) / n)
    return Limits(max(share - half, 0.0), min(share + half, 1.0))
