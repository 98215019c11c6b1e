"""publications/activity_months: how many patients each source says each unit had."""

ROWS = """
    unit_id | month      | discharges | bed_days
    unit-a  | 2026-03-01 | 100        |
    unit-b  | 2026-03-01 | 60         | 90
"""


def test_a_source_unit_and_month_is_a_row_and_what_is_not_given_stays_so(given):
    rows = given(activity=ROWS)("publications/activity_months", "unit_id discharges bed_days")
    assert rows == [("unit-a", 100.0, None), ("unit-b", 60.0, 90.0)]


def test_a_manager_has_only_their_own_units(given):
    ask = given("unit_manager:unit-b", activity=ROWS)
    assert ask("publications/activity_months", "unit_id") == [("unit-b",)]
