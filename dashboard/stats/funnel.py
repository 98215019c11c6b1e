"""Limits that chance alone gives for a share at each size of unit. Pure: arrays in and out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.intervals import normal_quantile


@dataclass(frozen=True)
class Limits:
    """Control limits of a funnel plot at each n, shape (k,), clipped to 0–1."""

    lower: np.ndarray
    upper: np.ndarray


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
