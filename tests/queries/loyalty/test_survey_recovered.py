"""loyalty/survey_recovered and its twin over rows: of the patients with a problem, whose is resolved?"""

import pytest

TWINS = pytest.mark.parametrize("name", ["loyalty/survey_recovered", "rows/survey_recovered"])
COUNTS = "recovered_n unrecovered_n pending_n unanswered_n not_asked_n"

ROWS = """
    unit_id | event_date | instrument | fft | had_problem | problem_resolved | mode
    unit-a  | 2026-03-01 | HCAHPS     |     | true        | fully            | sms
    unit-a  | 2026-03-31 | HCAHPS     |     | true        | fully            | sms
    unit-a  | 2026-03-05 | HCAHPS     |     | true        | partly           | phone
    unit-a  | 2026-03-05 | FFT        | 1   | true        | no               | phone
    unit-a  | 2026-03-05 | HCAHPS     |     | true        | pending          | phone
    unit-a  | 2026-03-05 | HCAHPS     |     | true        |                  | phone
    unit-a  | 2026-03-05 | HCAHPS     |     |             |                  | phone
    unit-a  | 2026-03-05 | HCAHPS     |     | false       |                  | phone
    unit-a  | 2026-03-05 | HCAHPS     |     | false       | fully            | phone
    unit-a  | 2026-02-28 | HCAHPS     |     | true        | fully            | phone
    unit-b  | 2026-03-05 | HCAHPS     |     | true        | fully            | phone
"""


@TWINS
def test_partly_is_not_recovered_and_without_a_problem_nothing_was_to_resolve(given, name):
    ask = given(surveys=ROWS)
    assert ask(name, COUNTS) == [(2, 2, 1, 1, 1)]


@TWINS
def test_instruments_units_modes_and_months_make_groups(given, name):
    ask = given(surveys=ROWS)
    assert ask(name, COUNTS, instruments=("FFT",)) == [(0, 1, 0, 0, 0)]
    assert ask(name, f"group_name {COUNTS}", parts=("mode",)) == [
        ("phone", 0, 2, 1, 1, 1),
        ("sms", 2, 0, 0, 0, 0),
    ]
    asked = ask(name, "group_name recovered_n", parts=("month",), from_month="2026-02")
    assert asked == [("2026-02", 1), ("2026-03", 2)]
    asked = ask(name, "group_name recovered_n", parts=("unit",), units=("unit-a", "unit-b"))
    assert asked == [("unit-a", 2), ("unit-b", 1)]


@TWINS
def test_the_floor_is_of_those_who_said_and_hides_every_count(given, name):
    ask = given(surveys=ROWS)
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=4) == [(2, 2, 1, 1, 1, False)]
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=5) == [(*[None] * 5, True)]
