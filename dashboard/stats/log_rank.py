"""Do two groups' times to the event differ? Pure: day histograms in, a frozen result out."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from dashboard.errors import NothingToEstimate


@dataclass(frozen=True)
class Histogram:
    """How many of a group had the event, or were last seen without it, on each day.

    Arrays of shape (k,): whole days since the start, strictly ascending, >= 0, and counts. Other
    endings count as last seen without the event (the test is of the rate of the event itself).
    late_n, if any: how many came under observation only after that day.
    """

    days: np.ndarray
    event_n: np.ndarray
    censored_n: np.ndarray
    late_n: np.ndarray | None = None


@dataclass(frozen=True)
class LogRank:
    """The test's result; observed and expected events of the first and the second group."""

    chi2: float
    p: float
    observed: tuple[float, float]
    expected: tuple[float, float]


def log_rank(first: Histogram, second: Histogram) -> LogRank:
    """Mantel and Haenszel's log-rank test of two groups, with ties.

    Args:
        first: a group, such as a unit or a period.
        second: the other one.

    Returns:
        χ² with one degree of freedom and its chance under equal rates; 0 and 1 where no day has
        an event with both groups at risk.

    Raises:
        ValueError: days do not ascend from 0 or more, or a count is negative.
        NothingToEstimate: a group is empty.

    Source: Mantel 1966; Peto & Peto 1972; variance with ties as in survdiff of R's survival.
    """
    days = np.union1d(first.days, second.days)
    (events, at_risk), (events_2, at_risk_2) = (_counts(group, days) for group in (first, second))
    d, n = events + events_2, at_risk + at_risk_2
    is_event = d > 0
    events, at_risk, d, n = events[is_event], at_risk[is_event], d[is_event], n[is_event]
    share = at_risk / n
    expected = float(np.sum(d * share))
    # hypergeometric; a day with one person at risk tells nothing
    variance = float(np.sum(d * share * (1 - share) * (n - d) / np.maximum(n - 1, 1)))
    observed = float(events.sum())
    chi2 = (observed - expected) ** 2 / variance if variance > 0 else 0.0
    total = float(d.sum())
    return LogRank(
        chi2=chi2,
        p=float(chdtrc(1, chi2)),
        observed=(observed, total - observed),
        expected=(expected, total - expected),
    )


def _counts(group: Histogram, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Events and people at risk of a group on each of the days."""
    late = np.zeros(len(group.days)) if group.late_n is None else group.late_n
    own = np.asarray(group.days)
    counts = [np.asarray(c, dtype=float) for c in (group.event_n, group.censored_n, late)]
    if np.any(np.diff(own, prepend=-1) <= 0) or any(np.any(c < 0) for c in counts):
        raise ValueError("days must ascend from 0 or more; counts must not be negative")
    if counts[0].sum() + counts[1].sum() == 0:
        raise NothingToEstimate("There is no observation in one of the groups.")
    place = np.searchsorted(days, own)
    event_n, leaving_n, late_n = (np.zeros(len(days)) for _ in range(3))
    event_n[place], leaving_n[place], late_n[place] = counts[0], counts[0] + counts[1], counts[2]
    return event_n, (leaving_n - late_n)[::-1].cumsum()[::-1]
