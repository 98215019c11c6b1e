"""timeliness/backlog: open at each month's end and at the as-of, by days waited."""

import datetime as dt

import pytest

COUNTS = "day_on waiting_band open_n not_heard_of_n received_n"
JANUARY, FEBRUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)
YEAR = {"from_on": dt.date(2026, 1, 1), "to_on": dt.date(2026, 12, 31)}
ROWS = """
    unit_id | received_at | closed_at  | status
    unit-a  | 2026-01-10  | 2026-02-05 | closed
    unit-a  | 2026-01-30  |            | open
    unit-a  | 2026-03-30  |            | open
    unit-b  | 2026-01-10  |            | open
"""


@pytest.fixture
def ask(given):
    return given(complaints=ROWS)


def test_each_month_s_end_counts_what_was_open_then_by_days_waited(ask):
    rows = ask("timeliness/backlog", COUNTS, from_month="2026-01", **YEAR)
    assert rows == [
        (JANUARY, "0-7", 1, 0, 2),  # received a day before
        (JANUARY, "8-30", 1, 0, 2),  # three weeks, closed in February
        (FEBRUARY, "8-30", 1, 0, 2),
        (MARCH, "0-7", 1, 0, 3),
        (MARCH, "31-90", 1, 0, 3),
    ]


def test_only_the_days_chosen_count_whenever_a_case_was_received(ask):
    only_february = {"from_on": dt.date(2026, 2, 1), "to_on": FEBRUARY}
    rows = ask("timeliness/backlog", COUNTS, from_month="2026-01", **only_february)
    assert rows == [(FEBRUARY, "8-30", 1, 0, 2)]


def test_what_the_source_no_longer_carries_is_counted_apart(given):
    ask = given(
        complaints=[
            ({"as_of": FEBRUARY}, "unit_id | received_at | status\nunit-a | 2026-02-20 | open"),
            (
                {"as_of": MARCH, "period_start": dt.date(2026, 3, 1)},
                "unit_id | received_at | closed_at | status\n"
                "unit-a | 2026-03-10 | 2026-03-12 | closed",
            ),
        ]
    )
    rows = ask("timeliness/backlog", COUNTS, from_month="2026-02", **YEAR)
    assert rows[0] == (FEBRUARY, "8-30", 1, 0, 1)
    assert [(day, open_n) for day, _, open_n, _, _ in rows[1:] if open_n] == []


def test_under_the_floor_a_day_keeps_its_name_and_no_number(ask):
    rows = ask("timeliness/backlog", from_month="2026-01", floor_n=3, **YEAR)
    assert rows[0] == (JANUARY, None, None, None, None, True)
    assert rows[-1][-1] is False
