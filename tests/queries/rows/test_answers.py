"""rows/answers: values that the cells don't hold; all else is in tests/queries/timeliness/test_answers.py."""

NAME = "rows/answers"
ROWS = """
    unit_id | received_at | response_sent_at | due_date   | outcome | status
    unit-a  | 2026-03-02  | 2026-03-05       | 2026-03-06 | upheld  | closed
    unit-a  | 2026-03-02  | 2026-03-09       | 2026-03-06 |         | closed
"""


def test_other_columns_group_and_choose(given):
    ask, counts = given(complaints=ROWS), "on_time_n late_n"
    assert ask(NAME, counts, wanted=("outcome=upheld",)) == [(1, 0)]
    assert ask(NAME, f"group_name {counts}", parts=("outcome",)) == [
        ("not recorded", 0, 1),
        ("upheld", 1, 0),
    ]
