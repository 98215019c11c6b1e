"""rows/open_cases: what waited on a day in the past, and groups and days that the cells don't hold.

What it shares with its twin over cells is in tests/queries/timeliness/test_open_cases.py.
"""

import datetime as dt

import pytest

NAME = "rows/open_cases"
COUNTS = "received_n open_n not_heard_of_n"
ROWS = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | status | complexity
    unit-a  | 2026-03-01  | 2026-03-05      | 2026-03-10  | 2026-03-20 | closed | basic
    unit-a  | 2026-03-12  |                 |             |            | open   | complex
    unit-b  | 2026-03-12  |                 |             |            | open   | complex
"""


@pytest.mark.parametrize(
    ("day", "counts", "band"),
    [
        ("2026-03-04", (1, 1, 0), "0-7"),
        ("2026-03-05", (1, 0, 0), None),
        ("2026-03-11", (1, 1, 0), "8-30"),
        ("2026-03-20", (2, 1, 0), "8-30"),
        ("2026-03-31", (2, 1, 0), "8-30"),
    ],
)
def test_a_day_in_the_past_has_its_own_backlog(given, day, counts, band):
    ask = given(complaints=ROWS)
    as_of = dt.date.fromisoformat(day)
    assert ask(NAME, COUNTS, as_of=as_of) == [counts]
    bands = ask(NAME, "group_name open_n", parts=("age_band",), as_of=as_of)
    assert bands == ([(band, 1)] if band else [])


def test_on_a_day_before_its_last_extract_a_complaint_was_still_heard_of(given):
    one = "complaint_id | unit_id | received_at | status\nc1 | unit-a | 2026-03-01 | open"
    other = "complaint_id | unit_id | received_at | status\nc2 | unit-b | 2026-03-01 | open"
    ask = given(complaints=[({"as_of": dt.date(2026, 3, 10)}, one), ({}, other)])
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 10)) == [(1, 1, 0)]
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 11)) == [(1, 0, 1)]


def test_days_within_a_month_and_other_columns_can_be_chosen(given):
    ask = given(complaints=ROWS)
    assert ask(NAME, COUNTS, from_on=dt.date(2026, 3, 2), to_on=dt.date(2026, 3, 12)) == [(1, 1, 0)]
    assert ask(NAME, COUNTS, wanted=("complexity=basic",)) == [(1, 0, 0)]
    assert ask(NAME, f"group_name {COUNTS}", parts=("complexity",)) == [
        ("basic", 1, 0, 0),
        ("complex", 1, 1, 0),
    ]
