"""rows/recovered: a day in the past, days within a month, and columns that the cells don't hold.

What it shares with its twin over cells is in tests/queries/loyalty/test_recovered.py.
"""

import datetime as dt

import pytest

NAME = "rows/recovered"
COUNTS = "recovered_n feedback_n no_feedback_n pending_n"
ROWS = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | satisfaction_handling | outcome
    unit-a  | 2026-03-01  | 2026-03-05      | 2026-03-10  | 2026-03-20 | 5                     | upheld
    unit-a  | 2026-03-02  |                 |             | 2026-03-06 | 2                     | upheld
    unit-a  | 2026-03-12  |                 |             | 2026-03-14 | 4                     |
    unit-b  | 2026-03-01  |                 |             | 2026-03-02 | 5                     | upheld
"""


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-03-04", (0, 0, 0, 2)),
        ("2026-03-05", (0, 0, 1, 1)),  # its feedback is about the final closing
        ("2026-03-10", (0, 1, 0, 1)),
        ("2026-03-14", (1, 2, 0, 1)),
        ("2026-03-20", (2, 3, 0, 0)),
    ],
)
def test_on_a_day_in_the_past_later_feedback_had_not_come(given, day, counts):
    ask = given(complaints=ROWS)
    assert ask(NAME, COUNTS, as_of=dt.date.fromisoformat(day)) == [counts]


def test_days_within_a_month_and_other_columns_can_be_chosen(given):
    ask = given(complaints=ROWS)
    days = {"from_on": dt.date(2026, 3, 2), "to_on": dt.date(2026, 3, 12)}
    assert ask(NAME, COUNTS, **days) == [(1, 2, 0, 0)]
    assert ask(NAME, COUNTS, wanted=("outcome=upheld",)) == [(1, 2, 0, 0)]
    assert ask(NAME, f"group_name {COUNTS}", parts=("outcome",)) == [
        ("not recorded", 1, 1, 0, 0),
        ("upheld", 1, 2, 0, 0),
    ]
