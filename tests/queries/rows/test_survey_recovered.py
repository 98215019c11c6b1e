"""rows/survey_recovered: days within a month, and columns that the cells don't hold.

What it shares with its twin over cells is in tests/queries/loyalty/test_survey_recovered.py.
"""

import datetime as dt

NAME = "rows/survey_recovered"
COUNTS = "recovered_n unrecovered_n"
ROWS = """
    unit_id | event_date | had_problem | problem_resolved | age_band
    unit-a  | 2026-03-09 | true        | fully            | 18-25
    unit-a  | 2026-03-10 | true        | fully            | 18-25
    unit-a  | 2026-03-20 | true        | no               | 26-55
    unit-a  | 2026-03-21 | true        | no               |
    unit-b  | 2026-03-10 | true        | fully            | 18-25
"""


def test_a_period_may_begin_and_end_within_a_month(given):
    ask = given(surveys=ROWS)
    days = {"from_on": dt.date(2026, 3, 10), "to_on": dt.date(2026, 3, 20)}
    assert ask(NAME, COUNTS, **days) == [(1, 1)]


def test_any_column_can_be_chosen_and_makes_groups(given):
    ask = given(surveys=ROWS)
    assert ask(NAME, COUNTS, wanted=("age_band=18-25",)) == [(2, 0)]
    assert ask(NAME, COUNTS, wanted=("age_band=18-25", "age_band=26-55")) == [(2, 1)]
    assert ask(NAME, COUNTS, wanted=("problem_resolved=no",)) == [(0, 2)]
    assert ask(NAME, f"group_name {COUNTS}", parts=("age_band",)) == [
        ("18-25", 2, 0),
        ("26-55", 0, 1),
        ("not recorded", 0, 1),
    ]


def test_on_a_day_in_the_past_an_answer_had_come_if_it_had_arrived(given):
    late = """
        unit_id | event_date | received_date | had_problem | problem_resolved
        unit-a  | 2026-03-05 | 2026-03-07    | true        | fully
        unit-a  | 2026-03-05 | 2026-03-20    | true        | no
    """
    ask = given(surveys=late)
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 19)) == [(1, 0)]
    assert ask(NAME, COUNTS, as_of=dt.date(2026, 3, 20)) == [(1, 1)]
