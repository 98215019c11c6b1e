"""Consent: who complains for somebody else needs the patient's word before it is looked into."""

import numpy as np
import pyarrow as pa

from dashboard.sample import draws
from dashboard.sample.course import CLOSED, DAY, HOUR, MINUTE, NEVER, Course, office_time
from dashboard.sample.volume import Group

DATASET_NO = 8
# By complainant status: patient, parent, guardian, carer, other.
REQUIRED_SHARE = np.array([0.0, 0.15, 0.3, 0.75, 0.8])
ARRIVES_SHARE, MEDIAN_DAYS = 0.9, 4.0


def consent(
    group: Group, first_row: int, course: Course, complainant: np.ndarray
) -> dict[str, pa.Array]:
    """Whether consent was needed, and when it came: always before the answer, if there was one.

    Its numbers come from a stream of their own, so that everything else stays as it was.

    Args:
        group: the hospital group.
        first_row: names the random stream.
        course: shape (n,), what happened to each complaint.
        complainant: shape (n,), a number of `complaints.COMPLAINANTS`.
    """
    rng = draws.stream(group.size.seed, DATASET_NO, first_row)
    n = len(complainant)
    ended_s = np.minimum(course.closed_s, course.first_closed_s)
    is_on_the_spot = ended_s // DAY == course.received_day
    is_required = draws.chance(rng, REQUIRED_SHARE[complainant], n) & ~is_on_the_spot
    at = office_time(rng, course.received_s, draws.lognormal_days(rng, MEDIAN_DAYS, n))
    signed_at_once = course.received_s + rng.integers(5 * MINUTE, HOUR, n)
    last_s = np.maximum(ended_s - 2 * HOUR, course.received_s)
    is_answered = (course.status == CLOSED) | (course.reopened_s != NEVER)
    at = np.where(is_answered & (at > last_s), np.minimum(signed_at_once, last_s), at)
    is_waiting = ~is_answered & ~draws.chance(rng, ARRIVES_SHARE, n)
    is_late = at >= np.minimum(ended_s, (group.period.last_day + 1) * DAY)
    return {
        "consent_required": draws.flags(is_required),
        "consent_received_at": draws.times(
            np.where(is_late, 0, at), ~is_required | is_waiting | is_late
        ),
    }
