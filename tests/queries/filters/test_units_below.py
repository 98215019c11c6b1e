"""filters/units_below: the tree of units, a unit among those below itself."""

NAME = "filters/units_below"
UNITS = """
    unit_id | unit_name  | parent_id | valid_from | valid_to
    4A      | Ward 4A    | div       | 2020-01-01 | 2025-12-31
    4A      | Ward 4A    | new       | 2026-01-01 |
    div     | Division   | site      | 2020-01-01 |
    new     | New        |           | 2026-01-01 |
    site    | Site       |           | 2020-01-01 |
"""


def test_a_unit_is_below_every_unit_it_ever_belonged_to(given):
    assert given(units=UNITS)(NAME) == [
        ("4A", "4A"),
        ("UNASSIGNED", "UNASSIGNED"),
        ("div", "4A"),
        ("div", "div"),
        ("new", "4A"),
        ("new", "new"),
        ("site", "4A"),
        ("site", "div"),
        ("site", "site"),
    ]


def test_a_manager_does_not_learn_what_lies_above_their_own(given):
    assert given("unit_manager:div", units=UNITS)(NAME) == [
        ("4A", "4A"),
        ("div", "4A"),
        ("div", "div"),
    ]
    assert given("unit_manager:4A", units=UNITS)(NAME) == [("4A", "4A")]
    assert given("unit_manager", units=UNITS)(NAME) == []
