"""loyalty/survey_arms and its twin over rows: each instrument's own answers, by what became of a problem."""

import pytest

TWINS = pytest.mark.parametrize("name", ["loyalty/survey_arms", "rows/survey_arms"])
COUNTS = "responses_n answered_n recommend_n dissatisfied_answered_n dissatisfied_n"
WEIGHTS = "weight_sum weight_squared_sum recommend_weight_sum"
INSTRUMENTS = ("FFT", "FFT_RECOMMEND", "HCAHPS", "NPS", "local")

ANSWERS = """
    unit_id | event_date | instrument    | fft | ltr_0_10 | hcahps_recommend | overall_0_10 | would_return
    unit-a  | 2026-03-05 | HCAHPS        |     |          | definitely_yes   |              |
    unit-a  | 2026-03-05 | HCAHPS        |     |          | probably_yes     |              |
    unit-a  | 2026-03-05 | HCAHPS        |     |          | probably_no      |              |
    unit-a  | 2026-03-05 | HCAHPS        |     |          | definitely_no    |              |
    unit-a  | 2026-03-05 | HCAHPS        |     |          |                  | 3            |
    unit-a  | 2026-03-05 | FFT           | 1   |          |                  |              |
    unit-a  | 2026-03-05 | FFT           | 2   |          |                  |              |
    unit-a  | 2026-03-05 | FFT           | 3   |          |                  |              |
    unit-a  | 2026-03-05 | FFT           | 4   |          |                  |              |
    unit-a  | 2026-03-05 | FFT           | 5   |          |                  |              |
    unit-a  | 2026-03-05 | FFT           | 6   |          |                  |              |
    unit-a  | 2026-03-05 | FFT_RECOMMEND | 2   |          |                  |              |
    unit-a  | 2026-03-05 | FFT_RECOMMEND | 5   |          |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 10       |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 9        |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 8        |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 7        |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 6        |                  |              |
    unit-a  | 2026-03-05 | NPS           |     | 0        |                  |              |
    unit-a  | 2026-03-05 | local         |     |          |                  |              | 5
    unit-a  | 2026-03-05 | local         |     |          |                  |              | 4
    unit-a  | 2026-03-05 | local         |     |          |                  | 6            | 3
    unit-a  | 2026-03-05 | local         |     |          |                  | 7            |
    unit-b  | 2026-03-05 | HCAHPS        |     |          | definitely_yes   |              |
    unit-a  | 2026-02-28 | HCAHPS        |     |          | definitely_yes   |              |
    unit-a  | 2026-04-01 | HCAHPS        |     |          | definitely_yes   |              |
"""


@TWINS
def test_each_instrument_has_its_own_top_and_bottom_answers_and_none_is_pooled(given, name):
    ask = given(surveys=ANSWERS)
    assert ask(name, f"instrument answer_arm {COUNTS}") == [
        ("FFT", "any", 6, 6, 2, 6, 2),  # don't know is an answer, and no recommendation
        ("FFT_RECOMMEND", "any", 2, 2, 1, 2, 1),
        ("HCAHPS", "any", 5, 4, 1, 4, 2),  # one did not answer: neither a yes nor a no
        ("NPS", "any", 6, 6, 2, 6, 2),
        ("local", "any", 4, 3, 2, 2, 1),  # dissatisfied is told by the 0-10 answers alone
    ]


@TWINS
def test_only_the_instruments_chosen_are_in_it(given, name):
    ask = given(surveys=ANSWERS)
    asked = ask(
        name, "part group_name answered_n", parts=("instrument",), instruments=("FFT", "NPS")
    )
    assert asked == [("instrument", "FFT", 6), ("instrument", "NPS", 6)]


@TWINS
def test_months_are_of_the_visit_and_units_stay_apart(given, name):
    ask = given(surveys=ANSWERS)
    chosen = {"instruments": ("HCAHPS",), "from_month": "2026-02", "to_month": "2026-04"}
    asked = ask(name, "group_name answered_n recommend_n", parts=("month",), **chosen)
    assert asked == [("2026-02", 1, 1), ("2026-03", 4, 1), ("2026-04", 1, 1)]
    asked = ask(
        name, "group_name answered_n", parts=("unit",), units=("unit-a", "unit-b"), **chosen
    )
    assert asked == [("unit-a", 6), ("unit-b", 1)]


ARMS = """
    unit_id | event_date | hcahps_recommend | had_problem | problem_resolved | mode  | weight
    unit-a  | 2026-03-05 | definitely_yes   | false       |                  | sms   | 2
    unit-a  | 2026-03-05 | probably_yes     | false       |                  | sms   | 0.5
    unit-a  | 2026-03-05 | definitely_yes   | true        | fully            | sms   | 1
    unit-a  | 2026-03-05 | definitely_yes   | true        | partly           | phone | 3
    unit-a  | 2026-03-05 | probably_no      | true        | no               | phone | 1
    unit-a  | 2026-03-05 | probably_no      | true        | pending          | phone | 1
    unit-a  | 2026-03-05 | probably_no      | true        |                  | phone | 1
    unit-a  | 2026-03-05 |                  | true        | fully            | phone | 9
    unit-a  | 2026-03-05 | definitely_yes   |             |                  |       |
"""


@TWINS
def test_the_arms_are_what_became_of_the_problem(given, name):
    ask = given(surveys=ARMS)
    counts = [
        ("no_problem", 2, 2, 1), ("not_asked", 1, 1, 1), ("pending", 1, 1, 0),
        ("recovered", 2, 1, 1), ("unanswered", 1, 1, 0), ("unrecovered", 2, 2, 1),
    ]  # fmt: skip
    columns = "responses_n answered_n recommend_n"
    assert ask(name, f"answer_arm {columns}", is_by_arm=True) == counts
    assert ask(name, f"group_name {columns}", parts=("arm",)) == counts
    assert ask(name, f"answer_arm {columns}") == [("any", 9, 8, 4)]


@TWINS
def test_weights_are_of_those_who_answered_and_1_where_none_is_given(given, name):
    ask = given(surveys=ARMS)
    assert ask(name, f"group_name {WEIGHTS}", parts=("mode",)) == [
        ("not recorded", 1.0, 1.0, 1.0),
        ("phone", 6.0, 12.0, 3.0),
        ("sms", 3.5, 5.25, 3.0),
    ]


@TWINS
def test_each_arm_has_the_floor_of_its_own_answers_and_hides_every_number(given, name):
    ask = given(surveys=ARMS)
    numbers = f"answer_arm {COUNTS} {WEIGHTS} is_suppressed"
    rows = {row[0]: row[1:] for row in ask(name, numbers, is_by_arm=True, floor_n=2)}
    assert rows["no_problem"] == (2, 2, 1, 2, 0, 2.5, 4.25, 2.0, False)
    # two responses, but only one of them answered
    assert rows["recovered"] == (*[None] * 8, True)
    assert rows["pending"] == (*[None] * 8, True)
