"""timeliness/notices and its twin over rows: the four elements of the written notice."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/notices", "rows/notices"])
COUNTS = "complete_n answered_n contact_n steps_n results_n date_n not_answered_n not_recorded_n"
ROWS = """
    unit_id | received_at | response_sent_at | notice_contact | notice_steps | notice_results | notice_date | status
    unit-a  | 2026-03-02  | 2026-03-08       | true           | true         | true           | true        | closed
    unit-a  | 2026-03-02  | 2026-03-08       | true           | true         | true           | false       | closed
    unit-a  | 2026-03-02  | 2026-03-08       | true           |              | true           | true        | closed
    unit-a  | 2026-03-02  |                  | true           | true         | true           | true        | open
"""
THREE = """
    unit_id | received_at | response_sent_at | notice_contact | notice_steps | notice_results | status
    unit-a  | 2026-03-02  | 2026-03-08       | true           | true         | true           | closed
"""


@TWINS
def test_all_four_must_be_there_and_a_blank_is_missing(given, name):
    ask = given(complaints=ROWS)
    assert ask(name, COUNTS) == [(1, 3, 3, 2, 3, 2, 1, 0)]
    assert ask(name, COUNTS, floor_n=4) == [(None,) * 8]


@TWINS
def test_a_source_with_three_elements_cannot_say_that_a_notice_is_whole(given, name):
    assert given(complaints=THREE)(name, COUNTS) == [(0, 0, 0, 0, 0, 0, 0, 1)]


def test_on_a_day_in_the_past_the_answer_had_not_been_sent(given):
    asked = given(complaints=ROWS)("rows/notices", COUNTS, as_of=dt.date(2026, 3, 7))
    assert asked == [(0, 0, 0, 0, 0, 0, 4, 0)]
