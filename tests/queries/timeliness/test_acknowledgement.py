"""timeliness/acknowledgement and its twin over rows: weekdays after the day of receipt, by local day."""

import datetime as dt

import pytest

TWINS = pytest.mark.parametrize("name", ["timeliness/acknowledgement", "rows/acknowledgement"])
COUNTS = "on_time_n late_n not_yet_due_n not_recorded_n"


# received, acknowledged, weekdays; 2026-03-02 is a Monday
SPANS = [
    ("2026-03-02 09:00:00", "2026-03-02 17:00:00", 0),
    ("2026-03-02 23:59:00", "2026-03-03 00:01:00", 1),
    ("2026-03-02", "2026-03-05", 3),
    ("2026-03-02", "2026-03-06", 4),
    ("2026-03-05", "2026-03-10", 3),  # over a weekend
    ("2026-03-06", "2026-03-07", 1),  # on a Saturday: as if on Monday
    ("2026-03-06", "2026-03-08", 1),
    ("2026-03-06", "2026-03-09", 1),
    ("2026-03-07", "2026-03-09", 1),  # received on a Saturday: Monday is the first weekday
    ("2026-03-07", "2026-03-07", 0),
    ("2026-03-02", "2026-03-16", 10),
]
HEADER = "unit_id | received_at | acknowledged_at | status\n"
EACH_A_UNIT = HEADER + "\n".join(
    f"unit-{n} | {received} | {acknowledged} | open"
    for n, (received, acknowledged, _) in enumerate(SPANS)
)


@TWINS
@pytest.mark.parametrize("n", range(len(SPANS)), ids=[" to ".join(span[:2]) for span in SPANS])
def test_the_limit_is_counted_in_weekdays_after_the_day_of_receipt(given, name, n):
    ask, weekdays = given(complaints=EACH_A_UNIT), SPANS[n][2]
    assert ask(name, COUNTS, units=[f"unit-{n}"], limit_weekdays=weekdays) == [(1, 0, 0, 0)]
    if weekdays:
        asked = ask(name, COUNTS, units=[f"unit-{n}"], limit_weekdays=weekdays - 1)
        assert asked == [(0, 1, 0, 0)]


@TWINS
@pytest.mark.parametrize(
    ("received", "as_of", "counts"),
    [
        ("2026-03-02", "2026-03-04", (0, 0, 1, 0)),  # two weekdays have passed, of three
        ("2026-03-02", "2026-03-05", (0, 1, 0, 0)),  # the third has, to its end
        ("2026-03-05", "2026-03-09", (0, 0, 1, 0)),  # Friday and Monday
        ("2026-03-05", "2026-03-10", (0, 1, 0, 0)),
        ("2026-03-06", "2026-03-08", (0, 0, 1, 0)),  # a weekend lets no weekday pass
    ],
)
def test_without_an_acknowledgement_it_is_late_once_the_limit_has_passed(
    given, name, received, as_of, counts
):
    rows = f"{HEADER}unit-a | {received} | | open"
    ask = given(as_of=dt.date.fromisoformat(as_of), complaints=rows)
    assert ask(name, COUNTS) == [counts]


@TWINS
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
    ask = given(complaints=HEADER + rows)
    for limit in range(13):
        on_time = sum(counted(received, length) <= limit for received, length in spans)
        asked = ask(name, "on_time_n late_n", limit_weekdays=limit)
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
