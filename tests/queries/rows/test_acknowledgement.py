"""rows/acknowledgement: a day in the past, days within a month, and columns that the cells don't hold.

What it shares with its twin over cells is in tests/queries/timeliness/test_acknowledgement.py.
"""

import datetime as dt

import pytest

NAME = "rows/acknowledgement"
COUNTS = "on_time_n late_n not_yet_due_n not_recorded_n"
ROWS = """
    unit_id | received_at | acknowledged_at | status | complexity
    unit-a  | 2026-03-02  | 2026-03-04      | open   | basic
    unit-a  | 2026-03-03  | 2026-03-11      | open   | complex
    unit-a  | 2026-03-16  |                 | open   |
    unit-b  | 2026-03-02  | 2026-03-03      | open   | basic
"""


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-03-03", (0, 0, 2, 0)),
        ("2026-03-04", (1, 0, 1, 0)),
        ("2026-03-06", (1, 1, 0, 0)),  # three working days after the third: late before it came
        ("2026-03-11", (1, 1, 0, 0)),
        ("2026-03-18", (1, 1, 1, 0)),
        ("2026-03-19", (1, 2, 0, 0)),
        ("9999-12-31", (1, 2, 0, 0)),
    ],
)
def test_on_a_day_in_the_past_a_later_acknowledgement_had_not_come(given, day, counts):
    ask = given(complaints=ROWS)
    assert ask(NAME, COUNTS, as_of=dt.date.fromisoformat(day)) == [counts]


def test_days_within_a_month_and_other_columns_can_be_chosen(given):
    ask = given(complaints=ROWS)
    days = {"from_on": dt.date(2026, 3, 3), "to_on": dt.date(2026, 3, 16)}
    assert ask(NAME, COUNTS, **days) == [(0, 2, 0, 0)]
    assert ask(NAME, COUNTS, wanted=("complexity=basic",)) == [(1, 0, 0, 0)]
    assert ask(NAME, f"group_name {COUNTS}", parts=("complexity",)) == [
        ("basic", 1, 0, 0, 0),
        ("complex", 0, 1, 0, 0),
        ("not recorded", 0, 1, 0, 0),
    ]
