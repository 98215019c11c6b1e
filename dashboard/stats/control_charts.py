"""Control charts: the range that a steady process stays in. Pure: arrays in, frozen limits out.

Every function takes one series, shape (k,), or many at once, shape (m, k), points in time order.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.limits import MIN_POINTS, Estimate, Kind, Limits, lines_of
from dashboard.stats.series import (
    Points,
    mean_moving_range,
    mean_of,
    median_of,
    per_series,
    points,
    sum_of,
)

RANGE_TO_SIGMA = 1.128  # d2: the mean range of two values is 1.128 standard deviations
XMR_FACTOR = 2.66  # as Wheeler and Making Data Count print 3 / d2
EXACT_FACTOR = 3 / RANGE_TO_SIGMA  # as Montgomery and R's qicharts2 use it
T_POWER = 3.6  # y^(1/3.6) makes waiting times nearly normal
LARGE = 1_000  # from this n on chance is so small that any other wobble looks like a signal
_NAME = {Kind.P: "p", Kind.P_PRIME: "p′", Kind.U: "u", Kind.U_PRIME: "u′"}
_COUNTED = {
    "share": (Kind.P, Kind.P_PRIME, "a share of a number that differs from point to point"),
    "rate": (Kind.U, Kind.U_PRIME, "a rate for an exposure that differs from point to point"),
}
_RARE = {
    "days": (Kind.T, "T chart: events are rare, so the days between them are drawn."),
    "cases": (Kind.G, "G chart: events are rare, so the cases between them are drawn."),
}


def p_chart(
    count: ArrayLike,
    n: ArrayLike,
    *,
    prime: ArrayLike = False,
    segment: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    min_points: int = MIN_POINTS,
) -> Limits:
    """Limits of a share: p̄ ± 3√(p̄(1 − p̄)/n), within 0 to 1.

    Args:
        count: shape (..., k), how many have it, 0 <= count <= n.
        n: shape (..., k), of how many; 0 or NaN: no point.
        prime: Laney's p′: sigma times σz (`sigma_z`); one for all, or one for each series.
        segment: shape (..., k), ascending; a rebase begins the next number.
        excluded: shape (..., k), points that are drawn but make no limits.
        min_points: a segment with fewer used points is a run chart.

    Raises:
        ValueError: the counts are not 0 <= count <= n.

    Source: Montgomery, Introduction to Statistical Quality Control, section 7.2; Laney 2002,
    Quality Engineering 14:531–537.
    """
    if np.any(np.asarray(count, dtype=float) > np.asarray(n, dtype=float)):
        raise ValueError("counts must be 0 <= count <= n")
    kinds = (Kind.P, Kind.P_PRIME)
    chart = _counted(count, n, kinds, _share_sigma, prime, segment, excluded)
    return lines_of(*chart, ceiling=1.0, min_points=min_points)


def u_chart(
    count: ArrayLike,
    exposure: ArrayLike,
    *,
    prime: ArrayLike = False,
    segment: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    min_points: int = MIN_POINTS,
) -> Limits:
    """Limits of a rate: ū ± 3√(ū/exposure), not under 0; with an exposure of 1 a c chart.

    Args:
        count: shape (..., k), events, >= 0.
        exposure: shape (..., k), in the unit of the rate (thousands of discharges for a rate per
            1,000); 0 or NaN: no point.
        prime: Laney's u′, as in `p_chart`.
        segment: as in `p_chart`.
        excluded: as in `p_chart`.
        min_points: as in `p_chart`.

    Raises:
        ValueError: a count or an exposure is negative.

    Source: Montgomery, section 7.3; Laney 2002.
    """
    kinds = (Kind.U, Kind.U_PRIME)
    chart = _counted(count, exposure, kinds, _rate_sigma, prime, segment, excluded)
    return lines_of(*chart, min_points=min_points)


def xmr_chart(
    values: ArrayLike,
    *,
    segment: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    screened: bool = True,
    factor: float = XMR_FACTOR,
    min_points: int = MIN_POINTS,
) -> Limits:
    """Limits of single values: x̄ ± 2.66 mR̄ of the ranges between successive points.

    Args:
        values: shape (..., k); NaN: no point, and the range goes from its neighbor to its neighbor.
        segment: as in `p_chart`.
        excluded: as in `p_chart`.
        screened: leave out ranges of 3.267 mR̄ and more, once, as Making Data Count's R package
            does and its Excel file does not.
        factor: 2.66, or EXACT_FACTOR for figures to the last digit of Montgomery's.
        min_points: as in `p_chart`.

    Source: NHS England, Making Data Count; Montgomery, section 6.4; Nelson 1982.
    """
    drawn = points(values, segment, excluded)

    def estimate(used: np.ndarray) -> Estimate:
        center = mean_of(drawn.values, used)
        return center, center, factor / 3 * mean_moving_range(drawn.values, used, screened)

    return lines_of(Kind.XMR, drawn, estimate, floor=-np.inf, min_points=min_points)


def g_chart(
    gaps: ArrayLike,
    *,
    segment: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    min_points: int = MIN_POINTS,
) -> Limits:
    """Limits of the number of cases between events: ḡ ± 3√(ḡ(ḡ + 1)), not under 0.

    The center line is the median: half of such gaps lie under it, which isn't so for the mean.

    Args:
        gaps: shape (..., k), >= 0.
        segment: as in `p_chart`.
        excluded: as in `p_chart`.
        min_points: as in `p_chart`.

    Raises:
        ValueError: a gap is negative.

    Source: Montgomery, section 7.3.5; Benneyan 2001; center as R's qicharts2.
    """
    drawn = _not_negative(points(gaps, segment, excluded))

    def estimate(used: np.ndarray) -> Estimate:
        mean = mean_of(drawn.values, used)
        return median_of(drawn.values, used), mean, np.sqrt(mean * (mean + 1))

    return lines_of(Kind.G, drawn, estimate, min_points=min_points)


def t_chart(
    days_between: ArrayLike,
    *,
    segment: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    min_points: int = MIN_POINTS,
) -> Limits:
    """Limits of the time between events: an XmR chart of y^(1/3.6), transformed back.

    Args:
        days_between: shape (..., k), >= 0.
        segment: as in `p_chart`.
        excluded: as in `p_chart`.
        min_points: as in `p_chart`.

    Returns:
        In days; a lower limit that would be negative is 0.

    Raises:
        ValueError: a time is negative.

    Source: Nelson 1994, Journal of Quality Technology 26:138–141; Montgomery, section 7.3.5.
    """
    drawn = _not_negative(points(days_between, segment, excluded))
    nearly_normal = drawn.values ** (1 / T_POWER)

    def estimate(used: np.ndarray) -> Estimate:
        center = mean_of(nearly_normal, used)
        return center, center, mean_moving_range(nearly_normal, used) / RANGE_TO_SIGMA

    return lines_of(Kind.T, drawn, estimate, power=T_POWER, min_points=min_points)


def run_chart(
    values: ArrayLike, *, segment: ArrayLike | None = None, excluded: ArrayLike | None = None
) -> Limits:
    """The median of each segment, and no limits.

    Args:
        values: shape (..., k); NaN: no point.
        segment: as in `p_chart`.
        excluded: as in `p_chart`.

    Source: Anhøj & Olesen 2014, doi:10.1371/journal.pone.0113825.
    """
    drawn = points(values, segment, excluded)

    def estimate(used: np.ndarray) -> Estimate:
        median = median_of(drawn.values, used)
        return median, median, np.full_like(median, np.nan)

    return lines_of(Kind.RUN, drawn, estimate, min_points=0)


def sigma_z(count: ArrayLike, n: ArrayLike, data: str = "share") -> np.ndarray | float:
    """How much more than chance alone a share or a rate varies from point to point: Laney's σz.

    Args:
        count: shape (..., k).
        n: shape (..., k), sizes, or exposures for a rate.
        data: "share" or "rate".

    Returns:
        mR̄(z)/1.128 of each series, shape (...): 1 when chance alone is at work, and where fewer
        than two points or an unchanging share tell nothing.

    Raises:
        ValueError: a count or a size is negative.
    """
    sigma = {"share": _share_sigma, "rate": _rate_sigma}[data]
    drawn, counts, sizes = _counts(count, n, None, None)
    used = np.isfinite(drawn.values)
    center = _pooled(counts, sizes, used)
    ratio = _laney(drawn.values, center, sigma(center, sizes), used)
    return per_series(ratio[:, 0], drawn.shape)


def is_over_dispersed(count: ArrayLike, n: ArrayLike, data: str = "share") -> np.ndarray | bool:
    """Whether σz is larger than one in a thousand steady series of that length would give.

    The threshold is strict because there are many charts, and Laney's correction of one that
    needs none hides its signals behind limits half as wide again.

    Args:
        count: shape (..., k).
        n: shape (..., k).
        data: "share" or "rate".

    Returns:
        One for each series, shape (...).
    """
    drawn, _, _ = _counts(count, n, None, None)
    points_n = np.isfinite(drawn.values).sum(axis=1, keepdims=True)
    threshold = per_series(chance_sigma_z(points_n), drawn.shape)
    return sigma_z(count, n, data) > threshold


def chance_sigma_z(points_n: ArrayLike) -> np.ndarray:
    """The σz that a steady series of so many points passes about once in a thousand (simulated)."""
    return 1 + 3.2 / np.sqrt(np.maximum(np.asarray(points_n, dtype=float) - 1, 1))


def chosen_kind(
    data: Literal["share", "rate", "value", "rare"],
    points_n: int,
    *,
    typical_n: float | None = None,
    sigma_ratio: float | None = None,
    counted_in: Literal["days", "cases"] = "days",
) -> tuple[Kind, str]:
    """The chart for a kind of data, and the sentence that explains the choice.

    Args:
        data: "share" of n; "rate" of events for an exposure; single "value"s; "rare": gaps
            between events that come less than about once a period.
        points_n: points to be drawn since the last rebase.
        typical_n: the median size of a share's or a rate's points, in patients or cases.
        sigma_ratio: Laney's σz (`sigma_z`).
        counted_in: what gaps between rare events are counted in.

    Returns:
        p and u become p′ and u′ where the points are of thousands and vary more than chance.

    Source: measures.md 2.2; Laney 2002; Provost & Murray 2011, The Health Care Data Guide.
    """
    if points_n < MIN_POINTS:
        return (
            Kind.RUN,
            f"Run chart: {points_n} points are too few for limits (under {MIN_POINTS}).",
        )
    if data == "rare":
        return _RARE[counted_in]
    if data == "value":
        return Kind.XMR, "XmR chart: single values without a denominator."
    plain, primed, why = _COUNTED[data]
    is_large = typical_n is not None and typical_n >= LARGE
    is_dispersed = sigma_ratio is not None and sigma_ratio > chance_sigma_z(points_n)
    if is_large and is_dispersed:
        return primed, (
            f"{_NAME[primed]} chart: {why}, and the points vary {sigma_ratio:.1f} times as much as "
            "chance alone would make them (Laney's correction)."
        )
    return plain, f"{_NAME[plain]} chart: {why}."


def _counted(
    count: ArrayLike,
    n: ArrayLike,
    kinds: tuple[Kind, Kind],
    sigma: Callable[[np.ndarray, np.ndarray], np.ndarray],
    prime: ArrayLike,
    segment: ArrayLike | None,
    excluded: ArrayLike | None,
) -> tuple[np.ndarray, Points, Callable[[np.ndarray], Estimate]]:
    """Kind of each series, points and estimate of a chart of counts: p, p′, u, u′."""
    drawn, counts, sizes = _counts(count, n, segment, excluded)
    is_prime = np.broadcast_to(np.asarray(prime, dtype=bool).reshape(-1, 1), (len(counts), 1))

    def estimate(used: np.ndarray) -> Estimate:
        center = _pooled(counts, sizes, used)
        spread = sigma(center, sizes)
        if is_prime.any():
            ratio = _laney(drawn.values, center, spread, used)
            spread = spread * np.where(is_prime, ratio, 1.0)
        return center, center, spread

    return np.array(kinds, dtype=object)[is_prime[:, 0].astype(int)], drawn, estimate


def _counts(
    count: ArrayLike, n: ArrayLike, segment: ArrayLike | None, excluded: ArrayLike | None
) -> tuple[Points, np.ndarray, np.ndarray]:
    counts, sizes = np.broadcast_arrays(np.asarray(count, float), np.asarray(n, float))
    if np.any(counts < 0) or np.any(sizes < 0):
        raise ValueError("counts and sizes must not be negative")
    is_known = np.isfinite(counts) & np.isfinite(sizes) & (sizes > 0)
    shares = np.divide(counts, sizes, out=np.full(counts.shape, np.nan), where=is_known)
    drawn = points(shares, segment, excluded)
    shape = drawn.values.shape
    return (
        drawn,
        np.where(is_known, counts, 0.0).reshape(shape),
        np.where(is_known, sizes, np.nan).reshape(shape),
    )


def _pooled(counts: np.ndarray, sizes: np.ndarray, used: np.ndarray) -> np.ndarray:
    total = sum_of(sizes, used)
    some = total > 0
    return np.divide(sum_of(counts, used), total, out=np.full_like(total, np.nan), where=some)


def _share_sigma(center: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(center * (1 - center), 0.0) / n)


def _rate_sigma(center: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    return np.sqrt(center / exposure)


def _laney(
    values: np.ndarray, center: np.ndarray, sigma: np.ndarray, used: np.ndarray
) -> np.ndarray:
    """σz of each series, shape (m, 1)."""
    z = np.divide(values - center, sigma, out=np.zeros_like(values), where=sigma > 0)
    ratio = mean_moving_range(z, used) / RANGE_TO_SIGMA
    is_telling = np.isfinite(ratio) & np.any(used & (sigma > 0), axis=1, keepdims=True)
    return np.where(is_telling, ratio, 1.0)


def _not_negative(drawn: Points) -> Points:
    if np.any(drawn.values < 0):
        raise ValueError("gaps and times must not be negative")
    return drawn
