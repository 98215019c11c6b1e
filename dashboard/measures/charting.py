"""A control chart of a measure's months: which kind, why, its limits and its signals. Pure."""

from dataclasses import dataclass

import numpy as np

from dashboard.measures.series import Data, Series
from dashboard.stats.control_charts import (
    MIN_POINTS,
    Kind,
    Limits,
    is_over_dispersed,
    p_chart,
    t_chart,
    u_chart,
    xmr_chart,
)
from dashboard.stats.signals import sides, signals

SIDES = {1: "above", -1: "below"}
MANY = 1_000  # "thousands": chance alone then leaves so little room that other causes show
WHY = {
    Kind.P: "p chart: a share of counted cases; limits by the number of each month",
    Kind.P_PRIME: (
        "p′ chart (Laney): large numbers that vary more than chance alone explains; "
        "limits widened to the usual variation from month to month"
    ),
    Kind.U: "u chart: a count of events for a changing number of patients; limits by that number",
    Kind.U_PRIME: (
        "u′ chart (Laney): large numbers that vary more than chance alone explains; "
        "limits widened to the usual variation from month to month"
    ),
    Kind.XMR: "XmR chart: single values; limits from the usual change from one to the next",
    Kind.T: "T chart: fewer than one a month, so the days between them are charted",
    Kind.RUN: f"run chart with the median: under {MIN_POINTS} points limits would be guesses",
}


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
    return _with_signals(limits_of(series.data, series.count, series.n, series.values, segment))


def charted_gaps(days_between: np.ndarray, segment: np.ndarray) -> Charted:
    """Chart days between events, shape (k,)."""
    return _with_signals(t_chart(days_between, segment=segment))


def limits_of(
    data: Data, count: np.ndarray, n: np.ndarray, values: np.ndarray, segment: np.ndarray
) -> Limits:
    """Limits by the data's kind, of one series (k,) or of many at once (m, k)."""
    if data == "value":
        return xmr_chart(values, segment=segment)
    chart = p_chart if data == "share" else u_chart
    return chart(count, n, prime=is_prime(data, count, n), segment=segment)


def is_prime(data: Data, count: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Whether Laney's correction is needed: thousands a month, and more variation than chance's."""
    counted = n if data == "share" else n * MANY
    is_known = np.isfinite(counted)
    sizes = np.where(is_known, counted, 0.0).sum(axis=-1) / np.maximum(is_known.sum(axis=-1), 1)
    return (sizes >= MANY) & is_over_dispersed(count, n, data)


def _with_signals(limits: Limits) -> Charted:
    kind = Kind(limits.kinds.item())
    return Charted(kind, WHY[kind], limits, signals(limits), sides(limits))
