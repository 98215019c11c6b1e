"""timeliness/acknowledgement and its twin over rows: working days after the receipt, by local day."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/acknowledgement", "rows/acknowledgement"])
COUNTS = "on_time_n late_n not_yet_due_n not_recorded_n"


# received, acknowledged, working days; 2026-03-02 is a Monday
SPANS = [
    ("2026-03-02 09:00:00", "2026-03-02 17:00:00", 0),
    ("2026-03-02 23:59:00", "2026-03-03 00:01:00", 1),
    ("2026-03-02", "2026-03-05", 3),
    ("2026-03-02", "2026-03-06", 4),
    ("2026-03-05", "2026-03-10", 3),  # over a weekend
    ("2026-03-06", "2026-03-07", 1),  # on a Saturday: as if on Monday
    ("2026-03-06", "2026-03-08", 1),
    ("2026-03-06", "2026-03-09", 1),
    ("2026-03-07", "2026-03-09", 1),  # received on a Saturday: Monday is the first working day
    ("2026-03-07", "2026-03-07", 0),
    ("2026-03-02", "2026-03-16", 10),
]
HEADER = "unit_id | received_at | acknowledged_at | status\n"
EACH_A_UNIT = HEADER + "\n".join(
    f"unit-{n} | {received} | {acknowledged} | open"
    for n, (received, acknowledged, _) in enumerate(SPANS)
)

UNITS = [f"unit-{n}" for n in range(len(SPANS))]


def within(days_n, **more):
    return {"standards": {"acknowledge_within_working_days": days_n}, **more}


@TWINS
def test_the_limit_is_counted_in_working_days_after_the_day_of_receipt(given, name):
    for limit in (1, 3, 9):
        ask = given(complaints=EACH_A_UNIT, settings=within(limit))
        asked = ask(name, "group_name on_time_n late_n", units=UNITS, parts=("unit",))
        found = {unit: (on_time_n, late_n) for unit, on_time_n, late_n in asked}
        expected = [(days_n <= limit, days_n > limit) for *_, days_n in SPANS]
        assert [found[unit] for unit in UNITS] == expected, limit


# Maundy Thursday 2026; Good Friday and Easter Monday are bank holidays in England, Scotland has
# Good Friday, the United States neither.
@TWINS
@pytest.mark.parametrize(
    ("jurisdiction", "due", "too_late"),
    [("us", 7, 8), ("england", 9, 10), ("scotland", 8, 9)],
)
def test_public_holidays_are_no_working_days(given, name, jurisdiction, due, too_late):
    usual = {"as_of": dt.date(2026, 4, 30), "settings": {"jurisdiction": jurisdiction}}
    days = [f"unit-a | 2026-04-02 | 2026-04-{day:02} | open" for day in (due, too_late)]
    ask = given(complaints=HEADER + "\n".join(days), **usual)
    assert ask(name, COUNTS, from_month="2026-04", to_month="2026-04") == [(1, 1, 0, 0)]


@TWINS
def test_own_closures_are_no_working_days(given, name):
    rows = HEADER + "unit-a | 2026-03-02 | 2026-03-06 | open"
    closed = {"calendar": {"closures": ["2026-03-04"]}}
    assert given(complaints=rows, settings=closed)(name, COUNTS) == [(1, 0, 0, 0)]


@TWINS
def test_a_year_that_the_calendar_does_not_know_is_counted_apart_and_named(given, name):
    rows = HEADER + "unit-a | 2026-03-02 | 2026-03-03 | open\nunit-a | 2026-03-30 | | open"
    known = {"jurisdiction": "own", "calendar": {"to_year": 2025}}
    ask = given(complaints=rows, settings=known)
    assert ask(name, "on_time_n late_n no_calendar_n year_missing") == [(0, 0, 2, "2026")]


SPOKEN = """
    unit_id | received_at | closed_at  | status    | channel | acknowledged_at
    unit-a  | 2026-03-06  | 2026-03-09 | closed    | phone   |
    unit-a  | 2026-03-06  | 2026-03-10 | closed    | phone   |
    unit-a  | 2026-03-06  | 2026-03-09 | withdrawn | phone   |
    unit-a  | 2026-03-06  | 2026-03-09 | closed    | letter  |
"""


@TWINS
def test_england_leaves_out_what_is_spoken_and_resolved_by_the_next_working_day(given, name):
    ask = given(complaints=SPOKEN, settings={"jurisdiction": "england"})
    assert ask(name, "on_time_n late_n outside_n") == [(0, 3, 1)]


@TWINS
def test_stage_1_of_scotland_has_no_acknowledgement(given, name):
    rows = HEADER.replace("status", "status | stage") + (
        "unit-a | 2026-03-02 | 2026-03-03 | open | Stage 1\nunit-a | 2026-03-02 | | open | Stage 2"
    )
    ask = given(complaints=rows, settings={"jurisdiction": "scotland"})
    assert ask(name, "on_time_n late_n no_clock_n") == [(0, 1, 1)]


WAITING = {  # received: the last day on which it is not yet due
    "2026-03-02": "2026-03-04",  # two working days have passed, of three
    "2026-03-05": "2026-03-09",  # Friday and Monday
    "2026-03-06": "2026-03-10",  # a weekend lets no working day pass
    "2026-03-07": "2026-03-10",
}


@TWINS
@pytest.mark.parametrize("as_of", ["2026-03-09", "2026-03-10"])
def test_without_an_acknowledgement_it_is_late_once_the_limit_has_passed(given, name, as_of):
    received = [day for day in WAITING if day <= as_of]
    rows = "\n".join(f"unit-{n} | {day} | | open" for n, day in enumerate(received))
    ask = given(as_of=dt.date.fromisoformat(as_of), complaints=HEADER + rows)
    for n, day in enumerate(received):
        counts = (0, 0, 1, 0) if as_of <= WAITING[day] else (0, 1, 0, 0)
        assert ask(name, COUNTS, units=[f"unit-{n}"]) == [counts], day


@TWINS
@pytest.mark.slow
def test_every_weekday_and_span_agrees_with_counting_the_days(given, name):
    spans = [
        (dt.date(2026, 3, 2) + dt.timedelta(start), length)
        for start in range(7)
        for length in range(17)
    ]
    rows = "\n".join(
        f"unit-a | {received} | {received + dt.timedelta(length)} | open"
        for received, length in spans
    )
    for limit in range(0, 13, 3):
        ask = given(complaints=HEADER + rows, settings=within(limit))
        on_time = sum(counted(received, length) <= limit for received, length in spans)
        asked = ask(name, "on_time_n late_n")
        assert asked == [(on_time, len(spans) - on_time)]


def counted(received, length):
    """Weekdays after the receipt up to the acknowledgement; a weekend's counts as the next weekday's."""
    days = [received + dt.timedelta(n) for n in range(1, length + 1)]
    weekdays = [day for day in days if day.weekday() < 5]
    return len(weekdays) + (1 if days and days[-1].weekday() >= 5 else 0)


SOURCES = [
    (
        {},
        """
        unit_id | received_at | acknowledged_at | closed_at  | status    | contact_type
        unit-a  | 2026-03-02  | 2026-03-03      | 2026-03-08 | closed    | complaint
        unit-a  | 2026-03-02  | 2026-03-20      | 2026-03-08 | withdrawn | grievance
        unit-a  | 2026-03-02  |                 | 2026-03-03 | closed    | complaint
        unit-a  | 2026-03-30  |                 |            | open      | complaint
        unit-a  | 2026-03-02  | 2026-03-03      | 2026-03-08 | closed    | concern
        unit-a  | 2026-02-28  | 2026-03-02      | 2026-03-08 | closed    | complaint
        unit-b  | 2026-03-02  | 2026-03-03      | 2026-03-08 | closed    | complaint
        """,
    ),
    (
        {"source_system": "other"},
        """
        unit_id | received_at | closed_at  | status
        unit-a  | 2026-03-02  | 2026-03-08 | closed
        unit-a  | 2026-03-30  |            | open
        """,
    ),
]


@TWINS
def test_none_after_the_limit_is_late_and_a_source_without_them_is_counted_apart(given, name):
    ask = given(complaints=SOURCES)
    # closed on the next day, never acknowledged: late; received a day ago: not yet due
    assert ask(name, COUNTS) == [(1, 2, 1, 2)]


@TWINS
def test_other_types_units_and_months_are_counted_when_they_are_chosen(given, name):
    ask = given(complaints=SOURCES)
    assert ask(name, COUNTS, contact_types=("concern",)) == [(1, 0, 0, 0)]
    assert ask(name, f"group_name {COUNTS}", units=("unit-a", "unit-b"), parts=("unit",)) == [
        ("unit-a", 1, 2, 1, 2),
        ("unit-b", 1, 0, 0, 0),
    ]
    assert ask(name, f"group_name {COUNTS}", parts=("month",), from_month="2026-02") == [
        ("2026-02", 1, 0, 0, 0),
        ("2026-03", 1, 2, 1, 2),
    ]


@TWINS
def test_the_floor_is_of_those_on_time_or_late_and_hides_every_count(given, name):
    ask = given(complaints=SOURCES)
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=3) == [(1, 2, 1, 2, False)]
    assert ask(name, f"{COUNTS} is_suppressed", floor_n=4) == [(None, None, None, None, True)]
