"""word_of_mouth/outcomes: of the complaints that capture counts, which were put right?"""

import datetime as dt

NAME = "word_of_mouth/outcomes"
COUNTS = "complaints_n recovered_n not_recovered_n waiting_n"
ROWS = {
    "as_of": dt.date(2026, 4, 30),
    "complaints": """
        unit_id | received_at | incident_date | closed_at  | status    | satisfaction_handling | contact_type
        unit-a  | 2026-03-01  |               | 2026-03-05 | closed    | 5                     | complaint
        unit-a  | 2026-04-01  | 2026-03-31    | 2026-04-05 | closed    | 4                     | grievance
        unit-a  | 2026-03-01  |               | 2026-03-05 | closed    | 3                     | complaint
        unit-a  | 2026-03-01  |               | 2026-03-05 | withdrawn | 5                     | complaint
        unit-a  | 2026-03-01  |               | 2026-03-05 | closed    |                       | complaint
        unit-a  | 2026-03-01  |               |            | open      | 5                     | complaint
        unit-a  | 2026-03-01  |               | 2026-03-05 | closed    | 5                     | concern
        unit-a  | 2026-03-01  | 2026-02-28    | 2026-03-05 | closed    | 5                     | complaint
        unit-b  | 2026-03-01  |               | 2026-03-05 | closed    | 5                     | complaint
        unit-c  | 2026-03-01  |               | 2026-03-05 | closed    | 5                     | complaint
    """,
    "activity": """
        unit_id | month      | discharges | attendances | bed_days
        unit-a  | 2026-03-01 | 100        |             |
        unit-b  | 2026-03-01 |            | 100         |
        unit-c  | 2026-03-01 |            |             | 100
    """,
}


def test_put_right_is_closed_and_satisfied_and_without_feedback_nobody_knows(given):
    ask = given(**ROWS)
    assert ask(NAME, COUNTS) == [(6, 2, 2, 2)]
    assert ask(NAME, COUNTS, satisfied_from=5) == [(6, 1, 3, 2)]
    assert ask(NAME, COUNTS, contact_types=("concern",)) == [(1, 1, 0, 0)]


def test_only_units_and_months_with_patients_are_in_it_as_in_the_capture_ratio(given):
    ask = given(**ROWS)
    assert ask(NAME, COUNTS, units=("unit-b",)) == [(1, 1, 0, 0)]
    assert ask(NAME, COUNTS, units=("unit-c",)) == [(0, 0, 0, 0)]
    assert ask(NAME, COUNTS, from_month="2026-02", to_month="2026-02") == [(0, 0, 0, 0)]
    everywhere = {"units": ("unit-a", "unit-b", "unit-c"), "from_month": "2026-01"}
    (captured,) = ask("word_of_mouth/capture", "complaints_n", **everywhere)
    (became,) = ask(NAME, "complaints_n", **everywhere)
    assert became == captured == (7,)


def test_too_few_complaints_or_too_little_feedback_hide_every_count(given):
    ask = given(**ROWS)
    assert ask(NAME, f"{COUNTS} is_suppressed", floor_n=4) == [(6, 2, 2, 2, False)]
    assert ask(NAME, f"{COUNTS} is_suppressed", floor_n=5) == [(None, None, None, None, True)]
