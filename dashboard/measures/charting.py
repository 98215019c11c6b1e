"""A control chart of a measure's months: which kind, why, its limits and its signals. Pure."""

from dataclasses import dataclass

import numpy as np

from dashboard.measures.measure import PER, Data
from dashboard.measures.series import Series
from dashboard.stats.control_charts import (
    LARGE,
    MIN_POINTS,
    Kind,
    Limits,
    chance_sigma_z,
    chosen_kind,
    p_chart,
    sigma_z,
    t_chart,
    u_chart,
    xmr_chart,
)
from dashboard.stats.signals import sides, signals

SIDES = {1: "above", -1: "below"}


@dataclass(frozen=True)
class Charted:
    """One series with its limits; rules and sides as in stats.signals, shape (k,)."""

    kind: Kind
    why: str
    limits: Limits
    rules: np.ndarray
    sides: np.ndarray

    def at(self, place: int) -> dict[str, float | str | None]:
        """What the chart says at one point; nothing where there is none."""
        limits = self.limits
        is_point = bool(np.isfinite(limits.values[place]))
        return {
            "center": number(limits.center[place]),
            "lower_limit": number(limits.lower[place]),
            "upper_limit": number(limits.upper[place]),
            "signal": (self.rules[place] or None) if is_point else None,
            "side": SIDES.get(int(self.sides[place])) if is_point else None,
        }


def number(value: float) -> float | None:
    """A number, or None for NaN."""
    return float(value) if np.isfinite(value) else None


def charted(series: Series, segment: np.ndarray) -> Charted:
    """Chart one measure's months; segment, shape (k,), has a number a stretch between rebases."""
    limits = limits_of(series.data, series.count, series.n, series.values, segment)
    return _with_signals(limits, _why(series, limits))


def charted_gaps(days_between: np.ndarray, segment: np.ndarray) -> Charted:
    """Chart days between events, shape (k,)."""
    limits = t_chart(days_between, segment=segment)
    points_n = max(_points_by_segment(limits), default=0)
    return _with_signals(limits, chosen_kind("rare", points_n)[1])


def limits_of(
    data: Data, count: np.ndarray, n: np.ndarray, values: np.ndarray, segment: np.ndarray
) -> Limits:
    """Limits by the data's kind, of one series (k,) or of many at once (m, k)."""
    if data == "value":
        return xmr_chart(values, segment=segment)
    chart = p_chart if data == "share" else u_chart
    is_prime = laney(data, count, n, segment).is_needed
    return chart(count, n, prime=is_prime, segment=segment)


@dataclass(frozen=True)
class Laney:
    """Sizes and σz of each series since its last rebase, shape (...): see stats.chosen_kind."""

    typical_n: np.ndarray
    sigma_ratio: np.ndarray
    points_n: np.ndarray

    @property
    def is_needed(self) -> np.ndarray:
        """Whether points are of thousands and vary more than chance alone explains."""
        return (self.typical_n >= LARGE) & (self.sigma_ratio > chance_sigma_z(self.points_n))


def laney(data: Data, count: np.ndarray, n: np.ndarray, segment: np.ndarray) -> Laney:
    """What decides on Laney's correction, by the months since the last rebase alone."""
    is_newest = segment == segment.max(axis=-1, initial=0, keepdims=True)
    sizes = np.where(is_newest & np.isfinite(count), n, np.nan)
    points_n = np.isfinite(sizes).sum(axis=-1)
    typical = median_size(sizes) * (PER if data == "rate" else 1)
    ratio = np.asarray(sigma_z(np.where(is_newest, count, np.nan), sizes, data))
    return Laney(typical, ratio, points_n)


def spread_of(
    data: Data, count: np.ndarray, n: np.ndarray, segment: np.ndarray
) -> np.ndarray | float:
    """How much more each series varies than chance alone, where that is corrected for; else 1."""
    if data == "value":
        return 1.0
    found = laney(data, count, n, segment)
    return np.where(found.is_needed, np.maximum(found.sigma_ratio, 1.0), 1.0)


def median_size(sizes: np.ndarray) -> np.ndarray:
    """Median of the sizes that are known, of each series; 0 without any."""
    known_n = np.isfinite(sizes).sum(axis=-1, keepdims=True)
    ascending = np.sort(sizes, axis=-1)  # NaN last
    places = np.concatenate([np.maximum(known_n - 1, 0) // 2, known_n // 2], axis=-1)
    places = np.minimum(places, max(sizes.shape[-1] - 1, 0))
    if sizes.shape[-1] == 0:
        return np.zeros(sizes.shape[:-1])
    middle = np.take_along_axis(ascending, places, axis=-1).mean(axis=-1)
    return np.where(known_n[..., 0] > 0, np.nan_to_num(middle), 0.0)


def _why(series: Series, limits: Limits) -> str:
    """Why this kind of chart: by the longest stretch, and what is said of the newest one."""
    points = _points_by_segment(limits)
    typical_n: float | None = None
    sigma_ratio: float | None = None
    if series.data != "value":
        found = laney(series.data, series.count, series.n, limits.segment)
        typical_n, sigma_ratio = float(found.typical_n), float(found.sigma_ratio)
    _, why = chosen_kind(
        series.data, max(points, default=0), typical_n=typical_n, sigma_ratio=sigma_ratio
    )
    if points and max(points) >= MIN_POINTS > points[-1]:
        why += f" No limits since the last rebase: {points[-1]} of {MIN_POINTS} points needed."
    return why


def _points_by_segment(limits: Limits) -> list[int]:
    is_point = np.isfinite(limits.values)
    return [int((is_point & (limits.segment == s)).sum()) for s in np.unique(limits.segment)]


def _with_signals(limits: Limits, why: str) -> Charted:
    return Charted(Kind(limits.kinds.item()), why, limits, signals(limits), sides(limits))
