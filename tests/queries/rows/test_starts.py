"""rows/starts: values that the cells don't hold; all else is in tests/queries/timeliness/test_starts.py."""

NAME = "rows/starts"
ROWS = """
    unit_id | received_at         | first_action_at     | channel | recovery_model | status
    unit-a  | 2026-03-02 09:00:00 | 2026-03-02 09:10:00 | phone   | LEAD           | open
    unit-a  | 2026-03-02 09:00:00 | 2026-03-02 10:00:00 | phone   | ACT            | open
"""


def test_other_columns_group_and_choose(given):
    ask, counts = given(complaints=ROWS), "within_n later_n"
    assert ask(NAME, counts, wanted=("recovery_model=ACT",)) == [(0, 1)]
    assert ask(NAME, f"group_name {counts}", parts=("recovery_model",)) == [
        ("ACT", 0, 1),
        ("LEAD", 1, 0),
    ]
