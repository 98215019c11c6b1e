"""timeliness/reopening_days and its twin over rows: from the first closing to the reopening."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/reopening_days", "rows/reopening_days"])
COUNTS = "days_n reopened_n followed_n not_closed_n not_recorded_n"
ROWS = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | status
    unit-a  | 2026-03-02  |                 |             | 2026-03-05 | closed
    unit-a  | 2026-03-02  |                 |             | 2026-03-05 | withdrawn
    unit-a  | 2026-03-02  | 2026-03-05      | 2026-03-12  | 2026-03-20 | closed
    unit-a  | 2026-03-02  | 2026-03-05      | 2026-03-05  |            | reopened
    unit-a  | 2026-03-02  |                 |             |            | open
    unit-b  | 2025-03-02  |                 |             | 2025-03-05 | closed
    unit-b  | 2025-03-02  | 2025-03-05      | 2025-06-03  | 2025-06-20 | closed
    unit-b  | 2025-03-02  | 2025-03-05      | 2025-06-04  | 2025-06-20 | closed
"""


@TWINS
def test_days_are_counted_from_the_first_closing_and_closings_since_are_censored(given, name):
    ask = given(complaints=ROWS)
    assert sorted(ask(name, COUNTS), key=str) == [
        (0, 1, 0, 0, 0), (26, 0, 2, 0, 0), (7, 1, 0, 0, 0), (None, 0, 0, 1, 0),
    ]  # fmt: skip


@TWINS
def test_over_90_days_are_one_number(given, name):
    months = {"from_month": "2025-03", "to_month": "2025-03", "units": ["unit-b"]}
    asked = given(complaints=ROWS)(name, COUNTS, **months)
    assert asked == [(90, 1, 0, 0, 0), (91, 1, 1, 0, 0)]


@TWINS
def test_a_small_group_does_not_show_how_its_days_are_spread(given, name):
    asked = given(complaints=ROWS)(name, f"{COUNTS} is_suppressed", floor_n=5)
    assert asked == [(None, None, None, None, None, True)]


@TWINS
def test_a_source_without_reopenings_is_counted_apart(given, name):
    rows = "unit_id | received_at | closed_at | status\nunit-a | 2026-03-02 | 2026-03-05 | closed"
    assert given(complaints=rows)(name, COUNTS) == [(None, 0, 0, 0, 1)]


def test_on_a_day_in_the_past_a_later_reopening_had_not_come(given):
    asked = given(complaints=ROWS)("rows/reopening_days", COUNTS, as_of=dt.date(2026, 3, 10))
    assert sorted(asked, key=str) == [(0, 1, 0, 0, 0), (5, 0, 3, 0, 0), (None, 0, 0, 1, 0)]
