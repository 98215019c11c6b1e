"""variation/problems_by_unit: whose problem was fully resolved, by unit and month of the visit."""

import datetime as dt

NAME = "variation/problems_by_unit"
FEB, MARCH = dt.date(2026, 2, 1), dt.date(2026, 3, 1)
ROWS = """
    unit_id | event_date | instrument | had_problem | problem_resolved
    unit-a  | 2026-02-05 | HCAHPS     | true        | fully
    unit-a  | 2026-03-05 | FFT        | true        | fully
    unit-a  | 2026-03-05 | HCAHPS     | true        | partly
    unit-a  | 2026-03-05 | HCAHPS     | true        | no
    unit-a  | 2026-03-05 | HCAHPS     | true        | pending
    unit-a  | 2026-03-05 | HCAHPS     | true        |
    unit-a  | 2026-03-05 | HCAHPS     | false       |
    unit-b  | 2026-03-05 | HCAHPS     | true        | no
"""


def test_pending_and_unanswered_ones_are_in_neither_count(given):
    ask = given(surveys=ROWS)
    asked = ask(NAME, "part unit_id month recovered_n answered_n",
                from_month="2026-02", since=(FEB, MARCH), units=("unit-a", "unit-b"))  # fmt: skip
    assert asked == [
        ("month", "unit-a", FEB, 1, 1),
        ("month", "unit-a", MARCH, 1, 3),
        ("month", "unit-b", MARCH, 0, 1),
        ("since", "unit-a", FEB, 2, 4),
        ("since", "unit-a", MARCH, 1, 3),
        ("since", "unit-b", FEB, 0, 1),
        ("since", "unit-b", MARCH, 0, 1),
    ]


def test_instruments_can_be_chosen_and_few_are_hidden(given):
    ask = given(surveys=ROWS)
    asked = ask(NAME, "recovered_n answered_n", instruments=("HCAHPS",))
    assert asked == [(0, 2)]
    assert ask(NAME, "recovered_n is_suppressed", floor_n=4) == [(None, True)]
