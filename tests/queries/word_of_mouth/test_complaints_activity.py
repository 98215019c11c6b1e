"""word_of_mouth/complaints_activity and its twin over rows: complaints for patients, unit by unit and month."""

import pytest

TWINS = pytest.mark.parametrize(
    "name", ["word_of_mouth/complaints_activity", "rows/complaints_activity"]
)
COUNTS = "base base_n complaints_n outside_n"
COMPLAINTS = """
    unit_id | received_at | incident_date | status | channel | contact_type
    unit-a  | 2026-03-01  | 2026-02-10    | open   | web     | complaint
    unit-a  | 2026-03-31  |               | open   | phone   | grievance
    unit-a  | 2026-03-05  |               | open   | web     | concern
    unit-a  | 2026-02-28  |               | open   | web     | complaint
    unit-b  | 2026-03-05  |               | open   | web     | complaint
"""


@TWINS
def test_the_month_is_of_the_receipt_and_filters_are_of_the_complaints_alone(given, name):
    activity = "unit_id | month | discharges\nunit-a | 2026-03-01 | 100\nunit-b | 2026-03-01 | 60"
    ask = given(complaints=COMPLAINTS, activity=activity)
    assert ask(name, COUNTS) == [("discharges", 100.0, 2, 0)]
    assert ask(name, COUNTS, channels=("web",)) == [("discharges", 100.0, 1, 0)]
    assert ask(name, COUNTS, contact_types=("concern",)) == [("discharges", 100.0, 1, 0)]
    assert ask(name, COUNTS, severities=("3",)) == [("discharges", 100.0, 0, 0)]
    assert ask(name, COUNTS, from_month="2026-02") == [("discharges", 100.0, 2, 1)]
    both = {"units": ("unit-a", "unit-b")}
    assert ask(name, f"group_name {COUNTS}", parts=("unit",), **both) == [
        ("unit-a", "discharges", 100.0, 2, 0),
        ("unit-b", "discharges", 60.0, 1, 0),
    ]
    assert ask(name, COUNTS, parts=("all",), **both) == [("discharges", 160.0, 3, 0)]


@TWINS
@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ("100 | 40 | 900", ("discharges", 100.0, 2, 0)),
        ("    | 40 | 900", ("bed days", 40.0, 2, 0)),
        ("0   | 40 | 900", ("bed days", 40.0, 2, 0)),
        ("    |    | 900", ("attendances", 900.0, 2, 0)),
        ("    |    | 0  ", (None, 0.0, 0, 2)),
    ],
)
def test_the_base_is_discharges_else_bed_days_else_attendances(given, name, activity, expected):
    header = "unit_id | month | discharges | bed_days | attendances"
    ask = given(complaints=COMPLAINTS, activity=f"{header}\nunit-a | 2026-03-01 | {activity}")
    assert ask(name, COUNTS) == [expected]


@TWINS
def test_a_group_has_one_base_and_units_without_it_are_outside(given, name):
    activity = """
        unit_id | month      | discharges | bed_days
        unit-a  | 2026-03-01 | 100        |
        unit-b  | 2026-03-01 |            | 40
    """
    ask = given(complaints=COMPLAINTS, activity=activity)
    both = {"units": ("unit-a", "unit-b")}
    assert ask(name, COUNTS, **both) == [("discharges", 100.0, 2, 1)]
    assert ask(name, f"group_name {COUNTS}", parts=("unit",), **both) == [
        ("unit-a", "discharges", 100.0, 2, 0),
        ("unit-b", "bed days", 40.0, 1, 0),
    ]


@TWINS
@pytest.mark.parametrize(
    ("unit_a", "unit_b", "expected"),
    [
        ("   | 40 |    ", "   |    | 70 ", ("bed days", 40.0, 2, 1)),
        ("   |    | 900", "   |    |    ", ("attendances", 900.0, 2, 1)),
        ("   | 40 | 900", "   | 30 |    ", ("bed days", 70.0, 3, 0)),
    ],
)
def test_complaints_of_a_unit_that_lacks_the_group_s_base_are_outside(
    given, name, unit_a, unit_b, expected
):
    activity = f"""
        unit_id | month | discharges | bed_days | attendances
        unit-a  | 2026-03-01 | {unit_a}
        unit-b  | 2026-03-01 | {unit_b}
    """
    ask = given(complaints=COMPLAINTS, activity=activity)
    assert ask(name, COUNTS, units=("unit-a", "unit-b")) == [expected]


@TWINS
def test_without_any_activity_there_is_no_base_and_all_complaints_are_outside(given, name):
    ask = given(complaints=COMPLAINTS)
    assert ask(name, COUNTS) == [(None, 0.0, 0, 2)]


@TWINS
def test_a_base_under_the_floor_hides_every_number(given, name):
    activity = "unit_id | month | discharges\nunit-a | 2026-03-01 | 29"
    ask = given(complaints=COMPLAINTS, activity=activity)
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=29) == [("discharges", 29.0, 2, 0, False)]
    hidden = ("discharges", None, None, None, True)
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=30) == [hidden]
