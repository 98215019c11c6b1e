"""Working days, clocks and due days as columns, from a first to a last day. Pure.

A mart's builder joins them by day: a due day is looked up, not computed again row by row.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.clocks.calendar import DAY, Calendar, year_of
from dashboard.clocks.clock import Clock, Span, due_days
from dashboard.clocks.procedure import Procedure

YEARS_AHEAD = 2  # of the last day: how far working days are numbered, for days that are left
Columns = dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """Columns by name: arrays or lists of one length a table; days as datetime64[D].

    days: every day, whether it is a working day (False in years that are not known) and how many
    working days there were up to and with it. clocks: a row a contact type, complexity and stage.
    due: a row a different clock and day on which it may start.
    """

    days: Columns
    clocks: Columns
    due: Columns


def tables_of(procedure: Procedure, first: dt.date, last: dt.date) -> Tables:
    """Lay a procedure out for clocks that start from the first day to the last one."""
    starts = np.arange(np.datetime64(first), np.datetime64(last) + 1, dtype=DAY)
    different = list(dict.fromkeys(procedure.kinds.values()))
    due = [
        _due(number, clock, starts, procedure.calendar) for number, clock in enumerate(different)
    ]
    return Tables(
        days=_days(starts, procedure.calendar),
        clocks=_clocks(procedure, {clock: number for number, clock in enumerate(different)}),
        due={name: np.concatenate([each[name] for each in due]) for name in due[0]},
    )


def _days(starts: np.ndarray, calendar: Calendar) -> Columns:
    ahead = np.datetime64(dt.date(min(year_of(starts[-1]) + YEARS_AHEAD, 9999), 12, 31))
    days = np.arange(starts[0], ahead + 1, dtype=DAY)
    years = range(year_of(days[0]), year_of(days[-1]) + 1)
    is_working = np.is_busday(days, holidays=calendar.closed_days(years))
    known = [year for year in years if calendar.knows(year)]
    is_working &= np.isin(days.astype("datetime64[Y]").astype(int) + 1970, known)
    return {"day": days, "is_working_day": is_working, "working_day_n": np.cumsum(is_working)}


def _clocks(procedure: Procedure, numbers: dict[Clock, int]) -> Columns:
    kinds = list(procedure.kinds.items())
    return {
        "contact_type": [kind[0] for kind, _ in kinds],
        "complexity": [kind[1] for kind, _ in kinds],
        "stage": [kind[2] for kind, _ in kinds],
        "clock_no": [numbers[clock] for _, clock in kinds],
        "is_from_consent": [clock.starts == "consent" for _, clock in kinds],
        "restarts_at_stage": [clock.restarts_at_stage for _, clock in kinds],
        "acknowledge_within": [_text(clock.acknowledge) for _, clock in kinds],
        "answer_within": [_text(clock.answer) for _, clock in kinds],
        "answer_at_the_latest": [_text(clock.latest) for _, clock in kinds],
        "spoken_resolved_within": [_text(clock.spoken_within) for _, clock in kinds],
    }


def _text(span: Span | None) -> str | None:
    return None if span is None else str(span)


def _due(number: int, clock: Clock, starts: np.ndarray, calendar: Calendar) -> Columns:
    acknowledge = due_days(starts, clock.acknowledge, calendar)
    answer = due_days(starts, clock.answer, calendar)
    return {
        "clock_no": np.full(starts.shape, number),
        "started_on": starts,
        "acknowledge_due_on": acknowledge,
        "answer_due_on": answer,
        "answer_latest_on": due_days(starts, clock.latest, calendar),
        "spoken_until_on": due_days(starts, clock.spoken_within, calendar),
        "acknowledge_year_missing": _years_missing(
            starts, clock.acknowledge, acknowledge, calendar
        ),
        "answer_year_missing": _years_missing(starts, clock.answer, answer, calendar),
    }


def _years_missing(
    starts: np.ndarray, span: Span | None, due: np.ndarray, calendar: Calendar
) -> np.ndarray:
    """The year for want of which there is no due day; 0 where none is wanting."""
    missing = np.zeros(starts.shape, dtype=np.int64)
    if span is not None:
        places = np.flatnonzero(np.isnat(due))
        missing[places] = [calendar.missing_year(starts[i].astype(dt.date)) for i in places]
    return missing
