"""The course of complaints, seen from the last day: received, acknowledged, closed, reopened.

Times are local seconds since 1970-01-01; `NEVER` marks what did not happen up to that day.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.sample import draws, planted
from dashboard.sample.volume import Group

DAY, HOUR, MINUTE = 86_400, 3_600, 60
NEVER = np.iinfo(np.int64).max

STATUS = ("open", "closed", "reopened", "withdrawn", "transferred", "escalated")
OPEN, CLOSED, REOPENED, WITHDRAWN, TRANSFERRED, ESCALATED = range(6)

CONTACT_TYPES = ("concern", "complaint", "grievance", "pals_enquiry")
CONTACT_SHARES = (0.17, 0.60, 0.15, 0.08)
ON_THE_SPOT = np.array([0.62, 0.04, 0.0, 0.15])
# How many of each contact type are resolved on the day they are received.

ENDING_SHARES = (0.93, 0.03, 0.025, 0.015)  # closed, withdrawn, transferred, escalated
ENDING_DAYS = np.array([np.nan, 9.0, 4.0, 35.0])  # medians; a closing's depends on the unit
STUCK_SHARE, STUCK_DAYS = 0.09, 240.0
# Some cases get stuck, with an exponential tail: that is what makes the backlog grow.
REOPENED_SHARE, REOPENED_WITHIN, SECOND_CLOSING_DAYS = 0.06, (5, 60), 12.0
WEEKDAY_WEIGHT = np.array([1.15, 1.05, 1.0, 1.0, 0.95, 0.35, 0.25])  # Monday to Sunday
ACKNOWLEDGED_AFTER = (0.24, 0.31, 0.21, 0.12, 0.06, 0.04, 0.02)  # working days 0, 1, …
NOT_ACKNOWLEDGED_SHARE = 0.06


@dataclass(frozen=True)
class Course:
    """What happened to each complaint; all of shape (n,)."""

    unit: np.ndarray
    contact: np.ndarray
    received_s: np.ndarray
    status: np.ndarray
    closed_s: np.ndarray  # the final closing
    first_closed_s: np.ndarray
    reopened_s: np.ndarray
    acknowledged_s: np.ndarray

    @property
    def received_day(self) -> np.ndarray:
        """Day received, since 1970-01-01."""
        return self.received_s // DAY


def draw_course(
    rng: np.random.Generator, group: Group, unit: np.ndarray, month: np.ndarray
) -> Course:
    """Draw what happened to complaints of these units and months; ordered by receipt."""
    n = len(unit)
    received_s = _received(rng, group, month)
    in_order = np.argsort(received_s, kind="stable")
    received_s, unit = received_s[in_order], unit[in_order]
    contact = draws.codes(rng, CONTACT_SHARES, n)
    ending = draws.codes(rng, ENDING_SHARES, n)
    days = _days_to_ending(rng, group, unit, contact, ending, received_s)
    ended_s = office_time(rng, received_s, days)
    ended_s[ended_s >= _end(group)] = NEVER
    is_closed = (ending == 0) & (ended_s != NEVER)
    reopened_s, again_s = _reopening(rng, group, ended_s, is_closed)
    status = _status(ending, ended_s, reopened_s, again_s)
    was_reopened = reopened_s != NEVER
    return Course(
        unit=unit,
        contact=contact,
        received_s=received_s,
        status=status,
        closed_s=np.where(was_reopened, again_s, ended_s),
        first_closed_s=np.where(was_reopened, ended_s, NEVER),
        reopened_s=reopened_s,
        acknowledged_s=_acknowledged(rng, group, received_s, ended_s),
    )


def _end(group: Group) -> int:
    """The midnight after the last day of the sample."""
    return (group.period.last_day + 1) * DAY


def _received(rng: np.random.Generator, group: Group, month: np.ndarray) -> np.ndarray:
    """Days weighted by weekday, between 8:00 and 20:00 (hours that no change of clocks skips)."""
    days = np.arange(group.period.first_day, group.period.last_day + 1)
    weight = np.concatenate([[0.0], np.cumsum(WEEKDAY_WEIGHT[(days + 3) % 7])])
    bounds = weight[group.period.start_days() - group.period.first_day]
    drawn = bounds[month] + rng.random(len(month)) * (bounds[month + 1] - bounds[month])
    day = days[np.searchsorted(weight, drawn, side="right") - 1]
    return day * DAY + 8 * HOUR + rng.integers(0, 12 * HOUR, len(month))


def _days_to_ending(
    rng: np.random.Generator,
    group: Group,
    unit: np.ndarray,
    contact: np.ndarray,
    ending: np.ndarray,
    received_s: np.ndarray,
) -> np.ndarray:
    n = len(unit)
    closing_days = _closing_days(group, unit, received_s)
    median = np.where(ending == 0, closing_days, ENDING_DAYS[ending])
    days = draws.lognormal_days(rng, median, n)
    is_stuck = (ending == 0) & draws.chance(rng, STUCK_SHARE, n)
    days += np.where(is_stuck, rng.exponential(STUCK_DAYS, n), 0).astype(np.int64)
    is_on_the_spot = (ending == 0) & draws.chance(rng, ON_THE_SPOT[contact], n)
    return np.where(is_on_the_spot, 0, days)


def _closing_days(group: Group, unit: np.ndarray, received_s: np.ndarray) -> np.ndarray:
    """The planted slowdown: one unit, from a month on."""
    slow_from = group.period.start_days()[group.period.month(planted.SLOW_FROM)]
    is_slow = unit == group.number_of(planted.SLOW_UNIT)
    is_slow &= received_s // DAY >= slow_from
    return np.where(is_slow, planted.SLOW_CLOSING_DAYS, planted.USUAL_CLOSING_DAYS)


def office_time(rng: np.random.Generator, start_s: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Office hours on a weekday, or within the hour on the day itself."""
    day = start_s // DAY + days
    weekend_days = np.maximum((day + 3) % 7 - 4, 0)  # Saturday 1, Sunday 2
    later = (day + np.where(weekend_days > 0, 3 - weekend_days, 0)) * DAY + 9 * HOUR
    later += rng.integers(0, 8 * HOUR, len(day))
    same_day = start_s + rng.integers(5 * MINUTE, HOUR, len(day))
    return np.where(days == 0, same_day, later)


def _reopening(
    rng: np.random.Generator, group: Group, ended_s: np.ndarray, is_closed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """When closed cases were reopened, and when those were closed again."""
    n = len(ended_s)
    was_reopened = is_closed & draws.chance(rng, REOPENED_SHARE, n)
    start_s = np.where(was_reopened, ended_s, 0)
    reopened_s = office_time(rng, start_s, rng.integers(*REOPENED_WITHIN, n))
    again_s = office_time(rng, reopened_s, draws.lognormal_days(rng, SECOND_CLOSING_DAYS, n))
    reopened_s[~was_reopened | (reopened_s >= _end(group))] = NEVER
    again_s[(reopened_s == NEVER) | (again_s >= _end(group))] = NEVER
    return reopened_s, again_s


def _status(
    ending: np.ndarray, ended_s: np.ndarray, reopened_s: np.ndarray, again_s: np.ndarray
) -> np.ndarray:
    ended_as = np.array([CLOSED, WITHDRAWN, TRANSFERRED, ESCALATED], dtype=np.int8)[ending]
    status = np.where(ended_s == NEVER, OPEN, ended_as)
    is_open_again = (reopened_s != NEVER) & (again_s == NEVER)
    return np.where(is_open_again, REOPENED, status)


def _acknowledged(
    rng: np.random.Generator, group: Group, received_s: np.ndarray, ended_s: np.ndarray
) -> np.ndarray:
    """Some working days later, or on the way to a quicker ending; for a few never."""
    n = len(received_s)
    weekdays = draws.codes(rng, ACKNOWLEDGED_AFTER, n)
    received_day = (received_s // DAY).astype("datetime64[D]")
    holidays = group.period.holidays()
    working_day = np.busday_offset(received_day, weekdays, roll="backward", holidays=holidays)
    day = working_day.astype(np.int64)
    at = day * DAY + 9 * HOUR + rng.integers(0, 8 * HOUR, n)
    soon = received_s + rng.integers(MINUTE, 5 * MINUTE, n)
    at = np.where((weekdays == 0) | (at >= ended_s), soon, at)
    is_missing = draws.chance(rng, NOT_ACKNOWLEDGED_SHARE, n) | (at >= _end(group))
    return np.where(is_missing, NEVER, at)
