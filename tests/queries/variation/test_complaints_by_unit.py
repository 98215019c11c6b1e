"""variation/complaints_by_unit: complaints over one base for all units and months."""

import datetime as dt

NAME = "variation/complaints_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
COMPLAINTS = """
    unit_id | received_at | status
    unit-a  | 2026-03-01  | open
    unit-a  | 2026-03-31  | open
    unit-a  | 2026-02-01  | open
    unit-c  | 2026-03-01  | open
"""
ACTIVITY = """
    unit_id | month      | discharges | bed_days
    unit-a  | 2026-02-01 | 100        | 500
    unit-a  | 2026-03-01 | 80         | 400
    unit-b  | 2026-03-01 | 50         |
    unit-c  | 2026-03-01 |            | 90
"""
ALL = {"units": ("unit-a", "unit-b", "unit-c"), "from_month": "2026-02"}


def test_months_without_a_complaint_count_and_those_without_the_base_don_t(given):
    ask = given(complaints=COMPLAINTS, activity=ACTIVITY)
    asked = ask(NAME, "part unit_id month base base_n complaints_n", since=(FEB,), **ALL)
    assert asked == [
        ("month", "unit-a", FEB, "discharges", 100, 1),
        ("month", "unit-a", MARCH, "discharges", 80, 2),
        ("month", "unit-b", MARCH, "discharges", 50, 0),
        ("since", "unit-a", FEB, "discharges", 180, 3),
        ("since", "unit-b", FEB, "discharges", 50, 0),
    ]


def test_the_base_is_that_of_all_units_chosen(given):
    ask = given(complaints=COMPLAINTS, activity=ACTIVITY)
    asked = ask(NAME, "unit_id base base_n complaints_n", units=("unit-c",))
    assert asked == [("unit-c", "bed days", 90, 1)]


def test_a_base_under_the_floor_hides_its_counts(given):
    ask = given(complaints=COMPLAINTS, activity=ACTIVITY)
    asked = ask(NAME, "unit_id month base_n complaints_n", floor_n=100, **ALL)
    assert asked == [
        ("unit-a", FEB, 100, 1),
        ("unit-a", MARCH, None, None),
        ("unit-b", MARCH, None, None),
    ]
