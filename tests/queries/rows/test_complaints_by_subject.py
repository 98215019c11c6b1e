"""rows/complaints_by_subject: a day in the past, days within a month, columns that cells don't hold.

What it shares with its twin over cells is in tests/queries/subjects/test_complaints_by_subject.py.
"""

import datetime as dt

NAME = "rows/complaints_by_subject"
COUNTS = "subject complaints_n coded_n received_n"
COMPLAINTS = """
    complaint_id | unit_id | received_at | closed_at  | outcome
    c1           | unit-a  | 2026-03-02  | 2026-03-08 | upheld
    c2           | unit-a  | 2026-03-12  | 2026-03-14 |
    c3           | unit-a  | 2026-03-20  | 2026-03-28 | upheld
"""
ISSUES = """
    complaint_id | code
    c1           | Quality
    c2           | Quality
    c2           | Safety
"""


def test_later_complaints_are_left_out_on_a_day_in_the_past(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 11)) == [("Quality", 1, 1, 1)]


def test_days_within_a_month_and_other_columns_can_be_chosen(given):
    ask = given(complaints=COMPLAINTS, complaint_issues=ISSUES)
    days = {"from_on": dt.date(2026, 3, 12), "to_on": dt.date(2026, 3, 31)}
    assert ask(NAME, COUNTS, **days) == [("Quality", 1, 1, 2), ("Safety", 1, 1, 2)]
    assert ask(NAME, COUNTS, wanted=("outcome=upheld",)) == [("Quality", 1, 1, 2)]
    assert ask(NAME, f"group_name {COUNTS}", parts=("outcome",)) == [
        ("not recorded", "Quality", 1, 1, 1),
        ("not recorded", "Safety", 1, 1, 1),
        ("upheld", "Quality", 1, 1, 2),
        ("upheld", "Safety", 0, 1, 2),
    ]
