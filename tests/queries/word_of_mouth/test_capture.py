"""word_of_mouth/capture and its twin over rows: complaints, patients and answers of the same unit and month."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["word_of_mouth/capture", "rows/capture"])
COUNTS = "patients_n complaints_n complaints_outside_n answered_n dissatisfied_n answered_outside_n"

UNITS = """
    unit_id | unit_name | department | site
    unit-a  | Ward A    | Medicine   | North
    unit-b  | Ward B    | Surgery    | North
"""
COMPLAINTS = """
    unit_id | received_at | incident_date | status | contact_type
    unit-a  | 2026-03-05  |               | open   | complaint
    unit-a  | 2026-04-02  | 2026-03-31    | open   | grievance
    unit-a  | 2026-03-02  | 2026-02-28    | open   | complaint
    unit-a  | 2026-03-05  |               | open   | concern
    unit-b  | 2026-03-05  |               | open   | complaint
"""
SURVEYS = """
    unit_id | event_date | instrument | hcahps_recommend | ltr_0_10
    unit-a  | 2026-03-05 | HCAHPS     | definitely_no    |
    unit-a  | 2026-03-05 | HCAHPS     | probably_yes     |
    unit-a  | 2026-03-31 | NPS        |                  | 6
    unit-a  | 2026-03-05 | HCAHPS     |                  |
    unit-a  | 2026-02-28 | HCAHPS     | definitely_no    |
    unit-b  | 2026-03-05 | HCAHPS     | definitely_yes   |
"""
ACTIVITY = """
    unit_id | month      | discharges | attendances | bed_days
    unit-a  | 2026-03-01 | 100        | 900         | 400
    unit-a  | 2026-01-01 | 50         |             |
    unit-b  | 2026-03-01 |            | 70          |
"""
GIVEN = {
    "complaints": COMPLAINTS, "surveys": SURVEYS, "activity": ACTIVITY, "units": UNITS,
    "as_of": dt.date(2026, 4, 30),
}  # fmt: skip


@TWINS
def test_the_month_is_of_the_event_and_patients_are_discharges_else_attendances(given, name):
    ask = given(**GIVEN)
    # about March: one received then, one received in April; the concern is not chosen
    assert ask(name, COUNTS) == [(100.0, 2, 0, 3, 2, 0)]
    assert ask(name, COUNTS, units=("unit-b",)) == [(70.0, 1, 0, 1, 0, 0)]
    assert ask(name, COUNTS, contact_types=("complaint", "concern")) == [(100.0, 2, 0, 3, 2, 0)]
    assert ask(name, COUNTS, instruments=("NPS",)) == [(100.0, 2, 0, 1, 1, 0)]


@TWINS
def test_where_a_unit_s_month_has_no_patients_its_complaints_and_answers_are_outside(given, name):
    ask = given(**GIVEN)
    assert ask(name, f"group_name {COUNTS}", parts=("month",), from_month="2026-01") == [
        ("2026-01", 50.0, 0, 0, 0, 0, 0),
        ("2026-02", 0.0, 0, 1, 0, 0, 1),
        ("2026-03", 100.0, 2, 0, 3, 2, 0),
    ]
    # together with unit-b, which had patients in March, February is outside still
    both = {"units": ("unit-a", "unit-b"), "from_month": "2026-01"}
    assert ask(name, COUNTS, **both) == [(220.0, 3, 1, 4, 2, 1)]


@TWINS
@pytest.mark.parametrize(
    ("part", "groups"),
    [
        ("unit", [("unit-a", 100.0, 2), ("unit-b", 70.0, 1)]),
        ("department", [("Medicine", 100.0, 2), ("Surgery", 70.0, 1)]),
        ("site", [("North", 170.0, 3)]),
        ("all", [(None, 170.0, 3)]),
    ],
)
def test_each_place_has_its_own_patients(given, name, part, groups):
    ask = given(**GIVEN)
    columns = "group_name patients_n complaints_n"
    assert ask(name, columns, parts=(part,), units=("unit-a", "unit-b")) == groups


@TWINS
def test_too_few_patients_or_too_few_answers_hide_every_number(given, name):
    ask = given(**GIVEN)
    both = {"parts": ("unit",), "units": ("unit-a", "unit-b")}
    asked = ask(name, f"group_name {COUNTS} is_suppressed", floor_n=3, **both)
    assert asked == [
        ("unit-a", 100.0, 2, 0, 3, 2, 0, False),
        ("unit-b", *[None] * 6, True),  # one answer
    ]
    few = given(**GIVEN | {"activity": "unit_id | month | discharges\nunit-a | 2026-03-01 | 2"})
    assert few(name, f"{COUNTS} is_suppressed", floor_n=3) == [(*[None] * 6, True)]


@TWINS
def test_another_unit_s_patients_of_the_same_month_do_not_stand_in(given, name):
    ask = given(**GIVEN | {"activity": "unit_id | month | discharges\nunit-a | 2026-03-01 | 100"})
    assert ask(name, COUNTS, units=("unit-a", "unit-b")) == [(100.0, 2, 1, 3, 2, 1)]


@TWINS
def test_complaints_without_any_activity_are_all_outside(given, name):
    ask = given(complaints=COMPLAINTS, as_of=dt.date(2026, 4, 30))
    assert ask(name, COUNTS) == [(0.0, 0, 2, 0, 0, 0)]
