"""Time-to-event estimates from day histograms. Pure: arrays in, a frozen result out."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from dashboard.errors import NothingToEstimate

# A product of fractions can land a hair beside 1/2: without the margin, 563 of the first 1,000
# even sample sizes with no censoring miss their exact median.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Incidence:
    """The share that has had the event by each day; arrays of shape (k,), days ascending.

    days holds the days with at least one ending, ended_n the endings of any kind on them and
    at_risk_n how many were without one until then; last_day is the longest time in the group,
    ended or not; is_complete says that nobody is left after it.
    """

    days: np.ndarray
    incidence: np.ndarray  # F(t), 0 to 1, right-continuous
    incidence_se: np.ndarray
    ended_n: np.ndarray
    at_risk_n: np.ndarray
    last_day: int
    is_complete: bool
    n: int

    def at(self, day: int) -> float | None:
        """F(day), or None beyond the longest follow-up while somebody has no ending yet."""
        if day > self.last_day and not self.is_complete:
            return None
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return float(self.incidence[place]) if place >= 0 else 0.0

    def interval_at(self, day: int, level: float = 0.95) -> tuple[float, float] | None:
        """Log-log limits of F(day); None where `at` is, (0, 0) before the first event."""
        if self.at(day) is None:
            return None
        lower, upper = self.band(level)
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return (float(lower[place]), float(upper[place])) if place >= 0 else (0.0, 0.0)

    def band(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limit of F at each of days, shape (k,) each.

        Convention: on log(−log(1 − F)), as lifelines and `conf.type = "log-log"` of R's survival.
        Where F is 0 both are 0; where F is 1 the limits are the last ones before, and 1.
        """
        z = float(ndtri(0.5 + level / 2))
        survival = 1 - self.incidence
        inside = (self.incidence > 0) & (survival > TOLERANCE)
        log_survival = np.log(np.where(inside, survival, 0.5))
        width = np.where(inside, z * self.incidence_se / (survival + ~inside) / -log_survival, 0.0)
        lower = np.where(inside, 1 - survival ** np.exp(-width), 0.0)
        upper = np.where(inside, 1 - survival ** np.exp(width), 0.0)
        at_one = survival <= TOLERANCE
        upper[at_one] = 1.0
        lower = np.where(at_one, np.maximum.accumulate(np.where(at_one, 0.0, lower)), lower)
        return lower, upper

    def quantile(self, share: float) -> int | None:
        """Smallest whole day with F >= share, or None: "not reached", which is never 0.

        R reports the midpoint where F is exactly the share over a stretch; this is its beginning.
        """
        return _first_day(self.days, self.incidence, share)

    def quantile_interval(self, share: float, level: float = 0.95) -> tuple[int | None, int | None]:
        """Days between which the quantile lies; None for a limit that is not reached.

        Convention: the limits of F crossed at the share (Brookmeyer & Crowley 1982,
        doi:10.2307/2530286).
        """
        lower, upper = self.band(level)
        return _first_day(self.days, upper, share), _first_day(self.days, lower, share)

    def restricted_mean(self, days: int) -> float:
        """Mean time without the event within the first `days` days: the area under 1 − F.

        Beyond last_day, where the curve isn't known, it goes on level.
        """
        times = np.concatenate([[0], self.days[self.days < days], [days]])
        survival = np.concatenate([[1.0], 1 - self.incidence[self.days < days]])
        return float(np.sum(np.diff(times) * survival))

    def restricted_mean_se(self, days: int) -> float:
        """Standard error of the restricted mean: √Σ A²·d/(n(n − d)), A the area still to come.

        For a curve without competing endings. Source: Klein & Moeschberger 2003, eq. 4.5.2.
        """
        here = self.days < days
        times = np.concatenate([self.days[here], [days]])
        to_come = np.cumsum((np.diff(times) * (1 - self.incidence[here]))[::-1])[::-1]
        ended_n, at_risk_n = self.ended_n[here], self.at_risk_n[here]
        room = at_risk_n * (at_risk_n - ended_n)
        share = np.divide(ended_n, room, out=np.zeros_like(room), where=room > 0)
        return float(np.sqrt(np.sum(to_come**2 * share)))


def aalen_johansen(
    days: np.ndarray,
    event_n: np.ndarray,
    competing_n: np.ndarray,
    censored_n: np.ndarray,
    late_n: np.ndarray | None = None,
) -> Incidence:
    """Estimate the cumulative incidence of an event among competing endings.

    Args:
        days: shape (k,), whole days since the start, strictly ascending, >= 0.
        event_n: shape (k,), how many had the event at that day.
        competing_n: shape (k,), how many ended otherwise at that day.
        censored_n: shape (k,), how many were last seen without an ending at that day.
        late_n: shape (k,), how many of all these came under observation only after that day
            (left truncation: one who ended earlier would not have been seen); they are at risk
            from the day after.

    Returns:
        The incidence at the days with an ending; without competing endings it is 1 − S of
        Kaplan and Meier, and its standard error Greenwood's.

    Raises:
        ValueError: days do not ascend from 0 or more, a count is negative, or more come late than
            leave afterwards.
        NothingToEstimate: all counts are zero.

    Ties: on one day, endings happen before censorings. Endings on day 0 count.
    Source: Aalen & Johansen 1978; variance by the delta method, Marubini & Valsecchi 1995,
    Analysing Survival Data from Clinical Trials and Observational Studies, eq. 10.12.
    """
    days = np.asarray(days)
    given = (event_n, competing_n, censored_n, np.zeros(len(days)) if late_n is None else late_n)
    event_n, competing_n, censored_n, late_n = (np.asarray(n, dtype=float) for n in given)
    _check(days, event_n, competing_n, censored_n, late_n)
    ended_n = event_n + competing_n
    leaving_n = ended_n + censored_n
    if leaving_n.sum() == 0:
        raise NothingToEstimate("There is no observation in this selection.")
    at_risk_n = _at_risk(leaving_n, late_n)

    is_ending = ended_n > 0
    d1, d, n = event_n[is_ending], ended_n[is_ending], at_risk_n[is_ending]
    survival = np.cumprod(1 - d / n)
    before = np.concatenate([[1.0], survival[:-1]]) if d.size else survival
    incidence = np.cumsum(before * d1 / n)
    seen = days[leaving_n > 0]
    return Incidence(
        days=days[is_ending],
        incidence=np.minimum(incidence, 1.0),
        incidence_se=_standard_error(incidence, before, d1, d, n),
        ended_n=d,
        at_risk_n=n,
        last_day=int(seen[-1]),
        is_complete=bool(d.size and d[-1] == n[-1]),
        n=round(float(leaving_n.sum())),
    )


def aalen_johansen_by_group(
    starts: np.ndarray,
    days: np.ndarray,
    event_n: np.ndarray,
    competing_n: np.ndarray,
    censored_n: np.ndarray,
) -> list[Incidence]:
    """The same of many groups at once, whose rows stand one group after the other.

    Args:
        starts: shape (g,), the place of each group's first row, ascending from 0.
        days: shape (k,), in each group as in `aalen_johansen`.
        event_n: shape (k,), as there.
        competing_n: shape (k,), as there.
        censored_n: shape (k,), as there.

    Returns and raises: as there, one incidence a group, to the last digit.
    """
    event_n, competing_n, censored_n = (
        np.asarray(n, dtype=float) for n in (event_n, competing_n, censored_n)
    )
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(days))))
    _check(days + group * (int(days.max(initial=0)) + 1), event_n, competing_n, censored_n)
    ended_n = event_n + competing_n
    leaving_n = ended_n + censored_n
    upto = leaving_n[::-1].cumsum()[::-1]
    ends = np.append(starts[1:], len(days))
    after = np.append(upto, 0.0)[ends]
    if np.any(upto[starts] == after):
        raise NothingToEstimate("There is no observation in a group of this selection.")
    at_risk_n = upto - after[group]

    is_ending = ended_n > 0
    lengths = np.bincount(group[is_ending], minlength=len(starts))
    columns = (days, event_n, ended_n, at_risk_n)
    day, d1, d, n = (
        _side_by_side(c[is_ending], lengths, fill) for c, fill in zip(columns, FILL, strict=True)
    )
    survival = np.cumprod(1 - d / n, axis=1)
    before = np.concatenate([np.ones((len(starts), 1)), survival], axis=1)[:, : d.shape[1]]
    incidence = np.cumsum(before * d1 / n, axis=1)
    error = _standard_error(incidence, before, d1, d, n)
    seen = np.flatnonzero(leaving_n > 0)
    last = days[seen[np.searchsorted(seen, ends) - 1]].tolist()
    sizes = (upto[starts] - after).tolist()
    return [
        Incidence(
            days=day[row, :k],
            incidence=np.minimum(incidence[row, :k], 1.0),
            incidence_se=error[row, :k],
            ended_n=d[row, :k],
            at_risk_n=n[row, :k],
            last_day=last[row],
            is_complete=bool(k and d[row, k - 1] == n[row, k - 1]),
            n=round(sizes[row]),
        )
        for row, k in enumerate(lengths.tolist())
    ]


FILL = (0, 0.0, 0.0, 1.0)  # after a group's last ending nothing changes: none ends of one at risk


def _side_by_side(values: np.ndarray, lengths: np.ndarray, fill: float) -> np.ndarray:
    """Lay groups that stand one after the other out as rows; shape (g, longest)."""
    rows = np.full((len(lengths), int(lengths.max(initial=0))), fill, dtype=values.dtype)
    rows[np.arange(rows.shape[1]) < lengths[:, np.newaxis]] = values
    return rows


def kaplan_meier(days: np.ndarray, event_n: np.ndarray, censored_n: np.ndarray) -> Incidence:
    """Estimate the share with the event by each day where nothing competes: 1 − S(t).

    Args, returns, raises and ties: as `aalen_johansen`.
    Source: Kaplan & Meier 1958, doi:10.2307/2281868; variance: Greenwood 1926.
    """
    return aalen_johansen(days, event_n, np.zeros(len(event_n)), censored_n)


def _check(days: np.ndarray, *counts: np.ndarray) -> None:
    if np.any(np.diff(days, prepend=-1) <= 0) or any(np.any(c < 0) for c in counts):
        raise ValueError("days must ascend from 0 or more; counts must not be negative")


def _at_risk(leaving_n: np.ndarray, late_n: np.ndarray) -> np.ndarray:
    """How many are under observation at the beginning of each day."""
    still_to_leave, still_to_come = (n[::-1].cumsum()[::-1] for n in (leaving_n, late_n))
    at_risk_n = still_to_leave - still_to_come
    if np.any(at_risk_n < leaving_n):
        raise ValueError("nobody can leave before coming under observation")
    return at_risk_n


def _standard_error(
    incidence: np.ndarray, before: np.ndarray, d1: np.ndarray, d: np.ndarray, n: np.ndarray
) -> np.ndarray:
    """Delta-method standard error, by running sums: Σ(F − Fⱼ)²a = F²Σa − 2FΣFⱼa + ΣFⱼ²a."""
    # The last day can empty the risk set: d == n makes the term 0/0, and nothing follows it.
    a = np.divide(d, n * (n - d), out=np.zeros_like(d), where=n > d)
    b = before * d1 / n**2
    own = np.cumsum(before**2 * d1 * (n - d1) / n**3, axis=-1)
    squares = (
        incidence**2 * np.cumsum(a, axis=-1)
        - 2 * incidence * np.cumsum(incidence * a, axis=-1)
        + np.cumsum(incidence**2 * a, axis=-1)
    )
    crossed = incidence * np.cumsum(b, axis=-1) - np.cumsum(incidence * b, axis=-1)
    return np.sqrt(np.maximum(squares + own - 2 * crossed, 0.0))


def _first_day(days: np.ndarray, shares: np.ndarray, share: float) -> int | None:
    reached = np.flatnonzero(shares >= share - TOLERANCE)
    return int(days[reached[0]]) if reached.size else None
