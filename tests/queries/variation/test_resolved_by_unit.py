"""variation/resolved_by_unit: months count once every case is followed to the day; longer periods add them up."""

import datetime as dt

NAME = "variation/resolved_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
USUAL = {"from_month": "2026-01"}

# March is observed to the 31st: the open one of the 28th has been followed for 3 days of 7.
ROWS = """
    unit_id | received_at | closed_at  | status
    unit-a  | 2026-02-02  | 2026-02-09 | closed
    unit-a  | 2026-02-02  | 2026-02-10 | closed
    unit-a  | 2026-02-03  | 2026-02-04 | withdrawn
    unit-a  | 2026-02-03  |            | open
    unit-a  | 2026-03-02  | 2026-03-03 | closed
    unit-a  | 2026-03-28  |            | open
    unit-b  | 2026-03-24  |            | open
    unit-b  | 2026-03-25  | 2026-03-25 | closed
"""
BOTH = ("unit-a", "unit-b")


def test_within_counts_the_day_itself_and_other_endings_are_of_those_received(given):
    ask = given(complaints=ROWS)
    assert ask(NAME, "part unit_id month resolved_n followed_n received_n", **USUAL) == [
        ("month", "unit-a", FEB, 1, 4, 4),
        ("month", "unit-a", MARCH, 0, 0, 2),
    ]


def test_an_open_case_that_was_followed_to_the_day_is_known(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, "resolved_n followed_n received_n", units=("unit-b",), **USUAL)
    assert asked == [(1, 2, 2)]
    asked = ask(NAME, "resolved_n followed_n received_n", units=("unit-b",), **USUAL | {"days": 8})
    assert asked == [(0, 0, 2)]


def test_a_few_that_are_not_followed_are_left_out_and_more_make_the_month_unknown(given):
    ask = given(complaints=ROWS)
    for share, counts in ((0.5, (1, 1, 2)), (0.49, (0, 0, 2))):
        asked = ask(NAME, "resolved_n followed_n received_n",
                    **USUAL | {"max_unknown_share": share, "from_month": "2026-03"})  # fmt: skip
        assert asked == [counts]


def test_longer_periods_add_known_months_up(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, "part unit_id month resolved_n followed_n",
                units=BOTH, **USUAL | {"since": (FEB, MARCH)})  # fmt: skip
    assert [row for row in asked if row[0] == "since"] == [
        ("since", "unit-a", FEB, 1, 4),
        ("since", "unit-a", MARCH, 0, 0),
        ("since", "unit-b", FEB, 1, 2),
        ("since", "unit-b", MARCH, 1, 2),
    ]


def test_the_floor_is_of_those_followed_and_hides_every_count(given):
    ask = given(complaints=ROWS)
    asked = ask(NAME, "unit_id resolved_n followed_n received_n is_suppressed",
                units=BOTH, floor_n=3, **USUAL)  # fmt: skip
    assert asked == [
        ("unit-a", 1, 4, 4, False),
        ("unit-a", None, None, None, True),
        ("unit-b", None, None, None, True),
    ]
