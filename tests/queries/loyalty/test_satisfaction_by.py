"""loyalty/satisfaction_by: satisfaction with the handling, with and without what was done."""

COMPLAINTS = """
    unit_id | received_at | closed_at  | status    | channel   | satisfaction_handling | acknowledged_at | recovery_actions  | repeat_of
    unit-a  | 2026-03-02  | 2026-03-09 | closed    | phone     | 5                     | 2026-03-03      | [apology, fix]    |
    unit-a  | 2026-03-02  | 2026-03-10 | closed    | in_person | 4                     | 2026-03-30      | [apology]         | x
    unit-a  | 2026-03-02  | 2026-03-05 | withdrawn | web       | 5                     |                 | [explanation]     |
    unit-a  | 2026-03-02  | 2026-03-05 | closed    | web       | 3                     | 2026-03-02      |                   |
    unit-a  | 2026-03-02  | 2026-03-05 | closed    | web       |                       |                 | [apology]         |
    unit-a  | 2026-03-02  |            | open      | web       | 5                     |                 | [apology]         |
"""


def counts(given, **more):
    ask = given(complaints=COMPLAINTS)
    rows = ask("loyalty/satisfaction_by", "factor is_so feedback_n recovered_n", **more)
    return {(factor, is_so): numbers for factor, is_so, *numbers in rows}


def test_each_factor_parts_the_ended_ones_with_feedback(given):
    found = counts(given)
    assert found["resolved_in_time", True] == [2, 1]  # 7 days, and the unsatisfied one
    assert found["resolved_in_time", False] == [2, 1]  # 8 days, and the one withdrawn
    assert found["spoken", True] == [2, 2]
    assert found["first_failure", False] == [1, 1]
    assert found["acknowledged_on_time", True] == [2, 1]


def test_where_actions_are_not_told_nothing_was_done_or_left_undone(given):
    found = counts(given)
    assert (found["apology", True], found["apology", False]) == ([2, 2], [1, 0])
    assert found["fix", True] == [1, 1]


def test_the_standard_is_a_parameter(given):
    assert counts(given, standard_days=8)["resolved_in_time", True] == [3, 2]
