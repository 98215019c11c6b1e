"""publications/day_zero: how many complaints are closed on the day they came."""

ROWS = """
    unit_id | received_at | closed_at  | status
    unit-a  | 2026-03-02  | 2026-03-02 | closed
    unit-a  | 2026-03-02  | 2026-03-02 | withdrawn
    unit-a  | 2026-03-02  | 2026-03-03 | closed
    unit-b  | 2026-03-31  |            | open
"""


def test_only_those_closed_as_closed_on_that_very_day_count(given):
    rows = given(complaints=ROWS)("publications/day_zero", "complaints_n day_zero_n")
    assert rows == [(4, 1)]


def test_a_case_received_and_last_seen_on_the_same_day_is_not_closed_on_it(given):
    ask = given("unit_manager:unit-b", complaints=ROWS)
    assert ask("publications/day_zero", "complaints_n day_zero_n") == [(1, 0)]
