"""unit/sources: up to which day the sources of some units' complaints reach."""

import datetime as dt

NAME = "unit/sources"
HEADER = "complaint_id | unit_id | received_at | closed_at | status\n"
BOTH = {
    "complaints": [
        ({}, f"{HEADER}a | unit-a | 2026-03-01 | | open\nb | unit-a | 2026-03-01 | 2026-03-02 | closed"),
        (
            {"source_system": "other", "as_of": dt.date(2026, 3, 6)},
            f"{HEADER}c | unit-a | 2026-03-01 | | open\nd | unit-a | 2026-03-02 | | reopened",
        ),
        (
            {"source_system": "old", "as_of": dt.date(2025, 12, 31)},
            f"{HEADER}e | unit-b | 2025-12-01 | 2025-12-02 | closed",
        ),
    ]
}  # fmt: skip


def test_each_source_has_its_own_day_and_what_it_last_had_open(given):
    assert given(**BOTH)(NAME) == [
        ("other", dt.date(2026, 3, 6), 2),
        ("source", dt.date(2026, 3, 31), 1),
    ]


def test_a_source_without_an_open_case_is_named_all_the_same(given):
    assert given(**BOTH)(NAME, units=("unit-b",)) == [("old", dt.date(2025, 12, 31), 0)]


def test_a_manager_sees_the_sources_of_their_own_cases_alone(given):
    ask = given("unit_manager:unit-b", **BOTH)
    assert ask(NAME, "source_system", units=("unit-a", "unit-b")) == [("old",)]
