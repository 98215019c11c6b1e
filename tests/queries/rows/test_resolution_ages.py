"""rows/resolution_ages: days within a month, a day in the past, and columns that the cells don't hold.

What it shares with its twin over cells is in tests/queries/timeliness/test_resolution_ages.py.
"""

import datetime as dt

import pytest

NAME = "rows/resolution_ages"
COUNTS = "age_days resolved_n otherwise_n open_n"


def test_a_period_may_begin_and_end_within_a_month(given):
    ask = given(
        complaints="""
        unit_id | received_at         | closed_at  | status
        unit-a  | 2026-03-09 23:59:59 | 2026-03-10 | closed
        unit-a  | 2026-03-10          | 2026-03-12 | closed
        unit-a  | 2026-03-20 23:59:59 | 2026-03-23 | closed
        unit-a  | 2026-03-21          | 2026-03-25 | closed
        """
    )
    days = {"from_on": dt.date(2026, 3, 10), "to_on": dt.date(2026, 3, 20)}
    assert ask(NAME, "age_days", **days) == [(2,), (3,)]


PAST = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | status
    unit-a  | 2026-03-01  | 2026-03-05      | 2026-03-10  | 2026-03-20 | closed
    unit-a  | 2026-03-01  |                 |             | 2026-03-08 | withdrawn
    unit-a  | 2026-03-12  |                 |             |            | open
"""


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-02-28", []),
        ("2026-03-01", [(0, 0, 0, 2)]),
        ("2026-03-05", [(4, 1, 0, 1)]),
        ("2026-03-08", [(4, 1, 0, 0), (7, 0, 1, 0)]),
        ("2026-03-09", [(4, 1, 0, 0), (7, 0, 1, 0)]),
        ("2026-03-10", [(7, 0, 1, 0), (9, 0, 0, 1)]),
        ("2026-03-19", [(7, 0, 1, 1), (18, 0, 0, 1)]),
        ("2026-03-20", [(7, 0, 1, 0), (8, 0, 0, 1), (19, 1, 0, 0)]),
        ("2027-01-01", [(7, 0, 1, 0), (19, 1, 0, 1)]),
    ],
)
def test_a_day_in_the_past_knows_only_what_had_happened_by_its_end(given, day, counts):
    ask = given(complaints=PAST)
    assert ask(NAME, COUNTS, as_of=dt.date.fromisoformat(day)) == counts


def test_one_reopened_without_a_date_is_closed_until_it_was_seen_open(given):
    ask = given(
        complaints="""
        unit_id | received_at | first_closed_at | status
        unit-a  | 2026-03-01  | 2026-03-05      | reopened
        """
    )
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 30)) == [(4, 1, 0, 0)]
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 31)) == [(30, 0, 0, 1)]


COLUMNS = """
    unit_id | received_at | closed_at  | status | outcome    | complexity | perceived_only | age_band
    unit-a  | 2026-03-01  | 2026-03-02 | closed | upheld     | basic      | true           | 18-25
    unit-a  | 2026-03-01  | 2026-03-03 | closed | not_upheld | basic      | false          |
    unit-a  | 2026-03-01  | 2026-03-04 | closed |            | complex    |                | 18-25
    unit-b  | 2026-03-01  | 2026-03-05 | closed | upheld     | basic      | true           | 18-25
"""


@pytest.mark.parametrize(
    ("wanted", "ages"),
    [
        (("outcome=upheld",), [1]),
        (("outcome=upheld", "outcome=not_upheld"), [1, 2]),
        (("outcome=not recorded",), [3]),
        (("outcome=upheld", "complexity=basic"), [1]),
        (("outcome=upheld", "outcome=not_upheld", "age_band=18-25"), [1]),
        (("complexity=complex", "outcome=upheld"), []),
        (("outcome=up",), []),
        (("perceived_only=true",), [1]),
        (("perceived_only=not recorded",), [3]),
        (("status=closed", "source_system=source", "unit_id=unit-a"), [1, 2, 3]),
    ],
)
def test_values_of_one_column_are_alternatives_and_columns_are_conditions(given, wanted, ages):
    ask = given(complaints=COLUMNS)
    assert ask(NAME, "age_days", wanted=wanted) == [(age,) for age in ages]


@pytest.mark.parametrize(
    ("part", "groups"),
    [
        ("outcome", ["not recorded", "not_upheld", "upheld"]),
        ("complexity", ["basic", "basic", "complex"]),
        ("perceived_only", ["false", "not recorded", "true"]),
        ("age_band", ["18-25", "18-25", "not recorded"]),
        ("status", ["closed"] * 3),
        ("profession", ["not recorded"] * 3),
    ],
)
def test_any_column_makes_groups_and_what_is_missing_is_a_group(given, part, groups):
    ask = given(complaints=COLUMNS)
    assert ask(NAME, "group_name", parts=(part,)) == [(group,) for group in groups]
