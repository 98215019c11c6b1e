"""timeliness/resolution_ages and its twin over rows: open complaints count, other endings resolve nothing."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/resolution_ages", "rows/resolution_ages"])
COUNTS = "age_days resolved_n otherwise_n open_n"
GROUPS = f"group_name {COUNTS}"


@TWINS
def test_open_and_withdrawn_complaints_are_counted_but_not_as_resolved(given, name):
    ask = given(
        complaints="""
        unit_id | received_at | closed_at  | status
        unit-a  | 2026-03-01  | 2026-03-08 | closed
        unit-a  | 2026-03-01  | 2026-03-08 | withdrawn
        unit-a  | 2026-03-02  | 2026-03-09 | transferred
        unit-a  | 2026-03-02  | 2026-03-09 | escalated
        unit-a  | 2026-03-10  |            | open
        unit-b  | 2026-03-01  | 2026-03-02 | closed
        unit-a  | 2026-02-28  | 2026-03-01 | closed
        """
    )
    #       age_days, resolved_n, otherwise_n, open_n
    assert ask(name, COUNTS) == [(7, 1, 3, 0), (21, 0, 0, 1)]


@TWINS
def test_a_day_is_a_calendar_day_and_the_same_day_is_age_0(given, name):
    ask = given(
        complaints="""
        unit_id | received_at         | closed_at           | status
        unit-a  | 2026-03-01 23:50:00 | 2026-03-02 00:10:00 | closed
        unit-a  | 2026-03-01 08:00:00 | 2026-03-01 09:00:00 | closed
        """
    )
    assert ask(name, COUNTS) == [(0, 1, 0, 0), (1, 1, 0, 0)]


REOPENED = """
    unit_id | received_at | first_closed_at | reopened_at | closed_at  | status
    unit-a  | 2026-03-01  | 2026-03-04      | 2026-03-10  | 2026-03-21 | closed
    unit-a  | 2026-03-01  | 2026-03-04      | 2026-03-10  |            | reopened
    unit-a  | 2026-03-01  | 2026-03-04      |             |            | reopened
    unit-a  | 2026-03-01  |                 |             | 2026-03-04 | open
"""


@TWINS
def test_a_reopened_complaint_ends_with_its_final_closing_or_is_open(given, name):
    ask = given(complaints=REOPENED)
    assert ask(name, COUNTS) == [(20, 1, 0, 0), (30, 0, 0, 3)]


@TWINS
def test_the_cohort_is_of_receipt_and_whole_months_end_with_their_last_day(given, name):
    ask = given(
        as_of=dt.date(2026, 4, 30),
        complaints="""
        unit_id | received_at         | closed_at  | status
        unit-a  | 2026-02-28 23:59:59 | 2026-03-02 | closed
        unit-a  | 2026-03-01          | 2026-03-04 | closed
        unit-a  | 2026-03-31 23:59:59 | 2026-04-20 | closed
        unit-a  | 2026-04-01          | 2026-04-02 | closed
        """,
    )
    assert ask(name, COUNTS) == [(3, 1, 0, 0), (20, 1, 0, 0)]
    by_month = ask(
        name, "group_name resolved_n", parts=("month",), from_month="2026-02", to_month="2026-04"
    )
    assert by_month == [("2026-02", 1), ("2026-03", 1), ("2026-03", 1), ("2026-04", 1)]


MIXED = """
    unit_id | received_at | closed_at  | status | channel | contact_type | severity_hcat
    unit-a  | 2026-03-01  | 2026-03-02 | closed | web     | complaint    | 2
    unit-a  | 2026-03-01  | 2026-03-03 | closed | phone   | grievance    |
    unit-a  | 2026-03-01  | 2026-03-04 | closed | phone   | concern      | 2
    unit-b  | 2026-03-01  | 2026-03-05 | closed | email   | complaint    | 3
"""


@TWINS
@pytest.mark.parametrize(
    ("chosen", "ages"),
    [
        ({}, [1, 2]),
        ({"contact_types": ("concern",)}, [3]),
        ({"channels": ("phone",)}, [2]),
        ({"channels": ("letter",)}, []),
        ({"severities": ("2",)}, [1]),
        ({"severities": ("not recorded",)}, [2]),
        ({"units": ("unit-b",)}, [4]),
        ({"units": ("unit-a", "unit-b")}, [1, 2, 4]),
        ({"units": ()}, []),
    ],
)
def test_only_what_is_chosen_is_counted(given, name, chosen, ages):
    assert ask_ages(given(complaints=MIXED), name, **chosen) == ages


def ask_ages(ask, name, **chosen):
    return [age for (age,) in ask(name, "age_days", **chosen)]


@TWINS
@pytest.mark.parametrize(
    ("part", "groups"),
    [
        ("unit", ["unit-a", "unit-a", "unit-b"]),
        ("department", ["Medicine", "Medicine", "Surgery"]),
        ("site", ["North", "North", "not recorded"]),
        ("channel", ["email", "phone", "web"]),
        ("contact_type", ["complaint", "complaint", "grievance"]),
        ("severity", ["2", "3", "not recorded"]),
    ],
)
def test_each_part_names_its_groups(given, name, part, groups):
    ask = given(
        complaints=MIXED,
        units="""
        unit_id | unit_name | department | site
        unit-a  | Ward A    | Medicine   | North
        unit-b  | Ward B    | Surgery    |
        """,
    )
    asked = ask(name, "part group_name", parts=(part,), units=("unit-a", "unit-b"))
    assert asked == [(part, group) for group in groups]


@TWINS
def test_several_parts_are_answered_at_once_each_whole(given, name):
    ask = given(complaints=MIXED)
    assert ask(name, f"part {GROUPS}", parts=("all", "channel")) == [
        ("all", None, 1, 1, 0, 0),
        ("all", None, 2, 1, 0, 0),
        ("channel", "phone", 2, 1, 0, 0),
        ("channel", "web", 1, 1, 0, 0),
    ]


@TWINS
def test_a_group_under_the_floor_is_one_row_that_does_not_even_show_its_ages(given, name):
    ask = given(complaints=MIXED)
    both = {"units": ("unit-a", "unit-b"), "parts": ("unit",)}
    assert ask(name, f"{GROUPS} is_suppressed", floor_n=2, **both) == [
        ("unit-a", 1, 1, 0, 0, False),
        ("unit-a", 2, 1, 0, 0, False),
        ("unit-b", None, None, None, None, True),
    ]
    assert ask(name, f"{GROUPS} is_suppressed", floor_n=3, **both) == [
        ("unit-a", None, None, None, None, True),
        ("unit-b", None, None, None, None, True),
    ]


@TWINS
def test_a_complaint_is_followed_to_the_last_extract_that_carries_it(given, name):
    ask = given(
        complaints=[
            (
                {"as_of": dt.date(2026, 3, 15)},
                """
                complaint_id | unit_id | received_at | closed_at | status
                c1           | unit-a  | 2026-03-05  |           | open
                c2           | unit-a  | 2026-03-05  |           | open
                """,
            ),
            (
                {},
                """
                complaint_id | unit_id | received_at | closed_at  | status
                c2           | unit-a  | 2026-03-05  | 2026-03-20 | closed
                c3           | unit-a  | 2026-03-30  |            | open
                """,
            ),
        ]
    )
    assert ask(name, COUNTS) == [(1, 0, 0, 1), (10, 0, 0, 1), (15, 1, 0, 0)]
