"""What the measures of the clocks say in a row: both results, the reasons, and to the board."""

import datetime as dt
import json
from functools import lru_cache

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.measures import registry
from dashboard.measures.selection import Selection
from dashboard.measures.variation import control_chart, control_charts_by_unit
from dashboard.settings import Standards
from tests.marts import extract, small_mart

BOARD = Standards(audience="board", floor_n=3)


@lru_cache
def built(rows, settings):
    header = rows.strip().splitlines()[0].split("|")
    mapped = tuple(column.strip() for column in header)
    line = extract("complaints", 1, mapped_columns=mapped)
    return small_mart((line, rows), **json.loads(settings))


def answered(name, rows, *, standards=None, by=None, **settings):
    mart, chosen = built(rows, json.dumps(settings)), standards or Standards(floor_n=1)
    table = registry.answer(name, mart.ask(parse_viewer("executive")), Selection(by=by), chosen)
    return table.rows if by else table.row


ANSWERS = "received_at | response_sent_at | due_date | due_date_agreed | status\n"
PUT_OFF = ANSWERS + "\n".join(
    [
        "2026-03-02 | 2026-03-09 | 2026-03-10 | | open",
        "2026-03-02 | 2026-03-15 | 2026-03-10 | 2026-03-20 | open",
        "2026-03-02 | 2026-03-15 | 2026-03-10 | 2026-03-20 | open",
        "2026-03-02 | | 2026-03-10 | 2026-04-20 | open",
    ]
)


def test_both_days_results_are_shown_where_they_differ():
    row = answered("answered_on_time", PUT_OFF)
    assert (row.n, row.numerator, row.value) == (3, 3, 1.0)
    assert row.more == {"original_n": 4, "original_numerator": 1, "original_value": 0.25}
    assert row.note == "by the original day 25 % of 4"
    assert row.excluded == {"not yet due": 1}
    same = answered("answered_on_time", ANSWERS + "2026-03-02 | 2026-03-09 | 2026-03-10 | | open")
    assert set(same.more.values()) == {None} and same.note is None


def test_the_board_gets_neither_a_few_nor_what_tells_them():
    row = answered("answered_on_time", PUT_OFF, standards=BOARD)
    assert (row.n, row.value) == (3, 1.0) and row.more["original_value"] == 0.25
    assert row.excluded == {} and "exclusions under 3 are not shown" in row.note
    few = answered("answered_on_time", PUT_OFF, standards=Standards(audience="board", floor_n=4))
    assert few.suppressed and {few.n, few.value, *few.more.values()} == {None}


ACKNOWLEDGED = "received_at | acknowledged_at | status\n2026-03-02 | 2026-03-03 | open\n"
ENDS = "the calendar of working days does not know 2026 (extend it in the settings, [calendar])"
OWN = {"jurisdiction": "own", "calendar": {"to_year": 2025}}


@pytest.mark.parametrize(
    ("name", "rows", "settings", "n", "value", "note"),
    [
        ("acknowledged_on_time", ACKNOWLEDGED, OWN, 0, None, f"not measurable: {ENDS}"),
        (
            "acknowledged_on_time",
            ACKNOWLEDGED + "2025-11-03 | 2025-11-04 | closed\n2025-11-03 | 2025-11-14 | closed",
            OWN,
            2,
            0.5,
            f"some are left out: {ENDS}",
        ),
        (
            "answered_on_time",
            ANSWERS
            + "2026-03-02 | 2026-03-03 | | | open\n2026-03-02 | 2026-03-03 | 2026-03-04 | | open",
            OWN | {"clocks": [{"answer_within": "5 working days"}]},
            1,
            1.0,
            f"some are left out: {ENDS}",
        ),
    ],
)
def test_a_case_in_a_year_that_the_calendar_lacks_is_left_out_and_the_year_is_named(
    name, rows, settings, n, value, note
):
    row = answered(name, rows, **settings)
    assert (row.n, row.value) == (n, value)
    assert row.excluded == {"outside the calendar": 1}
    assert row.note == note


def test_a_month_that_is_known_keeps_its_number():
    rows = ACKNOWLEDGED + "2025-11-03 | 2025-11-04 | closed"
    found = {
        row.group: row.value for row in answered("acknowledged_on_time", rows, by="month", **OWN)
    }
    assert found == {"2025-11": 1.0, "2026-03": None}


@pytest.mark.parametrize(("lacking_n", "is_point"), [(0, True), (1, True), (2, False)])
def test_a_month_of_which_more_than_one_in_twenty_is_outside_the_calendar_is_no_point(
    lacking_n, is_point
):
    # of 5 working days those of 29 December end in the year after, which is not known
    rows = "unit_id | received_at | response_sent_at | status\n" + "\n".join(
        ["a | 2025-12-01 | 2025-12-03 | closed"] * 20
        + ["a | 2025-12-29 | 2025-12-30 | closed"] * lacking_n
    )
    clocks = [{"answer_within": "5 working days"}]
    mart = built(rows, json.dumps(OWN | {"clocks": clocks}))
    asked = mart.ask(parse_viewer("executive"))
    chart = control_chart(asked, Selection(), Standards(floor_n=1), "answered_on_time")
    assert chart.table["value"].to_pylist() == [1.0 if is_point else None]
    units = control_charts_by_unit(asked, Selection(), Standards(floor_n=1), "answered_on_time")
    assert (units.points_n.tolist() == [1]) == is_point


BLIND = "received_at | closed_at | status | contact_type\n" + "\n".join(
    f"2026-03-02 | 2026-03-05 | closed | {kind}" for kind in ("complaint", "grievance", "concern")
)


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("acknowledged_on_time", "acknowledged_at"), ("answered_on_time", "response_sent_at"),
        ("resolved_first_contact", "resolved_first_contact"),
        ("notice_complete", "the four elements"), ("reopened_within_90_days", "reopened_at"),
    ],
)  # fmt: skip
def test_without_the_column_it_is_not_measurable(name, lacking):
    row = answered(name, BLIND)
    assert (row.n, row.value) == (0, None)
    assert row.note.startswith("not measurable: no source") and lacking in row.note
    assert list(row.excluded) == ["not recorded"]


def test_without_first_actions_nothing_started():
    rows = "received_at | channel | status\n2026-03-02 09:00:00 | phone | open"
    row = answered("started_within_15_minutes", rows)
    assert row.note == "not measurable: no source of these complaints gives first_action_at"
    assert answered("started_within_15_minutes", BLIND).note == "no data"  # nobody spoke to us


def test_a_share_of_times_that_are_missing_stands_beside_those_that_are_not():
    rows = "received_at | first_action_at | channel | status\n" + "\n".join(
        f"2026-03-02 {received} | {acted} | phone | open"
        for received, acted in (
            ("09:00:00", "2026-03-02 09:10:00"), ("09:00:00", "2026-03-02 11:00:00"),
            ("09:00:00", ""), ("00:00:00", "2026-03-02 09:10:00"),
        )
    )  # fmt: skip
    row = answered("started_within_15_minutes", rows)
    assert (row.n, row.numerator, row.more["without_times"]) == (2, 1, 0.5)
    assert row.excluded == {"no first action": 1, "no time of day": 1}


def test_each_element_of_the_notice_has_its_share():
    names = ("notice_contact", "notice_steps", "notice_results", "notice_date")
    header = f"received_at | response_sent_at | contact_type | status | {' | '.join(names)}\n"
    rows = header + "\n".join(
        f"2026-03-02 | 2026-03-05 | grievance | closed | {told}"
        for told in ("true | true | true | true", "true | true | false |")
    )
    row = answered("notice_complete", rows)
    assert (row.n, row.numerator) == (2, 1)
    assert [row.more[name] for name in names] == [1.0, 1.0, 0.5, 0.5]


# 10 first closings: reopened after 10, 40 and 90 days; last seen closed after 20, 60 (2), 89, and
# over 90 (3). S(90) = 9/10 · 7/8 · 3/4 = 0.590625, by hand.
REOPENED = "received_at | first_closed_at | reopened_at | closed_at | status\n"


def closings():
    as_of = dt.date(2026, 3, 31)
    for days in (10, 40, 90):
        closed = as_of - dt.timedelta(150)
        again = closed + dt.timedelta(days)
        yield f"{closed} | {closed} | {again} | {again + dt.timedelta(5)} | closed"
    for days in (20, 60, 60, 89, 91, 120, 200):
        closed = as_of - dt.timedelta(days)
        yield f"{closed} | | | {closed} | closed"


def test_reopened_is_one_minus_kaplan_and_meiers_s_of_90_days():
    row = answered("reopened_within_90_days", REOPENED + "\n".join(closings()))
    assert (row.n, row.numerator) == (10, 3)
    assert row.value == pytest.approx(1 - 9 / 10 * 7 / 8 * 3 / 4, abs=1e-12)
    assert row.lower < row.value < row.upper


def test_closings_that_nobody_followed_for_90_days_say_so():
    rows = REOPENED + "2026-03-02 | | | 2026-03-05 | closed\n2026-03-20 | | | | open"
    row = answered("reopened_within_90_days", rows)
    assert (row.n, row.value, row.note) == (1, None, "beyond the longest follow-up")
    assert row.excluded == {"not closed yet": 1}
    waiting = answered("reopened_within_90_days", REOPENED + "2026-03-20 | | | | open")
    assert (waiting.n, waiting.note) == (0, "no data: none is closed yet")
