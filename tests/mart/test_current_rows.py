"""Which row is current, and how far a case was followed (data-contract.md, measures.md)."""

import datetime as dt

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.mart.catalog import Query
from tests.marts import extract, small_mart

JAN, FEB, MAR = dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)
HEADER = "complaint_id | unit_id | received_at | closed_at | status\n"


def rows(mart, columns="complaint_id, status", viewer="executive"):
    query = Query(
        "test", f"select {columns} from visible.complaints order by all", "", "", "", {}, {}
    )
    table = mart.run(query, parse_viewer(viewer), {})
    return [tuple(row.values()) for row in table.to_pylist()]


def complaints(number, as_of, text, **more):
    return extract("complaints", number, as_of=as_of, **more), HEADER + text


def test_appended_the_latest_row_of_a_key_counts():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open\nc2 | a | 2026-01-06 | | open"),
        complaints(1, FEB, "c1 | a | 2026-01-05 | 2026-02-03 | closed"),
    )
    assert rows(mart) == [("c1", "closed"), ("c2", "open")]


def test_an_older_extract_that_is_imported_later_does_not_reopen_a_case():
    mart = small_mart(
        complaints(1, FEB, "c1 | a | 2026-01-05 | 2026-02-03 | closed"),
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open"),
    )
    assert rows(mart) == [("c1", "closed")]


def test_of_two_extracts_of_one_day_the_later_upload_counts():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open"),
        complaints(1, JAN, "c1 | a | 2026-01-05 | 2026-01-09 | closed"),
    )
    assert rows(mart) == [("c1", "closed")]


def test_a_full_snapshot_hides_everything_earlier_of_its_source_only():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open\nc2 | a | 2026-01-06 | | open"),
        complaints(1, JAN, "c1 | b | 2026-01-05 | | open", source_system="other"),
        complaints(2, FEB, "c2 | a | 2026-01-06 | 2026-02-01 | closed", mode="full_snapshot"),
        complaints(3, MAR, "c3 | a | 2026-03-01 | | open"),
    )
    assert rows(mart) == [("c1", "open"), ("c2", "closed"), ("c3", "open")]


def test_replace_period_hides_earlier_rows_of_its_days():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open\nc2 | a | 2026-01-20 | | open"),
        complaints(
            1, FEB, "c3 | a | 2026-01-12 | | open", mode="replace_period",
            period_start=dt.date(2026, 1, 10), period_end=JAN,
        ),
    )  # fmt: skip
    assert rows(mart) == [("c1", "open"), ("c3", "open")]


def test_a_replaced_row_does_not_bring_back_what_it_had_superseded():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open"),
        complaints(1, FEB, "c1 | a | 2026-02-03 | | open"),
        complaints(
            2, MAR, "c9 | a | 2026-02-20 | | open", mode="replace_period",
            period_start=dt.date(2026, 2, 1), period_end=FEB,
        ),
    )  # fmt: skip
    assert rows(mart) == [("c9", "open")]


def test_a_case_is_followed_to_the_last_extract_that_carries_it_and_no_further():
    mart = small_mart(
        complaints(0, JAN, "c1 | a | 2026-01-05 | | open"),
        complaints(1, FEB, "c2 | a | 2026-02-05 | | open"),
    )
    assert rows(mart, "complaint_id, observed_to, source_as_of, age_days") == [
        ("c1", JAN, FEB, 26),
        ("c2", FEB, FEB, 23),
    ]


def test_a_closing_date_on_an_open_case_is_set_aside():
    mart = small_mart(complaints(0, JAN, "c1 | a | 2026-01-05 | 2026-01-09 | reopened"))
    assert rows(mart, "ending, closed_on, age_days") == [("open", None, 26)]


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        ("closed", "resolved"),
        ("withdrawn", "otherwise"),
        ("transferred", "otherwise"),
        ("escalated", "otherwise"),
    ],
)
def test_only_closed_is_resolved(status, ending):
    mart = small_mart(complaints(0, JAN, f"c1 | a | 2026-01-05 | 2026-01-09 | {status}"))
    assert rows(mart, "ending, age_days") == [(ending, 4)]


UNITS = """
unit_id | unit_name  | department | parent_id | valid_from | valid_to
4A      | Ward 4A    | Medicine   | div       | 2020-01-01 | 2026-01-31
4A      | Ward 4     | Surgery    | div       | 2026-02-01 |
div     | Division 1 | Division   |           | 2020-01-01 |
"""


def test_history_stays_under_the_department_that_was_valid_then():
    mart = small_mart(
        (extract("units", 0), UNITS),
        complaints(1, MAR, "c1 | 4A | 2026-01-05 | | open\nc2 | 4A | 2026-02-05 | | open"),
    )
    assert rows(mart, "complaint_id, unit_name, department") == [
        ("c1", "Ward 4A", "Medicine"),
        ("c2", "Ward 4", "Surgery"),
    ]


def test_a_source_s_own_name_is_translated_and_an_unknown_unit_is_not_assigned():
    mart = small_mart(
        (extract("units", 0), UNITS),
        (
            extract("unit_aliases", 1),
            "source_system | source_unit | unit_id\nsource | W-17 | 4A\nother | W-18 | 4A",
        ),
        complaints(
            2, MAR, "c1 | W-17 | 2026-02-05 | | open\nc2 | W-18 | 2026-02-05 | | open",
            register_units=False,
        ),
    )  # fmt: skip
    assert rows(mart, "complaint_id, unit_id") == [("c1", "4A"), ("c2", "UNASSIGNED")]


def test_a_manager_sees_own_units_and_those_below_but_never_unassigned():
    mart = small_mart(
        (extract("units", 0), UNITS),
        complaints(
            1, MAR,
            "c1 | 4A | 2026-02-05 | | open\nc2 | div | 2026-02-05 | | open\nc3 | x | 2026-02-05 | | open",
            register_units=False,
        ),
    )  # fmt: skip
    assert rows(mart, "complaint_id", "unit_manager:div") == [("c1",), ("c2",)]
    assert rows(mart, "complaint_id", "unit_manager:4A") == [("c1",)]
    assert rows(mart, "complaint_id", "unit_manager") == []
    assert rows(mart, "complaint_id", "executive") == [("c1",), ("c2",), ("c3",)]


def test_a_day_in_the_past_is_seen_as_it_was():
    mart = small_mart(
        (
            extract("complaints", 0),
            "complaint_id | unit_id | received_at | closed_at | status | first_closed_at | reopened_at\n"
            "c1 | a | 2026-01-05 | 2026-03-01 | closed | 2026-01-10 | 2026-02-01\n"
            "c2 | a | 2026-02-20 | | open | |",
        )
    )

    def at(day):
        sql = f"select complaint_id, ending, age_days from visible.complaints_at(date '{day}') order by all"
        table = mart.run(Query("t", sql, "", "", "", {}, {}), parse_viewer("executive"), {})
        return [tuple(row.values()) for row in table.to_pylist()]

    assert at("2026-01-08") == [("c1", "open", 3)]
    assert at("2026-01-15") == [("c1", "resolved", 5)]
    assert at("2026-02-10") == [("c1", "open", 36)]
    assert at("2026-03-15") == [("c1", "resolved", 55), ("c2", "open", 23)]
    assert at("9999-12-31") == [("c1", "resolved", 55), ("c2", "open", 39)]


def test_a_name_that_another_file_gives_anew_means_one_unit_a_day():
    header = "source_system | source_unit | unit_id | valid_from\n"
    mart = small_mart(
        (extract("units", 0), UNITS),
        (extract("unit_aliases", 1), header + "source | W-17 | 4A |"),
        (extract("unit_aliases", 2), header + "source | W-17 | div | 2026-02-15"),
        complaints(3, MAR, "c1 | W-17 | 2026-02-05 | | open\nc2 | W-17 | 2026-02-20 | | open"),
    )
    assert rows(mart, "complaint_id, unit_id") == [("c1", "4A"), ("c2", "div")]
