"""timeliness/answers and its twin over rows: by the day agreed, the original one, else the clock's."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/answers", "rows/answers"])
COUNTS = "on_time_n late_n original_on_time_n original_late_n not_yet_due_n"
HEADER = "unit_id | received_at | response_sent_at | due_date | due_date_agreed | status\n"
CASES = {
    "on the original day": ("2026-03-02 | 2026-03-10 | 2026-03-10 |", (1, 0, 1, 0, 0)),
    "a day after it": ("2026-03-02 | 2026-03-11 | 2026-03-10 |", (0, 1, 0, 1, 0)),
    "by the day agreed, after the original": (
        "2026-03-02 | 2026-03-15 | 2026-03-10 | 2026-03-20", (1, 0, 0, 1, 0)),
    "after both": ("2026-03-02 | 2026-03-25 | 2026-03-10 | 2026-03-20", (0, 1, 0, 1, 0)),
    "an earlier day was agreed": (
        "2026-03-02 | 2026-03-09 | 2026-03-10 | 2026-03-05", (0, 1, 1, 0, 0)),
    "only an agreed day": ("2026-03-02 | 2026-03-09 | | 2026-03-10", (1, 0, 0, 0, 0)),
    "none, the day has passed": ("2026-03-02 | | 2026-03-31 |", (0, 1, 0, 1, 0)),
    "none, the day is tomorrow": ("2026-03-02 | | 2026-04-01 |", (0, 0, 0, 0, 1)),
    "none, the original day has passed": (
        "2026-03-02 | | 2026-03-10 | 2026-04-10", (0, 0, 0, 1, 1)),
}  # fmt: skip


@TWINS
def test_the_day_agreed_counts_else_the_original_one(given, name):
    rows = "\n".join(f"unit-{n} | {row} | open" for n, (row, _) in enumerate(CASES.values()))
    ask = given(complaints=HEADER + rows)
    for n, (said, (_, counts)) in enumerate(CASES.items()):
        assert ask(name, COUNTS, units=[f"unit-{n}"]) == [counts], said


BY_CLOCK = """
    unit_id | received_at | response_sent_at | contact_type | complexity | status
    unit-a  | 2026-03-02  | 2026-03-09       | grievance    | complex    | open
    unit-a  | 2026-03-02  | 2026-03-10       | grievance    |            | open
    unit-a  | 2026-03-02  | 2026-03-10       | complaint    |            | open
"""
OWN_POLICY = [
    {"contact_type": "grievance", "complexity": "complex", "answer_within": "21 calendar days"},
    {"contact_type": "complaint", "answer_within": "5 working days"},
]


@TWINS
def test_without_a_day_the_clock_of_the_contact_type_sets_it(given, name):
    counts = "on_time_n late_n no_due_day_n"
    assert given(complaints=BY_CLOCK)(name, counts) == [(1, 1, 1)]
    ask = given(complaints=BY_CLOCK, settings={"clocks": OWN_POLICY})
    assert ask(name, counts) == [(1, 2, 0)]


CONSENT = """
    unit_id | received_at | response_sent_at | consent_required | consent_received_at | stage   | escalated_at | status
    unit-a  | 2026-01-05  | 2026-02-09       | true             | 2026-01-12          |         |              | closed
    unit-b  | 2026-01-05  | 2026-02-10       | true             | 2026-01-12          |         |              | closed
    unit-c  | 2026-01-05  |                  | true             |                     |         |              | open
    unit-d  | 2026-01-05  | 2026-02-12       |                  |                     | Stage 2 | 2026-01-15   | closed
    unit-e  | 2026-01-05  | 2026-01-12       | false            |                     | Stage 1 |              | closed
    unit-f  | 2026-01-05  | 2026-01-13       |                  |                     | Stage 1 |              | closed
"""


@TWINS
@pytest.mark.parametrize(
    ("unit", "counts"),
    [
        ("unit-a", (1, 0, 0)),  # 20 working days after the consent: 9 February
        ("unit-b", (0, 1, 0)),
        ("unit-c", (0, 0, 1)),  # no consent yet: the clock stands
        ("unit-d", (1, 0, 0)),  # stage 2 starts it anew: 12 February, and the move is no ending
        ("unit-e", (1, 0, 0)),  # stage 1: 5 working days
        ("unit-f", (0, 1, 0)),
    ],
)
def test_scotland_counts_from_consent_and_from_stage_2(given, name, unit, counts):
    ask = given(complaints=CONSENT, settings={"jurisdiction": "scotland"})
    asked = ask(name, "on_time_n late_n not_started_n", units=[unit], from_month="2026-01")
    assert asked == [counts]


@TWINS
def test_england_has_six_months(given, name):
    rows = "unit_id | received_at | response_sent_at | status\n" + "\n".join(
        f"unit-a | 2025-08-31 | 2026-0{answered} | closed" for answered in ("2-28", "3-01")
    )
    ask = given(complaints=rows, settings={"jurisdiction": "england"})
    months = {"from_month": "2025-08", "to_month": "2025-08"}
    assert ask(name, "on_time_n late_n", **months) == [(1, 1)]  # August has 31 days, February 28


@TWINS
def test_what_cannot_be_judged_is_counted_apart(given, name):
    counts = "on_time_n no_calendar_n year_missing not_recorded_n"
    blind = "unit_id | received_at | status\nunit-a | 2026-03-02 | open"
    assert given(complaints=blind)(name, counts) == [(0, 0, None, 1)]
    own = {
        "jurisdiction": "own", "calendar": {"to_year": 2025},
        "clocks": [{"answer_within": "5 working days"}],
    }  # fmt: skip
    rows = HEADER + (
        "unit-a | 2026-03-02 | 2026-03-03 | | | open\n"
        "unit-a | 2026-03-02 | 2026-03-03 | 2026-03-04 | | open"  # its day needs no calendar
    )
    assert given(complaints=rows, settings=own)(name, counts) == [(1, 1, "2026", 0)]


@TWINS
def test_to_the_board_a_few_that_were_put_off_are_not_told_by_subtracting(given, name):
    plain = "unit-a | 2026-03-02 | 2026-03-10 | 2026-03-10 | | open\n"
    put_off = "unit-a | 2026-03-02 | 2026-03-15 | 2026-03-10 | 2026-03-20 | open\n"
    ask = given(complaints=HEADER + plain * 5 + put_off * 2)
    shown = "on_time_n original_on_time_n is_suppressed"
    assert ask(name, shown) == [(7, 5, False)]
    assert ask(name, shown, floor_n=3) == [(7, None, False)]
    assert ask(name, shown, floor_n=8) == [(None, None, True)]
    many = given(complaints=HEADER + plain * 5 + put_off * 3)
    assert many(name, shown, floor_n=3) == [(8, 5, False)]


def test_on_a_day_in_the_past_a_later_answer_or_consent_had_not_come(given):
    ask = given(complaints=CONSENT, settings={"jurisdiction": "scotland"})
    counts = "on_time_n late_n not_yet_due_n not_started_n"
    for day, expected in (
        ("2026-01-11", (0, 0, 0, 1)), ("2026-01-12", (0, 0, 1, 0)), ("2026-02-09", (1, 0, 0, 0)),
    ):  # fmt: skip
        as_of = {"as_of": dt.date.fromisoformat(day), "from_month": "2026-01"}
        assert ask("rows/answers", counts, units=["unit-a"], **as_of) == [expected], day
