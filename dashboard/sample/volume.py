"""How many patients, complaints and survey answers each unit has in each month of a sample."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.sample import draws, planted
from dashboard.sample.hospital import Unit, units_of
from dashboard.sample.period import Period

# January to December: fuller in winter, quieter in August.
SEASON = np.array([1.09, 1.07, 1.03, 1.0, 0.98, 0.96, 0.94, 0.92, 0.97, 1.0, 1.02, 1.04])
YEARLY_GROWTH = 1.06
# After a ward has closed, complaints about it still come in: shares of a usual month.
AFTER_CLOSING = (0.6, 0.3)
DATASET_NO = 1


@dataclass(frozen=True)
class SampleSize:
    """How large a sample is, and its seed; the defaults make the committed sample_data/."""

    surveys: int = 80_000
    complaints: int = 8_000
    months: int = 24
    units: int = 25
    seed: int = 2203


@dataclass(frozen=True)
class Group:
    """A hospital group with the volume of each unit (rows) in each month (columns)."""

    size: SampleSize
    period: Period
    units: tuple[Unit, ...]
    patients: np.ndarray  # int64
    complaint_weight: np.ndarray  # expected complaints, up to a factor
    survey_weight: np.ndarray  # expected survey answers, up to a factor

    def number_of(self, unit_id: str) -> int:
        """The row of a unit."""
        return [unit.unit_id for unit in self.units].index(unit_id)


def group_of(size: SampleSize) -> Group:
    """Lay out the group: patients by unit and month, and what follows from them."""
    period, units = Period(size.months), units_of(size.units)
    patients = _patients(size, period, units)
    complaint_rate = np.array([_complaint_rate(unit) for unit in units])
    response_rate = np.array([unit.care.responses_per_patient for unit in units])
    complaints = patients * complaint_rate[:, None]
    surveys = patients * response_rate[:, None]
    _complain_after_closing(complaints, period, units)
    return Group(size, period, units, patients, complaints, surveys)


def row_counts(rng: np.random.Generator, weight: np.ndarray, rows_n: int) -> np.ndarray:
    """Share out rows over months and units; shape (months * units,), a month's units together."""
    by_month = weight.T.ravel()
    return rng.multinomial(rows_n, by_month / by_month.sum())


def activity_table(group: Group) -> pa.Table:
    """The activity dataset: one row per unit and month with patients."""
    unit, month = np.nonzero(group.patients)
    patients = group.patients[unit, month]
    is_ward = np.array([each.care.counted_as == "discharges" for each in group.units])[unit]
    stay_days = np.array([each.care.stay_days for each in group.units])[unit]
    names = tuple(each.unit_id for each in group.units)
    return pa.table(
        {
            "unit_id": draws.labels(names, unit),
            "month": draws.dates(group.period.start_days()[month]),
            "discharges": draws.numbers(patients, ~is_ward, "int64"),
            "bed_days": draws.numbers(np.rint(patients * stay_days), ~is_ward, "int64"),
            "attendances": draws.numbers(patients, is_ward, "int64"),
        }
    )


def _patients(size: SampleSize, period: Period, units: tuple[Unit, ...]) -> np.ndarray:
    years = np.arange(period.months) / 12
    by_month = SEASON[period.calendar_months()] * YEARLY_GROWTH**years
    usual = np.array([unit.patients_per_month for unit in units])
    # A larger sample has more patients, too: complaints and silence keep their proportion.
    usual_complaints = sum(unit.patients_per_month * _complaint_rate(unit) for unit in units)
    scale = np.full(len(units), size.complaints / size.months / usual_complaints)
    scale[[unit.unit_id for unit in units].index(planted.SMALL_UNIT)] = 1.0
    expected = (scale * usual)[:, None] * by_month
    _merge(expected, period, units)
    return draws.stream(size.seed, DATASET_NO).poisson(expected)


def _complaint_rate(unit: Unit) -> float:
    factor = planted.UNHEARD_COMPLAINTS_FACTOR if unit.unit_id == planted.UNHEARD_UNIT else 1.0
    return unit.care.complaints_per_patient * factor


def _merge(expected: np.ndarray, period: Period, units: tuple[Unit, ...]) -> None:
    """Move the merged ward's patients to the ward that took it over."""
    ids, month = [unit.unit_id for unit in units], period.month(planted.MERGED_FROM)
    merged, taking = ids.index(planted.MERGED_UNIT), ids.index(planted.TAKING_UNIT)
    expected[taking, month:] += expected[merged, month:]
    expected[merged, month:] = 0


def _complain_after_closing(
    complaints: np.ndarray, period: Period, units: tuple[Unit, ...]
) -> None:
    """Let complaints about the closed ward come in for two months more."""
    merged = [unit.unit_id for unit in units].index(planted.MERGED_UNIT)
    first = period.month(planted.MERGED_FROM)
    for month, share in enumerate(AFTER_CLOSING, start=first):
        if first > 0 and month < period.months:
            complaints[merged, month] = complaints[merged, first - 1] * share
