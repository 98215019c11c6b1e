"""variation/acknowledged_by_unit: by the limit, of those whose limit has passed."""

import datetime as dt

NAME = "variation/acknowledged_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
ROWS = """
    unit_id | received_at | acknowledged_at | status
    unit-a  | 2026-02-02  | 2026-02-03      | open
    unit-a  | 2026-02-02  | 2026-02-20      | open
    unit-a  | 2026-03-02  | 2026-03-03      | open
    unit-a  | 2026-03-31  |                 | open
    unit-b  | 2026-02-02  |                 | open
"""
COLUMNS = "part unit_id month on_time_n due_n"
BOTH = ("unit-a", "unit-b")


def test_on_time_is_of_those_that_are_due(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, COLUMNS, from_month="2026-02", units=BOTH, max_unknown_share=0.5)
    assert asked == [
        ("month", "unit-a", FEB, 1, 2),
        ("month", "unit-a", MARCH, 1, 1),
        ("month", "unit-b", FEB, 0, 1),
    ]


def test_a_month_of_which_too_many_are_not_due_yet_counts_for_nothing(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, COLUMNS, from_month="2026-02", since=(FEB, MARCH), max_unknown_share=0.49)
    assert asked == [
        ("month", "unit-a", FEB, 1, 2),
        ("month", "unit-a", MARCH, 0, 0),
        ("since", "unit-a", FEB, 1, 2),
        ("since", "unit-a", MARCH, 0, 0),
    ]


def test_the_floor_is_of_those_due(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, "on_time_n due_n is_suppressed", from_month="2026-02", floor_n=2)
    assert asked == [(1, 2, False), (None, None, True)]
