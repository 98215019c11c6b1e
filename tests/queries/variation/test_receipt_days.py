"""variation/receipt_days: single days of receipt, for internal viewers alone."""

import datetime as dt

NAME = "variation/receipt_days"
ROWS = """
    unit_id | received_at | status | channel | contact_type
    unit-a  | 2026-03-02  | open   | web     | complaint
    unit-a  | 2026-03-02  | open   | phone   | complaint
    unit-a  | 2026-03-09  | open   | web     | grievance
    unit-a  | 2026-03-10  | open   | web     | concern
    unit-a  | 2026-02-10  | open   | web     | complaint
    unit-b  | 2026-03-11  | open   | web     | complaint
"""


def test_days_come_in_order_with_how_many(given):
    ask = given(complaints=ROWS)
    assert ask(NAME) == [(dt.date(2026, 3, 2), 2), (dt.date(2026, 3, 9), 1)]
    assert ask(NAME, channels=("phone",)) == [(dt.date(2026, 3, 2), 1)]
    assert ask(NAME, wanted=("contact_type=grievance",)) == [(dt.date(2026, 3, 9), 1)]
    assert ask(NAME, as_of=dt.date(2026, 3, 5)) == [(dt.date(2026, 3, 2), 2)]


def test_the_board_is_told_of_no_single_complaint(given):
    assert given(complaints=ROWS)(NAME, is_internal=False) == []
