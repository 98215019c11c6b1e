"""The survey answers of a sample: one chunk of rows at a time, in the contract's own columns."""

import numpy as np
import pyarrow as pa

from dashboard.sample import answers, draws, planted
from dashboard.sample.answers import FULLY, NO_PROBLEM, PENDING, UNANSWERED
from dashboard.sample.complaints import (
    AGE_BANDS,
    ETHNIC_GROUPS,
    ETHNIC_SHARES,
    LANGUAGE_SHARES,
    LANGUAGES,
    Linkable,
)
from dashboard.sample.volume import Group

DATASET_NO, LINKED_NO = 3, 4
INSTRUMENTS = ("HCAHPS", "FFT", "NPS")
MODES = ("paper_home", "phone", "email", "sms", "web", "kiosk", "paper_discharge")
MODE_SHARES = np.array(
    [
        [0.52, 0.28, 0.20, 0.0, 0.0, 0.0, 0.0],  # HCAHPS
        [0.0, 0.0, 0.0, 0.45, 0.15, 0.15, 0.25],  # FFT
        [0.0, 0.0, 0.30, 0.55, 0.15, 0.0, 0.0],  # NPS
    ]
)
AGE_SHARES = (0.02, 0.03, 0.07, 0.34, 0.18, 0.20, 0.15, 0.01)
# Answers of clinics are weighted by age to the patients seen: the young answer less often.
AGE_WEIGHT = np.array([1.3, 1.3, 1.6, 1.15, 0.9, 0.75, 0.8, 1.0])

PROBLEM_SHARE = 0.21
NOT_ASKED_SHARE = np.array([0.02, 0.35, 0.02])  # by instrument: some FFT cards don't ask
# What became of a problem, where it was not fully resolved: partly, no, pending, no answer.
NOT_FULLY_SHARES = np.array([0.40, 0.50, 0.06, 0.04])
REPORTED_SHARE, UNHEARD_REPORTED_SHARE = 0.45, 0.12
ANSWERED_WITHIN_DAYS = 35
OWN_KEY_SHARE = 0.03
LINKED_SHARE, LINKED_AFTER_DAYS = 0.6, (7, 90)
FIRST_OTHER_PATIENT = 10**9


def survey_chunk(group: Group, first_row: int, unit: np.ndarray, month: np.ndarray) -> pa.Table:
    """Make the answers of patients of these units and months, ordered by day."""
    rng = draws.stream(group.size.seed, DATASET_NO, first_row)
    n = len(unit)
    start = group.period.start_days()
    day = start[month] + (rng.random(n) * (start[month + 1] - start[month])).astype(np.int64)
    in_order = np.argsort(day, kind="stable")
    unit, day = unit[in_order], day[in_order]
    instrument = _instruments(group)[unit]
    stay = _stays(rng, group, unit)
    is_asked = ~draws.chance(rng, NOT_ASKED_SHARE[instrument], n)
    patient = np.arange(first_row, first_row + n) + FIRST_OTHER_PATIENT
    has_key = draws.chance(rng, OWN_KEY_SHARE, n)
    keys = draws.link_keys(patient, ~has_key)
    return _table(rng, group, first_row, unit, day, stay, is_asked, keys)


def linked_chunk(group: Group, first_row: int, complaints: Linkable) -> pa.Table:
    """Make the answers of patients who complained before and came back after the closing."""
    rng = draws.stream(group.size.seed, LINKED_NO)
    day = complaints.closed_day + rng.integers(*LINKED_AFTER_DAYS, len(complaints.unit))
    in_order = np.argsort(day, kind="stable")
    unit, day = _unit_then(group, complaints.unit[in_order], day[in_order]), day[in_order]
    shares = np.array([[0.9, 0.1, 0.0], [0.0, 0.45, 0.55]])  # fully, partly, no
    is_recovered = complaints.is_recovered[in_order]
    stay = draws.codes_by_row(rng, shares, 1 - is_recovered.astype(np.int8)) + FULLY
    keys = draws.link_keys(complaints.patient[in_order], np.zeros(len(unit), dtype=bool))
    return _table(rng, group, first_row, unit, day, stay, np.ones(len(unit), dtype=bool), keys)


def may_be_linked(group: Group, complaints: Linkable) -> Linkable:
    """The complaints with a later survey: closed long enough ago, and of those a fixed share."""
    rng = draws.stream(group.size.seed, LINKED_NO, 1)
    is_early = complaints.closed_day + LINKED_AFTER_DAYS[1] <= group.period.last_day
    chosen = is_early & draws.chance(rng, LINKED_SHARE, len(is_early))
    return complaints.where(chosen)


def _table(
    rng: np.random.Generator,
    group: Group,
    first_row: int,
    unit: np.ndarray,
    day: np.ndarray,
    stay: np.ndarray,
    is_asked: np.ndarray,
    keys: pa.Array,
) -> pa.Table:
    n = len(unit)
    instrument = _instruments(group)[unit]
    age = draws.codes(rng, AGE_SHARES, n)
    columns = {
        "response_id": draws.identifiers("R-", np.arange(first_row, first_row + n) + 1),
        "unit_id": draws.labels(tuple(each.survey_code for each in group.units), unit),
        "event_date": draws.dates(day),
        "received_date": draws.dates(_answered_on(rng, group, day)),
        "instrument": draws.labels(INSTRUMENTS, instrument),
        "mode": draws.labels(MODES, draws.codes_by_row(rng, MODE_SHARES, instrument)),
        **answers.recommendation(rng, stay, instrument, unit == _recovering(group)),
        **_problems(rng, group, unit, stay, is_asked),
        **answers.told_and_return(rng, stay),
        "patient_link_key": keys,
        "age_band": draws.labels(AGE_BANDS, age),
        "ethnicity_group": draws.labels(ETHNIC_GROUPS, draws.codes(rng, ETHNIC_SHARES, n)),
        "preferred_language": draws.labels(LANGUAGES, draws.codes(rng, LANGUAGE_SHARES, n)),
        "weight": pa.array(AGE_WEIGHT[age], mask=instrument != INSTRUMENTS.index("NPS")),
    }
    return pa.table(columns)


def _stays(rng: np.random.Generator, group: Group, unit: np.ndarray) -> np.ndarray:
    """How each stay went; the planted unit resolves more problems fully."""
    fully = np.full(len(group.units), planted.USUAL_RESOLVED_FULLY)
    fully[_recovering(group)] = planted.RECOVERING_RESOLVED_FULLY
    shares = np.empty((len(group.units), len(answers.STAYS)))
    shares[:, NO_PROBLEM] = 1 - PROBLEM_SHARE
    shares[:, FULLY] = PROBLEM_SHARE * fully
    shares[:, FULLY + 1 :] = PROBLEM_SHARE * (1 - fully[:, None]) * NOT_FULLY_SHARES
    return draws.codes_by_row(rng, shares, unit)


def _problems(
    rng: np.random.Generator,
    group: Group,
    unit: np.ndarray,
    stay: np.ndarray,
    is_asked: np.ndarray,
) -> dict[str, pa.Array]:
    had_problem = stay != NO_PROBLEM
    has_no_course = ~(is_asked & had_problem)
    is_unheard = unit == group.number_of(planted.UNHEARD_UNIT)
    share = np.where(is_unheard, UNHEARD_REPORTED_SHARE, REPORTED_SHARE)
    resolved = np.clip(stay - FULLY, 0, PENDING - FULLY)
    return {
        "had_problem": draws.flags(had_problem, ~is_asked),
        "reported_problem": draws.flags(draws.chance(rng, share, len(unit)), has_no_course),
        "problem_resolved": draws.labels(
            answers.RESOLVED, resolved, has_no_course | (stay == UNANSWERED)
        ),
    }


def _answered_on(rng: np.random.Generator, group: Group, day: np.ndarray) -> np.ndarray:
    """Within five weeks, and not after the last day of the sample."""
    longest = np.minimum(ANSWERED_WITHIN_DAYS, group.period.last_day - day)
    return day + (rng.random(len(day)) * (longest + 1)).astype(np.int64)


def _unit_then(group: Group, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Patients of the merged ward come back to the ward that took it over."""
    merged_from = group.period.start_days()[group.period.month(planted.MERGED_FROM)]
    has_moved = (unit == group.number_of(planted.MERGED_UNIT)) & (day >= merged_from)
    return np.where(has_moved, group.number_of(planted.TAKING_UNIT), unit)


def _instruments(group: Group) -> np.ndarray:
    return np.array([INSTRUMENTS.index(each.care.instrument) for each in group.units])


def _recovering(group: Group) -> int:
    return group.number_of(planted.RECOVERING_UNIT)
