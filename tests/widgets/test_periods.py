"""The periods of the filter bar are whole months."""

import datetime as dt

import pytest

from dashboard.widgets import periods
from dashboard.widgets.periods import Period

LAST = dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Last 24 months", dt.date(2024, 7, 1), dt.date(2026, 6, 30)),
        ("Last 3 months", dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        (periods.ALL, None, None),
    ],
)
def test_a_name_gives_whole_months(name, first, last):
    assert periods.named(name, LAST) == Period(first, last)


def test_a_month_of_the_data_that_is_not_over_counts_as_a_whole_month():
    assert periods.named("Last 3 months", dt.date(2024, 2, 5)).to_on == dt.date(2024, 2, 29)


def test_two_months_may_be_given_either_way_round():
    june, april = dt.date(2026, 6, 1), dt.date(2026, 4, 1)
    assert periods.between(june, april) == Period(april, LAST)


def test_the_choices_begin_with_the_default_and_hold_each_year():
    names = periods.names(dt.date(2024, 7, 1), LAST)
    assert names[0] == "Last 24 months"
    assert names[5:8] == ["2026", "2025", "2024"]


def test_no_month_between_the_first_and_the_last_is_left_out():
    months = periods.months(dt.date(2025, 11, 9), dt.date(2026, 2, 1))
    assert [f"{month:%Y-%m}" for month in months] == ["2026-02", "2026-01", "2025-12", "2025-11"]


def test_a_period_is_written_out():
    assert periods.named("Last 3 months", LAST).in_words == "Apr 2026 – Jun 2026"
    assert periods.between(LAST, LAST).in_words == "Jun 2026"
    assert periods.named(periods.ALL, LAST).in_words == "all months"
