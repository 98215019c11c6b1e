"""variation/recovered_by_unit: of the closed ones with feedback, by unit and month of receipt."""

import datetime as dt

NAME = "variation/recovered_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
ROWS = """
    unit_id | received_at | closed_at  | status    | satisfaction_handling
    unit-a  | 2026-02-01  | 2026-03-05 | closed    | 5
    unit-a  | 2026-03-01  | 2026-03-05 | closed    | 4
    unit-a  | 2026-03-01  | 2026-03-05 | closed    | 3
    unit-a  | 2026-03-01  | 2026-03-05 | withdrawn | 5
    unit-a  | 2026-03-01  | 2026-03-05 | closed    |
    unit-a  | 2026-03-01  |            | open      |
    unit-b  | 2026-03-01  | 2026-03-05 | closed    | 5
"""
COLUMNS = "part unit_id month recovered_n feedback_n"


def test_only_closed_as_closed_and_satisfied_is_recovered(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, COLUMNS, from_month="2026-02", since=(FEB,), units=("unit-a", "unit-b"))
    assert asked == [
        ("month", "unit-a", FEB, 1, 1),
        ("month", "unit-a", MARCH, 1, 3),
        ("month", "unit-b", MARCH, 1, 1),
        ("since", "unit-a", FEB, 2, 4),
        ("since", "unit-b", FEB, 1, 1),
    ]


def test_satisfied_begins_where_the_setting_says_and_few_are_hidden(given):
    ask = given(complaints=ROWS)
    assert ask(NAME, "recovered_n", satisfied_from=3) == [(2,)]
    asked = ask(NAME, "recovered_n feedback_n is_suppressed", floor_n=4)
    assert asked == [(None, None, True)]


def test_the_longer_period_has_the_counts_of_the_question_over_all(given):
    ask = given(complaints=ROWS)
    (whole,) = ask("loyalty/recovered", "recovered_n feedback_n", from_month="2026-02")
    since = ask(NAME, COLUMNS, from_month="2026-02", since=(FEB,))[-1]
    assert since[-2:] == whole
