"""rows/survey_arms: days within a month, and columns that the cells don't hold.

What it shares with its twin over cells is in tests/queries/loyalty/test_survey_arms.py.
"""

import datetime as dt

import pytest

NAME = "rows/survey_arms"
ROWS = """
    unit_id | event_date | hcahps_recommend | age_band | preferred_language | posted_online | had_problem
    unit-a  | 2026-03-09 | definitely_yes   | 18-25    | English            | true          | true
    unit-a  | 2026-03-10 | definitely_yes   | 18-25    | Spanish            | false         | true
    unit-a  | 2026-03-20 | probably_yes     | 26-55    | Spanish            |               | false
    unit-a  | 2026-03-21 | probably_yes     |          | Spanish            | false         |
    unit-b  | 2026-03-10 | definitely_yes   | 18-25    | English            | true          | true
"""


def test_a_period_may_begin_and_end_within_a_month(given):
    ask = given(surveys=ROWS)
    days = {"from_on": dt.date(2026, 3, 10), "to_on": dt.date(2026, 3, 20)}
    assert ask(NAME, "answered_n recommend_n", **days) == [(2, 1)]


@pytest.mark.parametrize(
    ("wanted", "answered"),
    [
        (("age_band=18-25",), 2),
        (("age_band=18-25", "age_band=26-55"), 3),
        (("age_band=18-25", "preferred_language=Spanish"), 1),
        (("posted_online=not recorded",), 1),
        (("had_problem=true", "unit_id=unit-a"), 2),
        (("had_problem=not recorded",), 1),
        (("source_system=source", "department=Unregistered units"), 4),
        (("mode=sms",), None),
    ],
)
def test_only_responses_with_the_wanted_values_are_counted(given, wanted, answered):
    ask = given(surveys=ROWS)
    asked = ask(NAME, "answered_n", wanted=wanted)
    assert asked == ([(answered,)] if answered else [])


@pytest.mark.parametrize(
    ("part", "groups"),
    [
        ("age_band", [("18-25", 2), ("26-55", 1), ("not recorded", 1)]),
        ("preferred_language", [("English", 1), ("Spanish", 3)]),
        ("source_system", [("source", 4)]),
        ("ethnicity_group", [("not recorded", 4)]),
    ],
)
def test_any_column_makes_groups_and_what_is_missing_is_a_group(given, part, groups):
    ask = given(surveys=ROWS)
    assert ask(NAME, "group_name answered_n", parts=(part,)) == groups


LATE = """
    unit_id | event_date | received_date | hcahps_recommend
    unit-a  | 2026-03-05 | 2026-03-07    | definitely_yes
    unit-a  | 2026-03-05 | 2026-03-20    | definitely_no
    unit-a  | 2026-03-09 |               | definitely_yes
"""


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-03-06", []),
        ("2026-03-07", [(1, 1)]),
        ("2026-03-09", [(2, 2)]),
        ("2026-03-20", [(3, 2)]),
    ],
)
def test_on_a_day_in_the_past_an_answer_had_come_if_it_had_arrived(given, day, counts):
    ask = given(surveys=LATE)
    asked = ask(NAME, "answered_n recommend_n", as_of=dt.date.fromisoformat(day))
    assert asked == counts
