"""unit/open_cases_list: each open complaint with its clock, the one with the least time left first."""

import datetime as dt

NAME = "unit/open_cases_list"
ROWS = """
    complaint_id | unit_id | received_at | closed_at  | status    | channel | contact_type | severity_hcat | acknowledged_at | due_date   | due_date_agreed
    late         | unit-a  | 2026-03-01  |            | open      | web     | complaint    | 2             | 2026-03-02      | 2026-03-09 | 2026-04-09
    on-its-day   | unit-a  | 2026-03-24  |            | reopened  | web     | grievance    |               |                 | 2026-03-30 |
    new          | unit-a  | 2026-03-31  |            | open      | phone   | complaint    | 3             |                 |            |
    concern      | unit-a  | 2026-03-30  |            | open      | web     | concern      |               |                 |            |
    old          | unit-a  | 2025-11-30  |            | open      | web     | complaint    |               |                 |            |
    ended        | unit-a  | 2026-03-01  | 2026-03-05 | closed    | web     | complaint    |               |                 |            |
    withdrawn    | unit-a  | 2026-03-01  | 2026-03-05 | withdrawn | web     | complaint    |               |                 |            |
    elsewhere    | unit-b  | 2026-03-01  |            | open      | web     | complaint    |               |                 |            |
"""


def test_open_complaints_of_all_times_are_listed_with_the_days_left_of_the_standard(given):
    ask = given(complaints=ROWS)
    columns = "complaint_id waiting_days days_left due_on"
    assert ask(NAME, columns, standard_days=7) == [
        ("old", 121, -114, dt.date(2025, 12, 7)),
        ("late", 30, -23, dt.date(2026, 3, 8)),
        ("on-its-day", 7, 0, dt.date(2026, 3, 31)),
        ("new", 0, 7, dt.date(2026, 4, 7)),
    ]
    assert ask(NAME, "days_left", standard_days=25)[1:3] == [(-5,), (18,)]


def test_what_is_known_of_it_stands_beside_it(given):
    ask = given(
        complaints=ROWS,
        units="unit_id | unit_name | department\nunit-a | Ward A | Medicine",
    )
    columns = (
        "complaint_id source_system unit_id unit_name contact_type channel severity status "
        "received_on due_agreed_on acknowledgement is_heard_of last_heard_on"
    )
    last = dt.date(2026, 3, 31)
    rows = {row[0]: row[1:] for row in ask(NAME, columns)}
    ward = ("source", "unit-a", "Ward A")
    assert rows["late"] == (
        *ward, "complaint", "web", "2", "open", dt.date(2026, 3, 1), dt.date(2026, 4, 9), "yes", True, last,
    )  # fmt: skip
    assert rows["on-its-day"] == (
        *ward, "grievance", "web", "not recorded", "reopened", dt.date(2026, 3, 24),
        dt.date(2026, 3, 30), "no", True, last,
    )  # fmt: skip


def test_only_what_is_chosen_is_listed(given):
    ask = given(complaints=ROWS)
    assert ask(NAME, "complaint_id", contact_types=("concern",)) == [("concern",)]
    assert ask(NAME, "complaint_id", channels=("phone",)) == [("new",)]
    assert ask(NAME, "complaint_id", severities=("2", "3")) == [("late",), ("new",)]
    assert ask(NAME, "complaint_id", units=("unit-b",)) == [("elsewhere",)]


def test_a_manager_sees_only_their_own_and_the_board_sees_no_single_complaint(given):
    both = {"units": ("unit-a", "unit-b")}
    manager = given("unit_manager:unit-b", complaints=ROWS)
    assert manager(NAME, "complaint_id", **both) == [("elsewhere",)]
    assert given(complaints=ROWS)(NAME, "complaint_id", is_internal=False, **both) == []


def test_one_that_the_source_no_longer_carries_waits_on_and_says_when_it_was_heard_of(given):
    first = "complaint_id | unit_id | received_at | status\nc1 | unit-a | 2026-03-01 | open"
    second = "complaint_id | unit_id | received_at | status\nc2 | unit-a | 2026-03-01 | open"
    ask = given(complaints=[({"as_of": dt.date(2026, 3, 10)}, first), ({}, second)])
    columns = "complaint_id waiting_days acknowledgement is_heard_of last_heard_on"
    assert ask(NAME, columns) == [
        ("c1", 30, "not recorded", False, dt.date(2026, 3, 10)),
        ("c2", 30, "not recorded", True, dt.date(2026, 3, 31)),
    ]


def test_time_left_counts_to_each_source_s_own_as_of(given):
    header = "complaint_id | unit_id | received_at | status\n"
    ask = given(
        complaints=[
            ({}, f"{header}newer | unit-a | 2026-03-05 | open"),
            (
                {"source_system": "other", "as_of": dt.date(2026, 3, 6)},
                f"{header}older | unit-a | 2026-03-01 | open",
            ),
        ]
    )
    # received later, and yet less time is left: its source is complete up to a later day
    assert ask(NAME, "complaint_id waiting_days days_left") == [("newer", 26, -19), ("older", 5, 2)]
