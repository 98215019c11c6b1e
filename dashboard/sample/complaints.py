"""The complaints of a sample: one chunk of rows at a time, in the contract's own columns."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.sample import course as cases
from dashboard.sample import draws, planted
from dashboard.sample.consent import consent
from dashboard.sample.course import CLOSED, DAY, HOUR, MINUTE, NEVER, STATUS, Course
from dashboard.sample.volume import Group

DATASET_NO = 2
CHANNELS = (
    "in_person", "phone", "letter", "email", "web",
    "survey", "social", "representative_body", "other",
)  # fmt: skip
CHANNEL_SHARES = (0.22, 0.25, 0.08, 0.19, 0.15, 0.05, 0.02, 0.02, 0.02)
SEVERITY_SHARES = (0.08, 0.42, 0.38, 0.12)
COMPLEXITIES = ("basic", "regular", "complex")
COMPLEXITY_SHARES = (0.40, 0.47, 0.13)
DUE_DAYS = np.array([7, 7, 21])
OUTCOMES = ("upheld", "partially_upheld", "not_upheld")
OUTCOME_SHARES = (0.31, 0.35, 0.34)
MODELS = ("RELATE", "HEART", "LEARN", "other")
MODEL_SHARES = (0.62, 0.18, 0.12, 0.08)
ACTIONS = (
    "apology", "apology;explanation", "apology;explanation;fix", "apology;follow_up_call",
    "explanation", "apology;compensation", "apology;escalation",
)  # fmt: skip
ACTION_SHARES = (0.22, 0.28, 0.20, 0.12, 0.11, 0.03, 0.04)
TAKEN = (
    "training",
    "communication",
    "policy",
    "staffing",
    "environment;equipment",
    "none",
    "other",
)
TAKEN_SHARES = (0.22, 0.26, 0.09, 0.10, 0.06, 0.22, 0.05)
AGE_BANDS = ("0-5", "6-17", "18-25", "26-55", "56-64", "65-74", "75 and over", "unknown")
AGE_SHARES = (0.04, 0.05, 0.08, 0.33, 0.15, 0.16, 0.16, 0.03)
COMPLAINANTS = ("patient", "parent", "guardian", "carer", "other")
COMPLAINANT_SHARES = (0.66, 0.14, 0.02, 0.10, 0.08)
PROFESSIONS = ("nursing", "medical", "support to clinical staff", "other")
PROFESSION_SHARES = (0.44, 0.33, 0.12, 0.11)
ETHNIC_GROUPS = (
    "White", "Hispanic or Latino", "Black or African American", "Asian", "Other", "Not stated",
)  # fmt: skip
ETHNIC_SHARES = (0.52, 0.17, 0.14, 0.07, 0.03, 0.07)
LANGUAGES = ("English", "Spanish", "Chinese", "Vietnamese", "Other")
LANGUAGE_SHARES = (0.84, 0.10, 0.02, 0.01, 0.03)
SATISFACTION_LOW, SATISFACTION_HIGH = (0.30, 0.30, 0.40), (0.55, 0.45)  # 1–3, 4–5
FEEDBACK_SHARE = 0.62
RESPONSE_SHARE = 0.85
STEP_IN_TIME_SHARE = 0.97  # each of the four elements of the written notice
NOTICE = ("notice_contact", "notice_steps", "notice_results", "notice_date")
LINK_KEY_SHARE = 0.15
ALIAS_KEPT_SHARE = 0.3  # of the merged wards' complaints still logged under the old ward's name
UNASSIGNED_SHARE = 0.005


@dataclass(frozen=True)
class Linkable:
    """Closed complaints whose patient may answer a survey later; all of shape (n,)."""

    patient: np.ndarray
    unit: np.ndarray
    closed_day: np.ndarray
    is_recovered: np.ndarray

    def where(self, chosen: np.ndarray | slice) -> "Linkable":
        """The complaints that are chosen."""
        return Linkable(
            self.patient[chosen],
            self.unit[chosen],
            self.closed_day[chosen],
            self.is_recovered[chosen],
        )


def complaint_chunk(
    group: Group, first_row: int, unit: np.ndarray, month: np.ndarray
) -> tuple[pa.Table, Linkable]:
    """Make the complaints of these units and months.

    Args:
        group: the hospital group.
        first_row: how many rows the chunks before this one hold; also names its random stream.
        unit: shape (n,), the unit of each row.
        month: shape (n,), the month of receipt, ascending.

    Returns:
        The rows, ordered by receipt, and the complaints that a survey may be linked to.
    """
    rng = draws.stream(group.size.seed, DATASET_NO, first_row)
    course = cases.draw_course(rng, group, unit, month)
    n = len(unit)
    row = np.arange(first_row, first_row + n)
    channel = draws.codes(rng, CHANNEL_SHARES, n)
    satisfaction = _satisfaction(rng, group, course)
    has_key = draws.chance(rng, LINK_KEY_SHARE, n)
    is_faulty = _is_faulty(rng, group, course, channel)
    complexity = draws.codes(rng, COMPLEXITY_SHARES, n)
    columns = {
        "complaint_id": draws.identifiers("C-", row + 1),
        **_unit_and_incident(rng, group, course),
        **_times(course, is_faulty),
        "channel": draws.labels(CHANNELS, channel),
        "contact_type": draws.labels(cases.CONTACT_TYPES, course.contact),
        **_first_action(rng, course, channel),
        **_response(rng, course, complexity, is_faulty),
        **_judgement(rng, course, complexity, is_faulty),
        **_handling(rng, course, satisfaction, is_faulty),
        **_notice(rng, course, is_faulty),
        **_people(rng, group, course),
        "repeat_of": _repeats(rng, course, row),
        "patient_link_key": draws.link_keys(row, ~has_key),
    }
    complainant = columns["complainant_status"].indices.to_numpy()
    columns |= consent(group, first_row, course, complainant)
    may_link = has_key & (course.status == CLOSED) & ~is_faulty & (satisfaction > 0)
    return pa.table(columns), Linkable(
        row[may_link],
        course.unit[may_link],
        course.closed_s[may_link] // DAY,
        satisfaction[may_link] >= 4,
    )


def _is_faulty(
    rng: np.random.Generator, group: Group, course: Course, channel: np.ndarray
) -> np.ndarray:
    """The planted fault: cases of one channel exported as open although they were closed."""
    faulty_from = group.period.start_days()[group.period.month(planted.FAULTY_FROM)]
    may_be = (course.status == CLOSED) & (channel == CHANNELS.index(planted.FAULTY_CHANNEL))
    may_be &= (course.received_day >= faulty_from) & (course.reopened_s == NEVER)
    return may_be & draws.chance(rng, planted.FAULTY_SHARE, len(channel))


def _unit_and_incident(
    rng: np.random.Generator, group: Group, course: Course
) -> dict[str, pa.Array]:
    """The unit as the complaint system names it, and the day of the incident."""
    n, received_day = len(course.unit), course.received_day
    merged, taking = group.number_of(planted.MERGED_UNIT), group.number_of(planted.TAKING_UNIT)
    merged_from = group.period.start_days()[group.period.month(planted.MERGED_FROM)]
    incident = received_day - np.minimum(rng.exponential(9.0, n), 60).astype(np.int64)
    is_after = received_day >= merged_from
    is_late = (course.unit == merged) & is_after
    incident = np.where(is_late, merged_from - 1 - (received_day - incident), incident)
    keeps_alias = (course.unit == taking) & is_after & draws.chance(rng, ALIAS_KEPT_SHARE, n)
    incident = np.where(keeps_alias, np.maximum(incident, merged_from), incident)
    has_none = draws.chance(rng, 0.12, n) & ~is_late
    name = np.where(keeps_alias, merged, course.unit)
    name = np.where(draws.chance(rng, UNASSIGNED_SHARE, n), len(group.units), name)
    names = (*(each.complaint_name for each in group.units), "UNASSIGNED")
    return {
        "unit_id": draws.labels(names, name),
        "incident_date": draws.dates(incident, has_none),
    }


def _times(course: Course, is_faulty: np.ndarray) -> dict[str, pa.Array]:
    not_reopened = course.reopened_s == NEVER
    status = np.where(is_faulty, cases.OPEN, course.status)
    is_complex_ending = course.status == cases.ESCALATED
    return {
        "received_at": draws.times(course.received_s),
        "status": draws.labels(STATUS, status),
        "closed_at": _times_or_none(course.closed_s),
        "first_closed_at": _times_or_none(course.first_closed_s),
        "reopened_at": _times_or_none(course.reopened_s),
        "reopened_count": draws.numbers(np.ones(len(status)), not_reopened, "int32"),
        "escalated_at": draws.times(_or_zero(course.closed_s), ~is_complex_ending),
        "acknowledged_at": _times_or_none(course.acknowledged_s),
    }


def _first_action(
    rng: np.random.Generator, course: Course, channel: np.ndarray
) -> dict[str, pa.Array]:
    """Recovery starts within minutes where staff is spoken to; logged for two thirds of those."""
    n = len(channel)
    minutes = np.minimum(rng.exponential(19.0, n), 170)
    at = course.received_s + (minutes * MINUTE).astype(np.int64)
    is_spoken = channel <= CHANNELS.index("phone")
    return {"first_action_at": draws.times(at, ~is_spoken | ~draws.chance(rng, 0.66, n))}


def _response(
    rng: np.random.Generator, course: Course, complexity: np.ndarray, is_faulty: np.ndarray
) -> dict[str, pa.Array]:
    n = len(course.unit)
    known_s = np.where(course.acknowledged_s == NEVER, course.received_s, course.acknowledged_s)
    sent_s = np.maximum(_or_zero(course.closed_s) - rng.integers(0, HOUR, n), known_s)
    is_sent = (course.status == CLOSED) & (course.reopened_s == NEVER) & ~is_faulty
    is_sent &= draws.chance(rng, RESPONSE_SHARE, n)
    due_day = course.received_day + DUE_DAYS[complexity]
    is_extended = draws.chance(rng, 0.08, n)
    return {
        "response_sent_at": draws.times(sent_s, ~is_sent),
        "due_date": draws.dates(due_day),
        "due_date_agreed": draws.dates(due_day + 14, ~is_extended),
    }


def _judgement(
    rng: np.random.Generator, course: Course, complexity: np.ndarray, is_faulty: np.ndarray
) -> dict[str, pa.Array]:
    """Severity, complexity and outcome; a perceived mistake is a complaint like any other."""
    n = len(course.unit)
    is_closed = (course.status == CLOSED) & ~is_faulty
    is_perceived = draws.chance(rng, 0.14, n)
    outcome = np.where(is_perceived, 2, draws.codes(rng, OUTCOME_SHARES, n))
    is_decided = is_closed & (course.contact >= 1) & (course.contact <= 2)
    is_upheld = is_decided & (outcome < 2)
    taken = draws.codes(rng, TAKEN_SHARES, n)
    return {
        "complexity": draws.labels(COMPLEXITIES, complexity),
        "stage": draws.labels(("1", "2"), (complexity == 2).astype(np.int8)),
        "severity_hcat": draws.numbers(
            draws.codes(rng, SEVERITY_SHARES, n), draws.chance(rng, 0.04, n)
        ),
        "outcome": draws.labels(OUTCOMES, outcome, ~is_decided),
        "perceived_only": draws.flags(is_perceived, ~is_closed),
        "actions_taken": draws.labels(TAKEN, taken, ~is_upheld),
    }


def _satisfaction(rng: np.random.Generator, group: Group, course: Course) -> np.ndarray:
    """1–5 for a part of the closed, 0 for no answer; one unit satisfies more patients."""
    n = len(course.unit)
    is_recovering = course.unit == group.number_of(planted.RECOVERING_UNIT)
    share = np.where(is_recovering, planted.RECOVERING_SATISFIED, planted.USUAL_SATISFIED)
    low = draws.codes(rng, SATISFACTION_LOW, n) + 1
    high = draws.codes(rng, SATISFACTION_HIGH, n) + 4
    answer = np.where(draws.chance(rng, share, n), high, low)
    has_answered = (course.status == CLOSED) & draws.chance(rng, FEEDBACK_SHARE, n)
    return np.where(has_answered, answer, 0)


def _handling(
    rng: np.random.Generator, course: Course, satisfaction: np.ndarray, is_faulty: np.ndarray
) -> dict[str, pa.Array]:
    n = len(course.unit)
    is_closed = (course.status == CLOSED) & ~is_faulty
    is_on_the_spot = is_closed & (course.closed_s // DAY == course.received_day)
    is_concern = course.contact == cases.CONTACT_TYPES.index("concern")
    return {
        "resolved_first_contact": draws.flags(is_on_the_spot, ~is_concern),
        "recovery_model": draws.labels(
            MODELS, draws.codes(rng, MODEL_SHARES, n), draws.chance(rng, 0.25, n)
        ),
        "recovery_actions": draws.labels(ACTIONS, draws.codes(rng, ACTION_SHARES, n), ~is_closed),
        "satisfaction_handling": draws.numbers(satisfaction, (satisfaction == 0) | is_faulty),
    }


def _notice(rng: np.random.Generator, course: Course, is_faulty: np.ndarray) -> dict[str, pa.Array]:
    is_grievance = course.contact == cases.CONTACT_TYPES.index("grievance")
    has_none = ~(is_grievance & (course.status == CLOSED)) | is_faulty
    n = len(has_none)
    return {
        name: draws.flags(draws.chance(rng, STEP_IN_TIME_SHARE, n), has_none) for name in NOTICE
    }


def _people(rng: np.random.Generator, group: Group, course: Course) -> dict[str, pa.Array]:
    n = len(course.unit)
    services = ("inpatient", "maternity", "emergency", "outpatient")
    service = np.array([_service(unit.unit_id, unit.care.instrument) for unit in group.units])
    return {
        "age_band": draws.labels(AGE_BANDS, draws.codes(rng, AGE_SHARES, n)),
        "complainant_status": draws.labels(COMPLAINANTS, draws.codes(rng, COMPLAINANT_SHARES, n)),
        "service_area": draws.labels(services, service[course.unit]),
        "profession": draws.labels(PROFESSIONS, draws.codes(rng, PROFESSION_SHARES, n)),
        "ethnicity_group": draws.labels(ETHNIC_GROUPS, draws.codes(rng, ETHNIC_SHARES, n)),
        "preferred_language": draws.labels(LANGUAGES, draws.codes(rng, LANGUAGE_SHARES, n)),
    }


def _service(unit_id: str, instrument: str) -> int:
    if unit_id in ("N-ED", "N-OBS"):
        return 2
    return {"HCAHPS": 0, "FFT": 1 if unit_id in ("S-MAT", "S-LD") else 0, "NPS": 3}[instrument]


def _repeats(rng: np.random.Generator, course: Course, row: np.ndarray) -> pa.Array:
    """A few complain again: each refers to the complaint before it of the same unit."""
    by_unit = np.argsort(course.unit, kind="stable")
    before = np.full(len(row), -1)
    is_same = course.unit[by_unit][1:] == course.unit[by_unit][:-1]
    before[by_unit[1:][is_same]] = row[by_unit[:-1][is_same]]
    has_none = (before < 0) | ~draws.chance(rng, 0.015, len(row))
    ids = draws.identifiers("C-", before[~has_none] + 1)
    return ids.take(pa.array(np.cumsum(~has_none) - 1, mask=has_none))


def _or_zero(second: np.ndarray) -> np.ndarray:
    return np.where(second == NEVER, 0, second)


def _times_or_none(second: np.ndarray) -> pa.Array:
    return draws.times(_or_zero(second), second == NEVER)
