"""loyalty/recovered and its twin over rows: put right means closed as closed and satisfied."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["loyalty/recovered", "rows/recovered"])
COUNTS = "recovered_n feedback_n no_feedback_n pending_n not_recorded_n"

ROWS = [
    (
        {},
        """
        unit_id | received_at | closed_at  | status    | satisfaction_handling | severity_hcat
        unit-a  | 2026-03-01  | 2026-03-05 | closed    | 5                     | 1
        unit-a  | 2026-03-01  | 2026-03-05 | closed    | 4                     | 1
        unit-a  | 2026-03-01  | 2026-03-05 | closed    | 3                     | 2
        unit-a  | 2026-03-01  | 2026-03-05 | withdrawn | 5                     | 2
        unit-a  | 2026-03-01  | 2026-03-05 | closed    |                       | 2
        unit-a  | 2026-03-01  | 2026-03-05 | closed    |                       | 2
        unit-a  | 2026-03-01  | 2026-03-05 | escalated |                       | 2
        unit-a  | 2026-03-01  |            | open      |                       | 2
        unit-a  | 2026-03-01  |            | reopened  | 5                     | 2
        unit-a  | 2026-02-28  | 2026-03-05 | closed    | 5                     | 2
        unit-b  | 2026-03-01  | 2026-03-05 | closed    | 5                     | 2
        """,
    ),
    (
        {"source_system": "other"},
        """
        unit_id | received_at | closed_at  | status
        unit-a  | 2026-03-01  | 2026-03-05 | closed
        unit-a  | 2026-03-01  |            | open
        """,
    ),
]


@TWINS
def test_satisfied_and_closed_is_recovered_withdrawn_only_counts_beside_it(given, name):
    ask = given(complaints=ROWS)
    # five with feedback would be six with the reopened one, which is pending whatever was answered
    assert ask(name, COUNTS) == [(2, 4, 3, 2, 2)]


@TWINS
@pytest.mark.parametrize(("satisfied_from", "recovered"), [(3, 3), (4, 2), (5, 1)])
def test_satisfied_begins_where_the_setting_says(given, name, satisfied_from, recovered):
    ask = given(complaints=ROWS)
    asked = ask(name, "recovered_n feedback_n", satisfied_from=satisfied_from)
    assert asked == [(recovered, 4)]


@TWINS
def test_groups_and_months_are_of_the_complaint_s_receipt(given, name):
    ask = given(complaints=ROWS)
    assert ask(name, f"group_name {COUNTS}", parts=("severity",)) == [
        ("1", 2, 2, 0, 0, 0),
        ("2", 0, 2, 3, 2, 0),
        ("not recorded", 0, 0, 0, 0, 2),
    ]
    asked = ask(name, "group_name recovered_n", parts=("month",), from_month="2026-02")
    assert asked == [("2026-02", 1), ("2026-03", 2)]
    asked = ask(name, "group_name recovered_n", parts=("unit",), units=("unit-a", "unit-b"))
    assert asked == [("unit-a", 2), ("unit-b", 1)]


@TWINS
def test_the_floor_is_of_those_with_feedback_and_hides_every_count(given, name):
    ask = given(complaints=ROWS)
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=4) == [(2, 4, 3, 2, 2, False)]
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=5) == [(*[None] * 5, True)]


@TWINS
def test_a_perceived_mistake_counts_as_any_other(given, name):
    ask = given(
        complaints="""
        unit_id | received_at | closed_at  | perceived_only | satisfaction_handling
        unit-a  | 2026-03-01  | 2026-03-05 | true           | 5
        unit-a  | 2026-03-01  | 2026-03-05 | true           | 1
        unit-a  | 2026-03-01  | 2026-03-05 | false          | 5
        """,
        as_of=dt.date(2026, 4, 30),
    )
    assert ask(name, COUNTS) == [(2, 3, 0, 0, 0)]
