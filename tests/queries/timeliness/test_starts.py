"""timeliness/starts and its twin over rows: acted on within 15 minutes, in person and by phone."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/starts", "rows/starts"])
COUNTS = "within_n later_n waiting_n dated_n not_recorded_n"
ROWS = """
    unit_id | received_at         | first_action_at     | channel   | status
    unit-a  | 2026-03-02 09:00:00 | 2026-03-02 09:00:00 | in_person | open
    unit-b  | 2026-03-02 09:00:00 | 2026-03-02 09:15:00 | phone     | open
    unit-c  | 2026-03-02 09:00:00 | 2026-03-02 09:15:01 | phone     | open
    unit-d  | 2026-03-02 23:59:00 | 2026-03-03 00:01:00 | phone     | open
    unit-e  | 2026-03-02 09:00:00 |                     | phone     | open
    unit-f  | 2026-03-02 00:00:00 | 2026-03-02 00:05:00 | phone     | open
    unit-g  | 2026-03-02 09:00:00 | 2026-03-03 00:00:00 | phone     | open
    unit-h  | 2026-03-02 09:00:00 | 2026-03-02 09:01:00 | letter    | open
"""


@TWINS
def test_fifteen_minutes_count_and_a_day_without_a_time_is_counted_apart(given, name):
    ask = given(complaints=ROWS)
    for unit, counts in {
        "unit-a": (1, 0, 0, 0, 0), "unit-b": (1, 0, 0, 0, 0), "unit-c": (0, 1, 0, 0, 0),
        "unit-d": (1, 0, 0, 0, 0), "unit-e": (0, 0, 1, 0, 0), "unit-f": (0, 0, 0, 1, 0),
        "unit-g": (0, 0, 0, 1, 0),
    }.items():  # fmt: skip
        assert ask(name, COUNTS, units=[unit]) == [counts], unit
    assert ask(name, COUNTS, units=["unit-h"]) == []  # a letter is no conversation


@TWINS
def test_midnight_is_that_of_the_source(given, name):
    """Midnight in New York is 5:00 in UTC; midnight in UTC is an evening there."""
    rows = """
        unit_id | received_at            | first_action_at        | channel | status
        unit-a  | 2026-03-02 05:00:00+00 | 2026-03-02 05:05:00+00 | phone   | open
        unit-b  | 2026-03-02 00:00:00+00 | 2026-03-02 00:05:00+00 | phone   | open
    """
    ask = given(complaints=[({"timezone": "America/New_York"}, rows)])
    assert ask(name, COUNTS, units=["unit-a"]) == [(0, 0, 0, 1, 0)]
    assert ask(name, COUNTS, units=["unit-b"]) == [(1, 0, 0, 0, 0)]


@TWINS
def test_a_source_without_first_actions_is_counted_apart_and_a_small_group_hidden(given, name):
    blind = "unit_id | received_at | channel | status\nunit-a | 2026-03-02 | phone | open"
    ask = given(complaints=[({}, ROWS), ({"source_system": "other"}, blind)])
    assert ask(name, COUNTS, units=["unit-a"]) == [(1, 0, 0, 0, 1)]
    everywhere = [f"unit-{letter}" for letter in "abcdefg"]
    assert ask(name, COUNTS, units=everywhere, floor_n=4) == [(3, 1, 1, 2, 1)]
    assert ask(name, COUNTS, units=everywhere, floor_n=5) == [(None,) * 5]


def test_on_a_day_in_the_past_nobody_had_acted_yet(given):
    ask = given(complaints=ROWS)
    day = dt.date(2026, 3, 2)
    assert ask("rows/starts", COUNTS, units=["unit-d"], as_of=day) == [(0, 0, 1, 0, 0)]
