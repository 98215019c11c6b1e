"""What a later extract replaces, in every dataset; and where one validity of a unit ends and the next begins."""

import datetime as dt

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.mart.catalog import Query
from tests.marts import extract, small_mart

FEB, MAR = dt.date(2026, 2, 28), dt.date(2026, 3, 31)
PERIOD = {
    "mode": "replace_period",
    "period_start": dt.date(2026, 2, 10),
    "period_end": dt.date(2026, 2, 20),
}


def asked(mart, sql):
    table = mart.run(Query("test", sql, "", "", "", {}, {}), parse_viewer("executive"), {})
    return [tuple(row.values()) for row in table.to_pylist()]


def surveys(rows):
    return "response_id | unit_id | event_date | fft\n" + rows


def activity(rows):
    return "unit_id | month | discharges\n" + rows


def test_a_period_of_surveys_is_replaced_from_its_first_day_to_its_last_by_its_own_rows():
    first = "\n".join(f"r{day:02} | a | 2026-02-{day:02} | 1" for day in (9, 10, 20, 21))
    mart = small_mart(
        (extract("surveys", 0, as_of=FEB), surveys(first)),
        (
            extract("surveys", 1, as_of=FEB, source_system="other"),
            surveys("x | a | 2026-02-15 | 1"),
        ),
        (extract("surveys", 2, as_of=MAR, **PERIOD), surveys("new | a | 2026-02-15 | 1")),
    )
    found = asked(mart, "select response_id from visible.surveys order by all")
    assert found == [("new",), ("r09",), ("r21",), ("x",)]


def test_a_full_snapshot_of_surveys_stands_for_all_of_its_source_until_more_comes():
    mart = small_mart(
        (extract("surveys", 0, as_of=FEB), surveys("r1 | a | 2025-01-01 | 1")),
        (
            extract("surveys", 1, as_of=FEB, mode="full_snapshot"),
            surveys("r2 | a | 2026-02-01 | 1"),
        ),
        (extract("surveys", 2, as_of=MAR), surveys("r3 | a | 2026-03-01 | 1")),
    )
    assert asked(mart, "select response_id from visible.surveys order by all") == [("r2",), ("r3",)]


def test_a_period_of_activity_is_replaced_by_its_own_months():
    whole = PERIOD | {"period_start": dt.date(2026, 2, 1), "period_end": FEB}
    mart = small_mart(
        (
            extract("activity", 0, as_of=FEB),
            activity("a | 2026-01-01 | 10\na | 2026-02-01 | 20\nb | 2026-02-01 | 30"),
        ),
        (extract("activity", 1, as_of=MAR, **whole), activity("a | 2026-02-01 | 25")),
    )
    found = asked(mart, "select unit_id, discharges from visible.activity order by month, unit_id")
    assert found == [("a", 10.0), ("a", 25.0)]


def units(rows):
    return "unit_id | unit_name | department | valid_from\n" + rows


def test_a_full_snapshot_of_units_leaves_only_its_own():
    mart = small_mart(
        (extract("units", 0, as_of=FEB), units("a | Old | Medicine | 2020-01-01\nb | B | x | 2020-01-01")),
        (extract("units", 1, as_of=MAR, mode="full_snapshot"), units("a | New | Medicine | 2020-01-01")),
    )  # fmt: skip
    found = asked(mart, "select unit_id, unit_name from visible.units order by all")
    assert found == [("UNASSIGNED", "Not assigned"), ("a", "New")]


def test_a_full_snapshot_of_aliases_leaves_only_its_own():
    header = "source_system | source_unit | unit_id\n"
    mart = small_mart(
        (extract("units", 0), units("a | A | x | 2020-01-01\nb | B | x | 2020-01-01")),
        (extract("unit_aliases", 0, as_of=FEB, source_system="hr"), f"{header}source | W1 | a\nsource | W2 | a"),
        (
            extract("unit_aliases", 1, as_of=MAR, source_system="hr", mode="full_snapshot"),
            f"{header}source | W1 | b",
        ),
        (
            extract("complaints", 0, register_units=False),
            "complaint_id | unit_id | received_at | status\n"
            "c1 | W1 | 2026-03-01 | open\nc2 | W2 | 2026-03-01 | open",
        ),
    )  # fmt: skip
    found = asked(mart, "select complaint_id, unit_id from visible.complaints order by all")
    assert found == [("c1", "b"), ("c2", "UNASSIGNED")]


DAYS = ("2026-01-31", "2026-02-01", "2026-02-02")


def complaints_of(unit, days=DAYS):
    """A complaint a day, named by the day."""
    rows = "\n".join(f"{day} | {unit} | {day} | open" for day in days)
    return "complaint_id | unit_id | received_at | status\n" + rows


def test_a_validity_left_open_by_one_file_ends_the_day_before_another_file_s_begins():
    mart = small_mart(
        (extract("units", 0, as_of=FEB), units("a | A | Medicine | 2020-01-01")),
        (extract("units", 1, as_of=MAR), units("a | A | Surgery | 2026-02-01")),
        (extract("complaints", 0), complaints_of("a")),
    )
    found = asked(mart, "select complaint_id, department from visible.complaints order by all")
    assert found == list(zip(DAYS, ("Medicine", "Surgery", "Surgery"), strict=True))


def test_an_alias_left_open_by_one_file_ends_the_day_before_another_file_s_begins():
    header = "source_system | source_unit | unit_id | valid_from\n"
    mart = small_mart(
        (extract("units", 0), units("a | A | x | 2020-01-01\nb | B | x | 2020-01-01")),
        (extract("unit_aliases", 0, as_of=FEB), f"{header}source | W1 | a |"),
        (extract("unit_aliases", 1, as_of=MAR), f"{header}source | W1 | b | 2026-02-01"),
        (extract("complaints", 0), complaints_of("W1")),
    )
    found = asked(mart, "select complaint_id, unit_id from visible.complaints order by all")
    assert found == list(zip(DAYS, "abb", strict=True))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_a_key_sent_twice_the_newer_as_of_counts_however_they_were_uploaded(order):
    survey = [
        (extract("surveys", 0, as_of=FEB), surveys("r1 | a | 2026-02-01 | 5")),
        (extract("surveys", 1, as_of=MAR), surveys("r1 | b | 2026-02-01 | 1")),
    ]
    month = [
        (extract("activity", 0, as_of=FEB), activity("a | 2026-02-01 | 20")),
        (extract("activity", 1, as_of=MAR), activity("a | 2026-02-01 | 21")),
    ]
    mart = small_mart(*(survey[n] for n in order), *(month[n] for n in order))
    assert asked(mart, "select unit_id from visible.surveys") == [("b",)]
    assert asked(mart, "select discharges from visible.activity") == [(21.0,)]


NAMED = "unit_id | unit_name | department | valid_from | valid_to\n"
WARD = NAMED + "a | A | Medicine | 2026-02-01 | 2026-02-20"
ALIAS = (
    "source_system | source_unit | unit_id | valid_from | valid_to\n"
    "source | W1 | a | 2026-02-05 | 2026-02-15"
)


HELD = {
    "a": ("2026-02-01", "2026-02-20"),
    "W1": ("2026-02-05", "2026-02-15"),
}
AROUND = {
    "a": ("2026-01-31", "2026-02-01", "2026-02-20", "2026-02-21"),
    "W1": ("2026-02-04", "2026-02-05", "2026-02-15", "2026-02-16"),
}


@pytest.mark.parametrize("name", HELD)
def test_units_and_aliases_hold_from_their_first_day_to_their_last(name):
    days = AROUND[name]
    mart = small_mart(
        (extract("units", 0), WARD),
        (extract("unit_aliases", 0), ALIAS),
        (
            extract("surveys", 0, register_units=False),
            surveys("\n".join(f"{day} | {name} | {day} | 1" for day in days)),
        ),
        (extract("complaints", 0, register_units=False), complaints_of(name, days)),
    )
    for column, view in (("response_id", "surveys"), ("complaint_id", "complaints")):
        sql = f"select {column} from visible.{view} where unit_id = 'a' order by 1"
        assert asked(mart, sql) == [(day,) for day in HELD[name]]


def test_an_alias_to_a_ward_holds_no_longer_than_the_ward():
    days = AROUND["a"]
    mart = small_mart(
        (extract("units", 0), WARD),
        (extract("unit_aliases", 0), "source_system | source_unit | unit_id\nsource | W1 | a"),
        (
            extract("surveys", 0, register_units=False),
            surveys("\n".join(f"{day} | W1 | {day} | 1" for day in days)),
        ),
        (extract("complaints", 0, register_units=False), complaints_of("W1", days)),
    )
    for column, view in (("response_id", "surveys"), ("complaint_id", "complaints")):
        sql = f"select {column} from visible.{view} where unit_id = 'a' order by 1"
        assert asked(mart, sql) == [(day,) for day in HELD["a"]]


@pytest.mark.parametrize("called", ["", "the source's "])
def test_a_month_of_activity_is_where_the_unit_was_at_its_end_else_at_its_beginning(called):
    wards = """
        unit_id | unit_name | department | valid_from | valid_to
        begins  | B         | x          | 2026-02-28 |
        ends    | E         | x          | 2020-01-01 | 2026-02-01
        gone    | G         | x          | 2020-01-01 | 2026-01-31
        later   | L         | x          | 2026-03-01 |
        moves   | M         | before     | 2020-01-01 | 2026-02-14
        moves   | M         | after      | 2026-02-15 |
    """
    names = ("begins", "ends", "gone", "later", "moves")
    aliases = "\n".join(f"source | the source's {name} | {name}" for name in names)
    rows = "\n".join(f"{called}{name} | 2026-02-01 | {n}" for n, name in enumerate(names))
    mart = small_mart(
        (extract("units", 0), wards),
        (extract("unit_aliases", 0), f"source_system | source_unit | unit_id\n{aliases}"),
        (extract("activity", 0, register_units=False), activity(rows)),
    )
    sql = "select cast(discharges as integer), unit_id, department from visible.activity order by 1"
    assert asked(mart, sql) == [
        (0, "begins", "x"),
        (1, "ends", "x"),
        (2, "UNASSIGNED", "Not assigned"),
        (3, "UNASSIGNED", "Not assigned"),
        (4, "moves", "after"),
    ]
