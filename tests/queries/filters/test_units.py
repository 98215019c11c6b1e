"""filters/units: every unit the viewer may choose, under its last name and place."""

UNITS = """
    unit_id | unit_name  | department | site  | parent_id | valid_from | valid_to
    4A      | Ward 4A    | Medicine   | North | div       | 2020-01-01 | 2025-12-31
    4A      | Ward 4     | Surgery    | North | div       | 2026-01-01 |
    4B      | Ward 4B    | Medicine   | North | div       | 2020-01-01 | 2025-12-31
    div     | Division 1 | Division   |       |           | 2020-01-01 |
"""
COMPLAINTS = """
    unit_id | received_at | status
    4A      | 2026-03-01  | open
    unseen  | 2026-03-01  | open
"""
COLUMNS = "unit_id unit_name department site parent_id"
WARDS = [
    ("4B", "Ward 4B", "Medicine", "North", "div"),  # it ended, and its past can be chosen
    ("4A", "Ward 4", "Surgery", "North", "div"),
]
DIVISION = ("div", "Division 1", "Division", "not recorded", None)


def test_a_renamed_unit_is_there_once_and_unnamed_ones_are_listed_as_such(given):
    ask = given(units=UNITS, complaints=COMPLAINTS)
    assert ask("filters/units", COLUMNS) == [
        *WARDS,
        DIVISION,
        ("unseen", "unseen", "Unregistered units", "not recorded", None),
        ("UNASSIGNED", "Not assigned", "Not assigned", "not recorded", None),  # always last
    ]


def test_a_manager_may_choose_their_own_and_those_below(given):
    ask = given("unit_manager:div", units=UNITS, complaints=COMPLAINTS)
    assert ask("filters/units", COLUMNS) == [*WARDS, DIVISION]
    assert given("unit_manager:4B", units=UNITS)("filters/units", COLUMNS) == WARDS[:1]
    assert given("unit_manager", units=UNITS)("filters/units", COLUMNS) == []
