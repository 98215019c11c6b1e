"""Lengths of time and the days that they end on."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.clocks.calendar import Calendar, CalendarEnds
from dashboard.clocks.clock import Span, due_days, due_on
from dashboard.errors import WrongUsage
from dashboard.settings import CalendarSettings

ENGLAND = Calendar.of("england", CalendarSettings())


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "length", "unit", "said"),
    [
        ("3 working days", 3, "working days", "3 working days"),
        (" 1 Working Day ", 1, "working days", "1 working day"),
        ("7 calendar days", 7, "calendar days", "7 calendar days"),
        ("6 months", 6, "months", "6 months"),
        ("0 working days", 0, "working days", "0 working days"),
    ],
)
def test_a_length_is_read_and_said(text, length, unit, said):
    assert Span.parse(text) == Span(length, unit)
    assert str(Span.parse(text)) == said
    assert Span.parse(said) == Span.parse(text)


def test_none_is_no_length_and_anything_else_is_refused():
    assert Span.parse("none") is None
    for text in ("3", "3 days", "-1 working days", "soon", "", "3 weeks", "12345 months"):
        with pytest.raises(WrongUsage, match="is no length of time"):
            Span.parse(text)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-12-23", "3 working days", "2026-12-30"),  # 24, 29, 30 December
        ("2022-06-01", "3 working days", "2022-06-08"),  # the jubilee's two days between
        ("2020-05-07", "1 working day", "2020-05-11"),  # VE Day in place of the May bank holiday
        ("2026-08-29", "1 working day", "2026-09-01"),  # a Saturday, then a bank holiday
        ("2026-08-29", "0 working days", "2026-08-29"),
        ("2026-12-23", "7 calendar days", "2026-12-30"),
        ("2025-08-31", "6 months", "2026-02-28"),  # February has no 31st
        ("2023-08-31", "6 months", "2024-02-29"),
        ("2026-03-31", "1 month", "2026-04-30"),
        ("2026-01-15", "6 months", "2026-07-15"),
    ],
)
def test_a_clock_ends_on_its_day(start, span, due):
    assert due_on(day(start), Span.parse(span), ENGLAND) == day(due)


def test_a_local_target_of_131_working_days_is_about_six_months():
    """A trust's public reporting code takes 131 working days for the relevant period."""
    due = due_on(day("2025-01-06"), Span(131, "working days"), ENGLAND)
    assert abs((due - day("2025-07-06")).days) <= 9


def test_only_working_days_need_the_calendar():
    own = Calendar.of("own", CalendarSettings(to_year=2025))
    assert due_on(day("2026-03-02"), Span(7, "calendar days"), own) == day("2026-03-09")
    assert due_on(day("2026-03-02"), Span(1, "months"), own) == day("2026-04-02")
    with pytest.raises(CalendarEnds, match="not 2026"):
        due_on(day("2026-03-02"), Span(1, "working days"), own)
    with pytest.raises(CalendarEnds, match="not 2026"):
        due_on(day("2025-12-31"), Span(1, "working days"), own)


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    st.integers(0, 60),
    st.sampled_from(["working days", "calendar days", "months"]),
)
def test_a_longer_length_never_ends_earlier_and_a_later_start_neither(start, length, unit):
    one, longer = (due_on(start, Span(n, unit), ENGLAND) for n in (length, length + 1))
    later = due_on(start + dt.timedelta(1), Span(length, unit), ENGLAND)
    assert start <= one <= longer
    assert one <= later


def test_without_a_length_there_is_no_day():
    starts = np.array(["2026-03-02"], dtype="datetime64[D]")
    assert np.isnat(due_days(starts, None, ENGLAND)).all()
