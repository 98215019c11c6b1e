"""rows/reopening_days: values that the cells don't hold; all else is in tests/queries/timeliness/test_reopening_days.py."""

NAME = "rows/reopening_days"
ROWS = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | outcome | status
    unit-a  | 2026-03-02  | 2026-03-05      | 2026-03-12  | 2026-03-20 | upheld  | closed
    unit-a  | 2026-03-02  |                 |             | 2026-03-05 |         | closed
"""


def test_other_columns_group_and_choose(given):
    ask, counts = given(complaints=ROWS), "days_n reopened_n followed_n"
    assert ask(NAME, counts, wanted=("outcome=upheld",)) == [(7, 1, 0)]
    assert ask(NAME, f"group_name {counts}", parts=("outcome",)) == [
        ("not recorded", 26, 0, 1),
        ("upheld", 7, 1, 0),
    ]
