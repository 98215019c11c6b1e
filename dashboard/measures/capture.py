"""How much dissatisfaction is heard: complaints_per_1000, capture_ratio, silent_dissatisfied.

No I/O of its own, and no folklore multiplier: silence is measured from the own survey.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dashboard.mart.catalog import Ask
from dashboard.measures.asking import (
    PLACES,
    ask_activity,
    ask_capture,
    of_whole_months,
    part_of,
    records,
)
from dashboard.measures.by_subject import NOT_CODED, SUBJECT
from dashboard.measures.resolution import cohorts
from dashboard.measures.rows import MeasureRow, MeasureTable, counted, hidden, noted, too_few
from dashboard.measures.selection import Selection
from dashboard.settings import Standards
from dashboard.stats.intervals import (
    Interval,
    exact_poisson_interval,
    mover_difference_interval,
    mover_ratio_interval,
    rate_interval,
    wilson_interval,
)

NO_ACTIVITY = "not measurable: no activity (discharges, bed days or attendances) in this selection"
NO_PATIENTS = "not measurable: no discharges or attendances in this selection"
NO_SURVEY = "not measurable: no survey answer that can say dissatisfied in this selection"
NOBODY = "nobody asked was dissatisfied"
ABOVE_ONE = "more complaints than the survey suggests: silent is 0 on screen"
NOT_THE_SAME = "complainants need not be among the respondents"
WHOLE_MONTHS = "whole months"


def complaints_per_1000(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Complaints received per 1,000 discharges (else bed days, else attendances: named).

    Interval: exact Poisson under 10 complaints, Byar's from 10. Complaints of units and months
    without activity are excluded and counted. n is the number of discharges. By a column of
    complaints each group is set against all patients.
    """
    part = part_of(selection)
    if part in PLACES:
        found = records(ask_activity(ask, selection, standards, parts=(part,)), part)
    else:
        found = list(_of_each_value(ask, selection, standards, part))
    rows = tuple(rate_row(row, standards, _months(selection)) for row in found)
    nothing = () if selection.by else (MeasureRow(None, n=0, note=NO_ACTIVITY),)
    return MeasureTable("complaints_per_1000", selection.by, rows or nothing)


def _of_each_value(
    ask: Ask, selection: Selection, standards: Standards, column: str
) -> Iterator[dict[str, Any]]:
    """Ask for the complaints of each value of a column, beside the patients of all."""
    of_others = tuple(pair for pair in selection.where if pair[0] != column)
    internal = standards.model_copy(update={"audience": "internal"})  # names tell no number
    for value in cohorts(ask, of_whole_months(selection), internal, (column,))[column]:
        if column == SUBJECT and (value or "").endswith(NOT_CODED):
            continue
        of_value = replace(selection, by=None, where=(*of_others, (column, value or "")))
        table = ask_activity(ask, of_value, standards, parts=("all",))
        yield from (row | {"group_name": value} for row in records(table, "all"))


def rate_row(row: dict[str, Any], standards: Standards, said: str | None = None) -> MeasureRow:
    """Describe one group by its complaints per 1,000."""
    group, base = row["group_name"], row["base"]
    if row["is_suppressed"]:
        note = NO_ACTIVITY if base is None else f"suppressed: fewer than {standards.floor_n}"
        n = 0 if base is None else None
        is_hidden = base is not None
        return MeasureRow(group, n=n, suppressed=is_hidden, note=note, more={"base": base})
    excluded = counted(no_activity=row["outside_n"])
    if base is None:
        return MeasureRow(group, n=0, excluded=excluded, note=NO_ACTIVITY, more={"base": None})
    complaints_n, base_n = row["complaints_n"], row["base_n"]
    lower, upper = rate_interval(complaints_n)
    return MeasureRow(
        group,
        n=round(base_n),
        value=1000 * complaints_n / base_n,
        lower=1000 * lower / base_n,
        upper=1000 * upper / base_n,
        numerator=complaints_n,
        excluded=excluded,
        note=noted(f"per 1,000 {base}", said, too_few(base_n, standards.floor_n)),
        more={"base": base, "base_n": base_n},
    )


@dataclass(frozen=True)
class Capture:
    """Complaints beside the dissatisfied patients that the survey suggests."""

    complaints_n: int
    patients_n: float
    dissatisfied_n: int
    answered_n: int

    @property
    def complaints_interval(self) -> Interval:
        """Exact Poisson interval of the count."""
        return exact_poisson_interval(self.complaints_n)

    @property
    def dissatisfied(self) -> float:
        """Patients that would be dissatisfied if all were as those who answered."""
        return self.patients_n * self.dissatisfied_n / self.answered_n

    @property
    def dissatisfied_interval(self) -> Interval:
        """Wilson's interval of the share, times the patients."""
        lower, upper = wilson_interval(self.dissatisfied_n, self.answered_n)
        return Interval(self.patients_n * lower, self.patients_n * upper)

    @property
    def ratio(self) -> float | None:
        """Complaints a dissatisfied patient; None where nobody asked was dissatisfied."""
        return self.complaints_n / self.dissatisfied if self.dissatisfied else None

    @property
    def ratio_interval(self) -> tuple[float | None, float | None]:
        """MOVER-R from both intervals; an upper limit that is not finite is None."""
        if not self.dissatisfied:
            return None, None
        lower, upper = mover_ratio_interval(
            float(self.complaints_n),
            self.complaints_interval,
            self.dissatisfied,
            self.dissatisfied_interval,
        )
        return lower, upper if math.isfinite(upper) else None

    @property
    def silent(self) -> float:
        """Dissatisfied patients who did not complain; negative where more complained."""
        return self.dissatisfied - self.complaints_n

    @property
    def silent_interval(self) -> Interval:
        """MOVER from both intervals."""
        return mover_difference_interval(
            self.dissatisfied,
            self.dissatisfied_interval,
            float(self.complaints_n),
            self.complaints_interval,
        )


def capture_ratio(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Complaints / (patients × dissatisfied share of the survey), same units and months.

    n counts the survey's answers, numerator the complaints; interval: MOVER-R. `more` has patients,
    complaints and dissatisfied with its interval. Above 1 the note says so.
    """
    part = part_of(selection)
    found = records(ask_capture(ask, selection, standards, parts=(part,)), part)
    rows = tuple(ratio_row(row, standards, _months(selection)) for row in found)
    return MeasureTable("capture_ratio", selection.by, rows or _none(selection))


def silent_dissatisfied(ask: Ask, selection: Selection, standards: Standards) -> MeasureTable:
    """Dissatisfied patients − complaints, same units and months; interval: MOVER.

    The value may be negative; `more["on_screen"]` is 0 then, and the note says why.
    """
    part = part_of(selection)
    found = records(ask_capture(ask, selection, standards, parts=(part,)), part)
    rows = tuple(silent_row(row, standards, _months(selection)) for row in found)
    return MeasureTable("silent_dissatisfied", selection.by, rows or _none(selection))


def ratio_row(row: dict[str, Any], standards: Standards, said: str | None = None) -> MeasureRow:
    """Describe one group by its capture ratio."""
    missing = _missing(row, standards)
    if missing:
        return missing
    capture = capture_of(row)
    lower, upper = capture.ratio_interval
    return _row(row, capture, standards, said, value=capture.ratio, lower=lower, upper=upper)


def silent_row(row: dict[str, Any], standards: Standards, said: str | None = None) -> MeasureRow:
    """Describe one group by how many were dissatisfied and silent."""
    missing = _missing(row, standards)
    if missing:
        return missing
    capture = capture_of(row)
    lower, upper = capture.silent_interval
    return _row(row, capture, standards, said, value=capture.silent, lower=lower, upper=upper)


def capture_of(row: dict[str, Any]) -> Capture:
    """Read one row of the capture query."""
    return Capture(row["complaints_n"], row["patients_n"], row["dissatisfied_n"], row["answered_n"])


def _row(
    row: dict[str, Any],
    capture: Capture,
    standards: Standards,
    said: str | None,
    **estimate: float | None,
) -> MeasureRow:
    lower, upper = capture.dissatisfied_interval
    ratio = capture.ratio
    return MeasureRow(
        row["group_name"],
        n=capture.answered_n,
        numerator=capture.complaints_n,
        excluded=_excluded(row),
        note=noted(
            NOBODY if ratio is None else None,
            ABOVE_ONE if ratio is not None and ratio > 1 else None,
            NOT_THE_SAME,
            said,
            too_few(min(capture.answered_n, capture.patients_n), standards.floor_n),
        ),
        more={
            "patients": capture.patients_n,
            "complaints": capture.complaints_n,
            "dissatisfied": capture.dissatisfied,
            "dissatisfied_lower": lower,
            "dissatisfied_upper": upper,
            "on_screen": max(capture.silent, 0.0),
        },
        **estimate,  # type: ignore[arg-type]
    )


def _missing(row: dict[str, Any], standards: Standards) -> MeasureRow | None:
    """Give the row that says why there is no number; None where there can be one."""
    if row["is_suppressed"]:
        return hidden(row["group_name"], standards.floor_n)
    if row["patients_n"] and row["answered_n"]:
        return None
    note = NO_SURVEY if row["patients_n"] else NO_PATIENTS
    return MeasureRow(
        row["group_name"],
        n=row["answered_n"],
        numerator=row["complaints_n"],
        excluded=_excluded(row),
        note=note,
    )


def _excluded(row: dict[str, Any]) -> dict[str, int]:
    return counted(
        complaints_without_activity=row["complaints_outside_n"],
        answers_without_activity=row["answered_outside_n"],
    )


def _months(selection: Selection) -> str | None:
    return None if selection.is_whole_months and selection.as_of is None else WHOLE_MONTHS


def _none(selection: Selection) -> tuple[MeasureRow, ...]:
    return () if selection.by else (MeasureRow(None, n=0, note=NO_PATIENTS),)
