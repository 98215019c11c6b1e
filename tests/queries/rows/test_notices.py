"""rows/notices: values that the cells don't hold; all else is in tests/queries/timeliness/test_notices.py."""

NAME = "rows/notices"
ROWS = """
    unit_id | received_at | response_sent_at | notice_contact | notice_steps | notice_results | notice_date | outcome | status
    unit-a  | 2026-03-02  | 2026-03-05       | true           | true         | true           | true        | upheld  | closed
    unit-a  | 2026-03-02  | 2026-03-05       | true           | true         | true           | false       |         | closed
"""


def test_other_columns_group_and_choose(given):
    ask, counts = given(complaints=ROWS), "complete_n answered_n"
    assert ask(NAME, counts, wanted=("outcome=upheld",)) == [(1, 1)]
    assert ask(NAME, f"group_name {counts}", parts=("outcome",)) == [
        ("not recorded", 0, 1),
        ("upheld", 1, 1),
    ]
